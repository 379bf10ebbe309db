/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-figures.h"
#include "ppv-function-menu.h"
#include "ppv-hotspot-columns.h"
#include "ppv-hotspots-view.h"
#include "ppv-job.h"

/* Opacity of what does not hold any more. */
static const double FADED = 0.4;

struct _PpvHotspotsView {
  GtkBox parent_instance;

  GtkColumnView *table;
  GtkSearchEntry *search;
  GtkLabel *matched;
  GtkSpinner *spinner;
  GtkStack *stack;
  AdwStatusPage *empty;

  PpvSession *session;
  PpvHotspotModel *model;
  GtkSingleSelection *selection;
  PpvJob *job;
  guint serial;       /* of the session when the table was asked for */
  guint shown_serial; /* of the session when the one that is shown was */
  PpvHotspotColumn sorted;
  gboolean descending;
  PpvFunctionId looked_for; /* to be selected when the list is there, or PPV_NONE */
  PpvFunctionId kept;       /* to be selected again, likewise */
};

G_DEFINE_FINAL_TYPE (PpvHotspotsView, ppv_hotspots_view, GTK_TYPE_BOX)

typedef struct {
  PpvProfile *profile;
  PpvSelection *selection;
  PpvHotspotTable *table; /* NULL when it is to be made */
  PpvHotspotKey key;
  gboolean descending;
  char *search;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  ppv_profile_unref (request->profile);
  ppv_selection_free (request->selection);
  g_clear_pointer (&request->table, ppv_hotspot_table_unref);
  g_free (request->search);
  g_free (request);
}

static gpointer
run_request (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  if (request->table == NULL)
    request->table =
        ppv_hotspot_table_new (request->profile, request->selection, cancellable, error);
  if (request->table == NULL)
    return NULL;
  return ppv_hotspot_order_new (request->table, request->key, request->descending, request->search);
}

static void
show_matched (PpvHotspotsView *self, const PpvHotspotOrder *order)
{
  g_autofree char *shown = ppv_format_count (order->n_rows);
  g_autofree char *all = ppv_format_count (order->table->hotspots->n_rows);
  g_autofree char *percent = ppv_figure_percent (order->self, order->table->hotspots->sum);
  g_autofree char *text = NULL;

  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0')
    text = g_strdup_printf (ngettext ("%s function", "%s functions", order->n_rows), shown);
  else /* Translators: number of functions, of all functions, and their share of the cost */
    text = g_strdup_printf (_ ("Matched %s of %s functions, %s of the self cost"), shown, all,
                            percent);
  gtk_label_set_text (self->matched, text);
}

static void
show_empty (PpvHotspotsView *self, const char *title, const char *reason)
{
  g_autofree char *markup = ppv_escape_dup (ppv_escape_pango, reason);

  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, markup);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

/* Tables of other selections have the same functions, those of other files have not. */
static gboolean
is_of_file (PpvHotspotsView *self, const PpvHotspotTable *table)
{
  return ppv_profile_get_base (table->profile) == ppv_session_get_profile (self->session);
}

static PpvFunctionId
get_selected_function (PpvHotspotsView *self)
{
  PpvHotspotRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (row == NULL || !is_of_file (self, ppv_hotspot_row_get_table (row)))
    return PPV_NONE;
  return ppv_hotspot_row_get_function (row);
}

static void
scroll_to (PpvHotspotsView *self, guint position)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->table));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  gtk_adjustment_set_value (adjustment,
                            gtk_adjustment_get_upper (adjustment) * position / MAX (n, 1) -
                                gtk_adjustment_get_page_size (adjustment) / 2);
}

/* Finds the row of before again, or the one another view asked for. */
static void
restore_selection (PpvHotspotsView *self)
{
  PpvFunctionId looked_for = self->looked_for;
  guint at;

  at = ppv_hotspot_model_find (self->model, looked_for != PPV_NONE ? looked_for : self->kept);
  self->looked_for = PPV_NONE;
  self->kept = PPV_NONE;
  if (at == GTK_INVALID_LIST_POSITION)
    return;
  gtk_single_selection_set_selected (self->selection, at);
  if (looked_for != PPV_NONE)
    scroll_to (self, at);
}

static void
on_done (gpointer owner, gpointer result, const GError *error)
{
  PpvHotspotsView *self = PPV_HOTSPOTS_VIEW (owner);
  PpvHotspotOrder *order = result;

  self->shown_serial = self->serial;
  if (ppv_hotspot_model_is_complete (self->model)) /* else those of before are still to come */
    self->kept = get_selected_function (self);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_widget_set_opacity (GTK_WIDGET (self->stack), 1);
  if (order == NULL)
    {
      ppv_hotspot_model_set_order (self->model, NULL);
      gtk_label_set_text (self->matched, "");
      show_empty (self, _ ("No Hotspots"), error->message);
      return;
    }
  show_matched (self, order);
  scroll_to (self, 0);
  ppv_hotspot_model_set_order (self->model, order);
  if (order->table->hotspots->n_rows == 0)
    show_empty (self, _ ("No Samples"), _ ("No sample passes the filters."));
  else if (order->n_rows == 0)
    show_empty (self, _ ("No Function Found"), _ ("No name contains what you search for."));
  else
    gtk_stack_set_visible_child_name (self->stack, "table");
}

