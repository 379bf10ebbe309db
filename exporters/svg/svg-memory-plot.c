/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The curves: bands on each other, the sum of all above them, axes, marks of the snapshots. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-text.h"
#include "svg-axis.h"
#include "svg-memory.h"
#include "svg-page.h"

/* Pixels. */
enum {
  TICK_WIDTH = 110,
  TICK_HEIGHT = 60,
  BAR_WIDTH = 90,
  MARK_TOP = 3,
  MARK_HEIGHT = 10,
  LABEL_BASE = 30,
  UNIT_BASE = 48,
  NUMBER_ROOM = 13,
  PLACES = 150, /* for a number, that are looked at */
};

/* --- axes --------------------------------------------------------------------------- */

static void
append_point (GString *into, char command, double x, double y)
{
  g_string_append_c (into, command);
  svg_append_number (into, x);
  g_string_append_c (into, ' ');
  svg_append_number (into, y);
}

static void
write_path (PpvSink *sink, const char *class, const GString *path)
{
  ppv_sink_printf (sink, "<path class=\"%s\" d=\"%s\"/>\n", class, path->str);
}

static void
write_text (PpvSink *sink, const char *class, double x, double y, const char *text)
{
  g_autoptr (GString) place = g_string_new (NULL);

  g_string_append (place, "x=\"");
  svg_append_number (place, x);
  g_string_append (place, "\" y=\"");
  svg_append_number (place, y);
  ppv_sink_printf (sink, "<text class=\"%s\" %s\">", class, place->str);
  ppv_sink_escaped (sink, ppv_escape_xml, text);
  ppv_sink_puts (sink, "</text>\n");
}

static void
write_byte_axis (const SvgMemory *self, PpvSink *sink)
{
  guint n = (guint) (self->bottom - self->top) / TICK_HEIGHT;
  g_auto (SvgAxis) axis = { 0 };

  svg_axis_init (&axis, 0, (double) self->high, "bytes", n);
  for (guint i = 0; i < axis.n_ticks; i++)
    {
      double y = svg_memory_get_y (self, (gint64) svg_axis_get (&axis, i));
      g_autofree char *number = svg_axis_dup_label (&axis, i);
      g_autofree char *label = g_strdup_printf ("%s %s", number, axis.unit);
      g_autoptr (GString) path = g_string_new (NULL);

      append_point (path, 'M', self->left, y);
      append_point (path, 'L', self->right, y);
      write_path (sink, i == 0 ? "axis" : "grid", path);
      write_text (sink, "line end", self->left - 8, y + 4, i == 0 ? "0" : label);
    }
}

/* Of bars, each has its time. */
static void
write_bar_times (const SvgMemory *self, PpvSink *sink)
{
  for (guint32 i = 0; i < self->memory->n_snapshots; i++)
    {
      g_autofree char *label = svg_memory_dup_time (self, i);

      write_text (sink, "line middle", self->x[i], self->bottom + LABEL_BASE, label);
    }
}

static void
write_time_axis (const SvgMemory *self, PpvSink *sink)
{
  const PpvSnapshot *snapshots = self->memory->snapshots;
  const char *unit = ppv_profile_get_time_unit (self->profile);
  double width = self->right - self->left;
  double low = (double) snapshots[0].time;
  double high = low;
  g_auto (SvgAxis) axis = { 0 };
  g_autofree char *title = NULL;

  for (guint32 i = 0; i < self->memory->n_snapshots; i++)
    high = MAX (high, (double) snapshots[i].time);
  svg_axis_init (&axis, low, high, unit, (guint) width / TICK_WIDTH);
  for (guint i = 0; i < axis.n_ticks && high > low; i++)
    {
      double x = self->left + (svg_axis_get (&axis, i) - low) / (high - low) * width;
      g_autofree char *label = svg_axis_dup_label (&axis, i);
      g_autoptr (GString) path = g_string_new (NULL);

      append_point (path, 'M', x, self->bottom);
      append_point (path, 'L', x, self->bottom + LABEL_BASE - 12);
      write_path (sink, "grid", path);
      write_text (sink, "line middle", x, self->bottom + LABEL_BASE, label);
    }
  if (axis.unit == NULL)
    return;
  title = g_str_equal (unit, "bytes")
              ? g_strdup_printf (_ ("allocated and freed so far, in %s"), axis.unit)
              : g_strdup_printf (_ ("time in %s"), axis.unit);
  write_text (sink, "line end", self->right, self->bottom + UNIT_BASE, title);
}

