/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-memory-history.h"

G_BEGIN_DECLS

#define PPV_TYPE_MEMORY_CHART (ppv_memory_chart_get_type ())

/**
 * PpvMemoryChart:
 *
 * Memory over time, stacked by who allocated it, with the peak marked.  A click or
 * the arrow keys choose a snapshot.
 *
 * Signals: "chosen" (snapshot) by the user, "pointed" (snapshot or PPV_NONE).
 */
G_DECLARE_FINAL_TYPE (PpvMemoryChart, ppv_memory_chart, PPV, MEMORY_CHART, GtkWidget)

/* NULL for nothing. */
void    ppv_memory_chart_set_history (PpvMemoryChart   *self,
                                      PpvMemoryHistory *history);
/* Marks a snapshot, or none for PPV_NONE. */
void    ppv_memory_chart_set_chosen  (PpvMemoryChart   *self,
                                      guint32           snapshot);
/* The snapshot a click at @x would choose. */
guint32 ppv_memory_chart_pick        (PpvMemoryChart   *self,
                                      double            x);

G_END_DECLS
