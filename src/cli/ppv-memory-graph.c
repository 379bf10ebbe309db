/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Memory over time in characters: a column shows the most that any snapshot in
 * its time has, in eighths of a line; where there is no snapshot, the last one.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-memory.h"
#include "ppv-cli-text.h"
#include "ppv-number.h"

enum { HEIGHT = 12, EIGHTHS = 8, AXIS_WIDTH = 10 };

static const char *const bars[EIGHTHS + 1] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };

/* What a column shows of its time. */
typedef struct {
  gint64 bytes;
  gboolean known;
  gboolean detailed;
  gboolean peak;
} Column;

static void
find_span (const PpvMemory *memory, double *begin, double *length)
{
  gint64 first = G_MAXINT64;
  gint64 last = G_MININT64;

  for (guint32 i = 0; i < memory->n_snapshots; i++)
    {
      first = MIN (first, memory->snapshots[i].time);
      last = MAX (last, memory->snapshots[i].time);
    }
  *begin = (double) first;
  *length = MAX ((double) last - (double) first, 1);
}

static Column *
fill_columns (const PpvMemory *memory, guint n_columns)
{
  Column *columns = g_new0 (Column, n_columns);
  double begin;
  double length;

  find_span (memory, &begin, &length);
  for (guint32 i = 0; i < memory->n_snapshots; i++)
    {
      const PpvSnapshot *snapshot = &memory->snapshots[i];
      double place = ((double) snapshot->time - begin) / length * (n_columns - 1);
      Column *column = &columns[(guint) CLAMP (place, 0, n_columns - 1)];

      column->bytes = MAX (column->bytes, ppv_snapshot_sum (snapshot));
      column->known = TRUE;
      column->detailed |= snapshot->detailed;
      column->peak |= i == (memory->peak != PPV_NONE ? memory->peak : memory->highest);
    }
  for (guint i = 1; i < n_columns; i++)
    if (!columns[i].known)
      columns[i].bytes = columns[i - 1].bytes;
  return columns;
}

/* In eighths of a line; something is never shown as nothing. */
static guint
bar_height (gint64 bytes, gint64 most)
{
  guint height;

  if (bytes <= 0 || most <= 0)
    return 0;
  height = (guint) ((double) bytes / (double) most * HEIGHT * EIGHTHS + 0.5);
  return MAX (height, 1);
}

static void
print_line (const Column *columns, guint n_columns, guint line, gint64 most, PpvOutput *output)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *label = line == HEIGHT - 1 ? ppv_format_bytes (most) : g_strdup ("");

  ppv_text_pad (text, label, AXIS_WIDTH - 1, TRUE);
  g_string_append (text, "│");
  for (guint i = 0; i < n_columns; i++)
    {
      guint height = bar_height (columns[i].bytes, most);
      guint below = line * EIGHTHS;

      g_string_append (text, bars[height > below ? MIN (height - below, EIGHTHS) : 0]);
    }
  g_string_append_c (text, '\n');
  ppv_sink_puts (output->sink, text->str);
}

static void
print_axis (const Column *columns, guint n_columns, PpvOutput *output)
{
  g_autoptr (GString) text = g_string_new (NULL);

  ppv_text_pad (text, "0", AXIS_WIDTH - 1, TRUE);
  g_string_append (text, "└");
  for (guint i = 0; i < n_columns; i++)
    g_string_append (text, columns[i].peak ? "▲" : columns[i].detailed ? "┴" : "─");
  g_string_append_c (text, '\n');
  ppv_sink_puts (output->sink, text->str);
}

static void
print_times (const PpvMemoryReport *self, guint n_columns, PpvOutput *output)
{
  const char *unit = ppv_profile_get_time_unit (self->profile);
  const PpvMemory *memory = self->memory;
  g_autofree char *first = ppv_format_value (memory->snapshots[0].time, unit);
  g_autofree char *last = ppv_format_value (memory->snapshots[memory->n_snapshots - 1].time, unit);
  g_autoptr (GString) text = g_string_new (NULL);
  guint used = ppv_text_width (first);

  ppv_text_pad (text, "", AXIS_WIDTH, FALSE);
  g_string_append (text, first);
  ppv_text_pad (text, last, n_columns - MIN (used, n_columns), TRUE);
  g_string_append_c (text, '\n');
  ppv_sink_puts (output->sink, text->str);
}

void
ppv_memory_graph_print (const PpvMemoryReport *self, guint width, PpvOutput *output)
{
  guint n_columns = MAX (width, AXIS_WIDTH + 20) - AXIS_WIDTH;
  g_autofree Column *columns = NULL;
  gint64 most;

  if (self->memory->n_snapshots == 0)
    return;
  columns = fill_columns (self->memory, n_columns);
  most = ppv_snapshot_sum (&self->memory->snapshots[self->memory->highest]);
  for (guint line = HEIGHT; line-- > 0;)
    print_line (columns, n_columns, line, most, output);
  print_axis (columns, n_columns, output);
  print_times (self, n_columns, output);
}
