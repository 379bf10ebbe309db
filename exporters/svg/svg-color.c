/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Colours are chosen in OKLCH, where equal lightness looks equally light, so
 * that no hue shouts.  The conversion is Björn Ottosson's, "A perceptual color
 * space for image processing" (2020); contrast is that of WCAG 2.
 */
#include "config.h"

#include <math.h>

#include "svg-color.h"

static double
cube (double value)
{
  return value * value * value;
}

/* Linear red, green and blue, 0 to 1. */
static void
color_to_linear (const SvgColor *color, double linear[3])
{
  double a = color->chroma * cos (color->hue * G_PI / 180);
  double b = color->chroma * sin (color->hue * G_PI / 180);
  double l = cube (color->lightness + 0.3963377774 * a + 0.2158037573 * b);
  double m = cube (color->lightness - 0.1055613458 * a - 0.0638541728 * b);
  double s = cube (color->lightness - 0.0894841775 * a - 1.2914855480 * b);

  linear[0] = CLAMP (4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, 0, 1);
  linear[1] = CLAMP (-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s, 0, 1);
  linear[2] = CLAMP (-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s, 0, 1);
}

static guint
to_byte (double linear)
{
  double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow (linear, 1 / 2.4) - 0.055;

  return (guint) lround (value * 255);
}

void
svg_color_append (GString *into, const SvgColor *color)
{
  double linear[3];

  color_to_linear (color, linear);
  g_string_append_printf (into, "#%02x%02x%02x", to_byte (linear[0]), to_byte (linear[1]),
                          to_byte (linear[2]));
}

const char *
svg_color_get_text (const SvgColor *color)
{
  double linear[3];
  double luminance;

  color_to_linear (color, linear);
  luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? "#000" : "#fff";
}
