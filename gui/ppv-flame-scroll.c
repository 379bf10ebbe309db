/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "ppv.h"
#include "ppv-flame-scroll.h"

/* How many callers of a zoomed function stay in sight. */
enum { ROWS_OF_CONTEXT = 3 };

static double
get_content_height (const PpvFlameScroll *self)
{
  return MAX (self->n_rows * self->row_height, self->height);
}

static double
get_offset (const PpvFlameScroll *self)
{
  GtkAdjustment *vertical = self->adjustments[GTK_ORIENTATION_VERTICAL];

  return vertical != NULL ? floor (gtk_adjustment_get_value (vertical)) : 0;
}

/* Number of rows from the roots' end, with a fraction. */
static double
get_distance (const PpvFlameScroll *self, double y)
{
  double from_top = y + get_offset (self);

  return (self->icicle ? from_top : get_content_height (self) - from_top) / self->row_height;
}

/**
 * ppv_flame_scroll_set_adjustment: (skip)
 * @self: where the rows are
 * @which: its direction
 * @adjustment: (nullable): what scrolls
 * @canvas: what shows the rows
 */
void
ppv_flame_scroll_set_adjustment (PpvFlameScroll *self,
                                 GtkOrientation which,
                                 GtkAdjustment *adjustment,
                                 GtkWidget *canvas)
{
  GtkAdjustment **slot = &self->adjustments[which];

  if (*slot != NULL)
    g_signal_handlers_disconnect_by_data (*slot, canvas);
  g_set_object (slot, adjustment);
  if (adjustment != NULL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw),
                              canvas);
}

/**
 * ppv_flame_scroll_configure: (skip)
 * @self: where the rows are
 */
void
ppv_flame_scroll_configure (PpvFlameScroll *self)
{
  GtkAdjustment *vertical = self->adjustments[GTK_ORIENTATION_VERTICAL];
  GtkAdjustment *horizontal = self->adjustments[GTK_ORIENTATION_HORIZONTAL];
  double upper = get_content_height (self);
  double value;

  if (horizontal != NULL)
    gtk_adjustment_configure (horizontal, 0, 0, self->width, 0, 0, self->width);
  if (vertical == NULL)
    return;
  value = gtk_adjustment_get_value (vertical);
  if (!self->icicle)
    value += upper - gtk_adjustment_get_upper (vertical) -
             (self->height - gtk_adjustment_get_page_size (vertical));
  gtk_adjustment_configure (vertical, CLAMP (value, 0, upper - self->height), 0, upper,
                            self->row_height * 3, self->height * 0.9, self->height);
}

/**
 * ppv_flame_scroll_row_top: (skip)
 * @self: where the rows are
 * @row: a row
 *
 * Returns: its top, in pixels of the widget
 */
double
ppv_flame_scroll_row_top (const PpvFlameScroll *self, guint32 row)
{
  double top = self->icicle ? row * self->row_height
                            : get_content_height (self) - (row + 1.0) * self->row_height;

  return top - get_offset (self);
}

/**
 * ppv_flame_scroll_row_at: (skip)
 * @self: where the rows are
 * @y: in pixels of the widget
 *
 * Returns: the row there, or PPV_NONE
 */
guint32
ppv_flame_scroll_row_at (const PpvFlameScroll *self, double y)
{
  double distance = get_distance (self, y);

  return distance < 0 || distance >= self->n_rows ? PPV_NONE : (guint32) distance;
}

/**
 * ppv_flame_scroll_in_sight: (skip)
 * @self: where the rows are
 * @first: (out): the first row that can be seen
 * @end: (out): one past the last
 */
void
ppv_flame_scroll_in_sight (const PpvFlameScroll *self, guint32 *first, guint32 *end)
{
  double top = get_distance (self, 0);
  double bottom = get_distance (self, self->height);

  *first = (guint32) CLAMP (floor (MIN (top, bottom)), 0, self->n_rows);
  *end = (guint32) CLAMP (ceil (MAX (top, bottom)), 0, self->n_rows);
}

/**
 * ppv_flame_scroll_show_row: (skip)
 * @self: where the rows are
 * @row: the row to be seen
 */
void
ppv_flame_scroll_show_row (PpvFlameScroll *self, guint32 row)
{
  GtkAdjustment *vertical = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double top = ppv_flame_scroll_row_top (self, row) + get_offset (self);

  if (vertical != NULL)
    gtk_adjustment_clamp_page (vertical, top, top + self->row_height);
}

/**
 * ppv_flame_scroll_begin_at: (skip)
 * @self: where the rows are
 * @row: the row to begin with
 */
void
ppv_flame_scroll_begin_at (PpvFlameScroll *self, guint32 row)
{
  GtkAdjustment *vertical = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double hidden = MAX ((double) row - ROWS_OF_CONTEXT, 0) * self->row_height;

  if (vertical != NULL)
    gtk_adjustment_set_value (
        vertical, self->icicle ? hidden : get_content_height (self) - self->height - hidden);
}