/* A list of another selection must not pass for this one's, one of another profile not stay. */
static void
fade (PpvHotspotsView *self)
{
  PpvHotspotOrder *shown = ppv_hotspot_model_get_order (self->model);

  gtk_widget_set_opacity (GTK_WIDGET (self->stack), FADED);
  if (shown == NULL || is_of_file (self, shown->table))
    return;
  ppv_hotspot_model_set_order (self->model, NULL);
  self->kept = PPV_NONE;
}

/* Asks for the rows as the sorter and the search entry have them. */
static void
refresh (PpvHotspotsView *self)
{
  gboolean stale = self->shown_serial != ppv_session_get_serial (self->session);
  PpvHotspotOrder *shown = ppv_hotspot_model_get_order (self->model);
  Request *request;

  if (ppv_session_get_profile (self->session) == NULL)
    return;
  request = g_new0 (Request, 1);
  request->profile = ppv_profile_ref (ppv_session_get_shown (self->session));
  request->selection = ppv_selection_copy (ppv_session_get_rest (self->session));
  if (!stale && shown != NULL)
    request->table = ppv_hotspot_table_ref (shown->table);
  request->key = ppv_hotspot_columns_get_key (self->sorted);
  request->descending = self->descending;
  request->search = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  if (stale)
    fade (self);
  self->serial = ppv_session_get_serial (self->session);
  ppv_job_start (self->job, request);
}

static void
refresh_when_seen (PpvHotspotsView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      self->serial != ppv_session_get_serial (self->session))
    refresh (self);
}

static void
on_sorter_changed (GtkSorter *sorter, GtkSorterChange change, PpvHotspotsView *self)
{
  if (ppv_hotspot_columns_get_sort (self->table, &self->sorted, &self->descending))
    refresh (self);
}

static void
on_search_changed (PpvHotspotsView *self)
{
  if (self->session != NULL)
    refresh (self);
}

static void
on_stop_search (PpvHotspotsView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
on_activate (PpvHotspotsView *self, guint position)
{
  g_autoptr (PpvHotspotRow) row = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  if (row != NULL && ppv_hotspot_row_get_function (row) != PPV_NONE)
    ppv_session_show (self->session, PPV_VIEW_FLAME_GRAPH, ppv_hotspot_row_get_function (row));
}

static void
on_selected (PpvHotspotsView *self)
{
  PpvHotspotRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (row != NULL && ppv_hotspot_row_get_function (row) != PPV_NONE)
    ppv_session_set_highlight (self->session, ppv_hotspot_row_get_function (row));
}

static void
popup_menu (PpvHotspotsView *self, double x, double y)
{
  PpvHotspotRow *row = gtk_single_selection_get_selected_item (self->selection);

  if (row != NULL && ppv_hotspot_row_get_function (row) != PPV_NONE)
    ppv_function_menu_popup (GTK_WIDGET (self), self->session, ppv_hotspot_row_get_function (row),
                             NULL, PPV_FUNCTION_KEYS, PPV_VIEW_FLAME_GRAPH, x, y);
}

static gboolean
on_change_key (GtkWidget *widget, GVariant *key, gpointer user_data)
{
  PpvHotspotsView *self = PPV_HOTSPOTS_VIEW (widget);

  return ppv_function_change_press (self->session, get_selected_function (self), NULL,
                                    g_variant_get_string (key, NULL));
}

/* The row under the pointer: rows are all of one height, and the list knows its whole height. */
static guint
find_position (PpvHotspotsView *self, double x, double y)
{
  GtkWidget *at = gtk_widget_pick (GTK_WIDGET (self->table), x, y, GTK_PICK_DEFAULT);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->table));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  GtkWidget *list = at != NULL ? gtk_widget_get_ancestor (at, GTK_TYPE_LIST_VIEW) : NULL;
  double list_x;
  double list_y;

  if (list == NULL || n == 0)
    list = NULL;
  if (list == NULL ||
      !gtk_widget_translate_coordinates (GTK_WIDGET (self->table), list, x, y, &list_x, &list_y))
    return GTK_INVALID_LIST_POSITION;
  return (guint) ((list_y + gtk_adjustment_get_value (adjustment)) * n /
                  gtk_adjustment_get_upper (adjustment));
}

