/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-text.h"
#include "svg-page.h"

enum {
  FLUSH_BYTES = 1 << 16,
  LEAST_TEXT = 3,      /* letters; fewer say nothing */
  LEAST_TITLE = 1,     /* pixels; nobody points at less, and the script makes its own */
  LONGEST_TITLE = 200, /* letters of a name; the script has all */
  LEAST_ROW_FOR_TEXT = 14,
};

/* Where a box is on the page, in pixels. */
typedef struct {
  double x;
  double y;
  double width;
  double height;
} Place;

static Place
place_box (const SvgPage *page, guint32 row, gint64 left, gint64 total)
{
  double scale = (page->width - 2.0 * SVG_MARGIN) / (double) MAX (page->graph->costs->sum, 1);
  guint32 at = page->icicle ? row : page->graph->n_rows - row;
  Place place = {
    .x = SVG_MARGIN + (double) left * scale,
    .y = svg_page_get_top (page) + (double) at * page->row_height,
    .width = (double) total * scale,
    .height = page->row_height - 1.0,
  };

  return place;
}

static void
append_attribute (GString *into, const char *name, double value)
{
  g_string_append_c (into, ' ');
  g_string_append (into, name);
  g_string_append (into, "=\"");
  svg_append_number (into, value);
  g_string_append_c (into, '"');
}

/* A hair between neighbours, unless nothing would be left of them. */
static void
append_rect (GString *into, const Place *place)
{
  g_string_append (into, "<rect");
  append_attribute (into, "x", place->x);
  append_attribute (into, "y", place->y);
  append_attribute (into, "width", place->width > 2 ? place->width - 0.5 : place->width);
  append_attribute (into, "height", place->height);
  g_string_append (into, "/>");
}

static void
append_text (GString *into, const Place *place, const char *name)
{
  guint n_cells = (guint) (MAX (place->width - 2 * SVG_PADDING, 0) / SVG_CELL_WIDTH);

  if (n_cells < LEAST_TEXT || place->height + 1 < LEAST_ROW_FOR_TEXT)
    return;
  g_string_append (into, "<text");
  append_attribute (into, "x", place->x + SVG_PADDING);
  append_attribute (into, "y", place->y + place->height - 4);
  g_string_append_c (into, '>');
  svg_append_cut (into, name, n_cells);
  g_string_append (into, "</text>");
}

static void
append_title (GString *into, const SvgPage *page, const SvgName *name, gint64 total)
{
  const PpvStackCosts *costs = page->graph->costs;
  const PpvMetric *metric = ppv_profile_get_metric (page->profile, costs->metric);
  g_autofree char *value =
      ppv_format_value (total, ppv_profile_get_string (page->profile, metric->unit));
  g_autofree char *share = svg_format_percent (total, costs->sum);

  g_string_append (into, "<title>");
  svg_append_cut (into, name->name, LONGEST_TITLE);
  if (*name->module != '\0')
    {
      g_string_append (into, " (");
      svg_append_cut (into, name->module, LONGEST_TITLE);
      g_string_append_c (into, ')');
    }
  g_string_append_printf (into, " [%s]: ", svg_category_name (name->category));
  ppv_escape_xml (into, value, -1);
  g_string_append_printf (into, ", %s</title>", share);
}

static void
append_box (GString *into, const SvgPage *page, const SvgBox *box)
{
  const SvgName *name = &page->graph->names[box->name];
  Place place = place_box (page, box->depth + 1, box->left, box->total);

  if (name->category == SVG_USER)
    g_string_append_printf (into, "<g class=\"c%u\">", name->color);
  else
    g_string_append_printf (into, "<g class=\"c%u %c\">", name->color,
                            svg_category_letter (name->category));
  if (place.width >= LEAST_TITLE)
    append_title (into, page, name, box->total);
  append_rect (into, &place);
  append_text (into, &place, name->name);
  g_string_append (into, "</g>\n");
}

/* What stands for everything, below all roots. */
static void
append_whole (GString *into, const SvgPage *page)
{
  Place place = place_box (page, 0, 0, MAX (page->graph->costs->sum, 1));

  g_string_append (into, "<g class=\"all\">");
  append_rect (into, &place);
  append_text (into, &place, _ ("all"));
  g_string_append (into, "</g>\n");
}

void
svg_boxes_write (const SvgPage *page, PpvSink *sink)
{
  g_autoptr (GString) text = g_string_sized_new (FLUSH_BYTES + FLUSH_BYTES / 4);

  append_whole (text, page);
  for (gsize i = 0; i < page->graph->n_boxes; i++)
    {
      append_box (text, page, &page->graph->boxes[i]);
      if (text->len < FLUSH_BYTES)
        continue;
      ppv_sink_write (sink, text->str, text->len);
      g_string_truncate (text, 0);
    }
  ppv_sink_write (sink, text->str, text->len);
}
