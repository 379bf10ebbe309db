/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-frame-keys-private.h"

/*
 * PpvCalls: the calls of a profile, with what one metric cost
 * @table: the calls
 * @cost: the column of the metric
 */
typedef struct {
  const PpvCallTable *table;
  const gint64       *cost;
} PpvCalls;

/* FALSE when the profile has no calls with costs in the metric of @costs. */
gboolean ppv_calls_find       (PpvCalls            *self,
                               const PpvProfile    *profile,
                               const PpvStackCosts *costs);
/* The same, when moreover all samples are selected: no call says which samples it is of. */
gboolean ppv_calls_find_all   (PpvCalls            *self,
                               const PpvProfile    *profile,
                               const PpvStackCosts *costs);
/*
 * Which of @n_nodes nodes can reach each other along arcs @from[i] → @to[i]: those have
 * equal numbers in the array returned, (transfer full).
 */
guint32 *ppv_calls_components (guint32              n_nodes,
                               gsize                n_arcs,
                               const guint32       *from,
                               const guint32       *to);
/*
 * Adds to the @total of each row of @hotspots, by function, module, file or line, what it
 * called: all but calls within a cycle, whose costs hold those of each other.
 */
void     ppv_calls_add_totals (const PpvProfile    *profile,
                               const PpvStackCosts *costs,
                               const PpvFrameKeys  *keys,
                               PpvHotspots         *hotspots);
