/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "ppv-memory-painter.h"

/* Room around the plot for labels, in pixels. */
enum { LEFT = 72, RIGHT = 16, TOP = 22, BOTTOM = 24 };
/* Labels are about that far from each other, in pixels. */
enum { ROW_DISTANCE = 44, COLUMN_DISTANCE = 130, MOST_LABELS = 100 };

/* For light and for dark backgrounds; neighbours differ in brightness too. */
static const char *const site_colors[2][8] = {
  { "#1c71d8", "#f6a13c", "#26a269", "#dc8add", "#a51d2d", "#62c4d8", "#865e3c", "#b5c334" },
  { "#3584e4", "#ffbe6f", "#2aa876", "#dc8add", "#c64650", "#7dd3e4", "#a37b52", "#c9d65a" },
};

static const char *const other_colors[2][4] = {
  { "#9a9996", "#9a9996", "#5e5c64", "#c0bfbc" },
  { "#8a898c", "#8a898c", "#c0bfbc", "#5e5c64" },
};

/**
 * ppv_memory_painter_get_color: (skip)
 * @history: a history
 * @band: one of its bands
 * @dark: whether the background is
 * @color: (out): its colour
 */
void
ppv_memory_painter_get_color (const PpvMemoryHistory *history,
                              guint32 band,
                              gboolean dark,
                              GdkRGBA *color)
{
  PpvBandKind kind = history->bands->bands[band].kind;
  const char *name;

  if (kind == PPV_BAND_SITE)
    name = site_colors[dark ? 1 : 0][band % G_N_ELEMENTS (site_colors[0])];
  else
    name = other_colors[dark ? 1 : 0][(kind - PPV_BAND_OTHERS) % G_N_ELEMENTS (other_colors[0])];
  gdk_rgba_parse (color, name);
}

/* --- where things are ---- */

static double
get_plot_width (const PpvMemoryPainter *self)
{
  return MAX (self->width - LEFT - RIGHT, 1);
}

static double
get_plot_height (const PpvMemoryPainter *self)
{
  return MAX (self->height - TOP - BOTTOM, 1);
}

/* By time, or by number where all have the same. */
static double
get_x (const PpvMemoryPainter *self, guint32 row)
{
  const PpvMemoryHistory *history = self->history;
  double first = (double) history->first;
  double last = (double) history->last;
  double part = 0.5;

  if (last > first)
    part = ((double) history->memory->snapshots[row].time - first) / (last - first);
  else if (history->memory->n_snapshots > 1)
    part = (double) row / (history->memory->n_snapshots - 1);
  return LEFT + part * get_plot_width (self);
}

static double
get_y (const PpvMemoryPainter *self, double bytes)
{
  double most = MAX ((double) self->history->most, 1);

  return TOP + (1 - CLAMP (bytes / most, 0, 1)) * get_plot_height (self);
}

static double
get_sum (const PpvMemoryPainter *self, guint32 row)
{
  return (double) ppv_snapshot_sum (&self->history->memory->snapshots[row]);
}

/* Of the snapshots that are in one column of pixels the highest; in their order. */
static GArray *
find_drawn (const PpvMemoryPainter *self)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  double column = -1;

  for (guint32 i = 0; i < self->history->memory->n_snapshots; i++)
    {
      double at = floor (get_x (self, i));
      guint32 *before = rows->len > 0 ? &g_array_index (rows, guint32, rows->len - 1) : NULL;

      if (before == NULL || at != column)
        g_array_append_val (rows, i);
      else if (get_sum (self, i) >= get_sum (self, *before))
        *before = i;
      column = at;
    }
  return rows;
}

/* --- labels ---- */

static void
draw_text (const PpvMemoryPainter *self,
           cairo_t *cairo,
           const char *text,
           double x,
           double y,
           double align)
{
  int width;
  int height;

  pango_layout_set_text (self->text, text, -1);
  pango_layout_get_pixel_size (self->text, &width, &height);
  x = CLAMP (x - align * width, 0, MAX (self->width - width, 0));
  cairo_move_to (cairo, x, y - height / 2.0);
  pango_cairo_show_layout (cairo, self->text);
}

static void
set_color (const PpvMemoryPainter *self, cairo_t *cairo, double alpha)
{
  cairo_set_source_rgba (cairo, self->color.red, self->color.green, self->color.blue, alpha);
}

static void
draw_line (cairo_t *cairo, double x1, double y1, double x2, double y2)
{
  cairo_move_to (cairo, floor (x1) + 0.5, floor (y1) + 0.5);
  cairo_line_to (cairo, floor (x2) + 0.5, floor (y2) + 0.5);
  cairo_stroke (cairo);
}

/* A step of 1, 2, 4, … of a binary unit, so that labels are round. */
static double
find_byte_step (const PpvMemoryPainter *self)
{
  double n_most = MAX (floor (get_plot_height (self) / ROW_DISTANCE), 1);
  double step = 1;

  while ((double) self->history->most / step > n_most)
    step *= 2;
  return step;
}

