/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-session.h"

G_BEGIN_DECLS

#define PPV_TYPE_FILTER_BAR (ppv_filter_bar_get_type ())

/**
 * PpvFilterBar:
 *
 * Where the selection is typed, as docs/selection.md has it.  What is not understood is
 * underlined, and stands below; so does what cannot be shown, for which the bar opens.
 */
G_DECLARE_FINAL_TYPE (PpvFilterBar, ppv_filter_bar, PPV, FILTER_BAR, GtkBox)

void ppv_filter_bar_set_session (PpvFilterBar *self,
                                 PpvSession   *session);
/* Opens it and sends keys to it; closes it when they go there already. */
void ppv_filter_bar_toggle      (PpvFilterBar *self);

G_END_DECLS
