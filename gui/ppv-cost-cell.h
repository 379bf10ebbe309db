/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PPV_TYPE_COST_CELL (ppv_cost_cell_get_type ())

/**
 * PpvCostCell:
 *
 * A percentage as text with a light bar behind it.
 */
G_DECLARE_FINAL_TYPE (PpvCostCell, ppv_cost_cell, PPV, COST_CELL, GtkWidget)

GtkWidget  *ppv_cost_cell_new      (void);
/* @fraction from 0 to 1. */
void        ppv_cost_cell_set      (PpvCostCell *self,
                                    const char  *text,
                                    double       fraction);
const char *ppv_cost_cell_get_text (PpvCostCell *self);

G_END_DECLS
