/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The file: a picture that needs no script, and a script that finds the boxes by
 * their order and everything else in one JSON text.  Names appear as character
 * data only, never as markup, attribute, style or script.
 */
#include "config.h"

#include "ppv-text.h"
#include "svg-lines.h"
#include "svg-page.h"
#include "svg-style.h"

/* Pixels. */
enum { LEGEND_HEIGHT = 28, LEGEND_STEP = 120 };

guint
svg_page_get_top (const SvgPage *self)
{
  return svg_lines_get_bottom (self->lines);
}

guint
svg_page_get_height (const SvgPage *self)
{
  guint bottom = svg_palette_is_legend (self->palette) ? LEGEND_HEIGHT : SVG_MARGIN;

  return svg_page_get_top (self) + (self->graph->n_rows + 1) * self->row_height + bottom;
}

static void
write_style (const SvgPage *self, PpvSink *sink)
{
  g_autoptr (GString) css = g_string_new (NULL);

  svg_palette_append_css (self->palette, css);
  svg_style_write (SVG_STYLE_FLAME_GRAPH, css->str, sink);
}

/* A swatch and a word for each category that occurs. */
static void
write_legend (const SvgPage *self, PpvSink *sink)
{
  gboolean used[SVG_N_CATEGORIES] = { FALSE };
  int x = SVG_MARGIN;
  guint y = svg_page_get_height (self) - LEGEND_HEIGHT;

  for (guint32 i = 0; i < self->graph->n_names; i++)
    used[self->graph->names[i].category] = TRUE;
  ppv_sink_puts (sink, "<g id=\"legend\">\n");
  for (SvgCategory i = 0; i < SVG_N_CATEGORIES; i++)
    {
      if (!used[i])
        continue;
      ppv_sink_printf (
          sink,
          "<g class=\"c%u %c\"><rect x=\"%d\" y=\"%u\" width=\"13\" height=\"13\"/></g>"
          "<text class=\"line %c\" x=\"%d\" y=\"%u\">",
          svg_palette_sample (self->palette, i), svg_category_letter (i), x, y + 8,
          svg_category_letter (i), x + 18, y + 19);
      ppv_sink_escaped (sink, ppv_escape_xml, svg_category_name (i));
      ppv_sink_puts (sink, "</text>\n");
      x += LEGEND_STEP;
    }
  ppv_sink_puts (sink, "</g>\n");
}

void
svg_page_write (const SvgPage *self, PpvSink *sink)
{
  guint height = svg_page_get_height (self);

  svg_lines_write_root (self->lines, self->width, height, sink);
  write_style (self, sink);
  ppv_sink_puts (sink, "<rect class=\"back\" width=\"100%\" height=\"100%\"/>\n<g id=\"boxes\">\n");
  svg_boxes_write (self, sink);
  ppv_sink_puts (sink, "</g>\n");
  if (svg_palette_is_legend (self->palette))
    write_legend (self, sink);
  svg_lines_write (self->lines, self->width, sink);
  ppv_sink_puts (sink, "<metadata id=\"data\">");
  svg_data_write (self, sink);
  ppv_sink_puts (sink, "</metadata>\n");
  svg_style_write_script (sink);
  ppv_sink_puts (sink, "</svg>\n");
}
