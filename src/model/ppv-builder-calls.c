/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who called whom: what is appended and never looked up, like samples. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-columns-private.h"
#include "ppv-profile-builder-private.h"

enum { N_COLUMNS = 3, MAX_METRICS = 64 };

void
ppv_call_rows_init (PpvCallRows *self)
{
  self->set = PPV_NONE;
  self->cost = g_ptr_array_new ();
}

void
ppv_call_rows_clear (PpvCallRows *self)
{
  for (guint i = 0; i < self->cost->len; i++)
    g_free (self->cost->pdata[i]);
  g_clear_pointer (&self->cost, g_ptr_array_unref);
  g_clear_pointer (&self->caller, g_free);
  g_clear_pointer (&self->callee, g_free);
  g_clear_pointer (&self->count, g_free);
}

/* Returns: how many @columns there are */
static guint
list_columns (PpvCallRows *self, PpvColumn columns[N_COLUMNS + MAX_METRICS])
{
  columns[0] = (PpvColumn) PPV_COLUMN (self->caller);
  columns[1] = (PpvColumn) PPV_COLUMN (self->callee);
  columns[2] = (PpvColumn) PPV_COLUMN (self->count);
  for (guint i = 0; i < self->cost->len; i++)
    columns[N_COLUMNS + i] = (PpvColumn){ &self->cost->pdata[i], sizeof (gint64) };
  return N_COLUMNS + self->cost->len;
}

static gboolean
grow (PpvProfileBuilder *self)
{
  PpvColumn columns[N_COLUMNS + MAX_METRICS];
  guint n_columns = list_columns (&self->calls, columns);

  if (self->calls.n_rows >= self->limits.rows ||
      !ppv_columns_grow (&self->calls.n_room, columns, n_columns))
    return FALSE;
  self->calls.n_room = MIN (self->calls.n_room, self->limits.rows);
  return TRUE;
}

/* The first call says of which set they are. */
static void
choose_set (PpvProfileBuilder *self, guint32 set)
{
  const PpvSetRows *rows = g_ptr_array_index (self->sets, set);

  self->calls.set = set;
  g_ptr_array_set_size (self->calls.cost, (gint) MIN (rows->metric->len, MAX_METRICS));
}

/**
 * ppv_profile_builder_call: (skip)
 * @self: a builder
 * @set: a sample set, the same for all calls
 * @caller: the place of the call
 * @callee: what was called
 * @count: how often
 * @costs: one a metric of @set
 */
void
ppv_profile_builder_call (PpvProfileBuilder *self,
                          guint32 set,
                          PpvFrameId caller,
                          PpvFunctionId callee,
                          guint64 count,
                          const gint64 *costs)
{
  PpvCallRows *rows = &self->calls;
  gsize row = rows->n_rows;

  if (rows->set == PPV_NONE)
    choose_set (self, set);
  g_return_if_fail (rows->set == set);

  if (caller == PPV_NONE || callee == PPV_NONE)
    return;
  if (row == rows->n_room && !grow (self))
    {
      (void) ppv_profile_builder_full (self, N_ ("calls"));
      return;
    }
  rows->caller[row] = caller;
  rows->callee[row] = callee;
  rows->count[row] = count;
  for (guint i = 0; i < rows->cost->len; i++)
    ((gint64 *) rows->cost->pdata[i])[row] = costs[i];
  rows->n_rows++;
}

PpvCallTable
ppv_call_rows_seal (PpvCallRows *self)
{
  PpvColumn columns[N_COLUMNS + MAX_METRICS];
  guint n_columns = list_columns (self, columns);
  PpvCallTable table = { .n_rows = self->n_rows, .set = self->set };

  if (self->n_rows > 0)
    ppv_columns_trim (self->n_rows, columns, n_columns);
  table.caller = g_steal_pointer (&self->caller);
  table.callee = g_steal_pointer (&self->callee);
  table.count = g_steal_pointer (&self->count);
  table.n_metrics = self->cost->len;
  table.cost = (const gint64 **) g_ptr_array_free (g_steal_pointer (&self->cost), FALSE);
  ppv_call_rows_init (self);
  return table;
}