/* --- snapshots ---------------------------------------------------------------------- */

static void
append_part (GString *text, const char *name, gint64 value)
{
  g_autofree char *bytes = ppv_format_bytes (value);

  if (value != 0)
    g_string_append_printf (text, "\n%s: %s", name, bytes);
}

static char *
describe_snapshot (const SvgMemory *self, guint32 snapshot)
{
  const PpvSnapshot *row = &self->memory->snapshots[snapshot];
  g_autofree char *time = svg_memory_dup_time (self, snapshot);
  g_autofree char *sum = ppv_format_bytes (ppv_snapshot_sum (row));
  GString *text = g_string_new (NULL);

  g_string_printf (text, _ ("Snapshot %u, at %s: %s"), snapshot, time, sum);
  append_part (text, _ ("heap"), row->heap);
  append_part (text, _ ("extra"), row->extra);
  append_part (text, _ ("stacks"), row->stacks);
  g_string_append_c (text, '\n');
  g_string_append (text, snapshot == self->peak ? _ ("the peak")
                         : row->detailed        ? _ ("tells who allocated")
                                                : _ ("does not tell who allocated"));
  return g_string_free (text, FALSE);
}

/* A mark below the axis, with room for a pointer around it. */
static void
write_mark (const SvgMemory *self, guint32 snapshot, PpvSink *sink)
{
  gboolean detailed = self->memory->snapshots[snapshot].detailed;
  g_autofree char *text = describe_snapshot (self, snapshot);
  g_autoptr (GString) x = g_string_new (NULL);
  g_autoptr (GString) left = g_string_new (NULL);

  svg_append_number (x, self->x[snapshot] - (detailed ? 1 : 0.5));
  svg_append_number (left, self->x[snapshot] - 3);
  ppv_sink_puts (sink, "<g><title>");
  ppv_sink_escaped (sink, ppv_escape_xml, text);
  ppv_sink_printf (sink,
                   "</title><rect class=\"hit\" x=\"%s\" y=\"%d\" width=\"6\" height=\"%d\"/>",
                   left->str, (int) self->bottom, MARK_TOP + MARK_HEIGHT);
  ppv_sink_printf (sink, "<rect class=\"%s\" x=\"%s\" y=\"%d\" width=\"%d\" height=\"%d\"/></g>\n",
                   detailed ? "detailed" : "plain", x->str, (int) self->bottom + MARK_TOP,
                   detailed ? 2 : 1, detailed ? MARK_HEIGHT : MARK_HEIGHT / 2);
}

static void
write_peak (const SvgMemory *self, PpvSink *sink)
{
  double x = self->x[self->peak];
  double y = self->top - 10;
  gboolean is_right = x > (self->left + self->right) / 2;
  g_autofree char *bytes =
      ppv_format_bytes (ppv_snapshot_sum (&self->memory->snapshots[self->peak]));
  g_autofree char *time = svg_memory_dup_time (self, self->peak);
  g_autofree char *label = g_strdup_printf (_ ("peak: %s at %s"), bytes, time);
  g_autoptr (GString) path = g_string_new (NULL);

  append_point (path, 'M', x, y + 4);
  append_point (path, 'L', x, self->is_bars ? self->top : self->bottom);
  write_path (sink, "peak", path);
  g_string_truncate (path, 0);
  append_point (path, 'M', x - 5, y - 4);
  append_point (path, 'L', x + 5, y - 4);
  append_point (path, 'L', x, y + 5);
  g_string_append_c (path, 'Z');
  write_path (sink, "peak-sign", path);
  write_text (sink, is_right ? "peak-text end" : "peak-text", x + (is_right ? -10 : 10), y + 4,
              label);
}

