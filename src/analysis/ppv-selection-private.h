/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-selection.h"

/* Adds what @text says to @self, which is half done when it returns FALSE. */
gboolean ppv_selection_read (PpvSelection  *self,
                             const char    *text,
                             GError       **error);
