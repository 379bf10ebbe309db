/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The file: head, curves, and a legend that is a table of who held what at the peak. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-text.h"
#include "svg-color.h"
#include "svg-lines.h"
#include "svg-memory.h"
#include "svg-page.h"
#include "svg-style.h"

/* Pixels. */
enum {
  UNIT_BASE = 48,
  BELOW_PLOT = 80,
  ROW_HEIGHT = 21,
  SWATCH = 15,
  NUMBER_WIDTH = 20,
  FIGURE_WIDTH = 96
};

/* Neighbours differ in hue and in lightness, which the colour-blind see. */
static SvgColor
color_of (guint32 site)
{
  static const double hues[] = { 245, 62, 150, 340, 100, 285, 200, 25, 125, 315 };

  return (SvgColor){ site % 2 == 0 ? 0.70 : 0.84, 0.115, hues[site % G_N_ELEMENTS (hues)] };
}

static gboolean
is_colored (const PpvMemoryBand *band)
{
  return band->kind == PPV_BAND_SITE || band->kind == PPV_BAND_HEAP;
}

/* Places have colours, what is no place has grey and patterns. */
char *
svg_memory_dup_fill (const SvgMemory *self, guint32 band)
{
  switch (self->bands->bands[band].kind)
    {
    case PPV_BAND_OTHERS:
      return g_strdup ("class=\"band others\"");
    case PPV_BAND_EXTRA:
      return g_strdup ("class=\"band\" fill=\"url(#stripes)\"");
    case PPV_BAND_STACKS:
      return g_strdup ("class=\"band\" fill=\"url(#dots)\"");
    case PPV_BAND_SITE:
    case PPV_BAND_HEAP:
    default:
      return g_strdup_printf ("class=\"band b%u\"", band);
    }
}

char *
svg_memory_dup_number_class (const SvgMemory *self, guint32 band)
{
  return is_colored (&self->bands->bands[band]) ? g_strdup_printf ("number t%u", band)
                                                : g_strdup ("number dark");
}

static void
append_rules (const SvgMemory *self, double darken, GString *css)
{
  for (guint32 i = 0; i < self->bands->n_bands; i++)
    {
      SvgColor color = color_of (i);

      if (!is_colored (&self->bands->bands[i]))
        continue;
      color.lightness -= darken;
      g_string_append_printf (css, ".b%u{fill:", i);
      svg_color_append (css, &color);
      g_string_append_printf (css, "}.t%u{fill:%s}\n", i, svg_color_get_text (&color));
    }
}

static void
write_style (const SvgMemory *self, PpvSink *sink)
{
  g_autoptr (GString) css = g_string_new (NULL);

  append_rules (self, 0, css);
  g_string_append (css, "@media screen and (prefers-color-scheme: dark) {\n");
  append_rules (self, 0.16, css);
  g_string_append (css, "}\n");
  svg_style_write (SVG_STYLE_MEMORY, css->str, sink);
  ppv_sink_puts (sink, "<defs>\n"
                       "<pattern id=\"stripes\" width=\"6\" height=\"6\""
                       " patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                       "<rect class=\"ground\" width=\"6\" height=\"6\"/>"
                       "<path class=\"ink\" d=\"M0 0V6\"/></pattern>\n"
                       "<pattern id=\"dots\" width=\"6\" height=\"6\""
                       " patternUnits=\"userSpaceOnUse\">"
                       "<rect class=\"ground\" width=\"6\" height=\"6\"/>"
                       "<circle class=\"dot\" cx=\"3\" cy=\"3\" r=\"1.2\"/></pattern>\n"
                       "</defs>\n");
}

/* --- legend ------------------------------------------------------------------------- */

static double
legend_top (const SvgMemory *self)
{
  return self->bottom + BELOW_PLOT;
}

/* @column counts from the right, from 0. */
static void
write_figure (const SvgMemory *self,
              guint column,
              double y,
              const char *class,
              const char *text,
              PpvSink *sink)
{
  ppv_sink_printf (sink, "<text class=\"%s end\" x=\"%d\" y=\"%d\">", class,
                   (int) self->right - (int) column * FIGURE_WIDTH, (int) y);
  ppv_sink_escaped (sink, ppv_escape_xml, text);
  ppv_sink_puts (sink, "</text>");
}

static void
write_figures (
    const SvgMemory *self, double y, const char *class, gint64 bytes, gint64 most, PpvSink *sink)
{
  const PpvMemoryBands *bands = self->bands;
  const PpvSnapshot *peak = &self->memory->snapshots[bands->snapshot[bands->peak]];
  g_autofree char *shown = ppv_format_bytes (bytes);
  g_autofree char *share = svg_format_percent (bytes, ppv_snapshot_sum (peak));
  g_autofree char *highest = ppv_format_bytes (most);

  write_figure (self, 2, y, class, shown, sink);
  write_figure (self, 1, y, class, share, sink);
  write_figure (self, 0, y, class, highest, sink);
  ppv_sink_puts (sink, "\n");
}

