/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Colours by category, with a hash of the name to tell neighbours apart; the
 * text is black or white, whichever stands out more.
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "ppv-flame-painter.h"

/* Boxes narrower than this are not worth a rectangle, in pixels. */
static const double LEAST_WIDTH = 0.25;
/* From this width on, boxes leave a pixel free to their right. */
static const double GAP_FROM = 4;
/* How much of a box's colour stays when a search did not find it. */
static const double FADED = 0.3;

enum { TEXT_MARGIN = 3, CHARS_AT_LEAST = 3 };

typedef struct {
  double red;
  double green;
  double blue;
} Rgb;

/* In degrees and 0 to 1: the middle and how far a hash moves it. */
static const struct {
  double hue;
  double hue_range;
  double saturation;
} hues[] = {
  [PPV_CATEGORY_USER] = { 36, 22, 0.86 },
  [PPV_CATEGORY_KERNEL] = { 214, 20, 0.62 },
  [PPV_CATEGORY_JIT] = { 128, 24, 0.42 },
  [PPV_CATEGORY_UNKNOWN] = { 220, 0, 0.03 },
};

static double
hsl_channel (double hue, double saturation, double lightness, double n)
{
  double k = fmod (n + hue / 30, 12);
  double a = saturation * MIN (lightness, 1 - lightness);

  return lightness - a * CLAMP (MIN (k - 3, 9 - k), -1, 1);
}

/* @variation from 0 to 1. */
static Rgb
make_color (PpvCategory category, double variation, gboolean dark)
{
  double hue = hues[category].hue + (variation - 0.5) * hues[category].hue_range;
  double saturation = hues[category].saturation * (dark ? 0.72 : 1);
  double lightness = (dark ? 0.54 : 0.68) + (variation - 0.5) * 0.1;
  Rgb color;

  color.red = hsl_channel (hue, saturation, lightness, 0);
  color.green = hsl_channel (hue, saturation, lightness, 8);
  color.blue = hsl_channel (hue, saturation, lightness, 4);
  return color;
}

static GdkRGBA
to_rgba (Rgb color)
{
  GdkRGBA rgba = { (float) color.red, (float) color.green, (float) color.blue, 1 };

  return rgba;
}

