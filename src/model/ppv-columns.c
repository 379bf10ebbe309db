/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-columns-private.h"

enum { FIRST_ROOM = 64 };

static gboolean
resize (const PpvColumn *column, gsize n_rows)
{
  gpointer rows;

  memcpy (&rows, column->rows, sizeof rows);
  rows = g_try_realloc_n (rows, MAX (n_rows, 1), column->size);
  if (rows == NULL)
    return FALSE;
  memcpy (column->rows, &rows, sizeof rows);
  return TRUE;
}

gboolean
ppv_columns_grow (gsize *n_room, const PpvColumn *columns, guint n_columns)
{
  gsize wanted = *n_room == 0 ? FIRST_ROOM : *n_room + *n_room / 2;

  for (guint i = 0; i < n_columns; i++)
    if (!resize (&columns[i], wanted))
      return FALSE;
  *n_room = wanted;
  return TRUE;
}

void
ppv_columns_trim (gsize n_rows, const PpvColumn *columns, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    (void) resize (&columns[i], n_rows);
}
