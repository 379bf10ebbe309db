/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Natural merge sort: pairs of runs are merged until one is left. */

#include "config.h"

#include <string.h>

#include "perf-order.h"

typedef struct {
  const char *rows;
  gsize size;    /* of a row */
  guint32 *from; /* indices of rows, in runs */
  guint32 *to;
  GArray *ends; /* guint: after the last index of each run */
} Runs;

static guint64
time_of (const Runs *self, guint32 row)
{
  guint64 time;

  memcpy (&time, self->rows + row * self->size, sizeof time);
  return time;
}

static void
find_runs (Runs *self, guint n_rows)
{
  for (guint row = 0; row < n_rows; row++)
    {
      self->from[row] = row;
      if (row > 0 && time_of (self, row) < time_of (self, row - 1))
        g_array_append_val (self->ends, row);
    }
  g_array_append_val (self->ends, n_rows);
}

/* Merges [@begin, @middle) with [@middle, @end) into the same place of the other indices. */
static void
merge (const Runs *self, guint begin, guint middle, guint end)
{
  guint left = begin, right = middle;

  for (guint at = begin; at < end; at++)
    {
      gboolean take_left = right >= end || (left < middle && time_of (self, self->from[left]) <=
                                                                 time_of (self, self->from[right]));

      self->to[at] = self->from[take_left ? left++ : right++];
    }
}

static void
merge_pairs (Runs *self)
{
  GArray *ends = self->ends;
  guint begin = 0, n_runs = 0;

  for (guint i = 0; i < ends->len; i += 2)
    {
      guint middle = g_array_index (ends, guint, i);
      guint end = i + 1 < ends->len ? g_array_index (ends, guint, i + 1) : middle;

      merge (self, begin, middle, end);
      g_array_index (ends, guint, n_runs++) = end;
      begin = end;
    }
  g_array_set_size (ends, n_runs);
}

guint32 *
perf_order_by_time (GArray *rows)
{
  Runs runs = { .rows = rows->data, .size = g_array_get_element_size (rows) };

  runs.from = g_new (guint32, rows->len);
  runs.to = g_new (guint32, rows->len);
  runs.ends = g_array_new (FALSE, FALSE, sizeof (guint));
  find_runs (&runs, rows->len);
  while (runs.ends->len > 1)
    {
      guint32 *merged = runs.to;

      merge_pairs (&runs);
      runs.to = runs.from;
      runs.from = merged;
    }
  g_array_unref (runs.ends);
  g_free (runs.to);
  return runs.from;
}
