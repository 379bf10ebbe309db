/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ppv-flame-canvas.h"
#include "ppv-session.h"

G_BEGIN_DECLS

#define PPV_TYPE_FLAME_VIEW (ppv_flame_view_get_type ())

/**
 * PpvFlameView:
 *
 * The flame graph with its search, zoom history and the line about what is
 * pointed at.
 */
G_DECLARE_FINAL_TYPE (PpvFlameView, ppv_flame_view, PPV, FLAME_VIEW, GtkBox)

void            ppv_flame_view_set_session (PpvFlameView *self,
                                            PpvSession   *session);
/* Puts the cursor into the search entry. */
void            ppv_flame_view_search      (PpvFlameView *self);
/* Whether what is shown is what was asked for. */
gboolean        ppv_flame_view_is_settled  (PpvFlameView *self);
PpvFlameCanvas *ppv_flame_view_get_canvas  (PpvFlameView *self);
/* Of what is drawn; NULL when nothing is. */
PpvFlameGraph  *ppv_flame_view_get_graph   (PpvFlameView *self);
/* Steps of -1 or 1 in the zoom history; whether there was anything there. */
gboolean        ppv_flame_view_go          (PpvFlameView *self,
                                            int           steps);

G_END_DECLS
