/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What kind of code a box is; told by colour, by lettering or outline, and in words. */
typedef enum {
  SVG_USER,
  SVG_KERNEL,
  SVG_SCRIPT,
  SVG_GUEST,
  SVG_UNKNOWN,
  SVG_N_CATEGORIES
} SvgCategory;

typedef struct _SvgPalette SvgPalette;

/* The palette called @name, NULL for the first; PPV_ERROR_USAGE lists those there are. */
const SvgPalette *svg_palette_get       (const char        *name,
                                         GError           **error);
/* Which of the palette's colours a function has; the same for the same names, always. */
guint             svg_palette_pick      (const SvgPalette  *self,
                                         SvgCategory        category,
                                         const char        *function,
                                         const char        *module);
/* Whether colours stand for categories, so that a legend is due. */
gboolean          svg_palette_is_legend (const SvgPalette  *self);
/* A colour of the category, for the legend. */
guint             svg_palette_sample    (const SvgPalette  *self,
                                         SvgCategory        category);
/* Style rules for the classes c0, c1, … with text that can be read on them, light and dark. */
void              svg_palette_append_css (const SvgPalette *self,
                                         GString           *css);
/* One letter as CSS class, and the word for people. */
char              svg_category_letter   (SvgCategory        category);
const char       *svg_category_name     (SvgCategory        category);

G_END_DECLS
