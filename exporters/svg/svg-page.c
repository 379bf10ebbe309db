/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The file: a picture that needs no script, and a script that finds the boxes by
 * their order and everything else in one JSON text.  Names appear as character
 * data only, never as markup, attribute, style or script.
 */
#include "config.h"

#include "flamegraph-assets.h"
#include "ppv-text.h"
#include "svg-page.h"

/* Pixels. */
enum { TITLE_BASE = 26, LINE_BASE = 46, LINE_HEIGHT = 17, LEGEND_HEIGHT = 28, LEGEND_STEP = 120 };

guint
svg_page_get_top (const SvgPage *self)
{
  return LINE_BASE + (self->lines->len - 1) * LINE_HEIGHT;
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
  ppv_sink_puts (sink, "<style><![CDATA[\n");
  ppv_sink_puts (sink, css->str);
  ppv_sink_puts (sink, flamegraph_css);
  ppv_sink_puts (sink, "]]></style>\n");
}

static void
write_line (const SvgPage *self, PpvSink *sink, guint i)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint letter = i == 0 ? 11 : 8; /* pixels, of the widest usual font */

  svg_append_cut (text, self->lines->pdata[i], (self->width - 2 * SVG_MARGIN) / letter);
  ppv_sink_printf (sink, "<text class=\"%s\" x=\"%d\" y=\"%u\">%s</text>\n",
                   i == 0 ? "heading" : "line", SVG_MARGIN,
                   i == 0 ? TITLE_BASE : LINE_BASE + (i - 1) * LINE_HEIGHT, text->str);
}

static void
write_head (const SvgPage *self, PpvSink *sink)
{
  ppv_sink_printf (sink,
                   "<g id=\"head\">\n"
                   "<rect class=\"back\" width=\"100%%\" height=\"%u\"/>\n",
                   svg_page_get_top (self) - 6);
  for (guint i = 0; i < self->lines->len; i++)
    write_line (self, sink, i);
  ppv_sink_puts (sink, "</g>\n");
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

  ppv_sink_printf (sink,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\""
                   " viewBox=\"0 0 %u %u\">\n<title>",
                   self->width, height, self->width, height);
  ppv_sink_escaped (sink, ppv_escape_xml, self->lines->pdata[0]);
  ppv_sink_puts (sink, "</title>\n");
  write_style (self, sink);
  ppv_sink_puts (sink, "<rect class=\"back\" width=\"100%\" height=\"100%\"/>\n<g id=\"boxes\">\n");
  svg_boxes_write (self, sink);
  ppv_sink_puts (sink, "</g>\n");
  if (svg_palette_is_legend (self->palette))
    write_legend (self, sink);
  write_head (self, sink);
  ppv_sink_puts (sink, "<metadata id=\"data\">");
  svg_data_write (self, sink);
  ppv_sink_puts (sink, "</metadata>\n<script><![CDATA[\n");
  ppv_sink_puts (sink, flamegraph_js);
  ppv_sink_puts (sink, "]]></script>\n</svg>\n");
}
