/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-flame-walk.h"

G_BEGIN_DECLS

#define PPV_TYPE_FLAME_CANVAS (ppv_flame_canvas_get_type ())

/**
 * PpvFlameCanvas:
 *
 * Draws a laid out flame graph.  A scrollable: only the rows in sight are drawn,
 * and each is kept as a render node until something about it changes.
 *
 * Signals, all with a node of the call tree: "zoom" when one is clicked or
 * entered, "pointed" (PPV_NONE for nothing) under the pointer or the cursor,
 * "menu" with coordinates, "zoom-step" with a direction, in (1) or out (-1).
 */
G_DECLARE_FINAL_TYPE (PpvFlameCanvas, ppv_flame_canvas, PPV, FLAME_CANVAS, GtkWidget)

/* Takes @layout; both NULL for nothing. */
void     ppv_flame_canvas_set_graph     (PpvFlameCanvas        *self,
                                         PpvFlameGraph         *graph,
                                         PpvFlameLayout        *layout);
const PpvFlameLayout *ppv_flame_canvas_get_layout (PpvFlameCanvas *self);
/* A byte for each function; NULL for no search. */
void     ppv_flame_canvas_set_matches   (PpvFlameCanvas        *self,
                                         GBytes                *matches);
void     ppv_flame_canvas_set_highlight (PpvFlameCanvas        *self,
                                         PpvFunctionId          function);
/* Roots at the top. */
void     ppv_flame_canvas_set_icicle    (PpvFlameCanvas        *self,
                                         gboolean               icicle);
gboolean ppv_flame_canvas_get_icicle    (PpvFlameCanvas        *self);
/* The node under the pointer, or PPV_NONE. */
guint32  ppv_flame_canvas_get_hover     (PpvFlameCanvas        *self);
void     ppv_flame_canvas_set_hover     (PpvFlameCanvas        *self,
                                         guint32                node);
guint32  ppv_flame_canvas_get_cursor    (PpvFlameCanvas        *self);
void     ppv_flame_canvas_set_cursor    (PpvFlameCanvas        *self,
                                         guint32                node);
void     ppv_flame_canvas_move_cursor   (PpvFlameCanvas        *self,
                                         PpvFlameMove           move);
/* The node drawn at a point of the widget, or PPV_NONE. */
guint32  ppv_flame_canvas_pick          (PpvFlameCanvas        *self,
                                         double                 x,
                                         double                 y);
/* Where a node is drawn; FALSE when it is not.  It may be scrolled out of sight. */
gboolean ppv_flame_canvas_get_box       (PpvFlameCanvas        *self,
                                         guint32                node,
                                         graphene_rect_t       *box);

G_END_DECLS
