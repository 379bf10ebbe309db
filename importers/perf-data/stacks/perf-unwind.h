/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-unwind.h"
#include "records/perf-sample.h"
#include "world/perf-view.h"

/*
 * The callers of samples with a copy of the user stack (--call-graph dwarf).  The
 * unwinder has the tables of a recording's programs and is shared by all threads that
 * decode samples; each has a PerfUnwind of its own.
 */
typedef struct _PerfUnwind PerfUnwind;

/* Stacks that end before their root: markers stand in its place. */
typedef enum {
  PERF_ROOT_REAL,
  PERF_ROOT_TRUNCATED,
  PERF_ROOT_NO_TABLE,
  PERF_ROOT_BROKEN,
  PERF_N_ROOTS,
} PerfRoot;

/*
 * An unwinder for what @file was recorded on; NULL when it has no stacks, or of a
 * machine that we do not know.
 * @builder has all modules.  @options must outlive it.
 */
PpvUnwinder *perf_unwinder_new   (const PerfFile         *file,
                                  PpvProfileBuilder      *builder,
                                  const PpvSymbolOptions *options);

/* Both are borrowed; @unwinder may be NULL: then stacks are only counted. */
PerfUnwind  *perf_unwind_new     (PpvUnwinder            *unwinder,
                                  const PerfView         *view,
                                  gboolean                swap);
void         perf_unwind_free    (PerfUnwind             *self);
/* Where stacks are read from that samples have only the beginning of; borrowed. */
void         perf_unwind_read_from (PerfUnwind           *self,
                                  PpvInput               *input);
/*
 * The user addresses of a sample, innermost first, into @frames, and what its root is.
 * 0 when it has no stack or it cannot be unwound.
 */
gsize        perf_unwind_sample  (PerfUnwind             *self,
                                  const PerfSample       *sample,
                                  guint32                 epoch,
                                  guint64                *frames,
                                  gsize                   n_room,
                                  PerfRoot               *root);
/* What is shown in place of a root, and [unknown] for PERF_ROOT_REAL. */
const char  *perf_root_name      (PerfRoot                root);
/* Adds what @other has counted. */
void         perf_unwind_merge   (PerfUnwind             *self,
                                  const PerfUnwind       *other);
/* After the last sample: how many stacks are not whole, and why. */
void         perf_unwind_tell    (const PerfUnwind       *self,
                                  PpvProfileBuilder      *builder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerfUnwind, perf_unwind_free)
