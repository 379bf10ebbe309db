/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-hotspot-table.h"

G_BEGIN_DECLS

#define PPV_TYPE_HOTSPOT_ROW (ppv_hotspot_row_get_type ())
G_DECLARE_FINAL_TYPE (PpvHotspotRow, ppv_hotspot_row, PPV, HOTSPOT_ROW, GObject)

/* Signal "changed": it is about another function from now on. */
PpvHotspotTable *ppv_hotspot_row_get_table    (PpvHotspotRow   *self);
/* Row of the table. */
guint32          ppv_hotspot_row_get_row      (PpvHotspotRow   *self);
PpvFunctionId    ppv_hotspot_row_get_function (PpvHotspotRow   *self);

#define PPV_TYPE_HOTSPOT_MODEL (ppv_hotspot_model_get_type ())

/**
 * PpvHotspotModel:
 *
 * The list behind the hotspot table.  It holds row numbers only, in an order
 * that was made elsewhere; a row object exists while the screen shows it, one
 * for each position.  Signal "complete": all rows of the order are listed.
 */
G_DECLARE_FINAL_TYPE (PpvHotspotModel, ppv_hotspot_model, PPV, HOTSPOT_MODEL, GObject)

PpvHotspotModel *ppv_hotspot_model_new         (void);
/* Takes @order; NULL for an empty list. */
void             ppv_hotspot_model_set_order   (PpvHotspotModel *self,
                                                PpvHotspotOrder *order);
PpvHotspotOrder *ppv_hotspot_model_get_order   (PpvHotspotModel *self);
/* Whether all rows of the order are listed: a long list grows over some frames. */
gboolean         ppv_hotspot_model_is_complete (PpvHotspotModel *self);
/* Position of a function in the list, or GTK_INVALID_LIST_POSITION. */
guint            ppv_hotspot_model_find        (PpvHotspotModel *self,
                                                PpvFunctionId    function);

G_END_DECLS
