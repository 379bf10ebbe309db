/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PpvFlameScroll:
 * @adjustments: (array): by GtkOrientation; each may be NULL
 * @icicle: whether the roots are at the top, not at the bottom
 * @row_height: in pixels
 * @n_rows: number of rows
 * @width: of the widget, in pixels
 * @height: of the widget, in pixels
 *
 * Where the rows of a flame graph are in a widget that shows a part of them.
 */
typedef struct {
  GtkAdjustment *adjustments[2];
  gboolean       icicle;
  double         row_height;
  guint32        n_rows;
  int            width;
  int            height;
} PpvFlameScroll;

/* NULL takes one away; @canvas is drawn again when the value changes. */
void    ppv_flame_scroll_set_adjustment (PpvFlameScroll  *self,
                                    GtkOrientation        which,
                                    GtkAdjustment        *adjustment,
                                    GtkWidget            *canvas);
/* Tells the adjustments; the end with the roots keeps its place. */
void    ppv_flame_scroll_configure (PpvFlameScroll       *self);
/* Top of a row, in the widget. */
double  ppv_flame_scroll_row_top   (const PpvFlameScroll *self,
                                    guint32               row);
/* The row at a height of the widget, or PPV_NONE. */
guint32 ppv_flame_scroll_row_at    (const PpvFlameScroll *self,
                                    double                y);
/* Rows @first … @end - 1 can be seen. */
void    ppv_flame_scroll_in_sight  (const PpvFlameScroll *self,
                                    guint32              *first,
                                    guint32              *end);
/* Scrolls as little as it takes to see a row. */
void    ppv_flame_scroll_show_row  (PpvFlameScroll       *self,
                                    guint32               row);
/* Scrolls a row to the roots' end, with a few of its callers before it. */
void    ppv_flame_scroll_begin_at  (PpvFlameScroll       *self,
                                    guint32               row);

G_END_DECLS
