/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-text-columns.h"

G_BEGIN_DECLS

/* Called when a click on a head asks for another order. */
typedef void (*PpvTextSorted) (gpointer owner);

/* Makes the heads of @view, which has @columns, answer to clicks. */
void ppv_text_sort_add  (GtkColumnView       *view,
                         const PpvTextColumn *columns,
                         guint                n_columns,
                         gpointer             owner,
                         PpvTextSorted        sorted);
/* Puts @rows into the order that was asked for; as they are where none was. */
void ppv_text_sort_rows (GtkColumnView       *view,
                         guint32             *rows,
                         guint32              n_rows);

G_END_DECLS
