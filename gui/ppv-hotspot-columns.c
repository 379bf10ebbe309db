/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cost-cell.h"
#include "ppv-figures.h"
#include "ppv-hotspot-columns.h"
#include "ppv-sort-probe.h"

static const struct {
  const char *title;
  PpvHotspotKey key;
  int width;          /* in pixels; -1 expands */
  gboolean ascending; /* at the first click on its head */
} columns[PPV_N_COLUMNS] = {
  [PPV_COLUMN_FUNCTION] = { N_ ("Function"), PPV_HOTSPOT_BY_FUNCTION, -1, TRUE },
  [PPV_COLUMN_MODULE] = { N_ ("Module"), PPV_HOTSPOT_BY_MODULE, 150, TRUE },
  [PPV_COLUMN_SELF_PERCENT] = { N_ ("Self %"), PPV_HOTSPOT_BY_SELF, 86, FALSE },
  [PPV_COLUMN_SELF] = { N_ ("Self"), PPV_HOTSPOT_BY_SELF, 104, FALSE },
  [PPV_COLUMN_TOTAL_PERCENT] = { N_ ("Total %"), PPV_HOTSPOT_BY_TOTAL, 86, FALSE },
  [PPV_COLUMN_TOTAL] = { N_ ("Total"), PPV_HOTSPOT_BY_TOTAL, 104, FALSE },
  [PPV_COLUMN_SAMPLES] = { N_ ("Samples"), PPV_HOTSPOT_BY_SAMPLES, 104, FALSE },
};

static void
bind_percent (PpvCostCell *cell, gint64 part, gint64 whole)
{
  g_autofree char *text = ppv_figure_percent (part, whole);

  ppv_cost_cell_set (cell, text, whole != 0 ? (double) part / (double) whole : 0);
}

static void
bind_value (GtkLabel *label, char *text)
{
  gtk_label_set_text (label, text);
  g_free (text);
}

static const char column_key[] = "ppv-column";

static void
fill_cell (PpvHotspotRow *row, GtkListItem *item)
{
  gpointer column = g_object_get_data (G_OBJECT (item), column_key);
  PpvHotspotTable *table = ppv_hotspot_row_get_table (row);
  const PpvHotspots *hotspots = table->hotspots;
  guint32 i = ppv_hotspot_row_get_row (row);
  GtkWidget *child = gtk_list_item_get_child (item);
  g_autofree char *module = NULL;

  gtk_widget_set_opacity (child, i != PPV_NONE ? 1 : 0);
  if (i == PPV_NONE)
    return;
  switch ((PpvHotspotColumn) GPOINTER_TO_UINT (column))
    {
    case PPV_COLUMN_FUNCTION:
      gtk_label_set_text (GTK_LABEL (child), ppv_hotspot_table_get_name (table, i));
      break;
    case PPV_COLUMN_MODULE:
      module = g_path_get_basename (ppv_hotspot_table_get_module (table, i));
      gtk_label_set_text (GTK_LABEL (child),
                          *ppv_hotspot_table_get_module (table, i) != '\0' ? module : "");
      break;
    case PPV_COLUMN_SELF_PERCENT:
      bind_percent (PPV_COST_CELL (child), hotspots->self[i], hotspots->sum);
      break;
    case PPV_COLUMN_SELF:
      bind_value (GTK_LABEL (child), ppv_format_value (hotspots->self[i], table->unit));
      break;
    case PPV_COLUMN_TOTAL_PERCENT:
      bind_percent (PPV_COST_CELL (child), hotspots->total[i], hotspots->sum);
      break;
    case PPV_COLUMN_TOTAL:
      bind_value (GTK_LABEL (child), ppv_format_value (hotspots->total[i], table->unit));
      break;
    case PPV_COLUMN_SAMPLES:
      bind_value (GTK_LABEL (child), ppv_format_count ((gint64) hotspots->samples[i]));
      break;
    case PPV_N_COLUMNS:
    default:
      break;
    }
}

/*
 * The whole of what may be cut.  Asked for when it is wanted: setting the text of a
 * tooltip asks the X server where the pointer is, each time.
 */
static gboolean
on_query_tooltip (
    GtkWidget *child, int x, int y, gboolean keyboard, GtkTooltip *tooltip, GtkListItem *item)
{
  gpointer column = g_object_get_data (G_OBJECT (item), column_key);
  PpvHotspotRow *row = gtk_list_item_get_item (item);
  PpvHotspotTable *table;
  g_autofree char *place = NULL;
  g_autofree char *text = NULL;

  if (row == NULL || ppv_hotspot_row_get_row (row) == PPV_NONE)
    return FALSE;
  table = ppv_hotspot_row_get_table (row);
  if (GPOINTER_TO_UINT (column) == PPV_COLUMN_FUNCTION)
    {
      guint32 at = ppv_hotspot_row_get_row (row);

      place = ppv_figure_place (table->profile, table->hotspots->key[at]);
      text = g_strjoin ("\n", ppv_hotspot_table_get_name (table, at), place, NULL);
    }
  gtk_tooltip_set_text (
      tooltip,
      text != NULL ? text : ppv_hotspot_table_get_module (table, ppv_hotspot_row_get_row (row)));
  return TRUE;
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  PpvHotspotRow *row = gtk_list_item_get_item (item);

  g_object_set_data (G_OBJECT (item), column_key, column);
  fill_cell (row, item);
  g_signal_connect (row, "changed", G_CALLBACK (fill_cell), item);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), fill_cell, item);
}

