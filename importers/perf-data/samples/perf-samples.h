/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-walk.h"
#include "perf-progress.h"
#include "records/perf-cgroups.h"
#include "sched/perf-sched.h"
#include "stacks/perf-chains.h"
#include "stacks/perf-unwind.h"
#include "world/perf-world.h"

/*
 * PerfSamples: the second pass.  It decodes samples into one builder, with
 * everything one thread needs for that and nothing that others change: what is
 * shared, @file's events and the settled world, is only read.
 */
typedef struct _PerfSamples PerfSamples;

/*
 * What all threads share.
 * @unwinder: NULL when stacks cannot be unwound
 * @timed: whether all records tell their time; else their offsets stand for it
 * @details: whether samples get labels
 */
typedef struct {
  PerfFile           *file;
  const PerfWorld    *world;
  const PerfTrace    *trace;
  const PerfSched    *sched;
  const PerfDeferred *deferred;
  const PerfCgroups  *cgroups;
  PpvUnwinder        *unwinder;
  gboolean            timed;
  gboolean            details;
} PerfShared;

/* Both are borrowed. */
PerfSamples *perf_samples_new    (const PerfShared   *shared,
                                  PpvProfileBuilder  *builder);
void         perf_samples_free   (PerfSamples        *self);
/* The samples of @records; FALSE when cancelled or the system failed. */
gboolean     perf_samples_decode (PerfSamples        *self,
                                  PerfRecords        *records,
                                  PerfProgress       *progress,
                                  GError            **error);
/*
 * Adds to the builder of @self what @later has decoded, of records behind those of
 * @self, into a fork of it.  FALSE when @self has to decode them itself.
 */
gboolean     perf_samples_merge  (PerfSamples        *self,
                                  const PerfSamples  *later);
/* After the last sample: what can only be told in the order of time. */
void         perf_samples_settle (PerfSamples        *self);
/* After that: warnings of what they lack. */
void         perf_samples_tell   (PerfSamples        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerfSamples, perf_samples_free)
