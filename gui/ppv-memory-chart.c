/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ppv-memory-chart.h"
#include "ppv-memory-painter.h"

enum { LEAST_WIDTH = 400, LEAST_HEIGHT = 130 };

struct _PpvMemoryChart {
  GtkWidget parent_instance;

  PpvMemoryHistory *history; /* or NULL */
  guint32 chosen;            /* or PPV_NONE */
  guint32 hover;             /* or PPV_NONE */
  PangoLayout *text;
  GskRenderNode *node; /* of all but the marks, or NULL */
  int node_width;
  int node_height;
};

enum { CHOSEN, POINTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PpvMemoryChart, ppv_memory_chart, GTK_TYPE_WIDGET)

/* --- drawing ---- */

static PpvMemoryPainter
get_painter (PpvMemoryChart *self)
{
  PpvMemoryPainter painter = {
    .history = self->history,
    .width = gtk_widget_get_width (GTK_WIDGET (self)),
    .height = gtk_widget_get_height (GTK_WIDGET (self)),
    .dark = adw_style_manager_get_dark (adw_style_manager_get_default ()),
    .text = self->text,
  };

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &painter.color);
  return painter;
}

static void
redraw (PpvMemoryChart *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
make_node (PpvMemoryChart *self, const PpvMemoryPainter *painter)
{
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) painter->width, (float) painter->height);
  cairo_t *cairo;

  self->node_width = (int) painter->width;
  self->node_height = (int) painter->height;
  self->node = gsk_cairo_node_new (&area);
  cairo = gsk_cairo_node_get_draw_context (self->node);
  ppv_memory_painter_draw (painter, cairo);
  cairo_destroy (cairo);
}

static void
ppv_memory_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PpvMemoryChart *self = PPV_MEMORY_CHART (widget);
  PpvMemoryPainter painter;
  GdkRGBA color;

  if (self->history == NULL || self->history->memory->n_snapshots == 0)
    return;
  painter = get_painter (self);
  if (self->node != NULL &&
      (self->node_width != (int) painter.width || self->node_height != (int) painter.height))
    g_clear_pointer (&self->node, gsk_render_node_unref);
  if (self->node == NULL)
    make_node (self, &painter);
  gtk_snapshot_append_node (snapshot, self->node);
  color = painter.color;
  color.alpha = 0.5;
  if (self->hover != PPV_NONE && self->hover != self->chosen)
    ppv_memory_painter_mark (&painter, snapshot, self->hover, &color);
  color.alpha = 1;
  if (self->chosen != PPV_NONE)
    ppv_memory_painter_mark (&painter, snapshot, self->chosen, &color);
}

static void
ppv_memory_chart_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  *natural = 2 * *minimum;
}

static void
ppv_memory_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  PpvMemoryChart *self = PPV_MEMORY_CHART (widget);

  GTK_WIDGET_CLASS (ppv_memory_chart_parent_class)->css_changed (widget, change);
  g_clear_object (&self->text);
  self->text = gtk_widget_create_pango_layout (widget, NULL);
  redraw (self);
}

/* --- what it says ---- */

static void
tell_label (PpvMemoryChart *self)
{
  g_autofree char *chosen = NULL;

  if (self->history != NULL && self->chosen != PPV_NONE)
    chosen = ppv_memory_history_describe (self->history, self->chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  chosen != NULL ? chosen : _ ("Memory over time"), -1);
}

static void
append_bands (GString *text, const PpvMemoryHistory *history, guint32 snapshot)
{
  const PpvMemoryBands *bands = history->bands;
  guint32 moment = history->moment_of[snapshot];

  for (guint32 i = bands->n_bands; i > 0; i--)
    {
      g_autofree char *bytes = ppv_format_bytes (bands->bands[i - 1].bytes[moment]);

      if (bands->bands[i - 1].bytes[moment] > 0)
        g_string_append_printf (text, "\n%s: %s", bands->bands[i - 1].name, bytes);
    }
}

static gboolean
ppv_memory_chart_query_tooltip (
    GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  PpvMemoryChart *self = PPV_MEMORY_CHART (widget);
  guint32 snapshot = keyboard ? self->chosen : ppv_memory_chart_pick (self, x);
  g_autofree char *line = NULL;
  g_autoptr (GString) text = NULL;

  if (snapshot == PPV_NONE)
    return FALSE;
  line = ppv_memory_history_describe (self->history, snapshot);
  text = g_string_new (line);
  if (ppv_memory_history_is_moment (self->history, snapshot))
    append_bands (text, self->history, snapshot);
  else
    g_string_append_printf (text, "\n%s", _ ("The file does not tell who allocated it"));
  gtk_tooltip_set_text (tooltip, text->str);
  return TRUE;
}

