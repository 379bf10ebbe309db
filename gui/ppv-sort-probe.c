/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-sort-probe.h"

/* The column answer() was asked for first; G_MAXUINT before. */
static guint probe;

static int
answer (gconstpointer a, gconstpointer b, gpointer column)
{
  if (probe == G_MAXUINT)
    probe = GPOINTER_TO_UINT (column);
  return -1;
}

/**
 * ppv_sort_probe_new: (skip)
 * @column: its number
 *
 * Returns: (transfer full): the sorter of a column
 */
GtkSorter *
ppv_sort_probe_new (guint column)
{
  return GTK_SORTER (gtk_custom_sorter_new (answer, GUINT_TO_POINTER (column), NULL));
}

/**
 * ppv_sort_probe_ask: (skip)
 * @view: a view with such sorters
 * @descending: (out): whether the largest comes first
 *
 * Asked to compare, the view's sorter goes to the first column's, and turns the answer
 * around when the order is descending.  Any two objects will do.
 *
 * Returns: the column it is sorted by, or G_MAXUINT
 */
guint
ppv_sort_probe_ask (GtkColumnView *view, gboolean *descending)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (view);

  probe = G_MAXUINT;
  *descending = gtk_sorter_compare (sorter, view, sorter) == GTK_ORDERING_LARGER;
  return probe;
}
