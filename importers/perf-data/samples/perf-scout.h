/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-parts.h"

/*
 * PerfScout: while the first pass walks from the beginning of the records, another
 * thread walks from the middle.  It cannot know where a record begins there and takes
 * what looks like one; what it finds holds only when the first pass comes to the very
 * same place, and is thrown away when it does not.
 */
typedef struct _PerfScout PerfScout;

/* What is behind the place where it began, up to @end. */
typedef struct {
  guint64  n_samples;
  GArray  *others;    /* guint64: where the records are that are no samples */
  PerfCuts cuts;
  guint64  end;       /* of the last record */
} PerfScouted;

/* NULL when it is not worth it, or no record is seen. */
PerfScout         *perf_scout_new    (PerfFile        *file,
                                      guint            n_threads);
/* Stops it, if it still walks. */
void               perf_scout_free   (PerfScout       *self);
/* Where it began; behind everything without a scout. */
guint64            perf_scout_begin  (const PerfScout *self);
/* Waits for the end of its walk. */
const PerfScouted *perf_scout_finish (PerfScout       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerfScout, perf_scout_free)
