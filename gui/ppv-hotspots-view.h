/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ppv-hotspot-model.h"
#include "ppv-session.h"

G_BEGIN_DECLS

#define PPV_TYPE_HOTSPOTS_VIEW (ppv_hotspots_view_get_type ())

/**
 * PpvHotspotsView:
 *
 * The table of functions by cost, sortable and searchable.
 */
G_DECLARE_FINAL_TYPE (PpvHotspotsView, ppv_hotspots_view, PPV, HOTSPOTS_VIEW, GtkBox)

void             ppv_hotspots_view_set_session (PpvHotspotsView *self,
                                                PpvSession      *session);
/* Puts the cursor into the search entry. */
void             ppv_hotspots_view_search      (PpvHotspotsView *self);
/* Whether what is shown is what was asked for. */
gboolean         ppv_hotspots_view_is_settled  (PpvHotspotsView *self);
PpvHotspotModel *ppv_hotspots_view_get_model   (PpvHotspotsView *self);

G_END_DECLS
