/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-cost-cell.h"

struct _PpvCostCell {
  GtkWidget parent_instance;

  GtkWidget *label;
  double fraction;
};

G_DEFINE_FINAL_TYPE (PpvCostCell, ppv_cost_cell, GTK_TYPE_WIDGET)

static void
ppv_cost_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const float opacity = 0.22f;
  PpvCostCell *self = PPV_COST_CELL (widget);
  float width = (float) (gtk_widget_get_width (widget) * self->fraction);
  graphene_rect_t bar;
  GdkRGBA color;

  graphene_rect_init (&bar, 0, 0, width, (float) gtk_widget_get_height (widget));
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha = opacity;
  if (width > 0)
    gtk_snapshot_append_color (snapshot, &color, &bar);
  gtk_widget_snapshot_child (widget, self->label, snapshot);
}

static void
ppv_cost_cell_dispose (GObject *object)
{
  g_clear_pointer (&PPV_COST_CELL (object)->label, gtk_widget_unparent);

  G_OBJECT_CLASS (ppv_cost_cell_parent_class)->dispose (object);
}

static void
ppv_cost_cell_class_init (PpvCostCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ppv_cost_cell_dispose;
  widget_class->snapshot = ppv_cost_cell_snapshot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "costcell");
}

static void
ppv_cost_cell_init (PpvCostCell *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 1);
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

/**
 * ppv_cost_cell_new:
 *
 * Returns: an empty cell
 */
GtkWidget *
ppv_cost_cell_new (void)
{
  return g_object_new (PPV_TYPE_COST_CELL, NULL);
}

/**
 * ppv_cost_cell_set:
 * @self: a cell
 * @text: what it says
 * @fraction: length of the bar, 0 to 1
 */
void
ppv_cost_cell_set (PpvCostCell *self, const char *text, double fraction)
{
  g_return_if_fail (PPV_IS_COST_CELL (self));

  gtk_label_set_text (GTK_LABEL (self->label), text);
  self->fraction = CLAMP (fraction, 0, 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * ppv_cost_cell_get_text:
 * @self: a cell
 *
 * Returns: what it says
 */
const char *
ppv_cost_cell_get_text (PpvCostCell *self)
{
  g_return_val_if_fail (PPV_IS_COST_CELL (self), NULL);

  return gtk_label_get_text (GTK_LABEL (self->label));
}
