/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <adwaita.h>

#include "ppv-flame-canvas.h"
#include "ppv-flame-input.h"
#include "ppv-flame-rows.h"
#include "ppv-flame-scroll.h"

enum { ROW_PADDING = 5 };

struct _PpvFlameCanvas {
  GtkWidget parent_instance;

  PpvFlameScroll scroll;
  PpvFlameGraph *graph;
  PpvFlameLayout *layout;
  GBytes *matches;
  PpvFunctionId highlight;
  guint32 cursor; /* node, or PPV_NONE */
  guint32 hover;

  PangoLayout *text;
  double char_width;
  PpvFlameRows rows;
};

enum { PROP_0, PROP_HADJUSTMENT, PROP_VADJUSTMENT, PROP_HSCROLL_POLICY, PROP_VSCROLL_POLICY };

enum { ZOOM, POINTED, MENU, ZOOM_STEP, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (PpvFlameCanvas,
                               ppv_flame_canvas,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static const PpvFlameBox *
find_box (PpvFlameCanvas *self, guint32 node)
{
  return self->layout != NULL ? ppv_flame_walk_find (self->graph, self->layout, node) : NULL;
}

static void
configure_scroll (PpvFlameCanvas *self)
{
  self->scroll.n_rows = self->layout != NULL ? self->layout->n_rows : 0;
  self->scroll.width = gtk_widget_get_width (GTK_WIDGET (self));
  self->scroll.height = gtk_widget_get_height (GTK_WIDGET (self));
  ppv_flame_scroll_configure (&self->scroll);
}

static void
show_zoomed (PpvFlameCanvas *self)
{
  guint32 root = self->layout->root;

  ppv_flame_scroll_begin_at (&self->scroll, root != PPV_NONE ? self->graph->tree->depth[root] : 0);
}

static void
redraw (PpvFlameCanvas *self)
{
  ppv_flame_rows_drop (&self->rows);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
make_text (PpvFlameCanvas *self)
{
  double height;

  g_clear_object (&self->text);
  self->text = ppv_flame_text_new (GTK_WIDGET (self), &self->char_width, &height);
  self->scroll.row_height = height + ROW_PADDING;
}

static PpvFlamePainter
get_painter (PpvFlameCanvas *self)
{
  PpvFlamePainter painter = {
    .graph = self->graph,
    .layout = self->layout,
    .matches = self->matches != NULL ? g_bytes_get_data (self->matches, NULL) : NULL,
    .highlight = self->highlight,
    .width = gtk_widget_get_width (GTK_WIDGET (self)),
    .row_height = self->scroll.row_height,
    .char_width = self->char_width,
    .dark = adw_style_manager_get_dark (adw_style_manager_get_default ()),
    .text = self->text,
  };

  return painter;
}

static void
snapshot_frame (PpvFlameCanvas *self, GtkSnapshot *snapshot, guint32 node, double thickness)
{
  graphene_rect_t box;
  GdkRGBA color;

  if (!ppv_flame_canvas_get_box (self, node, &box))
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  ppv_flame_frame (snapshot, &box, &color, thickness);
}

static void
ppv_flame_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PpvFlameCanvas *self = PPV_FLAME_CANVAS (widget);
  PpvFlamePainter painter = get_painter (self);
  guint32 first;
  guint32 end;

  if (self->layout == NULL || self->layout->n_rows == 0)
    return;
  ppv_flame_scroll_in_sight (&self->scroll, &first, &end);
  ppv_flame_rows_keep (&self->rows, &painter, first, end);
  for (guint32 i = self->rows.first; i < self->rows.end; i++)
    if (self->rows.nodes[i] != NULL)
      {
        graphene_point_t at;

        graphene_point_init (&at, 0, (float) ppv_flame_scroll_row_top (&self->scroll, i));
        gtk_snapshot_save (snapshot);
        gtk_snapshot_translate (snapshot, &at);
        gtk_snapshot_append_node (snapshot, self->rows.nodes[i]);
        gtk_snapshot_restore (snapshot);
      }
  if (self->hover != PPV_NONE)
    snapshot_frame (self, snapshot, self->hover, 1);
  if (self->cursor != PPV_NONE && gtk_widget_has_focus (widget))
    snapshot_frame (self, snapshot, self->cursor, 3);
}

static void
set_adjustment (PpvFlameCanvas *self, GtkOrientation which, GtkAdjustment *adjustment)
{
  ppv_flame_scroll_set_adjustment (&self->scroll, which, adjustment, GTK_WIDGET (self));
  configure_scroll (self);
}

static void
ppv_flame_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PpvFlameCanvas *self = PPV_FLAME_CANVAS (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      break; /* as large as it is given, always */
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ppv_flame_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PpvFlameCanvas *self = PPV_FLAME_CANVAS (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->scroll.adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->scroll.adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, GTK_SCROLL_MINIMUM);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ppv_flame_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PpvFlameCanvas *self = PPV_FLAME_CANVAS (widget);

  configure_scroll (self);
  redraw (self);
}

static void
ppv_flame_canvas_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ppv_flame_canvas_parent_class)->css_changed (widget, change);
  make_text (PPV_FLAME_CANVAS (widget));
  configure_scroll (PPV_FLAME_CANVAS (widget));
  redraw (PPV_FLAME_CANVAS (widget));
}

