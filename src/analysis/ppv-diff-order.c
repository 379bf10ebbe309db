/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ppv-diff-private.h"

/* What is sure first. */
static int
rank_of (PpvDiffStatus status)
{
  return status < PPV_DIFF_UNCLEAR ? 0 : (int) status;
}

static int
compare_doubles (double a, double b)
{
  return (a > b) - (a < b);
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer data)
{
  const PpvDiffRow *rows = data;
  const PpvDiffRow *left = &rows[*(const guint32 *) a];
  const PpvDiffRow *right = &rows[*(const guint32 *) b];
  int order = rank_of (left->self.status) - rank_of (right->self.status);

  if (order == 0)
    order = compare_doubles (fabs (right->self.difference), fabs (left->self.difference));
  if (order == 0)
    order = compare_doubles (fabs (right->total.difference), fabs (left->total.difference));
  if (order == 0)
    order = strcmp (left->function, right->function);
  if (order == 0)
    order = strcmp (left->module, right->module);
  return order != 0 ? order : (left > right) - (left < right);
}

static gboolean
has_cost (const PpvDiffRow *row)
{
  return row->total.cost[0] != 0 || row->total.cost[1] != 0 || row->self.cost[0] != 0 ||
         row->self.cost[1] != 0 || row->total.samples[0] != 0 || row->total.samples[1] != 0;
}

/*
 * ppv_diff_take_rows:
 * @diff: a difference without rows yet
 * @rows: its rows, those without cost among them
 * @n_rows: how many
 *
 * Takes rows with cost over, sorted.
 */
void
ppv_diff_take_rows (PpvDiff *diff, PpvDiffRow *rows, guint32 n_rows)
{
  g_autofree guint32 *order = g_new (guint32, n_rows + 1);
  g_autofree guint32 *place = g_new (guint32, n_rows + 1);

  for (guint32 i = 0; i < n_rows; i++)
    if (has_cost (&rows[i]))
      order[diff->n_rows++] = i;
  g_qsort_with_data (order, (gint) diff->n_rows, sizeof *order, compare_rows, rows);
  for (guint32 i = 0; i < diff->n_rows; i++)
    place[order[i]] = i;
  diff->rows = g_new (PpvDiffRow, diff->n_rows + 1);
  for (guint32 i = 0; i < diff->n_rows; i++)
    {
      PpvDiffRow *row = &diff->rows[i];

      *row = rows[order[i]];
      row->function = g_strdup (row->function);
      row->module = g_strdup (row->module);
      if (row->caller != PPV_NONE)
        row->caller = place[row->caller];
    }
}
