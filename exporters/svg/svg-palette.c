/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "svg-color.h"
#include "svg-palette.h"

enum { N_SHADES = 8, N_MODULE_HUES = 24 };

struct _SvgPalette {
  const char *name;
  guint n_colors;
  guint (*pick) (SvgCategory category, const char *function, const char *module);
  SvgColor (*color) (guint index);
};

static guint
pick_category (SvgCategory category, const char *function, const char *module)
{
  return category * N_SHADES + g_str_hash (function) % N_SHADES;
}

/* Orange, blue and green keep apart for the colour-blind too, helped by lightness. */
static SvgColor
color_category (guint index)
{
  static const SvgColor bases[SVG_N_CATEGORIES] = {
    [SVG_USER] = { 0.80, 0.105, 62 },    [SVG_KERNEL] = { 0.74, 0.095, 245 },
    [SVG_SCRIPT] = { 0.86, 0.110, 140 }, [SVG_GUEST] = { 0.78, 0.090, 340 },
    [SVG_UNKNOWN] = { 0.80, 0.0, 0 },
  };
  SvgColor color = bases[index / N_SHADES];
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

static SvgColor
color_hot (guint index)
{
  double part = index / (2.0 * N_SHADES - 1);

  return (SvgColor){ 0.70 + 0.18 * part, 0.14, 32 + 58 * part };
}

static guint
pick_module (SvgCategory category, const char *function, const char *module)
{
  return *module == '\0' ? N_MODULE_HUES : g_str_hash (module) % N_MODULE_HUES;
}

static SvgColor
color_module (guint index)
{
  if (index == N_MODULE_HUES)
    return (SvgColor){ 0.80, 0.0, 0.0 };
  return (SvgColor){ 0.76 + 0.05 * (index % 3), 0.10, 360.0 / N_MODULE_HUES * index };
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

static void
append_rules (const SvgPalette *self, double darken, GString *css)
{
  for (guint i = 0; i < self->n_colors; i++)
    {
      SvgColor color = self->color (i);

      color.lightness -= darken;
      g_string_append_printf (css, ".c%u rect{fill:", i);
      svg_color_append (css, &color);
      g_string_append_printf (css, "}.c%u text{fill:%s}\n", i, svg_color_get_text (&color));
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