static void
on_menu_pressed (PpvHotspotsView *self, int n_press, double x, double y)
{
  guint position = find_position (self, x, y);

  if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->model)))
    return;
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->table), GTK_WIDGET (self), x, y, &x, &y);
  popup_menu (self, x, y);
}

static void
on_menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PpvHotspotsView *self = PPV_HOTSPOTS_VIEW (widget);

  popup_menu (self, gtk_widget_get_width (widget) / 3.0, gtk_widget_get_height (widget) / 3.0);
}

static void
on_show (PpvHotspotsView *self, const char *view, PpvFunctionId function)
{
  if (!g_str_equal (view, PPV_VIEW_HOTSPOTS))
    return;
  self->looked_for = function;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  refresh (self);
}

static void
ppv_hotspots_view_map (GtkWidget *widget)
{
  PpvHotspotsView *self = PPV_HOTSPOTS_VIEW (widget);

  GTK_WIDGET_CLASS (ppv_hotspots_view_parent_class)->map (widget);
  if (self->session != NULL)
    refresh_when_seen (self);
}

static gboolean
ppv_hotspots_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PPV_HOTSPOTS_VIEW (widget)->table));
}

static void
ppv_hotspots_view_dispose (GObject *object)
{
  PpvHotspotsView *self = PPV_HOTSPOTS_VIEW (object);

  if (self->job != NULL)
    ppv_job_leave (self->job);
  g_clear_object (&self->job);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), PPV_TYPE_HOTSPOTS_VIEW);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (ppv_hotspots_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/perprovis/PerProVis/ppv-hotspots-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PpvHotspotsView, table);
  gtk_widget_class_bind_template_child (widget_class, PpvHotspotsView, search);
  gtk_widget_class_bind_template_child (widget_class, PpvHotspotsView, matched);
  gtk_widget_class_bind_template_child (widget_class, PpvHotspotsView, spinner);
  gtk_widget_class_bind_template_child (widget_class, PpvHotspotsView, stack);
  gtk_widget_class_bind_template_child (widget_class, PpvHotspotsView, empty);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_menu_pressed);
}

static void
ppv_hotspots_view_class_init (PpvHotspotsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ppv_hotspots_view_dispose;
  widget_class->grab_focus = ppv_hotspots_view_grab_focus;
  widget_class->map = ppv_hotspots_view_map;
  gtk_widget_class_install_action (widget_class, "hotspots.menu", NULL, on_menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "hotspots.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "hotspots.menu",
                                       NULL);
  ppv_function_change_add_keys (widget_class, PPV_FUNCTION_KEYS, on_change_key);
  bind_template (widget_class);
}

static void
ppv_hotspots_view_init (PpvHotspotsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->looked_for = PPV_NONE;
  self->kept = PPV_NONE;
  self->sorted = PPV_COLUMN_SELF;
  self->descending = TRUE;
  self->model = ppv_hotspot_model_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (self->selection));
  ppv_hotspot_columns_add (self->table);
  g_signal_connect_object (gtk_column_view_get_sorter (self->table), "changed",
                           G_CALLBACK (on_sorter_changed), self, 0);
  g_signal_connect_object (self->model, "complete", G_CALLBACK (restore_selection), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  self->job = ppv_job_new (run_request, free_request, (GDestroyNotify) ppv_hotspot_order_free,
                           on_done, self);
  g_object_bind_property (self->job, "busy", self->spinner, "spinning", G_BINDING_SYNC_CREATE);
}

/**
 * ppv_hotspots_view_set_session:
 * @self: a view, for the first time
 * @session: what it shows
 */
void
ppv_hotspots_view_set_session (PpvHotspotsView *self, PpvSession *session)
{
  g_return_if_fail (PPV_IS_HOTSPOTS_VIEW (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "changed", G_CALLBACK (refresh_when_seen), self);
  g_signal_connect_swapped (session, "show", G_CALLBACK (on_show), self);
}

/**
 * ppv_hotspots_view_search:
 * @self: a view
 */
void
ppv_hotspots_view_search (PpvHotspotsView *self)
{
  g_return_if_fail (PPV_IS_HOTSPOTS_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * ppv_hotspots_view_is_settled:
 * @self: a view
 *
 * Returns: whether it shows what was asked for
 */
gboolean
ppv_hotspots_view_is_settled (PpvHotspotsView *self)
{
  g_return_val_if_fail (PPV_IS_HOTSPOTS_VIEW (self), FALSE);

  return ppv_job_is_idle (self->job) && ppv_hotspot_model_is_complete (self->model) &&
         self->serial == ppv_session_get_serial (self->session);
}

/**
 * ppv_hotspots_view_get_model:
 * @self: a view
 *
 * Returns: its rows
 */
PpvHotspotModel *
ppv_hotspots_view_get_model (PpvHotspotsView *self)
{
  g_return_val_if_fail (PPV_IS_HOTSPOTS_VIEW (self), NULL);

  return self->model;
}
