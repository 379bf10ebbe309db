/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "ppv-heap-sites-private.h"
#include "ppv-memory.h"
#include "ppv-number.h"
#include "ppv-stack-costs-private.h"

/* Whether it is of a tool that sums up what was allocated. */
static gboolean
has_sums (const PpvProfile *profile)
{
  static const char *const names[] = { "allocated", "leaked", "copied", "curB", "RB" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (ppv_profile_find_metric (profile, names[i]) != PPV_NONE)
      return TRUE;
  return FALSE;
}

static gint64
counter_value (const PpvCounter *counter, guint32 row)
{
  return counter != NULL && row < counter->n_rows ? counter->value[row] : 0;
}

/* Bytes in the stacks of a group, for profiles that do not count them beside. */
static gint64
group_sum (const PpvSampleSet *set, guint32 group)
{
  gboolean saturated = FALSE;
  gint64 sum = 0;

  for (guint64 i = set->group_begin[group]; i < set->group_begin[group + 1]; i++)
    sum = ppv_add_saturating (sum, set->weight[0][i], &saturated);
  return sum;
}

static void
take_counters (PpvMemory *self, const PpvProfile *profile)
{
  const PpvCounter *heap = ppv_profile_find_counter (profile, "heap");
  const PpvCounter *extra = ppv_profile_find_counter (profile, "extra");
  const PpvCounter *stacks = ppv_profile_find_counter (profile, "stacks");

  for (guint32 i = 0; i < self->n_snapshots; i++)
    {
      if (heap != NULL && i < heap->n_rows)
        self->snapshots[i].time = heap->time[i];
      self->snapshots[i].heap = counter_value (heap, i);
      self->snapshots[i].extra = counter_value (extra, i);
      self->snapshots[i].stacks = counter_value (stacks, i);
    }
}

static void
take_groups (PpvMemory *self, const PpvProfile *profile)
{
  const PpvSampleSet *set = ppv_profile_get_set (profile, self->set);
  gboolean has_counter = ppv_profile_find_counter (profile, "heap") != NULL;

  for (guint32 i = 0; i < MIN (self->n_snapshots, set->n_groups); i++)
    {
      self->snapshots[i].detailed = (set->group_flags[i] & PPV_GROUP_DETAILED) != 0;
      if (self->peak == PPV_NONE && (set->group_flags[i] & PPV_GROUP_PEAK))
        self->peak = i;
      if (has_counter)
        continue;
      self->snapshots[i].time = set->group_time[i];
      self->snapshots[i].heap = group_sum (set, i);
    }
}

/**
 * ppv_snapshot_sum: (skip)
 * @self: a snapshot
 *
 * Returns: heap, extra and stacks together, in bytes
 */
gint64
ppv_snapshot_sum (const PpvSnapshot *self)
{
  gboolean saturated = FALSE;
  gint64 sum;

  g_return_val_if_fail (self != NULL, 0);

  sum = ppv_add_saturating (self->heap, self->extra, &saturated);
  return ppv_add_saturating (sum, self->stacks, &saturated);
}

static guint32
find_highest (const PpvMemory *self)
{
  guint32 highest = PPV_NONE;
  gint64 most = 0;

  for (guint32 i = 0; i < self->n_snapshots; i++)
    {
      gint64 bytes = ppv_snapshot_sum (&self->snapshots[i]);

      if (highest == PPV_NONE || bytes > most)
        {
          highest = i;
          most = bytes;
        }
    }
  return highest;
}

/**
 * ppv_memory_new: (skip)
 * @profile: a profile
 * @error: PPV_ERROR_USAGE when it has neither a "heap" counter nor a LEVEL metric
 *
 * Returns: (transfer full): memory over time
 */
PpvMemory *
ppv_memory_new (const PpvProfile *profile, GError **error)
{
  const PpvMetric *level;
  const PpvCounter *heap;
  PpvMemory *self;
  guint32 set;

  g_return_val_if_fail (profile != NULL, NULL);

  heap = ppv_profile_find_counter (profile, "heap");
  level = ppv_heap_find_level (profile);
  set = level != NULL ? level->set : PPV_NONE;
  if (heap == NULL && set == PPV_NONE)
    {
      g_set_error_literal (error, PPV_ERROR, PPV_ERROR_USAGE,
                           has_sums (profile)
                               ? _ ("the profile has sums of memory and no moments: hotspots, "
                                    "tree and leaks show them")
                               : _ ("the profile does not tell how much memory was in use"));
      return NULL;
    }
  self = g_new0 (PpvMemory, 1);
  self->set = set;
  self->peak = PPV_NONE;
  self->n_snapshots = heap != NULL ? heap->n_rows : ppv_profile_get_set (profile, set)->n_groups;
  self->snapshots = g_new0 (PpvSnapshot, self->n_snapshots);
  take_counters (self, profile);
  if (set != PPV_NONE)
    take_groups (self, profile);
  self->highest = find_highest (self);
  self->sparse =
      self->n_snapshots < 2 || g_strcmp0 (ppv_profile_get_fact (profile, "tool"), "dhat") == 0;
  return self;
}

/**
 * ppv_memory_get_shown: (skip)
 * @self: memory over time
 *
 * Returns: the snapshot whose call stacks are shown unless asked otherwise: the peak
 *     of the file, else the first of the highest with call stacks; PPV_NONE when none
 *     has any
 */
guint32
ppv_memory_get_shown (const PpvMemory *self)
{
  guint32 shown = PPV_NONE;

  g_return_val_if_fail (self != NULL, PPV_NONE);

  if (self->peak != PPV_NONE && self->snapshots[self->peak].detailed)
    return self->peak;
  for (guint32 i = 0; i < self->n_snapshots; i++)
    if (self->snapshots[i].detailed &&
        (shown == PPV_NONE ||
         ppv_snapshot_sum (&self->snapshots[i]) > ppv_snapshot_sum (&self->snapshots[shown])))
      shown = i;
  return shown;
}

/**
 * ppv_memory_free: (skip)
 * @self: (nullable): memory over time
 */
void
ppv_memory_free (PpvMemory *self)
{
  if (self == NULL)
    return;
  g_free (self->snapshots);
  g_free (self);
}

/**
 * ppv_memory_costs: (skip)
 * @self: memory over time
 * @profile: its profile
 * @snapshot: a snapshot
 *
 * Returns: (transfer full) (nullable): who holds the bytes then; NULL when the
 *     snapshot is not detailed
 */
PpvStackCosts *
ppv_memory_costs (const PpvMemory *self, const PpvProfile *profile, guint32 snapshot)
{
  g_autoptr (PpvSelection) everything = NULL;
  g_auto (PpvSamplePass) pass = { 0 };
  const PpvSampleSet *set;

  g_return_val_if_fail (self != NULL && profile != NULL, NULL);
  g_return_val_if_fail (snapshot < self->n_snapshots, NULL);

  if (!self->snapshots[snapshot].detailed)
    return NULL;
  everything = ppv_selection_new ();
  set = ppv_profile_get_set (profile, self->set);
  pass.metric = set->metric[0];
  pass.group = snapshot;
  pass.set = set;
  pass.weight = set->weight[0];
  pass.begin = (gsize) set->group_begin[snapshot];
  pass.end = (gsize) set->group_begin[snapshot + 1];
  pass.matcher = ppv_matcher_new (profile, everything, set);
  return ppv_stack_costs_from_pass (profile, &pass, NULL, NULL);
}
