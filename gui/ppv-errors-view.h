/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ppv-session.h"

G_BEGIN_DECLS

#define PPV_TYPE_ERRORS_VIEW (ppv_errors_view_get_type ())

/**
 * PpvErrorsView:
 *
 * The list of what a tool found, by kind, searchable, and the stacks of the
 * chosen one.
 */
G_DECLARE_FINAL_TYPE (PpvErrorsView, ppv_errors_view, PPV, ERRORS_VIEW, GtkBox)

/* Whether there is anything to show of @profile. */
gboolean    ppv_errors_view_is_for       (const PpvProfile *profile);
void        ppv_errors_view_set_session  (PpvErrorsView    *self,
                                          PpvSession       *session);
/* Puts the cursor into the search entry. */
void        ppv_errors_view_search       (PpvErrorsView    *self);
/* Whether what is shown is what was asked for. */
gboolean    ppv_errors_view_is_settled   (PpvErrorsView    *self);
/* What the user chooses from: the list of findings. */
GtkSelectionModel *ppv_errors_view_get_model (PpvErrorsView *self);

G_END_DECLS
