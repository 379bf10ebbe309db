/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One column of a table, for ppv_columns_grow(). */
typedef struct {
  void  *rows; /* address of the pointer to the rows */
  gsize  size; /* bytes a row */
} PpvColumn;

#define PPV_COLUMN(column) { &(column), sizeof *(column) }

/*
 * Makes room for more rows in every column of a table, half as many again.
 * FALSE when memory ran out; columns that did grow keep their rows.
 */
gboolean ppv_columns_grow (gsize           *n_room,
                           const PpvColumn *columns,
                           guint            n_columns);
/* Gives back the room beyond @n_rows. */
void     ppv_columns_trim (gsize            n_rows,
                           const PpvColumn *columns,
                           guint            n_columns);

G_END_DECLS
