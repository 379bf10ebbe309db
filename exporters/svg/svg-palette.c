/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Colours are chosen in OKLCH, where equal lightness looks equally light, so
 * that no hue shouts.  The conversion is Björn Ottosson's, "A perceptual color
 * space for image processing" (2020); contrast is that of WCAG 2.
 */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "svg-palette.h"

enum { N_SHADES = 8, N_MODULE_HUES = 24 };

/* Lightness 0 to 1, chroma 0 (grey) to about 0.3, hue in degrees. */
typedef struct {
  double lightness;
  double chroma;
  double hue;
} Color;

struct _SvgPalette {
  const char *name;
  guint n_colors;
  guint (*pick) (SvgCategory category, const char *function, const char *module);
  Color (*color) (guint index);
};

static guint
pick_category (SvgCategory category, const char *function, const char *module)
{
  return category * N_SHADES + g_str_hash (function) % N_SHADES;
}

/* Orange, blue and green keep apart for the colour-blind too, helped by lightness. */
static Color
color_category (guint index)
{
  static const Color bases[SVG_N_CATEGORIES] = {
    [SVG_USER] = { 0.80, 0.105, 62 },    [SVG_KERNEL] = { 0.74, 0.095, 245 },
    [SVG_SCRIPT] = { 0.86, 0.110, 140 }, [SVG_GUEST] = { 0.78, 0.090, 340 },
    [SVG_UNKNOWN] = { 0.80, 0.0, 0 },
  };
  Color color = bases[index / N_SHADES];
  guint shade = index % N_SHADES;

  color.lightness += 0.015 * (shade % 4) - 0.02;
  color.hue += 6.0 * shade - 21.0;
  return color;
}

static guint
pick_hot (SvgCategory category, const char *function, const char *module)
{
  return g_str_hash (function) % (2 * N_SHADES);
}

static Color
color_hot (guint index)
{
  double part = index / (2.0 * N_SHADES - 1);

  return (Color){ 0.70 + 0.18 * part, 0.14, 32 + 58 * part };
}

static guint
pick_module (SvgCategory category, const char *function, const char *module)
{
  return *module == '\0' ? N_MODULE_HUES : g_str_hash (module) % N_MODULE_HUES;
}

static Color
color_module (guint index)
{
  if (index == N_MODULE_HUES)
    return (Color){ 0.80, 0.0, 0.0 };
  return (Color){ 0.76 + 0.05 * (index % 3), 0.10, 360.0 / N_MODULE_HUES * index };
}

static const SvgPalette palettes[] = {
  { "category", SVG_N_CATEGORIES *N_SHADES, pick_category, color_category },
  { "hot", 2 * N_SHADES, pick_hot, color_hot },
  { "module", N_MODULE_HUES + 1, pick_module, color_module },
};

const SvgPalette *
svg_palette_get (const char *name, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (palettes); i++)
    if (name == NULL || g_str_equal (name, palettes[i].name))
      return &palettes[i];
  g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
               _ ("no colors called “%s”; there are category, hot and module"), name);
  return NULL;
}

guint
svg_palette_pick (const SvgPalette *self,
                  SvgCategory category,
                  const char *function,
                  const char *module)
{
  return self->pick (category, function, module);
}

gboolean
svg_palette_is_legend (const SvgPalette *self)
{
  return self->pick == pick_category;
}

guint
svg_palette_sample (const SvgPalette *self, SvgCategory category)
{
  return category * N_SHADES + N_SHADES / 2;
}

static double
cube (double value)
{
  return value * value * value;
}

/* Linear red, green and blue, 0 to 1. */
static void
color_to_linear (const Color *color, double linear[3])
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

/* Black or white, whichever has the higher contrast: at least 4.58 on any colour. */
static const char *
text_color (const double linear[3])
{
  double luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];

  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? "#000" : "#fff";
}

static void
append_rules (const SvgPalette *self, double darken, GString *css)
{
  for (guint i = 0; i < self->n_colors; i++)
    {
      Color color = self->color (i);
      double linear[3];

      color.lightness -= darken;
      color_to_linear (&color, linear);
      g_string_append_printf (css, ".c%u rect{fill:#%02x%02x%02x}.c%u text{fill:%s}\n", i,
                              to_byte (linear[0]), to_byte (linear[1]), to_byte (linear[2]), i,
                              text_color (linear));
    }
}

void
svg_palette_append_css (const SvgPalette *self, GString *css)
{
  append_rules (self, 0, css);
  g_string_append (css, "@media screen and (prefers-color-scheme: dark) {\n");
  append_rules (self, 0.30, css);
  g_string_append (css, "}\n");
}

char
svg_category_letter (SvgCategory category)
{
  return "uksgn"[category];
}

const char *
svg_category_name (SvgCategory category)
{
  static const char *const names[SVG_N_CATEGORIES] = {
    [SVG_USER] = N_ ("user"),   [SVG_KERNEL] = N_ ("kernel"),   [SVG_SCRIPT] = N_ ("JIT or script"),
    [SVG_GUEST] = N_ ("guest"), [SVG_UNKNOWN] = N_ ("unknown"),
  };

  return _ (names[category]);
}
