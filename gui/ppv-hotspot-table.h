/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv.h"

G_BEGIN_DECLS

/* What a table of hotspots can be sorted by. */
typedef enum {
  PPV_HOTSPOT_BY_FUNCTION,
  PPV_HOTSPOT_BY_MODULE,
  PPV_HOTSPOT_BY_SELF,
  PPV_HOTSPOT_BY_TOTAL,
  PPV_HOTSPOT_BY_SAMPLES,
} PpvHotspotKey;

/**
 * PpvHotspotTable:
 * @profile: what it was made from
 * @hotspots: one row a function
 * @unit: of the metric; belongs to @profile
 *
 * Hotspots with what is needed to name them: reference counted and immutable,
 * so that a thread can sort what the window shows.
 */
typedef struct {
  PpvProfile  *profile;
  PpvHotspots *hotspots;
  const char  *unit;
} PpvHotspotTable;

/**
 * PpvHotspotOrder:
 * @table: whose rows these are
 * @n_rows: number of rows to show
 * @rows: rows of the table, in the order of display
 * @self: sum of the self cost of @rows, in the metric's unit
 */
typedef struct {
  PpvHotspotTable *table;
  guint32          n_rows;
  guint32         *rows;
  gint64           self;
} PpvHotspotOrder;

PpvHotspotTable *ppv_hotspot_table_new      (PpvProfile         *profile,
                                             const PpvSelection *selection,
                                             GCancellable       *cancellable,
                                             GError            **error);
PpvHotspotTable *ppv_hotspot_table_ref      (PpvHotspotTable    *self);
void             ppv_hotspot_table_unref    (PpvHotspotTable    *self);
const char      *ppv_hotspot_table_get_name (PpvHotspotTable    *self,
                                             guint32             row);
/* "" when it is not known. */
const char      *ppv_hotspot_table_get_module (PpvHotspotTable  *self,
                                             guint32             row);
/* Names of functions and modules that match @search (all when it is empty). */
PpvHotspotOrder *ppv_hotspot_order_new      (PpvHotspotTable    *table,
                                             PpvHotspotKey       key,
                                             gboolean            descending,
                                             const char         *search);
void             ppv_hotspot_order_free     (PpvHotspotOrder    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvHotspotTable, ppv_hotspot_table_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvHotspotOrder, ppv_hotspot_order_free)

G_END_DECLS
