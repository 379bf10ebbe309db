/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PPV_TYPE_ROW       (ppv_row_get_type ())
#define PPV_TYPE_ROW_MODEL (ppv_row_model_get_type ())

/**
 * PpvRow:
 *
 * A number of a row of what the list's owner has.
 */
G_DECLARE_FINAL_TYPE (PpvRow, ppv_row, PPV, ROW, GObject)

guint32      ppv_row_get_number      (PpvRow       *self);

/**
 * PpvRowModel:
 *
 * A list of rows of the owner's, which are made when they are asked for.  A view makes
 * widgets for many of them at once, so those in sight are told first and the others a
 * few a frame.
 */
G_DECLARE_FINAL_TYPE (PpvRowModel, ppv_row_model, PPV, ROW_MODEL, GObject)

PpvRowModel *ppv_row_model_new       (void);
/* Takes @numbers; empty while the owner replaces what they are of. */
void         ppv_row_model_set       (PpvRowModel  *self,
                                      guint32      *numbers,
                                      guint32       n_rows);
/* 0, 1, … @n_rows - 1 */
void         ppv_row_model_set_range (PpvRowModel  *self,
                                      guint32       n_rows);
/* The number at @position, which must be in the list. */
guint32      ppv_row_model_get       (PpvRowModel  *self,
                                      guint         position);
/* The position of @number, told or not, or GTK_INVALID_LIST_POSITION. */
guint        ppv_row_model_find      (PpvRowModel  *self,
                                      guint32       number);
/* Tells all rows up to @position now. */
void         ppv_row_model_reach     (PpvRowModel  *self,
                                      guint         position);
/* Whether all rows are told. */
gboolean     ppv_row_model_is_complete (PpvRowModel *self);

G_END_DECLS