static void
draw_rows (const PpvMemoryPainter *self, cairo_t *cairo)
{
  double step = find_byte_step (self);

  for (double bytes = 0; bytes <= (double) self->history->most; bytes += step)
    {
      g_autofree char *label = ppv_format_bytes ((gint64) bytes);
      double y = get_y (self, bytes);

      set_color (self, cairo, 0.7);
      draw_text (self, cairo, label, LEFT - 8, y, 1);
      set_color (self, cairo, bytes > 0 ? 0.12 : 0.4);
      draw_line (cairo, LEFT, y, self->width - RIGHT, y);
    }
}

/* A step of 1, 2 or 5 times a power of ten, or of bytes a power of two. */
static double
find_time_step (const PpvMemoryPainter *self)
{
  double range = (double) self->history->last - (double) self->history->first;
  double least = range / MAX (floor (get_plot_width (self) / COLUMN_DISTANCE), 1);
  double step = pow (10, floor (log10 (MAX (least, 1))));

  if (g_str_equal (ppv_profile_get_time_unit (self->history->profile), "bytes"))
    return pow (2, ceil (log2 (MAX (least, 1))));
  if (step < least)
    step *= step * 2 >= least ? 2 : step * 5 >= least ? 5 : 10;
  return MAX (step, 1);
}

static void
draw_unit (const PpvMemoryPainter *self, cairo_t *cairo)
{
  const char *unit = ppv_memory_history_get_unit (self->history);

  if (*unit != '\0')
    draw_text (self, cairo, unit, self->width - RIGHT, self->height - BOTTOM + 12, 1);
}

static void
draw_columns (const PpvMemoryPainter *self, cairo_t *cairo)
{
  double first = (double) self->history->first;
  double range = (double) self->history->last - first;
  double step = find_time_step (self);
  double begin = ceil (first / step) * step;
  double end = self->width - RIGHT + 1;

  set_color (self, cairo, 0.7);
  draw_unit (self, cairo);
  if (*ppv_memory_history_get_unit (self->history) != '\0')
    end -= COLUMN_DISTANCE;
  for (guint i = 0; range > 0 && i < MOST_LABELS; i++)
    {
      double time = begin + i * step;
      g_autofree char *label = ppv_memory_history_dup_time (self->history, (gint64) time);
      double x = LEFT + (time - first) / range * get_plot_width (self);

      if (x > end)
        break;
      draw_line (cairo, x, self->height - BOTTOM, x, self->height - BOTTOM + 4);
      draw_text (self, cairo, label, x, self->height - BOTTOM + 12, 0.5);
    }
}

/* --- areas ---- */

