/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-figures.h"
#include "ppv-flame-jobs.h"
#include "ppv-flame-legend.h"
#include "ppv-flame-view.h"
#include "ppv-function-menu.h"
#include "ppv-job.h"
#include "ppv-search.h"

/* Boxes are left out below this, in pixels. */
static const double LEAST_WIDTH = 0.25;
/* A step of the wheel goes to the next box at most this much of the one before. */
static const double STEP = 0.9;
/* Opacity of what does not hold any more. */
static const double FADED = 0.4;
/* Of PPV_FUNCTION_KEYS; d moves to the right. */
#define KEYS "fFSmMcCrR"

struct _PpvFlameView {
  GtkBox parent_instance;

  PpvFlameCanvas *canvas;
  GtkSearchEntry *search;
  GtkLabel *matched;
  GtkSpinner *spinner;
  GtkToggleButton *icicle;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkLabel *detail;
  GtkLabel *costs;

  PpvSession *session;
  PpvJob *draw_job;
  PpvJob *search_job;
  PpvFlameGraph *graph;     /* what is shown, or NULL */
  PpvFlameGraph *before;    /* what was drawn last, while the next is made; else NULL */
  PpvFlameHistory *history; /* in nodes of @before, else of @graph */
  guint serial;             /* of the session when the graph was asked for */
  int laid_out_to;          /* width in pixels the layout was asked for */
};

G_DEFINE_FINAL_TYPE (PpvFlameView, ppv_flame_view, GTK_TYPE_BOX)

static void
update_actions (PpvFlameView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "flame.back",
                                 ppv_flame_history_can_go (self->history, -1));
  gtk_widget_action_set_enabled (widget, "flame.forward",
                                 ppv_flame_history_can_go (self->history, 1));
  gtk_widget_action_set_enabled (widget, "flame.reset",
                                 ppv_flame_history_get (self->history) != PPV_NONE);
}

/* The graph that can be acted on: one that fades is none. */
static PpvFlameGraph *
get_current (PpvFlameView *self)
{
  return self->before == NULL ? self->graph : NULL;
}

static void
start_search (PpvFlameView *self)
{
  PpvFlameSearchRequest *request;

  if (self->graph == NULL)
    return;
  request = g_new0 (PpvFlameSearchRequest, 1);
  request->graph = ppv_flame_graph_ref (self->graph);
  request->text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  ppv_job_start (self->search_job, request);
}

static void
on_search_done (gpointer owner, gpointer data, const GError *error)
{
  PpvFlameView *self = PPV_FLAME_VIEW (owner);
  PpvFlameSearchResult *result = data;
  g_autofree char *text = NULL;

  if (result->graph == self->graph)
    {
      ppv_flame_canvas_set_matches (self->canvas,
                                    result->match != NULL ? result->match->functions : NULL);
      if (result->match != NULL)
        {
          g_autofree char *percent =
              ppv_figure_percent (result->match->cost, self->graph->tree->sum);

          text = g_strdup_printf (_ ("Matched %s of total"), percent);
        }
      gtk_label_set_text (self->matched, text != NULL ? text : "");
    }
  ppv_flame_search_result_free (result);
}

static void
start_draw (PpvFlameView *self, PpvFlameGraph *graph)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->canvas));
  PpvFlameDrawRequest *request = g_new0 (PpvFlameDrawRequest, 1);

  request->profile = ppv_profile_ref (ppv_session_get_shown (self->session));
  request->selection = ppv_selection_copy (ppv_session_get_rest (self->session));
  request->graph = graph != NULL ? ppv_flame_graph_ref (graph) : NULL;
  request->before = self->before != NULL ? ppv_flame_graph_ref (self->before) : NULL;
  request->history = ppv_flame_history_copy (self->history);
  self->laid_out_to = MAX (width, 1000);
  request->least_width = LEAST_WIDTH / self->laid_out_to;
  ppv_job_start (self->draw_job, request);
  update_actions (self);
}

static void
show_empty (PpvFlameView *self, const char *title, const char *reason)
{
  g_autofree char *markup = ppv_escape_dup (ppv_escape_pango, reason);

  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, markup);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
on_pointed (PpvFlameView *self, guint32 node)
{
  g_autofree char *title = NULL;
  g_autofree char *costs = NULL;

  if (node != PPV_NONE && self->graph != NULL)
    {
      title = ppv_flame_graph_get_title (self->graph, node);
      costs = ppv_flame_graph_get_costs (self->graph, node, ppv_flame_history_get (self->history));
    }
  gtk_label_set_text (self->detail, title != NULL ? title : "");
  gtk_label_set_text (self->costs, costs != NULL ? costs : "");
}

