/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-progress.h"
#include "perf-unwind.h"
#include "perf-walk.h"
#include "perf-world.h"

/*
 * PerfSamples: the second pass.  It decodes samples into one builder, with
 * everything one thread needs for that and nothing that others change: what is
 * shared, @file's events and the settled world, is only read.
 */
typedef struct _PerfSamples PerfSamples;

/*
 * All are borrowed; @unwinder is NULL when stacks cannot be unwound.  @timed: whether
 * all records tell their time; else their offsets stand for it.
 */
PerfSamples *perf_samples_new    (PerfFile           *file,
                                  const PerfWorld    *world,
                                  PpvUnwinder        *unwinder,
                                  PpvProfileBuilder  *builder,
                                  gboolean            timed);
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
/* After the last sample: warnings of what they lack. */
void         perf_samples_tell   (PerfSamples        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerfSamples, perf_samples_free)
