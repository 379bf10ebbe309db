/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-unwind.h"
#include "records/perf-sample.h"

/*
 * PerfStacks: call chains to rows of the stack table.
 *
 * Most of a chain is the chain before it: what they share from the root on is
 * taken over, and for the rest each address is looked up in one index.  Only what
 * is new there asks the view for a frame.  Threads wait at few places, in turns: the
 * chains of tracepoints are known as a whole, without a look at what is in them.
 */
typedef struct _PerfStacks PerfStacks;

/* All are borrowed. */
PerfStacks *perf_stacks_new  (PpvProfileBuilder *builder,
                              PerfView          *view,
                              PerfUnwind        *unwind);
void        perf_stacks_free (PerfStacks        *self);
/* The stack of a sample; @misc has the mode of its address. */
PpvStackId  perf_stacks_find (PerfStacks        *self,
                              const PerfSample  *sample,
                              guint16            misc,
                              const PerfPlace   *where);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerfStacks, perf_stacks_free)