static void
drop_graph (PpvFlameView *self)
{
  ppv_flame_canvas_set_graph (self->canvas, NULL, NULL);
  g_clear_pointer (&self->graph, ppv_flame_graph_unref);
  gtk_label_set_text (self->matched, "");
  on_pointed (self, PPV_NONE);
}

static void
take_history (PpvFlameView *self, PpvFlameDrawing *drawing)
{
  g_clear_pointer (&self->before, ppv_flame_graph_unref);
  ppv_flame_history_free (self->history);
  self->history = g_steal_pointer (&drawing->history);
  update_actions (self);
}

static void
on_draw_done (gpointer owner, gpointer data, const GError *error)
{
  PpvFlameView *self = PPV_FLAME_VIEW (owner);
  PpvFlameDrawing *drawing = data;
  gboolean same;

  gtk_widget_set_opacity (GTK_WIDGET (self->stack), 1);
  if (drawing == NULL)
    {
      drop_graph (self);
      show_empty (self, _ ("No Flame Graph"), error->message);
      return;
    }
  same = drawing->graph == self->graph;
  if (!same)
    {
      drop_graph (self);
      self->graph = ppv_flame_graph_ref (drawing->graph);
      take_history (self, drawing);
    }
  ppv_flame_canvas_set_graph (self->canvas, drawing->graph, g_steal_pointer (&drawing->layout));
  if (drawing->graph->tree->n_nodes == 0)
    show_empty (self, _ ("No Samples"), _ ("No sample passes the filters."));
  else
    gtk_stack_set_visible_child_name (self->stack, "graph");
  ppv_flame_drawing_free (drawing);
  if (!same)
    start_search (self);
}

/* A graph of another selection must not pass for this one's, one of another file not stay. */
static void
fade (PpvFlameView *self)
{
  PpvProfile *profile = ppv_session_get_profile (self->session);

  if (self->graph == NULL) /* the history is still of the graph before */
    return;
  g_clear_pointer (&self->before, ppv_flame_graph_unref);
  self->before = ppv_flame_graph_ref (self->graph);
  if (ppv_profile_get_base (self->graph->profile) != profile)
    drop_graph (self);
  else
    gtk_widget_set_opacity (GTK_WIDGET (self->stack), FADED);
}

static void
refresh_when_seen (PpvFlameView *self)
{
  guint serial = ppv_session_get_serial (self->session);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->serial == serial ||
      ppv_session_get_profile (self->session) == NULL)
    return;
  self->serial = serial;
  fade (self);
  start_draw (self, NULL);
}

/* A much wider window shows boxes that were left out. */
static void
on_resized (PpvFlameView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->canvas));

  if (get_current (self) != NULL && width > self->laid_out_to + self->laid_out_to / 4)
    start_draw (self, self->graph);
}

static void
zoom_to (PpvFlameView *self, guint32 node)
{
  if (get_current (self) == NULL || node == ppv_flame_history_get (self->history))
    return;
  ppv_flame_history_push (self->history, node);
  start_draw (self, self->graph);
}

static void
on_zoom (PpvFlameView *self, guint32 node)
{
  ppv_session_set_highlight (self->session, self->graph->tree->function[node]);
  zoom_to (self, node);
}

static gint64
get_total (PpvFlameView *self, guint32 node)
{
  return node != PPV_NONE ? self->graph->tree->total[node] : self->graph->tree->sum;
}

/* The outermost caller of @node that is inside the zoomed one and clearly narrower. */
static guint32
find_step_in (PpvFlameView *self, guint32 node)
{
  guint32 root = ppv_flame_history_get (self->history);
  double limit = STEP * (double) get_total (self, root);
  guint32 found = root;

  for (; node != PPV_NONE && node != root; node = self->graph->tree->parent[node])
    if ((double) get_total (self, node) <= limit)
      found = node;
  return found;
}

/* The innermost caller of the zoomed node that is clearly wider. */
static guint32
find_step_out (PpvFlameView *self)
{
  guint32 root = ppv_flame_history_get (self->history);
  guint32 node = root;

  while (node != PPV_NONE &&
         STEP * (double) get_total (self, node) < (double) get_total (self, root))
    node = self->graph->tree->parent[node];
  return node;
}

static void
on_zoom_step (PpvFlameView *self, guint32 node, int direction)
{
  if (self->graph != NULL)
    zoom_to (self, direction > 0 ? find_step_in (self, node) : find_step_out (self));
}

static void
on_history_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PpvFlameView *self = PPV_FLAME_VIEW (widget);

  if (g_str_equal (name, "flame.reset"))
    zoom_to (self, PPV_NONE);
  else
    ppv_flame_view_go (self, g_str_equal (name, "flame.back") ? -1 : 1);
}

static void
on_search_changed (PpvFlameView *self)
{
  start_search (self);
}