static void
write_row (const SvgMemory *self, guint32 band, double y, PpvSink *sink)
{
  const PpvMemoryBand *row = &self->bands->bands[band];
  double place = self->left + SWATCH + NUMBER_WIDTH + 8;
  guint n_cells = (guint) (self->right - 3 * FIGURE_WIDTH - place) / 8;
  g_autofree char *fill = svg_memory_dup_fill (self, band);
  g_autofree char *label = svg_memory_dup_label (self, band, n_cells);
  g_autofree char *whole = ppv_escape_dup (ppv_escape_terminal, row->name);

  ppv_sink_printf (sink, "<rect %s x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", fill,
                   (int) self->left, (int) y - 12, SWATCH, SWATCH);
  ppv_sink_printf (sink, "<text class=\"line end\" x=\"%d\" y=\"%d\">%u</text>", (int) place - 6,
                   (int) y, band + 1);
  ppv_sink_printf (sink, "<text class=\"line\" x=\"%d\" y=\"%d\">%s<title>", (int) place, (int) y,
                   label);
  ppv_sink_escaped (sink, ppv_escape_xml, whole);
  ppv_sink_puts (sink, "</title></text>");
  write_figures (self, y, "line", row->peak_bytes, row->most_bytes, sink);
}

/* "at the peak", or of which snapshot the figures are when the peak has no call stacks. */
static char *
describe_column (const SvgMemory *self)
{
  guint32 snapshot = self->bands->snapshot[self->bands->peak];

  if (snapshot == self->peak)
    return g_strdup (_ ("at the peak"));
  return g_strdup_printf (_ ("snapshot %u"), snapshot);
}

static void
write_legend (const SvgMemory *self, PpvSink *sink)
{
  const PpvMemoryBands *bands = self->bands;
  double y = legend_top (self);
  g_autofree char *column = describe_column (self);
  gint64 sum = ppv_snapshot_sum (&self->memory->snapshots[bands->snapshot[bands->peak]]);
  gint64 most = ppv_snapshot_sum (&self->memory->snapshots[self->memory->highest]);

  ppv_sink_puts (sink, "<g id=\"legend\">\n");
  ppv_sink_printf (sink, "<text class=\"strong\" x=\"%d\" y=\"%d\">", (int) self->left, (int) y);
  ppv_sink_escaped (sink, ppv_escape_xml, _ ("Who holds the memory"));
  ppv_sink_puts (sink, "</text>");
  write_figure (self, 2, y, "strong", column, sink);
  write_figure (self, 1, y, "strong", _ ("share"), sink);
  write_figure (self, 0, y, "strong", _ ("at most"), sink);
  ppv_sink_puts (sink, "\n");
  for (guint32 i = 0; i < bands->n_bands; i++)
    write_row (self, i, y += ROW_HEIGHT, sink);
  y += ROW_HEIGHT;
  ppv_sink_printf (sink, "<text class=\"strong\" x=\"%d\" y=\"%d\">", (int) self->left, (int) y);
  ppv_sink_escaped (sink, ppv_escape_xml, _ ("all"));
  ppv_sink_puts (sink, "</text>");
  write_figures (self, y, "strong", sum, most, sink);
  ppv_sink_puts (sink, "</g>\n");
}

/* A mark and what it stands for; where the next may begin. */
static int
write_key (int x, int y, const char *mark, const char *text, PpvSink *sink)
{
  ppv_sink_printf (sink,
                   "<rect class=\"%s\" x=\"%d\" y=\"%d\" %s/><text class=\"line\" x=\"%d\""
                   " y=\"%d\">",
                   mark, x, y - 9,
                   g_str_equal (mark, "detailed") ? "width=\"2\" height=\"10\""
                   : g_str_equal (mark, "plain")  ? "width=\"1\" height=\"5\""
                                                  : "width=\"10\" height=\"10\"",
                   x + 15, y);
  ppv_sink_escaped (sink, ppv_escape_xml, text);
  ppv_sink_puts (sink, "</text>");
  return x + 30 + (int) g_utf8_strlen (text, -1) * 7;
}

/* What the marks below the axis stand for, and grey. */
static void
write_keys (const SvgMemory *self, PpvSink *sink)
{
  int y = (int) self->bottom + UNIT_BASE;
  int x = (int) self->left;

  if (self->is_bars)
    return;
  ppv_sink_puts (sink, "<g id=\"key\">");
  x = write_key (x, y, "detailed", _ ("tells who allocated"), sink);
  x = write_key (x, y, "plain", _ ("tells sums only"), sink);
  write_key (x, y, "unknown", _ ("not told who"), sink);
  ppv_sink_puts (sink, "</g>\n");
}

void
svg_memory_write (const SvgMemory *self, PpvSink *sink)
{
  gboolean is_empty = self->memory->n_snapshots == 0;
  guint height = is_empty ? svg_lines_get_bottom (self->lines) + SVG_MARGIN
                          : (guint) legend_top (self) + (self->bands->n_bands + 2) * ROW_HEIGHT;

  svg_lines_write_root (self->lines, self->width, height, sink);
  write_style (self, sink);
  ppv_sink_puts (sink, "<rect class=\"back\" width=\"100%\" height=\"100%\"/>\n");
  svg_lines_write (self->lines, self->width, sink);
  if (!is_empty)
    {
      svg_memory_write_plot (self, sink);
      write_keys (self, sink);
      write_legend (self, sink);
    }
  ppv_sink_puts (sink, "</svg>\n");
}