/* --- curves ------------------------------------------------------------------------- */

static void
append_total (const SvgMemory *self, GString *path)
{
  for (guint32 i = 0; i < self->n_snapshots; i++)
    {
      guint32 at = self->snapshots[i];

      append_point (path, i == 0 ? 'M' : 'L', self->x[at],
                    svg_memory_get_y (self, ppv_snapshot_sum (&self->memory->snapshots[at])));
    }
}

/* What lies below the sum of all: bands are drawn only there. */
static void
write_ground (const SvgMemory *self, PpvSink *sink)
{
  g_autoptr (GString) path = g_string_new (NULL);

  append_total (self, path);
  append_point (path, 'L', self->x[self->snapshots[self->n_snapshots - 1]], self->bottom);
  append_point (path, 'L', self->x[self->snapshots[0]], self->bottom);
  g_string_append_c (path, 'Z');
  ppv_sink_printf (sink, "<clipPath id=\"below\"><path d=\"%s\"/></clipPath>\n", path->str);
  ppv_sink_printf (sink, "<path class=\"unknown\" d=\"%s\"><title>", path->str);
  ppv_sink_escaped (sink, ppv_escape_xml, _ ("In use, but no snapshot tells who allocated it"));
  ppv_sink_puts (sink, "</title></path>\n");
}

static void
append_bar (const SvgMemory *self, guint32 band, guint32 point, double width, GString *path)
{
  double x = self->points[point];
  double low = svg_memory_get_y (self, svg_memory_get_base (self, band, point));
  double high = svg_memory_get_y (self, svg_memory_get_base (self, band + 1, point));

  if (low - high < 0.01)
    return;
  append_point (path, 'M', x - width / 2, low);
  append_point (path, 'L', x - width / 2, high);
  append_point (path, 'L', x + width / 2, high);
  append_point (path, 'L', x + width / 2, low);
  g_string_append_c (path, 'Z');
}

static void
append_area (const SvgMemory *self, guint32 band, GString *path)
{
  for (guint32 i = 0; i < self->n_points; i++)
    append_point (path, i == 0 ? 'M' : 'L', self->points[i],
                  svg_memory_get_y (self, svg_memory_get_base (self, band + 1, i)));
  for (guint32 i = self->n_points; i-- > 0;)
    append_point (path, 'L', self->points[i],
                  svg_memory_get_y (self, svg_memory_get_base (self, band, i)));
  g_string_append_c (path, 'Z');
}

static char *
describe_band (const SvgMemory *self, guint32 band)
{
  const PpvMemoryBands *bands = self->bands;
  const PpvMemoryBand *row = &bands->bands[band];
  const PpvSnapshot *peak = &self->memory->snapshots[bands->snapshot[bands->peak]];
  g_autofree char *name = ppv_escape_dup (ppv_escape_terminal, row->name);
  g_autofree char *bytes = ppv_format_bytes (row->peak_bytes);
  g_autofree char *share = svg_format_percent (row->peak_bytes, ppv_snapshot_sum (peak));
  g_autofree char *most = ppv_format_bytes (row->most_bytes);

  return g_strdup_printf (_ ("%u: %s\n%s at the peak, %s of all; %s at most"), band + 1, name,
                          bytes, share, most);
}

static void
write_band (const SvgMemory *self, guint32 band, PpvSink *sink)
{
  g_autofree char *text = describe_band (self, band);
  g_autofree char *fill = svg_memory_dup_fill (self, band);
  g_autoptr (GString) path = g_string_new (NULL);

  for (guint32 i = 0; i < self->n_points && self->is_bars; i++)
    append_bar (self, band, i, BAR_WIDTH, path);
  if (!self->is_bars && self->n_points == 1)
    append_bar (self, band, 0, BAR_WIDTH / 5, path);
  else if (!self->is_bars)
    append_area (self, band, path);
  ppv_sink_printf (sink, "<path %s d=\"%s\"><title>", fill, path->str);
  ppv_sink_escaped (sink, ppv_escape_xml, text);
  ppv_sink_puts (sink, "</title></path>\n");
}

