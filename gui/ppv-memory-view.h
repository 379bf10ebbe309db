/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ppv-memory-callers.h"
#include "ppv-memory-chart.h"
#include "ppv-session.h"

G_BEGIN_DECLS

#define PPV_TYPE_MEMORY_VIEW (ppv_memory_view_get_type ())

/**
 * PpvMemoryView:
 *
 * Memory over time: a chart, the list of its snapshots, and who allocated what the
 * chosen one has.
 */
G_DECLARE_FINAL_TYPE (PpvMemoryView, ppv_memory_view, PPV, MEMORY_VIEW, GtkBox)

/* Whether there is anything to show of @profile. */
gboolean           ppv_memory_view_is_for      (const PpvProfile *profile);
void               ppv_memory_view_set_session (PpvMemoryView    *self,
                                                PpvSession       *session);
/* Whether what is shown is what was asked for. */
gboolean           ppv_memory_view_is_settled  (PpvMemoryView    *self);
/* What the user chooses from: the list of snapshots. */
GtkSelectionModel *ppv_memory_view_get_model   (PpvMemoryView    *self);
PpvMemoryChart    *ppv_memory_view_get_chart   (PpvMemoryView    *self);
PpvMemoryCallers  *ppv_memory_view_get_callers (PpvMemoryView    *self);

G_END_DECLS