static void
on_stop_search (PpvFlameView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
on_icicle_toggled (PpvFlameView *self)
{
  ppv_flame_canvas_set_icicle (self->canvas, gtk_toggle_button_get_active (self->icicle));
}

/* The line below cuts long names. */
static gboolean
on_query_tooltip (PpvFlameView *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  guint32 node = keyboard ? ppv_flame_canvas_get_cursor (self->canvas)
                          : ppv_flame_canvas_pick (self->canvas, x, y);
  graphene_rect_t box;
  GdkRectangle area;
  g_autofree char *text = NULL;
  g_autofree char *place = NULL;
  g_autofree char *whole = NULL;

  if (node == PPV_NONE || !ppv_flame_canvas_get_box (self->canvas, node, &box))
    return FALSE;
  area.x = (int) box.origin.x;
  area.y = (int) box.origin.y;
  area.width = (int) box.size.width + 1;
  area.height = (int) box.size.height + 1;
  text = ppv_flame_graph_describe (self->graph, node, ppv_flame_history_get (self->history));
  place = ppv_figure_place (self->graph->profile, self->graph->tree->function[node]);
  whole = g_strjoin ("\n", text, place, NULL);
  gtk_tooltip_set_text (tooltip, whole);
  gtk_tooltip_set_tip_area (tooltip, &area);
  return TRUE;
}

static void
on_menu (PpvFlameView *self, guint32 node, double x, double y)
{
  g_autofree char *path = ppv_flame_graph_get_path (self->graph, node);

  gtk_widget_translate_coordinates (GTK_WIDGET (self->canvas), GTK_WIDGET (self), x, y, &x, &y);
  ppv_function_menu_popup (GTK_WIDGET (self), self->session, self->graph->tree->function[node],
                           path, KEYS, PPV_VIEW_HOTSPOTS, x, y);
}

static gboolean
on_change_key (GtkWidget *widget, GVariant *key, gpointer user_data)
{
  PpvFlameView *self = PPV_FLAME_VIEW (widget);
  guint32 node = ppv_flame_canvas_get_cursor (self->canvas);
  g_autofree char *path = NULL;

  if (node == PPV_NONE || get_current (self) == NULL)
    return FALSE;
  path = ppv_flame_graph_get_path (self->graph, node);
  return ppv_function_change_press (self->session, self->graph->tree->function[node], path,
                                    g_variant_get_string (key, NULL));
}

static void
on_highlighted (PpvFlameView *self)
{
  ppv_flame_canvas_set_highlight (self->canvas, ppv_session_get_highlight (self->session));
}

static void
on_show (PpvFlameView *self, const char *view, PpvFunctionId function)
{
  PpvProfile *profile = ppv_session_get_profile (self->session);
  g_autofree char *text = NULL;

  if (!g_str_equal (view, PPV_VIEW_FLAME_GRAPH))
    return;
  text = ppv_search_exact (
      ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]));
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
}

/* --- the class ---- */

static void
ppv_flame_view_map (GtkWidget *widget)
{
  PpvFlameView *self = PPV_FLAME_VIEW (widget);

  GTK_WIDGET_CLASS (ppv_flame_view_parent_class)->map (widget);
  if (self->session != NULL)
    refresh_when_seen (self);
}

static gboolean
ppv_flame_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PPV_FLAME_VIEW (widget)->canvas));
}

static void
ppv_flame_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GTK_WIDGET_CLASS (ppv_flame_view_parent_class)->size_allocate (widget, width, height, baseline);
  on_resized (PPV_FLAME_VIEW (widget));
}

static void
ppv_flame_view_dispose (GObject *object)
{
  PpvFlameView *self = PPV_FLAME_VIEW (object);

  if (self->session != NULL)
    {
      ppv_job_leave (self->draw_job);
      ppv_job_leave (self->search_job);
      g_signal_handlers_disconnect_by_data (self->session, self);
    }
  g_clear_object (&self->session);
  g_clear_pointer (&self->graph, ppv_flame_graph_unref);
  g_clear_pointer (&self->before, ppv_flame_graph_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), PPV_TYPE_FLAME_VIEW);

  G_OBJECT_CLASS (ppv_flame_view_parent_class)->dispose (object);
}

