/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-json-writer.h"
#include "ppv-stack-costs.h"

G_BEGIN_DECLS

/**
 * PpvSnapshot: (skip)
 * @time: in the profile's time unit
 * @heap: bytes the program asked for
 * @extra: bytes of administration and alignment
 * @stacks: bytes of all stacks; 0 where they were not recorded
 * @detailed: whether there are call stacks for it
 */
typedef struct {
  gint64   time;
  gint64   heap;
  gint64   extra;
  gint64   stacks;
  gboolean detailed;
} PpvSnapshot;

/**
 * PpvMemory: (skip)
 * @n_snapshots: number of snapshots
 * @snapshots: in the order of the file
 * @set: the sample set with the call stacks, whose groups are the snapshots; or PPV_NONE
 * @peak: the snapshot the file calls its peak, or PPV_NONE
 * @highest: the first snapshot with the largest sum of heap, extra and stacks;
 *     PPV_NONE only when there is no snapshot
 * @sparse: whether nothing can be said of the time between snapshots: DHAT knows the
 *     start, the peak and the end
 *
 * Memory over time.
 */
typedef struct {
  guint32      n_snapshots;
  PpvSnapshot *snapshots;
  guint32      set;
  guint32      peak;
  guint32      highest;
  gboolean     sparse;
} PpvMemory;

/* PPV_ERROR_USAGE when the profile has no memory in it. */
PPV_PUBLIC PpvMemory     *ppv_memory_new      (const PpvProfile   *profile,
                                               GError            **error);
PPV_PUBLIC void           ppv_memory_free     (PpvMemory          *self);
/* The snapshot whose call stacks are shown unless asked otherwise, or PPV_NONE. */
PPV_PUBLIC guint32        ppv_memory_get_shown (const PpvMemory   *self);
/* The call stacks of one detailed snapshot; NULL when it has none. */
PPV_PUBLIC PpvStackCosts *ppv_memory_costs    (const PpvMemory    *self,
                                               const PpvProfile   *profile,
                                               guint32             snapshot);
/* heap, extra and stacks together. */
PPV_PUBLIC gint64         ppv_snapshot_sum    (const PpvSnapshot  *self);
/* A call site as massif writes it; (transfer full). */
PPV_PUBLIC char          *ppv_memory_dup_site (const PpvProfile   *profile,
                                               PpvFrameId          frame);
/*
 * time_unit, peak, highest, snapshots, moments, bands: members of the object that is open in
 * @json.  Calls below @percent of the bytes are left out.
 */
PPV_PUBLIC void           ppv_memory_write    (PpvJsonWriter      *json,
                                               const PpvProfile   *profile,
                                               const PpvMemory    *self,
                                               double              percent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvMemory, ppv_memory_free)

G_END_DECLS