/* --- what the user does ---- */

static void
choose (PpvMemoryChart *self, guint32 snapshot)
{
  if (snapshot == PPV_NONE || snapshot == self->chosen)
    return;
  ppv_memory_chart_set_chosen (self, snapshot);
  g_signal_emit (self, signals[CHOSEN], 0, snapshot);
}

static void
point (PpvMemoryChart *self, guint32 snapshot)
{
  if (snapshot == self->hover)
    return;
  self->hover = snapshot;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[POINTED], 0, snapshot);
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, PpvMemoryChart *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  choose (self, ppv_memory_chart_pick (self, x));
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, PpvMemoryChart *self)
{
  point (self, ppv_memory_chart_pick (self, x));
}

static void
on_leave (GtkEventControllerMotion *motion, PpvMemoryChart *self)
{
  point (self, PPV_NONE);
}

/* Steps of -1 and 1; -2 and 2 are for the ends. */
static gboolean
on_step (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PpvMemoryChart *self = PPV_MEMORY_CHART (widget);
  int step = g_variant_get_int32 (arguments);
  guint32 n = self->history != NULL ? self->history->memory->n_snapshots : 0;

  if (n == 0)
    return FALSE;
  if (self->chosen == PPV_NONE || step == -2)
    choose (self, 0);
  else if (step == 2)
    choose (self, n - 1);
  else if (step < 0)
    choose (self, self->chosen > 0 ? self->chosen - 1 : 0);
  else
    choose (self, MIN (self->chosen + 1, n - 1));
  return TRUE;
}

/* --- the class ---- */

static void
ppv_memory_chart_dispose (GObject *object)
{
  PpvMemoryChart *self = PPV_MEMORY_CHART (object);

  g_clear_pointer (&self->history, ppv_memory_history_unref);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_object (&self->text);

  G_OBJECT_CLASS (ppv_memory_chart_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    int step;
  } keys[] = { { GDK_KEY_Left, -1 },    { GDK_KEY_Right, 1 },    { GDK_KEY_Home, -2 },
               { GDK_KEY_End, 2 },      { GDK_KEY_KP_Left, -1 }, { GDK_KEY_KP_Right, 1 },
               { GDK_KEY_KP_Home, -2 }, { GDK_KEY_KP_End, 2 } };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, on_step, "i", keys[i].step);
}

static void
ppv_memory_chart_class_init (PpvMemoryChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ppv_memory_chart_dispose;
  widget_class->snapshot = ppv_memory_chart_snapshot;
  widget_class->measure = ppv_memory_chart_measure;
  widget_class->css_changed = ppv_memory_chart_css_changed;
  widget_class->query_tooltip = ppv_memory_chart_query_tooltip;
  gtk_widget_class_set_css_name (widget_class, "memorychart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  add_keys (widget_class);
  signals[CHOSEN] = g_signal_new ("chosen", PPV_TYPE_MEMORY_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[POINTED] = g_signal_new ("pointed", PPV_TYPE_MEMORY_CHART, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
ppv_memory_chart_init (PpvMemoryChart *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->chosen = PPV_NONE;
  self->hover = PPV_NONE;
  self->text = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  tell_label (self);
}

/**
 * ppv_memory_chart_set_history:
 * @self: a chart
 * @history: (nullable): what to draw
 */
void
ppv_memory_chart_set_history (PpvMemoryChart *self, PpvMemoryHistory *history)
{
  g_return_if_fail (PPV_IS_MEMORY_CHART (self));

  g_clear_pointer (&self->history, ppv_memory_history_unref);
  self->history = history != NULL ? ppv_memory_history_ref (history) : NULL;
  self->chosen = PPV_NONE;
  self->hover = PPV_NONE;
  tell_label (self);
  redraw (self);
}

/**
 * ppv_memory_chart_set_chosen:
 * @self: a chart
 * @snapshot: what to mark, or PPV_NONE
 */
void
ppv_memory_chart_set_chosen (PpvMemoryChart *self, guint32 snapshot)
{
  g_return_if_fail (PPV_IS_MEMORY_CHART (self));

  self->chosen = snapshot;
  tell_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ppv_memory_chart_pick:
 * @self: a chart
 * @x: in pixels
 *
 * Returns: the snapshot nearest to @x, or PPV_NONE
 */
guint32
ppv_memory_chart_pick (PpvMemoryChart *self, double x)
{
  PpvMemoryPainter painter;

  g_return_val_if_fail (PPV_IS_MEMORY_CHART (self), PPV_NONE);

  if (self->history == NULL)
    return PPV_NONE;
  painter = get_painter (self);
  return ppv_memory_painter_pick (&painter, x);
}