static double
linear (double channel)
{
  return channel <= 0.03928 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

/* Relative luminance as in WCAG 2.1; black has the better contrast above 0.179. */
static gboolean
wants_black_text (Rgb color)
{
  return 0.2126 * linear (color.red) + 0.7152 * linear (color.green) +
             0.0722 * linear (color.blue) >
         0.179;
}

static double
mix (double color, double background)
{
  return FADED * color + (1 - FADED) * background;
}

static Rgb
fade (Rgb color, gboolean dark)
{
  double background = dark ? 0.14 : 0.98;
  Rgb faded = { mix (color.red, background), mix (color.green, background),
                mix (color.blue, background) };

  return faded;
}

/* Bits of the name's hash as 0 to 1: the same function has one colour everywhere. */
static double
get_variation (const char *name)
{
  return (g_str_hash (name) * 2654435761u >> 16 & 0xff) / 255.0;
}

static const GdkRGBA *
get_strong_color (const PpvFlamePainter *self)
{
  static const GdkRGBA black = { 0, 0, 0, 1 };
  static const GdkRGBA white = { 1, 1, 1, 1 };

  return self->dark ? &white : &black;
}

/* As much of a name as could fit: names of C++ may be thousands of bytes long. */
static int
get_text_bytes (const char *name, double n_chars)
{
  const char *end = name;

  for (double i = 0; i < n_chars && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  return (int) (end - name);
}

static void
draw_text (const PpvFlamePainter *self,
           GtkSnapshot *snapshot,
           const char *name,
           const graphene_rect_t *box,
           gboolean black)
{
  static const GdkRGBA colors[] = { { 1, 1, 1, 1 }, { 0, 0, 0, 1 } };
  double room = (double) box->size.width - 2 * TEXT_MARGIN;
  int height;
  graphene_point_t at;

  if (room < CHARS_AT_LEAST * self->char_width)
    return;
  pango_layout_set_text (self->text, name, get_text_bytes (name, 2 * room / self->char_width + 8));
  pango_layout_set_width (self->text, (int) (room * PANGO_SCALE));
  pango_layout_get_pixel_size (self->text, NULL, &height);
  graphene_point_init (&at, box->origin.x + TEXT_MARGIN, (float) ((self->row_height - height) / 2));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &at);
  gtk_snapshot_append_layout (snapshot, self->text, &colors[black]);
  gtk_snapshot_restore (snapshot);
}

static void
draw_box (const PpvFlamePainter *self,
          GtkSnapshot *snapshot,
          guint32 node,
          const graphene_rect_t *box)
{
  PpvFunctionId function = self->graph->tree->function[node];
  const char *name = ppv_flame_graph_get_name (self->graph, node);
  gboolean matched = self->matches != NULL && self->matches[function];
  Rgb color =
      make_color ((PpvCategory) self->graph->category[function], get_variation (name), self->dark);
  GdkRGBA rgba;

  if (self->matches != NULL && !matched)
    color = fade (color, self->dark);
  rgba = to_rgba (color);
  gtk_snapshot_append_color (snapshot, &rgba, box);
  draw_text (self, snapshot, name, box, wants_black_text (color));
  if (matched)
    ppv_flame_frame (snapshot, box, get_strong_color (self), 2);
  else if (function == self->highlight)
    ppv_flame_frame (snapshot, box, get_strong_color (self), 1);
}

/**
 * ppv_flame_painter_draw_row: (skip)
 * @self: a painter
 * @depth: a row of its layout
 *
 * Not more than one box a pixel is drawn, so the work is bounded by the width.
 *
 * Returns: (transfer full) (nullable): the row
 */
GskRenderNode *
ppv_flame_painter_draw_row (const PpvFlamePainter *self, guint32 depth)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  double last_pixel = -1;

  for (gsize i = self->layout->row_begin[depth]; i < self->layout->row_begin[depth + 1]; i++)
    {
      const PpvFlameBox *flame = &self->layout->boxes[i];
      double left = flame->left * self->width;
      double width = flame->width * self->width;
      graphene_rect_t box;

      if (width < LEAST_WIDTH || (width < 1 && floor (left) <= last_pixel))
        continue;
      if (width < 1)
        last_pixel = floor (left);
      graphene_rect_init (&box, (float) left, 0, (float) (width - (width >= GAP_FROM ? 1 : 0)),
                          (float) self->row_height - 1);
      draw_box (self, snapshot, flame->node, &box);
    }
  return gtk_snapshot_free_to_node (snapshot);
}

/**
 * ppv_flame_text_new: (skip)
 * @widget: where labels will be drawn
 * @char_width: (out): of an average character, in pixels
 * @line_height: (out): in pixels
 *
 * Returns: (transfer full): an empty layout
 */
PangoLayout *
ppv_flame_text_new (GtkWidget *widget, double *char_width, double *line_height)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int height = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);
  PangoLayout *text = pango_layout_new (context);

  *char_width = (double) pango_font_metrics_get_approximate_char_width (metrics) / PANGO_SCALE;
  *line_height = ceil ((double) height / PANGO_SCALE);
  pango_font_metrics_unref (metrics);
  pango_layout_set_ellipsize (text, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (text, TRUE);
  return text;
}

/**
 * ppv_flame_color: (skip)
 * @category: a category
 * @dark: whether the window is dark
 *
 * Returns: its middle colour
 */
GdkRGBA
ppv_flame_color (PpvCategory category, gboolean dark)
{
  return to_rgba (make_color (category, 0.5, dark));
}

/**
 * ppv_flame_frame: (skip)
 * @snapshot: where to draw
 * @box: around what; the frame is inside
 * @color: in which colour
 * @thickness: in pixels; less when the box is narrow
 */
void
ppv_flame_frame (GtkSnapshot *snapshot,
                 const graphene_rect_t *box,
                 const GdkRGBA *color,
                 double thickness)
{
  float side = (float) MIN (thickness, (double) box->size.width / 2);
  const float widths[4] = { (float) thickness, side, (float) thickness, side };
  const GdkRGBA colors[4] = { *color, *color, *color, *color };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, box, 0);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}
