/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-flame-input.h"

static void
on_motion (PpvFlameCanvas *self, double x, double y)
{
  ppv_flame_canvas_set_hover (self, ppv_flame_canvas_pick (self, x, y));
}

static void
on_leave (PpvFlameCanvas *self)
{
  ppv_flame_canvas_set_hover (self, PPV_NONE);
}

static void
on_pressed (PpvFlameCanvas *self, int n_press, double x, double y, GtkGestureClick *gesture)
{
  guint32 node = ppv_flame_canvas_pick (self, x, y);
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (node == PPV_NONE || button == GDK_BUTTON_MIDDLE || button > GDK_BUTTON_SECONDARY)
    return;
  ppv_flame_canvas_set_cursor (self, node);
  if (button == GDK_BUTTON_SECONDARY)
    g_signal_emit_by_name (self, "menu", node, x, y);
  else
    g_signal_emit_by_name (self, "zoom", node);
}

static gboolean
on_scroll (PpvFlameCanvas *self, double dx, double dy, GtkEventController *controller)
{
  if (!(gtk_event_controller_get_current_event_state (controller) & GDK_CONTROL_MASK))
    return FALSE;
  if (dy != 0)
    g_signal_emit_by_name (self, "zoom-step", ppv_flame_canvas_get_hover (self), dy < 0 ? 1 : -1);
  return TRUE;
}

static gboolean
on_arrow (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PpvFlameCanvas *self = PPV_FLAME_CANVAS (widget);
  PpvFlameMove move = (PpvFlameMove) g_variant_get_int32 (arguments);
  gboolean icicle = ppv_flame_canvas_get_icicle (self);

  if (icicle && move == PPV_FLAME_CALLER)
    move = PPV_FLAME_CALLEE;
  else if (icicle && move == PPV_FLAME_CALLEE)
    move = PPV_FLAME_CALLER;
  ppv_flame_canvas_move_cursor (self, move);
  return TRUE;
}

static gboolean
on_enter_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  guint32 cursor = ppv_flame_canvas_get_cursor (PPV_FLAME_CANVAS (widget));

  if (cursor == PPV_NONE)
    return FALSE;
  g_signal_emit_by_name (widget, "zoom", cursor);
  return TRUE;
}

static gboolean
on_menu_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PpvFlameCanvas *self = PPV_FLAME_CANVAS (widget);
  guint32 cursor = ppv_flame_canvas_get_cursor (self);
  graphene_rect_t box;

  if (!ppv_flame_canvas_get_box (self, cursor, &box))
    return FALSE;
  g_signal_emit_by_name (self, "menu", cursor, (double) box.origin.x,
                         (double) (box.origin.y + box.size.height));
  return TRUE;
}

/**
 * ppv_flame_input_add_keys: (skip)
 * @widget_class: the class of canvases
 */
void
ppv_flame_input_add_keys (GtkWidgetClass *widget_class)
{
  static const struct {
    guint key;
    PpvFlameMove move;
  } arrows[] = {
    { GDK_KEY_Up, PPV_FLAME_CALLEE },   { GDK_KEY_w, PPV_FLAME_CALLEE },
    { GDK_KEY_Down, PPV_FLAME_CALLER }, { GDK_KEY_s, PPV_FLAME_CALLER },
    { GDK_KEY_Left, PPV_FLAME_LEFT },   { GDK_KEY_a, PPV_FLAME_LEFT },
    { GDK_KEY_Right, PPV_FLAME_RIGHT }, { GDK_KEY_d, PPV_FLAME_RIGHT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (arrows); i++)
    gtk_widget_class_add_binding (widget_class, arrows[i].key, 0, on_arrow, "i", arrows[i].move);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, on_enter_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, on_enter_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
}

/**
 * ppv_flame_input_add_pointer: (skip)
 * @canvas: a canvas
 */
void
ppv_flame_input_add_pointer (PpvFlameCanvas *canvas)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (
      GTK_EVENT_CONTROLLER_SCROLL_VERTICAL | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), canvas);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), motion);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), scroll);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (click));
}
