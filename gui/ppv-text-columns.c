/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-row-model.h"
#include "ppv-text-columns.h"

/* Numbers are to be clear of the text after them, and of the scroll bar. */
enum { CLEAR = 10 };

/* What the factory of a column works with; belongs to its signals. */
typedef struct {
  const PpvTextColumn *column;
  gpointer owner;
} Source;

static char *
dup_text (const Source *source, GtkListItem *item)
{
  return source->column->dup_text (source->owner,
                                   ppv_row_get_number (gtk_list_item_get_item (item)));
}

static GtkWidget *
get_label (GtkListItem *item)
{
  GtkWidget *child = gtk_list_item_get_child (item);

  return GTK_IS_LABEL (child) ? child : gtk_widget_get_last_child (child);
}

/* Numbers are never cut, and asking for their tooltips would cost time. */
static gboolean
on_query_tooltip (
    GtkWidget *label, int x, int y, gboolean keyboard, GtkTooltip *tooltip, GtkListItem *item)
{
  const char *text = gtk_label_get_text (GTK_LABEL (label));

  if (*text == '\0')
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static GtkWidget *
make_label (const Source *source, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), source->column->is_number ? 1 : 0);
  gtk_widget_set_margin_end (label, source->column->is_number ? CLEAR : 0);
  if (source->column->is_number)
    {
      gtk_widget_add_css_class (label, "numeric");
      return label;
    }
  gtk_label_set_ellipsize (GTK_LABEL (label), source->column->cut);
  gtk_widget_set_has_tooltip (label, TRUE);
  g_signal_connect_object (label, "query-tooltip", G_CALLBACK (on_query_tooltip), item, 0);
  return label;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, Source *source)
{
  GtkWidget *label = make_label (source, item);
  GtkWidget *box;

  if (source->column->get_icon == NULL)
    {
      gtk_list_item_set_child (item, label);
      return;
    }
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (box), gtk_image_new ());
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
bind_icon (const Source *source, GtkListItem *item)
{
  GtkWidget *image = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  const char *name =
      source->column->get_icon (source->owner, ppv_row_get_number (gtk_list_item_get_item (item)));

  gtk_image_set_from_icon_name (GTK_IMAGE (image), name);
  if (g_strcmp0 (name, "dialog-warning-symbolic") == 0)
    gtk_widget_add_css_class (image, "warning");
  else
    gtk_widget_remove_css_class (image, "warning");
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, Source *source)
{
  g_autofree char *text = dup_text (source, item);

  gtk_label_set_text (GTK_LABEL (get_label (item)), text);
  if (source->column->get_icon != NULL)
    bind_icon (source, item);
}

static void
free_source (gpointer source, GClosure *closure)
{
  g_free (source);
}

static void
add_column (GtkColumnView *view, const Source *source)
{
  const PpvTextColumn *text = source->column;
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup),
                         g_memdup2 (source, sizeof *source), free_source, 0);
  g_signal_connect_data (factory, "bind", G_CALLBACK (on_bind), g_memdup2 (source, sizeof *source),
                         free_source, 0);
  column = gtk_column_view_column_new (_ (text->title), factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, text->width < 0);
  if (text->width > 0)
    gtk_column_view_column_set_fixed_width (column, text->width);
  gtk_column_view_append_column (view, column);
}

/* The heads of numbers stand right over them, with the arrow to their left; GTK
   puts all heads to the left and arrows to their right. */
static void
align_heads (GtkColumnView *view, const PpvTextColumn *columns, guint n_columns)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *head = header != NULL ? gtk_widget_get_first_child (header) : NULL;

  for (guint i = 0; i < n_columns && head != NULL; i++)
    {
      GtkWidget *box = gtk_widget_get_first_child (head);

      if (columns[i].is_number && box != NULL)
        {
          gtk_widget_set_halign (box, GTK_ALIGN_END);
          gtk_widget_set_margin_end (box, CLEAR);
          gtk_widget_insert_before (gtk_widget_get_last_child (box), box,
                                    gtk_widget_get_first_child (box));
        }
      head = gtk_widget_get_next_sibling (head);
    }
}

/**
 * ppv_text_columns_add: (skip)
 * @view: a view without columns
 * @columns: (array length=n_columns): what to show, static
 * @n_columns: how many
 * @owner: whose rows they are of
 */
void
ppv_text_columns_add (GtkColumnView *view,
                      const PpvTextColumn *columns,
                      guint n_columns,
                      gpointer owner)
{
  for (guint i = 0; i < n_columns; i++)
    {
      Source source = { &columns[i], owner };

      add_column (view, &source);
    }
  align_heads (view, columns, n_columns);
}

/**
 * ppv_text_columns_show: (skip)
 * @view: a view
 * @column: which of its columns
 * @width: that of the column
 * @visible: whether to show it
 *
 * GTK 4.8 leaves room for a hidden column of fixed width.
 */
void
ppv_text_columns_show (GtkColumnView *view, guint column, int width, gboolean visible)
{
  g_autoptr (GtkColumnViewColumn) shown = NULL;

  shown = g_list_model_get_item (gtk_column_view_get_columns (view), column);
  if (gtk_column_view_column_get_visible (shown) == visible)
    return;
  gtk_column_view_column_set_visible (shown, visible);
  gtk_column_view_column_set_fixed_width (shown, visible ? width : 0);
}

/**
 * ppv_text_columns_set_title: (skip)
 * @view: a view
 * @column: which of its columns
 * @title: its title, translated
 */
void
ppv_text_columns_set_title (GtkColumnView *view, guint column, const char *title)
{
  g_autoptr (GtkColumnViewColumn) titled = NULL;

  titled = g_list_model_get_item (gtk_column_view_get_columns (view), column);
  gtk_column_view_column_set_title (titled, title);
}

/* A row to bring into sight, and the frames that were drawn since it was asked for. */
typedef struct {
  guint position;
  guint n_frames;
} Scroll;

/* The list knows where its rows are after it was laid out with them. */
static gboolean
on_tick (GtkWidget *list, GdkFrameClock *clock, gpointer data)
{
  Scroll *scroll = data;

  if (scroll->n_frames++ == 0 || gtk_widget_get_height (list) == 0)
    return G_SOURCE_CONTINUE;
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", scroll->position);
  return G_SOURCE_REMOVE;
}

/**
 * ppv_text_columns_scroll: (skip)
 * @view: a view
 * @position: of the row to bring into sight
 */
void
ppv_text_columns_scroll (GtkColumnView *view, guint position)
{
  Scroll scroll = { position, 0 };
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (view));

  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_next_sibling (child);
  if (child != NULL)
    gtk_widget_add_tick_callback (child, on_tick, g_memdup2 (&scroll, sizeof scroll), g_free);
}
