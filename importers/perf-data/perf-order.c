/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Natural merge sort: pairs of runs are merged until one is left. */

#include "config.h"

#include <string.h>

#include "perf-order.h"

typedef struct {
  char *rows;
  gsize size;   /* of a row */
  GArray *ends; /* gsize: after the last row of each run */
} Runs;

static guint64
time_at (const Runs *self, const char *rows, gsize row)
{
  guint64 time;

  memcpy (&time, rows + row * self->size, sizeof time);
  return time;
}

static void
find_runs (Runs *self, gsize n_rows)
{
  for (gsize row = 1; row <= n_rows; row++)
    if (row == n_rows || time_at (self, self->rows, row) < time_at (self, self->rows, row - 1))
      g_array_append_val (self->ends, row);
}

/* Merges [@begin, @middle) with [@middle, @end) into the same place of @to. */
static void
merge (const Runs *self, char *to, gsize begin, gsize middle, gsize end)
{
  gsize left = begin, right = middle;
  gsize size = self->size;

  for (gsize row = begin; row < end; row++)
    {
      gboolean take_left = right >= end || (left < middle && time_at (self, self->rows, left) <=
                                                                 time_at (self, self->rows, right));
      gsize from = take_left ? left++ : right++;

      memcpy (to + row * size, self->rows + from * size, size);
    }
}

static void
merge_pairs (Runs *self, char *to)
{
  GArray *ends = self->ends;
  gsize begin = 0;
  guint n_runs = 0;

  for (guint i = 0; i < ends->len; i += 2)
    {
      gsize middle = g_array_index (ends, gsize, i);
      gsize end = i + 1 < ends->len ? g_array_index (ends, gsize, i + 1) : middle;

      merge (self, to, begin, middle, end);
      g_array_index (ends, gsize, n_runs++) = end;
      begin = end;
    }
  g_array_set_size (ends, n_runs);
}

void
perf_order_by_time (GArray *rows)
{
  Runs runs = { rows->data, g_array_get_element_size (rows), NULL };
  g_autofree char *other = NULL;
  char *from, *to;

  runs.ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  find_runs (&runs, rows->len);
  if (runs.ends->len > 1)
    other = g_malloc_n (rows->len, runs.size);
  for (from = rows->data, to = other; runs.ends->len > 1;)
    {
      char *swap = from;

      runs.rows = from;
      merge_pairs (&runs, to);
      from = to;
      to = swap;
    }
  if (from != rows->data)
    memcpy (rows->data, from, rows->len * runs.size);
  g_array_unref (runs.ends);
}