/* Fills what is between two curves, @lower and @upper, over the snapshots of @rows. */
static void
fill_between (const PpvMemoryPainter *self,
              cairo_t *cairo,
              const GArray *rows,
              const double *lower,
              const double *upper)
{
  cairo_new_path (cairo);
  for (guint i = 0; i < rows->len; i++)
    cairo_line_to (cairo, get_x (self, g_array_index (rows, guint32, i)), get_y (self, upper[i]));
  for (guint i = rows->len; i > 0; i--)
    cairo_line_to (cairo, get_x (self, g_array_index (rows, guint32, i - 1)),
                   get_y (self, lower[i - 1]));
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

/* Bytes of all bands at each snapshot: a row of them for each of @rows. */
static double *
make_values (const PpvMemoryPainter *self, const GArray *rows)
{
  guint32 n_bands = self->history->bands->n_bands;
  double *values = g_new0 (double, (gsize) rows->len *n_bands + 1);

  for (guint i = 0; i < rows->len; i++)
    ppv_memory_history_fill (self->history, g_array_index (rows, guint32, i),
                             values + (gsize) i * n_bands);
  return values;
}

/* What is beside the heap lies on it, even where it is not known who allocated. */
static double
get_base (const PpvMemoryPainter *self, guint32 band, guint32 row, double below)
{
  if (self->history->bands->bands[band].kind < PPV_BAND_EXTRA)
    return below;
  return MAX (below, (double) self->history->memory->snapshots[row].heap);
}

static void
draw_bands (const PpvMemoryPainter *self, cairo_t *cairo, const GArray *rows)
{
  guint32 n_bands = self->history->bands->n_bands;
  g_autofree double *values = make_values (self, rows);
  g_autofree double *lower = g_new0 (double, rows->len + 1);
  g_autofree double *upper = g_new0 (double, rows->len + 1);

  for (guint32 band = 0; band < n_bands; band++)
    {
      GdkRGBA color;

      for (guint i = 0; i < rows->len; i++)
        {
          lower[i] = get_base (self, band, g_array_index (rows, guint32, i), upper[i]);
          upper[i] = lower[i] + values[(gsize) i * n_bands + band];
        }
      ppv_memory_painter_get_color (self->history, band, self->dark, &color);
      gdk_cairo_set_source_rgba (cairo, &color);
      fill_between (self, cairo, rows, lower, upper);
    }
}

/* All memory: in grey below the bands, and as a line above them. */
static void
draw_sum (const PpvMemoryPainter *self, cairo_t *cairo, const GArray *rows, gboolean line)
{
  g_autofree double *zero = g_new0 (double, rows->len + 1);
  g_autofree double *sums = g_new0 (double, rows->len + 1);

  for (guint i = 0; i < rows->len; i++)
    sums[i] = get_sum (self, g_array_index (rows, guint32, i));
  set_color (self, cairo, line ? 0.8 : 0.12);
  if (!line)
    {
      fill_between (self, cairo, rows, zero, sums);
      return;
    }
  cairo_new_path (cairo);
  for (guint i = 0; i < rows->len; i++)
    cairo_line_to (cairo, get_x (self, g_array_index (rows, guint32, i)), get_y (self, sums[i]));
  cairo_set_line_width (cairo, 1.5);
  cairo_stroke (cairo);
}

/* Where it is recorded who allocated, unless that is everywhere. */
static void
draw_dots (const PpvMemoryPainter *self, cairo_t *cairo, const GArray *rows)
{
  if (self->history->n_detailed == self->history->memory->n_snapshots)
    return;
  set_color (self, cairo, 1);
  for (guint i = 0; i < rows->len; i++)
    {
      guint32 row = g_array_index (rows, guint32, i);

      if (!self->history->memory->snapshots[row].detailed)
        continue;
      cairo_arc (cairo, get_x (self, row), get_y (self, get_sum (self, row)), 2.5, 0, 2 * G_PI);
      cairo_fill (cairo);
    }
}

static void
draw_peak (const PpvMemoryPainter *self, cairo_t *cairo)
{
  static const double dashes[] = { 4, 3 };
  const PpvMemory *memory = self->history->memory;
  guint32 peak = memory->peak != PPV_NONE ? memory->peak : memory->highest;
  g_autofree char *bytes = ppv_format_bytes ((gint64) get_sum (self, peak));
  g_autofree char *label = g_strdup_printf (_ ("Peak: %s"), bytes);
  double x = get_x (self, peak);

  set_color (self, cairo, 0.9);
  draw_text (self, cairo, label, x, TOP / 2.0, 0.5);
  cairo_set_dash (cairo, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_set_line_width (cairo, 1);
  draw_line (cairo, x, TOP, x, self->height - BOTTOM);
  cairo_set_dash (cairo, NULL, 0, 0);
}

/**
 * ppv_memory_painter_draw: (skip)
 * @self: what to draw and how
 * @cairo: where to
 */
void
ppv_memory_painter_draw (const PpvMemoryPainter *self, cairo_t *cairo)
{
  g_autoptr (GArray) rows = NULL;

  if (self->history->memory->n_snapshots == 0)
    return;
  rows = find_drawn (self);
  cairo_set_line_width (cairo, 1);
  draw_rows (self, cairo);
  draw_sum (self, cairo, rows, FALSE);
  draw_bands (self, cairo, rows);
  draw_sum (self, cairo, rows, TRUE);
  draw_dots (self, cairo, rows);
  cairo_set_line_width (cairo, 1);
  draw_columns (self, cairo);
  draw_peak (self, cairo);
}

/**
 * ppv_memory_painter_mark: (skip)
 * @self: what is drawn and how
 * @snapshot: where to draw
 * @row: the snapshot to mark
 * @color: of the mark
 */
void
ppv_memory_painter_mark (const PpvMemoryPainter *self,
                         GtkSnapshot *snapshot,
                         guint32 row,
                         const GdkRGBA *color)
{
  enum { RADIUS = 5 };
  float x = (float) get_x (self, row);
  float y = (float) get_y (self, get_sum (self, row));
  graphene_rect_t line;
  graphene_rect_t dot;
  GskRoundedRect round;

  graphene_rect_init (&line, x - 1, TOP, 2, (float) get_plot_height (self));
  graphene_rect_init (&dot, x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
  gtk_snapshot_append_color (snapshot, color, &line);
  gsk_rounded_rect_init_from_rect (&round, &dot, RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, color, &dot);
  gtk_snapshot_pop (snapshot);
}

/**
 * ppv_memory_painter_pick: (skip)
 * @self: what is drawn and how
 * @x: in pixels
 *
 * Of several at the same place the highest counts, as it does in the drawing.
 *
 * Returns: the snapshot nearest to @x, or PPV_NONE without any
 */
guint32
ppv_memory_painter_pick (const PpvMemoryPainter *self, double x)
{
  g_autoptr (GArray) rows = find_drawn (self);
  guint32 nearest = PPV_NONE;

  for (guint i = 0; i < rows->len; i++)
    {
      guint32 row = g_array_index (rows, guint32, i);

      if (nearest == PPV_NONE || fabs (get_x (self, row) - x) < fabs (get_x (self, nearest) - x))
        nearest = row;
    }
  return nearest;
}
