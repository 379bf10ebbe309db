/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-hotspot-model.h"

G_BEGIN_DECLS

typedef enum {
  PPV_COLUMN_FUNCTION,
  PPV_COLUMN_MODULE,
  PPV_COLUMN_SELF_PERCENT,
  PPV_COLUMN_SELF,
  PPV_COLUMN_TOTAL_PERCENT,
  PPV_COLUMN_TOTAL,
  PPV_COLUMN_SAMPLES,
  PPV_N_COLUMNS,
} PpvHotspotColumn;

/* Adds all columns to a view whose rows are #PpvHotspotRow, sorted by descending self cost. */
void          ppv_hotspot_columns_add      (GtkColumnView    *view);
PpvHotspotKey ppv_hotspot_columns_get_key  (PpvHotspotColumn  column);
/*
 * After the view's sorter has changed: by which column it sorts, and how.  A
 * column of numbers that was not @sorted before gets its largest number first.
 * Returns: FALSE when nothing is to be done
 */
gboolean      ppv_hotspot_columns_get_sort (GtkColumnView    *view,
                                            PpvHotspotColumn *sorted,
                                            gboolean         *descending);

G_END_DECLS
