/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-flame-graph.h"

G_BEGIN_DECLS

/**
 * PpvFlamePainter:
 * @graph: what is drawn
 * @layout: where its boxes are
 * @matches: (nullable): a byte for each function, from a search
 * @highlight: a function to be framed, or PPV_NONE
 * @width: of the picture, in pixels
 * @row_height: in pixels
 * @char_width: of an average character, in pixels
 * @dark: whether the window is dark
 * @text: used for every label
 *
 * All that the drawing of one row of a flame graph depends on.
 */
typedef struct {
  const PpvFlameGraph  *graph;
  const PpvFlameLayout *layout;
  const guint8         *matches;
  PpvFunctionId         highlight;
  double                width;
  double                row_height;
  double                char_width;
  gboolean              dark;
  PangoLayout          *text;
} PpvFlamePainter;

/* A row with its top at 0; NULL when nothing of it can be seen.  (transfer full). */
GskRenderNode *ppv_flame_painter_draw_row (const PpvFlamePainter *self,
                                           guint32                depth);
/* For labels in @widget's font; the sizes in pixels.  (transfer full). */
PangoLayout   *ppv_flame_text_new         (GtkWidget             *widget,
                                           double                *char_width,
                                           double                *line_height);
/* The middle colour of a category, for legends. */
GdkRGBA        ppv_flame_color            (PpvCategory            category,
                                           gboolean               dark);
/* Draws a frame inside @box. */
void           ppv_flame_frame            (GtkSnapshot           *snapshot,
                                           const graphene_rect_t *box,
                                           const GdkRGBA         *color,
                                           double                 thickness);

G_END_DECLS
