/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PPV_TYPE_APPLICATION (ppv_application_get_type ())

/**
 * PpvApplication:
 *
 * The viewer: a window for each file.  Every start is a process of its own, so
 * that a recording is looked at with the environment it was opened from.
 */
G_DECLARE_FINAL_TYPE (PpvApplication, ppv_application, PPV, APPLICATION, AdwApplication)

PpvApplication *ppv_application_new (void);

G_END_DECLS
