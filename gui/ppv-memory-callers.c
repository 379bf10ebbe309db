/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cost-cell.h"
#include "ppv-figures.h"
#include "ppv-memory-callers.h"
#include "ppv-row-model.h"

enum { PERCENT_WIDTH = 78, BYTES_WIDTH = 82, CLEAR = 10 };

struct _PpvMemoryCallers {
  GtkBox parent_instance;

  GtkColumnView *table;
  GtkSingleSelection *selection;
  PpvMemoryTree *tree; /* or NULL */
  PpvSession *session;
};

G_DEFINE_FINAL_TYPE (PpvMemoryCallers, ppv_memory_callers, GTK_TYPE_BOX)

/* The node of a row of the list; rows of a GtkTreeListModel have ours in them. */
static guint32
get_node (GtkTreeListRow *row)
{
  g_autoptr (PpvRow) item = gtk_tree_list_row_get_item (row);

  return ppv_row_get_number (item);
}

/* --- columns ---- */

static void
on_setup_place (GtkSignalListItemFactory *factory, GtkListItem *item, PpvMemoryCallers *self)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), label);
  gtk_list_item_set_child (item, expander);
}

static void
on_bind_place (GtkSignalListItemFactory *factory, GtkListItem *item, PpvMemoryCallers *self)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  GtkWidget *label = gtk_tree_expander_get_child (expander);
  const PpvProfile *profile = self->tree->history->profile;
  PpvFrameId frame = ppv_inverted_tree_get (self->tree->tree, get_node (row))->frame;
  g_autofree char *place = ppv_leaks_dup_place (profile, frame);
  g_autofree char *whole = NULL;

  if (ppv_profile_get_frames (profile)->inlined[frame])
    whole = g_strdup_printf ("%s, %s", place, _ ("inlined"));
  gtk_tree_expander_set_list_row (expander, row);
  gtk_label_set_text (GTK_LABEL (label), whole != NULL ? whole : place);
  gtk_widget_set_tooltip_text (label, whole != NULL ? whole : place);
}

static void
on_unbind_place (GtkSignalListItemFactory *factory, GtkListItem *item, PpvMemoryCallers *self)
{
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (item)), NULL);
}

static void
on_setup_percent (GtkSignalListItemFactory *factory, GtkListItem *item, PpvMemoryCallers *self)
{
  gtk_list_item_set_child (item, ppv_cost_cell_new ());
}

static void
on_bind_percent (GtkSignalListItemFactory *factory, GtkListItem *item, PpvMemoryCallers *self)
{
  guint32 node = get_node (gtk_list_item_get_item (item));
  gint64 total = ppv_inverted_tree_get (self->tree->tree, node)->total;
  gint64 sum = self->tree->costs->sum;
  g_autofree char *text = ppv_figure_percent (total, sum);

  ppv_cost_cell_set (PPV_COST_CELL (gtk_list_item_get_child (item)), text,
                     sum != 0 ? (double) total / (double) sum : 0);
}

static void
on_setup_bytes (GtkSignalListItemFactory *factory, GtkListItem *item, PpvMemoryCallers *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_margin_end (label, CLEAR);
  gtk_list_item_set_child (item, label);
}

static void
on_bind_bytes (GtkSignalListItemFactory *factory, GtkListItem *item, PpvMemoryCallers *self)
{
  guint32 node = get_node (gtk_list_item_get_item (item));
  g_autofree char *text = ppv_format_bytes (ppv_inverted_tree_get (self->tree->tree, node)->total);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static GtkListItemFactory *
make_factory (PpvMemoryCallers *self, GCallback setup, GCallback bind, GCallback unbind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", setup, self);
  g_signal_connect (factory, "bind", bind, self);
  if (unbind != NULL)
    g_signal_connect (factory, "unbind", unbind, self);
  return factory;
}

/* Takes @factory. */
static void
add_column (PpvMemoryCallers *self, const char *title, int width, GtkListItemFactory *factory)
{
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);

  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, width < 0);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (column, width);
  gtk_column_view_append_column (self->table, column);
}

/* --- the tree ---- */

static PpvRowModel *
make_rows (guint32 first, guint32 n_rows)
{
  PpvRowModel *rows = ppv_row_model_new ();
  guint32 *numbers = g_new (guint32, n_rows + 1);

  for (guint32 i = 0; i < n_rows; i++)
    numbers[i] = first + i;
  ppv_row_model_set (rows, numbers, n_rows);
  return rows;
}

/* Callers of a node, or NULL when nothing called it. */
static GListModel *
make_children (gpointer item, gpointer user_data)
{
  PpvMemoryCallers *self = PPV_MEMORY_CALLERS (user_data);
  const PpvInvertedNode *node;

  if (self->tree == NULL)
    return NULL;
  node = ppv_inverted_tree_expand (self->tree->tree, ppv_row_get_number (item));
  if (node->n_children == 0)
    return NULL;
  return G_LIST_MODEL (make_rows (node->first_child, node->n_children));
}