static void
ppv_flame_canvas_dispose (GObject *object)
{
  PpvFlameCanvas *self = PPV_FLAME_CANVAS (object);

  ppv_flame_canvas_set_graph (self, NULL, NULL);
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  g_clear_pointer (&self->matches, g_bytes_unref);
  g_clear_object (&self->text);

  G_OBJECT_CLASS (ppv_flame_canvas_parent_class)->dispose (object);
}

static guint
new_signal (const char *name, guint n_types, GType second, GType third)
{
  return g_signal_new (name, PPV_TYPE_FLAME_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_types, G_TYPE_UINT, second, third);
}

static void
ppv_flame_canvas_class_init (PpvFlameCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ppv_flame_canvas_dispose;
  object_class->get_property = ppv_flame_canvas_get_property;
  object_class->set_property = ppv_flame_canvas_set_property;
  widget_class->snapshot = ppv_flame_canvas_snapshot;
  widget_class->size_allocate = ppv_flame_canvas_size_allocate;
  widget_class->css_changed = ppv_flame_canvas_css_changed;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  signals[ZOOM] = new_signal ("zoom", 1, G_TYPE_NONE, G_TYPE_NONE);
  signals[POINTED] = new_signal ("pointed", 1, G_TYPE_NONE, G_TYPE_NONE);
  signals[MENU] = new_signal ("menu", 3, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[ZOOM_STEP] = new_signal ("zoom-step", 2, G_TYPE_INT, G_TYPE_NONE);
  ppv_flame_input_add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "flamegraph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ppv_flame_canvas_init (PpvFlameCanvas *self)
{
  self->cursor = PPV_NONE;
  self->hover = PPV_NONE;
  self->highlight = PPV_NONE;
  make_text (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (redraw),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
  ppv_flame_input_add_pointer (self);
}

/**
 * ppv_flame_canvas_set_graph:
 * @self: a canvas
 * @graph: (nullable): what to draw
 * @layout: (transfer full) (nullable): where
 */
void
ppv_flame_canvas_set_graph (PpvFlameCanvas *self, PpvFlameGraph *graph, PpvFlameLayout *layout)
{
  gboolean same;

  g_return_if_fail (PPV_IS_FLAME_CANVAS (self));
  g_return_if_fail ((graph == NULL) == (layout == NULL));

  same = graph != NULL && graph == self->graph;
  redraw (self);
  ppv_flame_rows_clear (&self->rows);
  g_clear_pointer (&self->layout, ppv_flame_layout_free);
  if (graph != NULL)
    ppv_flame_graph_ref (graph);
  g_clear_pointer (&self->graph, ppv_flame_graph_unref);
  self->graph = graph;
  self->layout = layout;
  self->hover = PPV_NONE;
  if (!same)
    {
      self->cursor = PPV_NONE;
      g_clear_pointer (&self->matches, g_bytes_unref);
    }
  if (layout == NULL)
    return;
  ppv_flame_rows_init (&self->rows, layout->n_rows);
  configure_scroll (self);
  show_zoomed (self);
}

/**
 * ppv_flame_canvas_get_layout:
 * @self: a canvas
 *
 * Returns: (nullable): what is drawn
 */
const PpvFlameLayout *
ppv_flame_canvas_get_layout (PpvFlameCanvas *self)
{
  g_return_val_if_fail (PPV_IS_FLAME_CANVAS (self), NULL);

  return self->layout;
}

/**
 * ppv_flame_canvas_set_matches:
 * @self: a canvas
 * @matches: (nullable): a byte for each function
 */
void
ppv_flame_canvas_set_matches (PpvFlameCanvas *self, GBytes *matches)
{
  g_return_if_fail (PPV_IS_FLAME_CANVAS (self));

  if (matches != NULL)
    g_bytes_ref (matches);
  g_clear_pointer (&self->matches, g_bytes_unref);
  self->matches = matches;
  redraw (self);
}

/**
 * ppv_flame_canvas_set_highlight:
 * @self: a canvas
 * @function: the function to be framed, or PPV_NONE
 */
void
ppv_flame_canvas_set_highlight (PpvFlameCanvas *self, PpvFunctionId function)
{
  g_return_if_fail (PPV_IS_FLAME_CANVAS (self));

  self->highlight = function;
  redraw (self);
}

/**
 * ppv_flame_canvas_set_icicle:
 * @self: a canvas
 * @icicle: whether roots are at the top
 */
void
ppv_flame_canvas_set_icicle (PpvFlameCanvas *self, gboolean icicle)
{
  g_return_if_fail (PPV_IS_FLAME_CANVAS (self));

  self->scroll.icicle = icicle;
  redraw (self);
  if (self->layout != NULL)
    show_zoomed (self);
}

/**
 * ppv_flame_canvas_get_icicle:
 * @self: a canvas
 *
 * Returns: whether roots are at the top
 */
gboolean
ppv_flame_canvas_get_icicle (PpvFlameCanvas *self)
{
  g_return_val_if_fail (PPV_IS_FLAME_CANVAS (self), FALSE);

  return self->scroll.icicle;
}

/**
 * ppv_flame_canvas_get_hover:
 * @self: a canvas
 *
 * Returns: the node the pointer is at, or PPV_NONE
 */
guint32
ppv_flame_canvas_get_hover (PpvFlameCanvas *self)
{
  g_return_val_if_fail (PPV_IS_FLAME_CANVAS (self), PPV_NONE);

  return self->hover;
}

/**
 * ppv_flame_canvas_set_hover:
 * @self: a canvas
 * @node: the node the pointer is at, or PPV_NONE
 */
void
ppv_flame_canvas_set_hover (PpvFlameCanvas *self, guint32 node)
{
  g_return_if_fail (PPV_IS_FLAME_CANVAS (self));

  if (self->hover == node)
    return;
  self->hover = node;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[POINTED], 0, node != PPV_NONE ? node : self->cursor);
}

/**
 * ppv_flame_canvas_get_cursor:
 * @self: a canvas
 *
 * Returns: the node the keyboard is at, or PPV_NONE
 */
guint32
ppv_flame_canvas_get_cursor (PpvFlameCanvas *self)
{
  g_return_val_if_fail (PPV_IS_FLAME_CANVAS (self), PPV_NONE);

  return self->cursor;
}

/**
 * ppv_flame_canvas_set_cursor:
 * @self: a canvas
 * @node: a node that is drawn
 */
void
ppv_flame_canvas_set_cursor (PpvFlameCanvas *self, guint32 node)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PPV_IS_FLAME_CANVAS (self));

  if (find_box (self, node) == NULL)
    return;
  self->cursor = node;
  ppv_flame_scroll_show_row (&self->scroll, self->graph->tree->depth[node]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  text = ppv_flame_graph_describe (self->graph, node, self->layout->root);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_signal_emit (self, signals[POINTED], 0, node);
}

/**
 * ppv_flame_canvas_move_cursor:
 * @self: a canvas
 * @move: where to; without a cursor it starts at the zoomed node
 */
void
ppv_flame_canvas_move_cursor (PpvFlameCanvas *self, PpvFlameMove move)
{
  const PpvFlameBox *box;

  g_return_if_fail (PPV_IS_FLAME_CANVAS (self));

  if (self->layout == NULL || self->layout->n_boxes == 0)
    return;
  box = find_box (self, self->cursor);
  if (box == NULL)
    {
      box = find_box (self, self->layout->root);
      ppv_flame_canvas_set_cursor (self, box != NULL ? box->node : self->layout->boxes[0].node);
      return;
    }
  box = ppv_flame_walk_step (self->graph, self->layout, box, move);
  if (box != NULL)
    ppv_flame_canvas_set_cursor (self, box->node);
}

/**
 * ppv_flame_canvas_pick:
 * @self: a canvas
 * @x: a point of the widget
 * @y: a point of the widget
 *
 * Returns: the node that is drawn there, or PPV_NONE
 */
guint32
ppv_flame_canvas_pick (PpvFlameCanvas *self, double x, double y)
{
  const PpvFlameBox *box;
  guint32 depth;
  int width;

  g_return_val_if_fail (PPV_IS_FLAME_CANVAS (self), PPV_NONE);

  depth = ppv_flame_scroll_row_at (&self->scroll, y);
  width = gtk_widget_get_width (GTK_WIDGET (self));
  if (self->layout == NULL || width == 0 || depth == PPV_NONE)
    return PPV_NONE;
  box = ppv_flame_layout_find (self->layout, depth, x / width);
  return box != NULL ? box->node : PPV_NONE;
}

/**
 * ppv_flame_canvas_get_box:
 * @self: a canvas
 * @node: a node of the call tree
 * @box: (out): where it is drawn, in the widget
 *
 * Returns: whether it is drawn
 */
gboolean
ppv_flame_canvas_get_box (PpvFlameCanvas *self, guint32 node, graphene_rect_t *box)
{
  const PpvFlameBox *flame;
  double width;

  g_return_val_if_fail (PPV_IS_FLAME_CANVAS (self), FALSE);

  flame = find_box (self, node);
  if (flame == NULL)
    return FALSE;
  width = gtk_widget_get_width (GTK_WIDGET (self));
  graphene_rect_init (box, (float) (flame->left * width),
                      (float) ppv_flame_scroll_row_top (&self->scroll, flame->depth),
                      (float) (flame->width * width), (float) self->scroll.row_height - 1);
  return TRUE;
}
