/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-call-draft-private.h"
#include "ppv-calls-private.h"
#include "ppv-frame-keys-private.h"
#include "ppv-hotspots-private.h"
#include "ppv-number.h"
#include "ppv-stack-walk-private.h"

PpvHotspots *
ppv_hotspots_alloc (PpvHotspotsBy by, guint32 n_rows)
{
  PpvHotspots *self = g_new0 (PpvHotspots, 1);

  self->by = by;
  self->n_rows = n_rows;
  self->key = g_new0 (guint32, n_rows);
  self->self = g_new0 (gint64, n_rows);
  self->total = g_new0 (gint64, n_rows);
  self->samples = g_new0 (guint64, n_rows);
  self->self_samples = g_new0 (guint64, n_rows);
  return self;
}

/* Keeps the rows with cost or samples. */
static void
drop_empty_rows (PpvHotspots *self)
{
  guint32 n_kept = 0;

  for (guint32 i = 0; i < self->n_rows; i++)
    {
      if (self->samples[i] == 0 && self->self[i] == 0 && self->total[i] == 0)
        continue;
      self->key[n_kept] = self->key[i];
      self->self[n_kept] = self->self[i];
      self->total[n_kept] = self->total[i];
      self->samples[n_kept] = self->samples[i];
      self->self_samples[n_kept] = self->self_samples[i];
      n_kept++;
    }
  self->n_rows = n_kept;
}

/* Adds up what is on top and returns the row of each stack, (transfer full). */
static guint32 *
add_self (PpvHotspots *self,
          const PpvStackTable *stacks,
          const PpvStackCosts *costs,
          const PpvFrameKeys *keys)
{
  guint32 *row_of_stack = g_new (guint32, stacks->n_rows);
  gboolean saturated = FALSE;

  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    {
      guint32 row = keys->of_frame[stacks->frame[i]];

      row_of_stack[i] = row;
      self->self[row] = ppv_add_saturating (self->self[row], costs->self[i], &saturated);
      self->self_samples[row] += costs->samples[i];
    }
  return row_of_stack;
}

/**
 * ppv_hotspots_from_costs: (skip)
 * @profile: a profile
 * @costs: what its stacks cost
 * @by: function, module, file or line
 *
 * Returns: (transfer full): the hotspots
 */
PpvHotspots *
ppv_hotspots_from_costs (const PpvProfile *profile, const PpvStackCosts *costs, PpvHotspotsBy by)
{
  g_auto (PpvFrameKeys) keys = { 0 };
  g_autofree guint32 *row_of_stack = NULL;
  const PpvStackTable *stacks;
  PpvHotspots *self;

  g_return_val_if_fail (profile != NULL && costs != NULL && by <= PPV_BY_LINE, NULL);
  stacks = ppv_profile_get_stacks (profile);
  g_return_val_if_fail (costs->n_stacks == stacks->n_rows, NULL);

  ppv_frame_keys_init (&keys, profile, by);
  self = ppv_hotspots_alloc (by, keys.n_keys);
  self->sum = costs->sum;
  self->n_samples = costs->n_samples;
  for (guint32 i = 0; i < keys.n_keys; i++)
    self->key[i] = keys.meaning[i];
  row_of_stack = add_self (self, stacks, costs, &keys);
  ppv_stack_walk_totals (profile, costs, row_of_stack, keys.n_keys, self->total, self->samples);
  ppv_calls_add_totals (profile, costs, &keys, self);
  drop_empty_rows (self);
  ppv_hotspots_sort (self, profile, PPV_SORT_SELF);
  return self;
}

/* Nodes of the call tree are the stacks, function by function. */
static PpvHotspots *
hotspots_of_stacks (const PpvProfile *profile, const PpvStackCosts *costs)
{
  g_autoptr (PpvCallTree) tree = ppv_call_tree_of_stacks (profile, costs);
  PpvHotspots *self = ppv_hotspots_alloc (PPV_BY_STACK, tree->n_nodes);

  self->sum = costs->sum;
  self->n_samples = costs->n_samples;
  for (PpvStackId i = costs->n_stacks; i-- > 0;)
    {
      guint32 node = tree->node_of_stack[i];

      if (node == PPV_NONE)
        continue;
      self->key[node] = i;
      self->self[node] = self->total[node] = tree->self[node];
      self->samples[node] += costs->samples[i];
      self->self_samples[node] = self->samples[node];
    }
  drop_empty_rows (self);
  ppv_hotspots_sort (self, profile, PPV_SORT_SELF);
  return self;
}

/**
 * ppv_hotspots_new: (skip)
 * @profile: a profile
 * @selection: which metric and samples
 * @by: what a row is
 * @cancellable: (nullable): a cancellable
 * @error: PPV_ERROR_USAGE when there is no such metric; G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the hotspots, by descending self
 */
PpvHotspots *
ppv_hotspots_new (const PpvProfile *profile,
                  const PpvSelection *selection,
                  PpvHotspotsBy by,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (PpvStackCosts) costs = NULL;

  g_return_val_if_fail (profile != NULL && selection != NULL && by <= PPV_BY_STACK, NULL);

  if (by > PPV_BY_LINE && by != PPV_BY_STACK)
    return ppv_hotspots_of_samples (profile, selection, by, cancellable, error);
  costs = ppv_stack_costs_new (profile, selection, cancellable, error);
  if (costs == NULL)
    return NULL;
  return by == PPV_BY_STACK ? hotspots_of_stacks (profile, costs)
                            : ppv_hotspots_from_costs (profile, costs, by);
}

/**
 * ppv_hotspots_free: (skip)
 * @self: (nullable): hotspots
 */
void
ppv_hotspots_free (PpvHotspots *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->self);
  g_free (self->total);
  g_free (self->samples);
  g_free (self->self_samples);
  g_free (self);
}