/* A lone branch says nothing until it forks. */
static void
expand_lone (GtkTreeListModel *rows)
{
  enum { MOST = 64 };

  for (guint i = 0; i < MOST && g_list_model_get_n_items (G_LIST_MODEL (rows)) == i + 1; i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (rows, i);

      gtk_tree_list_row_set_expanded (row, TRUE);
    }
}

static void
on_selected (PpvMemoryCallers *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  const PpvProfile *profile;
  PpvFrameId frame;

  if (row == NULL || self->tree == NULL || self->session == NULL)
    return;
  profile = self->tree->history->profile;
  frame = ppv_inverted_tree_get (self->tree->tree, get_node (row))->frame;
  if (profile == ppv_session_get_profile (self->session))
    ppv_session_set_highlight (self->session, ppv_profile_get_frames (profile)->function[frame]);
}

static void
on_activate (PpvMemoryCallers *self, guint position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (row != NULL)
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

/* --- the class ---- */

static gboolean
ppv_memory_callers_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PPV_MEMORY_CALLERS (widget)->table));
}

static void
ppv_memory_callers_dispose (GObject *object)
{
  PpvMemoryCallers *self = PPV_MEMORY_CALLERS (object);

  if (self->selection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->selection, self);
      gtk_single_selection_set_model (self->selection, NULL);
    }
  g_clear_object (&self->selection);
  g_clear_object (&self->session);
  g_clear_pointer (&self->tree, ppv_memory_tree_free);

  G_OBJECT_CLASS (ppv_memory_callers_parent_class)->dispose (object);
}

static void
ppv_memory_callers_class_init (PpvMemoryCallersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ppv_memory_callers_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = ppv_memory_callers_grab_focus;
}

/* The heads of numbers stand right over them; GTK puts all heads to the left. */
static void
align_heads (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *head = header != NULL ? gtk_widget_get_first_child (header) : NULL;

  for (head = head != NULL ? gtk_widget_get_next_sibling (head) : NULL; head != NULL;
       head = gtk_widget_get_next_sibling (head))
    {
      GtkWidget *box = gtk_widget_get_first_child (head);

      gtk_widget_set_halign (box, GTK_ALIGN_END);
      gtk_widget_set_margin_end (box, gtk_widget_get_next_sibling (head) == NULL ? CLEAR : 0);
    }
}

static void
add_columns (PpvMemoryCallers *self)
{
  add_column (self, _ ("Allocated By"), -1,
              make_factory (self, G_CALLBACK (on_setup_place), G_CALLBACK (on_bind_place),
                            G_CALLBACK (on_unbind_place)));
  add_column (
      self, _ ("Share"), PERCENT_WIDTH,
      make_factory (self, G_CALLBACK (on_setup_percent), G_CALLBACK (on_bind_percent), NULL));
  add_column (self, _ ("Bytes"), BYTES_WIDTH,
              make_factory (self, G_CALLBACK (on_setup_bytes), G_CALLBACK (on_bind_bytes), NULL));
  align_heads (self->table);
}

static void
ppv_memory_callers_init (PpvMemoryCallers *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_selected),
                            self);
  self->table =
      GTK_COLUMN_VIEW (gtk_column_view_new (g_object_ref (GTK_SELECTION_MODEL (self->selection))));
  gtk_widget_add_css_class (GTK_WIDGET (self->table), "data-table");
  gtk_column_view_set_reorderable (self->table, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Who Allocated It"), -1);
  g_signal_connect_swapped (self->table, "activate", G_CALLBACK (on_activate), self);
  add_columns (self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->table));
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self), scrolled);
}

/**
 * ppv_memory_callers_set_session:
 * @self: a tree, for the first time
 * @session: who is told of the function that is chosen
 */
void
ppv_memory_callers_set_session (PpvMemoryCallers *self, PpvSession *session)
{
  g_return_if_fail (PPV_IS_MEMORY_CALLERS (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
}

/**
 * ppv_memory_callers_set_tree:
 * @self: a tree
 * @tree: (transfer full) (nullable): what to show
 */
void
ppv_memory_callers_set_tree (PpvMemoryCallers *self, PpvMemoryTree *tree)
{
  g_autoptr (GtkTreeListModel) rows = NULL;
  guint32 n_roots;

  g_return_if_fail (PPV_IS_MEMORY_CALLERS (self));

  gtk_single_selection_set_model (self->selection, NULL);
  g_clear_pointer (&self->tree, ppv_memory_tree_free);
  self->tree = tree;
  if (tree == NULL)
    return;
  n_roots = ppv_inverted_tree_n_roots (tree->tree);
  rows = gtk_tree_list_model_new (G_LIST_MODEL (make_rows (0, n_roots)), FALSE, FALSE,
                                  make_children, self, NULL);
  expand_lone (rows);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (rows));
}

/**
 * ppv_memory_callers_get_model:
 * @self: a tree
 *
 * Returns: its rows
 */
GtkSelectionModel *
ppv_memory_callers_get_model (PpvMemoryCallers *self)
{
  g_return_val_if_fail (PPV_IS_MEMORY_CALLERS (self), NULL);

  return GTK_SELECTION_MODEL (self->selection);
}
