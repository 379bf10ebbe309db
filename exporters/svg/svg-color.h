/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lightness 0 to 1, chroma 0 (grey) to about 0.3, hue in degrees. */
typedef struct {
  double lightness;
  double chroma;
  double hue;
} SvgColor;

/* "#rrggbb" */
void        svg_color_append   (GString        *into,
                                const SvgColor *color);
/* Black or white, whichever has the higher contrast: at least 4.58 on any colour. */
const char *svg_color_get_text (const SvgColor *color);

G_END_DECLS
