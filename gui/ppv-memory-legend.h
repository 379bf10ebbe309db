/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-memory-history.h"

G_BEGIN_DECLS

#define PPV_TYPE_MEMORY_LEGEND (ppv_memory_legend_get_type ())

/**
 * PpvMemoryLegend:
 *
 * The bands of a chart of memory over time, in the order in which they lie on each
 * other, and what each has in the chosen snapshot.
 */
G_DECLARE_FINAL_TYPE (PpvMemoryLegend, ppv_memory_legend, PPV, MEMORY_LEGEND, GtkBox)

/* NULL for nothing. */
void ppv_memory_legend_set_history (PpvMemoryLegend  *self,
                                    PpvMemoryHistory *history);
/* The snapshot whose bytes are told, or PPV_NONE. */
void ppv_memory_legend_set_chosen  (PpvMemoryLegend  *self,
                                    guint32           snapshot);

G_END_DECLS
