/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-world.h"

/*
 * PerfView: a settled world as one thread sees it.  It keeps the rows that the
 * world's processes, threads and addresses have in that thread's builder, which
 * get theirs when they are asked for first.
 */
typedef struct _PerfView PerfView;

/* Where a sample belongs. */
typedef struct {
  PpvThreadId thread;
  guint32     epoch;  /* of its process */
  guint32     kernel; /* epochs of the kernel and the virtual machine then */
  guint32     guest;
} PerfPlace;

/* Both are borrowed; @builder has the strings and modules of the world's. */
PerfView  *perf_view_new     (const PerfWorld   *world,
                              PpvProfileBuilder *builder);
void       perf_view_free    (PerfView          *self);
PerfPlace  perf_view_find    (PerfView          *self,
                              gint32             pid,
                              gint32             tid,
                              guint64            order);
/*
 * The place of a sample that the virtual machine whose pid is @machine took of itself, where
 * the kernel is its kernel.
 */
PerfPlace  perf_view_find_inside (PerfView       *self,
                              gint32             machine,
                              gint32             pid,
                              gint32             tid,
                              guint64            order);
/* The place of a sample of no known thread. */
PerfPlace  perf_view_nobody  (const PerfView    *self,
                              guint64            order);
/* What @tid is called at that time. */
PpvStringId perf_view_name    (PerfView          *self,
                              gint32             tid,
                              guint64            order);
/* The mapping at @address in a process's or the kernel's epoch, or NULL. */
const PerfMap *perf_view_map (const PerfView    *self,
                              guint32            epoch,
                              guint64            address);
/* The frame of an address; PPV_NONE when it is in no mapping. */
PpvFrameId perf_view_frame   (PerfView          *self,
                              guint32            epoch,
                              guint64            address);
/*
 * The one frame, [unknown], of all addresses in no mapping: they are mostly no code
 * but what a walk by frame pointers found on the stack, another one in each sample.
 */
PpvFrameId perf_view_unknown (PerfView          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerfView, perf_view_free)
