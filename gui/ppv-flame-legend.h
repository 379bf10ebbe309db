/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PPV_TYPE_FLAME_LEGEND (ppv_flame_legend_get_type ())

/**
 * PpvFlameLegend:
 *
 * What the colours of a flame graph mean.
 */
G_DECLARE_FINAL_TYPE (PpvFlameLegend, ppv_flame_legend, PPV, FLAME_LEGEND, GtkBox)

G_END_DECLS
