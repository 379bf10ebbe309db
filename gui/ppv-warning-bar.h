/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ppv.h"

G_BEGIN_DECLS

#define PPV_TYPE_WARNING_BAR (ppv_warning_bar_get_type ())

/**
 * PpvWarningBar:
 *
 * Says above the views that part of a file is missing, and which.
 */
G_DECLARE_FINAL_TYPE (PpvWarningBar, ppv_warning_bar, PPV, WARNING_BAR, AdwBin)

/* Tells of the losses of @profile; hides itself without any, and for NULL. */
void        ppv_warning_bar_set_profile (PpvWarningBar    *self,
                                         const PpvProfile *profile);
/* Says that a file could not be opened, and why. */
void        ppv_warning_bar_set_error   (PpvWarningBar    *self,
                                         const char       *message);
/* NULL when it is hidden. */
const char *ppv_warning_bar_get_text    (PpvWarningBar    *self);

G_END_DECLS
