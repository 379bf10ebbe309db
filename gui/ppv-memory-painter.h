/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-memory-history.h"

G_BEGIN_DECLS

/**
 * PpvMemoryPainter:
 * @history: what to draw
 * @width: of all, in pixels
 * @height: of all
 * @dark: whether the background is
 * @color: of text and lines
 * @text: for labels
 *
 * How memory over time is drawn.
 */
typedef struct {
  const PpvMemoryHistory *history;
  double                  width;
  double                  height;
  gboolean                dark;
  GdkRGBA                 color;
  PangoLayout            *text;
} PpvMemoryPainter;

/* The colour of a band, the same in the chart and in its legend. */
void    ppv_memory_painter_get_color (const PpvMemoryHistory *history,
                                      guint32                 band,
                                      gboolean                dark,
                                      GdkRGBA                *color);
/* Axes, bands and the mark of the peak. */
void    ppv_memory_painter_draw      (const PpvMemoryPainter *self,
                                      cairo_t                *cairo);
/* A line at a snapshot, with a dot on its sum. */
void    ppv_memory_painter_mark      (const PpvMemoryPainter *self,
                                      GtkSnapshot            *snapshot,
                                      guint32                 row,
                                      const GdkRGBA          *color);
/* The snapshot nearest to @x, or PPV_NONE. */
guint32 ppv_memory_painter_pick      (const PpvMemoryPainter *self,
                                      double                  x);

G_END_DECLS
