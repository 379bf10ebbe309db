/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ppv-session.h"

G_BEGIN_DECLS

#define PPV_TYPE_LEAKS_VIEW (ppv_leaks_view_get_type ())

/**
 * PpvLeaksView:
 *
 * The list of places that allocated what was not freed or keeps growing, with
 * verdict and evidence, and the stack of the chosen one.
 */
G_DECLARE_FINAL_TYPE (PpvLeaksView, ppv_leaks_view, PPV, LEAKS_VIEW, GtkBox)

/* Whether there is anything to show of @profile. */
gboolean           ppv_leaks_view_is_for      (const PpvProfile *profile);
void               ppv_leaks_view_set_session (PpvLeaksView     *self,
                                               PpvSession       *session);
/* Puts the cursor into the search entry. */
void               ppv_leaks_view_search      (PpvLeaksView     *self);
/* Whether what is shown is what was asked for. */
gboolean           ppv_leaks_view_is_settled  (PpvLeaksView     *self);
/* What the user chooses from: the list of places. */
GtkSelectionModel *ppv_leaks_view_get_model   (PpvLeaksView     *self);

G_END_DECLS
