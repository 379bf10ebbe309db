/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-sort-probe.h"
#include "ppv-text-sort.h"

#define DATA "ppv-text-sort"

/* Belongs to the view. */
typedef struct {
  const PpvTextColumn *columns;
  gpointer owner;
  PpvTextSorted sorted;
  guint column; /* it is sorted by, or G_MAXUINT */
  gboolean descending;
} TextSort;

/* A row with what it is sorted by: a text, else a number. */
typedef struct {
  char *text;
  double number;
  guint32 row;
  guint32 position; /* before, which decides between equals */
} Key;

/* Numbers are looked at from the largest: a first click asks for that. */
static void
on_sorter_changed (GtkSorter *sorter, GtkSorterChange change, GtkColumnView *view)
{
  TextSort *self = g_object_get_data (G_OBJECT (view), DATA);
  gboolean descending;
  guint column = ppv_sort_probe_ask (view, &descending);
  gboolean fresh = column != self->column;
  g_autoptr (GtkColumnViewColumn) clicked = NULL;

  if (column == G_MAXUINT)
    return;
  self->column = column;
  if (fresh && !descending && self->columns[column].is_number)
    {
      clicked = g_list_model_get_item (gtk_column_view_get_columns (view), column);
      gtk_column_view_sort_by_column (view, clicked, GTK_SORT_DESCENDING); /* calls this again */
      return;
    }
  self->descending = descending;
  self->sorted (self->owner);
}

static int
compare_keys (gconstpointer first, gconstpointer second, gpointer descending)
{
  const Key *a = first;
  const Key *b = second;
  int order = a->text != NULL ? strcmp (a->text, b->text)
                              : (a->number > b->number) - (a->number < b->number);

  if (order != 0)
    return descending != NULL ? -order : order;
  return (a->position > b->position) - (a->position < b->position);
}

static Key *
make_keys (const TextSort *self, const guint32 *rows, guint32 n_rows)
{
  const PpvTextColumn *column = &self->columns[self->column];
  Key *keys = g_new0 (Key, n_rows + 1);

  for (guint32 i = 0; i < n_rows; i++)
    {
      keys[i].row = rows[i];
      keys[i].position = i;
      if (column->get_number != NULL)
        keys[i].number = column->get_number (self->owner, rows[i]);
      else
        {
          g_autofree char *text = column->dup_text (self->owner, rows[i]);
          g_autofree char *valid = g_utf8_make_valid (text, -1);

          keys[i].text = g_utf8_collate_key (valid, -1);
        }
    }
  return keys;
}

/**
 * ppv_text_sort_add: (skip)
 * @view: a view
 * @columns: (array length=n_columns): its columns, static
 * @n_columns: how many
 * @owner: whose rows they are of
 * @sorted: asks @owner for ppv_text_sort_rows()
 */
void
ppv_text_sort_add (GtkColumnView *view,
                   const PpvTextColumn *columns,
                   guint n_columns,
                   gpointer owner,
                   PpvTextSorted sorted)
{
  TextSort *self = g_new0 (TextSort, 1);

  *self = (TextSort){ columns, owner, sorted, G_MAXUINT, FALSE };
  g_object_set_data_full (G_OBJECT (view), DATA, self, g_free);
  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr (GtkColumnViewColumn) column =
          g_list_model_get_item (gtk_column_view_get_columns (view), i);
      g_autoptr (GtkSorter) sorter = ppv_sort_probe_new (i);

      gtk_column_view_column_set_sorter (column, sorter);
    }
  g_signal_connect_object (gtk_column_view_get_sorter (view), "changed",
                           G_CALLBACK (on_sorter_changed), view, 0);
}

/**
 * ppv_text_sort_rows: (skip)
 * @view: a view with ppv_text_sort_add()
 * @rows: (array length=n_rows): rows of its owner
 * @n_rows: how many
 */
void
ppv_text_sort_rows (GtkColumnView *view, guint32 *rows, guint32 n_rows)
{
  TextSort *self = g_object_get_data (G_OBJECT (view), DATA);
  g_autofree Key *keys = NULL;

  if (self->column == G_MAXUINT || n_rows == 0)
    return;
  keys = make_keys (self, rows, n_rows);
  g_qsort_with_data (keys, (int) n_rows, sizeof *keys, compare_keys,
                     GINT_TO_POINTER (self->descending));
  for (guint32 i = 0; i < n_rows; i++)
    {
      rows[i] = keys[i].row;
      g_free (keys[i].text);
    }
}