/* The last column is to be clear of the scroll bar. */
static int
get_margin_end (PpvHotspotColumn column)
{
  return column == PPV_COLUMN_SAMPLES ? 10 : 0;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  PpvHotspotColumn column = (PpvHotspotColumn) GPOINTER_TO_UINT (data);
  GtkWidget *child;

  if (column == PPV_COLUMN_SELF_PERCENT || column == PPV_COLUMN_TOTAL_PERCENT)
    child = ppv_cost_cell_new ();
  else
    child = gtk_label_new (NULL);
  if (column == PPV_COLUMN_FUNCTION || column == PPV_COLUMN_MODULE)
    {
      gtk_label_set_ellipsize (GTK_LABEL (child), PANGO_ELLIPSIZE_MIDDLE);
      gtk_label_set_xalign (GTK_LABEL (child), 0);
      gtk_widget_set_has_tooltip (child, TRUE);
      g_signal_connect_object (child, "query-tooltip", G_CALLBACK (on_query_tooltip), item, 0);
    }
  else if (GTK_IS_LABEL (child))
    {
      gtk_label_set_xalign (GTK_LABEL (child), 1);
      gtk_widget_add_css_class (child, "numeric");
    }
  gtk_widget_set_margin_end (child, get_margin_end (column));
  gtk_list_item_set_child (item, child);
}

static void
add_column (GtkColumnView *view, PpvHotspotColumn id)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSorter) sorter = NULL;
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GUINT_TO_POINTER (id));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (id));
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  sorter = ppv_sort_probe_new (id);
  column = gtk_column_view_column_new (_ (columns[id].title), factory);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, columns[id].width < 0);
  if (columns[id].width > 0)
    gtk_column_view_column_set_fixed_width (column, columns[id].width);
  gtk_column_view_append_column (view, column);
}

static void
sort_by (GtkColumnView *view, PpvHotspotColumn id, GtkSortType direction)
{
  g_autoptr (GtkColumnViewColumn) column = NULL;

  column = g_list_model_get_item (gtk_column_view_get_columns (view), id);
  gtk_column_view_sort_by_column (view, column, direction);
}

/* The heads of numbers stand right over them, with the arrow to their left; GTK
   puts all heads to the left and arrows to their right. */
static void
align_heads (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *head = header != NULL ? gtk_widget_get_first_child (header) : NULL;

  for (PpvHotspotColumn i = 0; i < PPV_N_COLUMNS && head != NULL; i++)
    {
      GtkWidget *box = gtk_widget_get_first_child (head);

      if (i > PPV_COLUMN_MODULE && box != NULL)
        {
          gtk_widget_set_halign (box, GTK_ALIGN_END);
          gtk_widget_set_margin_end (box, get_margin_end (i));
          gtk_widget_insert_before (gtk_widget_get_last_child (box), box,
                                    gtk_widget_get_first_child (box));
        }
      head = gtk_widget_get_next_sibling (head);
    }
}

/**
 * ppv_hotspot_columns_add: (skip)
 * @view: a view without columns
 */
void
ppv_hotspot_columns_add (GtkColumnView *view)
{
  for (PpvHotspotColumn i = 0; i < PPV_N_COLUMNS; i++)
    add_column (view, i);
  align_heads (view);
  sort_by (view, PPV_COLUMN_SELF, GTK_SORT_DESCENDING);
}

/**
 * ppv_hotspot_columns_get_key: (skip)
 * @column: a column
 *
 * Returns: what its rows are sorted by
 */
PpvHotspotKey
ppv_hotspot_columns_get_key (PpvHotspotColumn column)
{
  return columns[column].key;
}

/**
 * ppv_hotspot_columns_get_sort: (skip)
 * @view: the view
 * @sorted: (inout): the column it is sorted by
 * @descending: (out): whether the largest comes first
 *
 * Returns: whether the rows are to be sorted
 */
gboolean
ppv_hotspot_columns_get_sort (GtkColumnView *view, PpvHotspotColumn *sorted, gboolean *descending)
{
  gboolean descends;
  guint column = ppv_sort_probe_ask (view, &descends);
  gboolean fresh = column != *sorted;

  if (column == G_MAXUINT)
    return FALSE;
  *sorted = (PpvHotspotColumn) column;
  if (fresh && !descends && !columns[column].ascending)
    {
      sort_by (view, *sorted, GTK_SORT_DESCENDING); /* tells of another change */
      return FALSE;
    }
  *descending = descends;
  return TRUE;
}