/* --- numbers of bands --------------------------------------------------------------- */

/* Bytes below @band at @x, between two moments. */
static double
base_at (const SvgMemory *self, guint32 band, double x)
{
  guint32 low = 0;
  guint32 high = self->n_points - 1;
  double begin, end, part;

  while (high - low > 1)
    {
      guint32 middle = low + (high - low) / 2;

      if (self->points[middle] <= x)
        low = middle;
      else
        high = middle;
    }
  begin = self->points[low];
  end = self->points[high];
  part = end > begin ? CLAMP ((x - begin) / (end - begin), 0, 1) : 0;
  return (double) svg_memory_get_base (self, band, low) * (1 - part) +
         (double) svg_memory_get_base (self, band, high) * part;
}

/* Pixels free for a number in the band around @x; their middle is put into @y. */
static double
room_at (const SvgMemory *self, guint32 band, double x, double *y)
{
  double half = self->is_bars ? 0 : NUMBER_ROOM / 2.0;
  double low = 0;
  double high = (double) self->high;

  *y = 0;
  if (x - half < self->points[0] || x + half > self->points[self->n_points - 1])
    return 0;
  for (int i = -1; i <= 1; i++)
    {
      low = MAX (low, base_at (self, band, x + i * half));
      high = MIN (high, base_at (self, band + 1, x + i * half));
    }
  *y = svg_memory_get_y (self, (gint64) ((low + high) / 2));
  return (high - low) / (double) self->high * (self->bottom - self->top);
}

static gboolean
is_at_peak (const SvgMemory *self, double x)
{
  return !self->is_bars && ABS (x - self->x[self->peak]) < NUMBER_ROOM;
}

/* Where the band is widest, if that is wide enough. */
static void
write_number (const SvgMemory *self, guint32 band, PpvSink *sink)
{
  guint n_places = self->is_bars ? self->n_points : PLACES;
  double step = (self->right - self->left - 2 * NUMBER_ROOM) / (PLACES - 1);
  double most = NUMBER_ROOM;
  double best_x = -1;
  double best_y = 0;
  g_autofree char *text = g_strdup_printf ("%u", band + 1);
  g_autofree char *class = svg_memory_dup_number_class (self, band);

  for (guint i = 0; i < n_places && self->n_points > 1; i++)
    {
      double x = self->is_bars ? self->points[i] : self->left + NUMBER_ROOM + step * i;
      double y;
      double room = room_at (self, band, x, &y);

      if (room > most && !is_at_peak (self, x))
        {
          most = room;
          best_x = x;
          best_y = y;
        }
    }
  if (best_x >= 0)
    write_text (sink, class, best_x, best_y + 4, text);
}

void
svg_memory_write_plot (const SvgMemory *self, PpvSink *sink)
{
  write_byte_axis (self, sink);
  if (self->is_bars)
    write_bar_times (self, sink);
  else
    write_time_axis (self, sink);
  if (!self->is_bars)
    write_ground (self, sink);
  ppv_sink_printf (sink, "<g id=\"bands\"%s>\n",
                   self->is_bars || self->n_points == 1 ? "" : " clip-path=\"url(#below)\"");
  for (guint32 i = 0; i < self->bands->n_bands; i++)
    write_band (self, i, sink);
  ppv_sink_puts (sink, "</g>\n");
  for (guint32 i = 0; i < self->bands->n_bands; i++)
    write_number (self, i, sink);
  if (!self->is_bars)
    {
      g_autoptr (GString) path = g_string_new (NULL);

      append_total (self, path);
      write_path (sink, "total", path);
    }
  for (guint32 i = 0; i < self->n_snapshots; i++)
    write_mark (self, self->snapshots[i], sink);
  write_peak (self, sink);
}