static void
ppv_flame_view_finalize (GObject *object)
{
  PpvFlameView *self = PPV_FLAME_VIEW (object);

  g_object_unref (self->draw_job);
  g_object_unref (self->search_job);
  ppv_flame_history_free (self->history);

  G_OBJECT_CLASS (ppv_flame_view_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/perprovis/PerProVis/ppv-flame-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PpvFlameView, canvas);
  gtk_widget_class_bind_template_child (widget_class, PpvFlameView, search);
  gtk_widget_class_bind_template_child (widget_class, PpvFlameView, matched);
  gtk_widget_class_bind_template_child (widget_class, PpvFlameView, spinner);
  gtk_widget_class_bind_template_child (widget_class, PpvFlameView, icicle);
  gtk_widget_class_bind_template_child (widget_class, PpvFlameView, stack);
  gtk_widget_class_bind_template_child (widget_class, PpvFlameView, empty);
  gtk_widget_class_bind_template_child (widget_class, PpvFlameView, detail);
  gtk_widget_class_bind_template_child (widget_class, PpvFlameView, costs);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_icicle_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_step);
  gtk_widget_class_bind_template_callback (widget_class, on_pointed);
  gtk_widget_class_bind_template_callback (widget_class, on_query_tooltip);
  gtk_widget_class_bind_template_callback (widget_class, on_menu);
}

static void
ppv_flame_view_class_init (PpvFlameViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ppv_flame_view_dispose;
  object_class->finalize = ppv_flame_view_finalize;
  widget_class->grab_focus = ppv_flame_view_grab_focus;
  widget_class->map = ppv_flame_view_map;
  widget_class->size_allocate = ppv_flame_view_size_allocate;
  gtk_widget_class_install_action (widget_class, "flame.back", NULL, on_history_action);
  gtk_widget_class_install_action (widget_class, "flame.forward", NULL, on_history_action);
  gtk_widget_class_install_action (widget_class, "flame.reset", NULL, on_history_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "flame.reset", NULL);
  ppv_function_change_add_keys (widget_class, KEYS, on_change_key);
  g_type_ensure (PPV_TYPE_FLAME_CANVAS);
  g_type_ensure (PPV_TYPE_FLAME_LEGEND);
  bind_template (widget_class);
}

static void
ppv_flame_view_init (PpvFlameView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->history = ppv_flame_history_new ();
  self->draw_job = ppv_job_new (ppv_flame_drawing_run, ppv_flame_draw_request_free,
                                ppv_flame_drawing_free, on_draw_done, self);
  self->search_job = ppv_job_new (ppv_flame_search_run, ppv_flame_search_request_free,
                                  ppv_flame_search_result_free, on_search_done, self);
  g_object_bind_property (self->draw_job, "busy", self->spinner, "spinning", G_BINDING_SYNC_CREATE);
  update_actions (self);
}

/**
 * ppv_flame_view_set_session:
 * @self: a view, for the first time
 * @session: what it shows
 */
void
ppv_flame_view_set_session (PpvFlameView *self, PpvSession *session)
{
  g_return_if_fail (PPV_IS_FLAME_VIEW (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "changed", G_CALLBACK (refresh_when_seen), self);
  g_signal_connect_swapped (session, "highlighted", G_CALLBACK (on_highlighted), self);
  g_signal_connect_swapped (session, "show", G_CALLBACK (on_show), self);
}

/**
 * ppv_flame_view_search:
 * @self: a view
 */
void
ppv_flame_view_search (PpvFlameView *self)
{
  g_return_if_fail (PPV_IS_FLAME_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * ppv_flame_view_is_settled:
 * @self: a view
 *
 * Returns: whether it shows what was asked for
 */
gboolean
ppv_flame_view_is_settled (PpvFlameView *self)
{
  g_return_val_if_fail (PPV_IS_FLAME_VIEW (self), FALSE);

  return ppv_job_is_idle (self->draw_job) && ppv_job_is_idle (self->search_job) &&
         self->serial == ppv_session_get_serial (self->session);
}

/**
 * ppv_flame_view_get_canvas:
 * @self: a view
 *
 * Returns: what draws the graph
 */
PpvFlameCanvas *
ppv_flame_view_get_canvas (PpvFlameView *self)
{
  g_return_val_if_fail (PPV_IS_FLAME_VIEW (self), NULL);

  return self->canvas;
}

/**
 * ppv_flame_view_get_graph:
 * @self: a view
 *
 * Returns: (nullable): what is drawn
 */
PpvFlameGraph *
ppv_flame_view_get_graph (PpvFlameView *self)
{
  g_return_val_if_fail (PPV_IS_FLAME_VIEW (self), NULL);

  return self->graph;
}

/**
 * ppv_flame_view_go:
 * @self: a view
 * @steps: -1 or 1
 *
 * Returns: whether there was another zoom to go to
 */
gboolean
ppv_flame_view_go (PpvFlameView *self, int steps)
{
  g_return_val_if_fail (PPV_IS_FLAME_VIEW (self), FALSE);

  if (get_current (self) == NULL || !ppv_flame_history_go (self->history, steps))
    return FALSE;
  start_draw (self, self->graph);
  return TRUE;
}
