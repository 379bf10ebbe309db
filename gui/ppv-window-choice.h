/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-window.h"

G_BEGIN_DECLS

/* Lets people choose files for @window: "win.open", "win.open-in-new-window" and drops. */
void ppv_window_choice_add (PpvWindow *window);

G_END_DECLS
