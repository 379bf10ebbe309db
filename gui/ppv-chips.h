/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-session.h"

G_BEGIN_DECLS

#define PPV_TYPE_CHIPS (ppv_chips_get_type ())

/**
 * PpvChips:
 *
 * The filters of a session, each a button that takes it away.
 */
G_DECLARE_FINAL_TYPE (PpvChips, ppv_chips, PPV, CHIPS, GtkBox)

void ppv_chips_set_session (PpvChips   *self,
                            PpvSession *session);

G_END_DECLS
