/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-memory-history.h"

/* Places with a band of their own: as many as colours can be told apart. */
enum { MOST_SITES = 8 };

static void
clear_history (gpointer data)
{
  PpvMemoryHistory *self = data;

  ppv_memory_bands_free (self->bands);
  ppv_memory_free (self->memory);
  g_free (self->moment_of);
  ppv_profile_unref (self->profile);
}

static void
find_moments (PpvMemoryHistory *self)
{
  guint32 next = 0;

  self->moment_of = g_new (guint32, self->memory->n_snapshots + 1);
  for (guint32 i = 0; i < self->memory->n_snapshots; i++)
    {
      if (next < self->bands->n_moments && self->bands->snapshot[next] == i)
        next++;
      self->moment_of[i] = next > 0 ? next - 1 : PPV_NONE;
    }
}

static void
find_ends (PpvMemoryHistory *self)
{
  for (guint32 i = 0; i < self->memory->n_snapshots; i++)
    {
      const PpvSnapshot *snapshot = &self->memory->snapshots[i];

      self->first = i == 0 ? snapshot->time : MIN (self->first, snapshot->time);
      self->last = i == 0 ? snapshot->time : MAX (self->last, snapshot->time);
      self->most = MAX (self->most, ppv_snapshot_sum (snapshot));
      self->n_detailed += snapshot->detailed ? 1 : 0;
    }
}

/**
 * ppv_memory_history_new: (skip)
 * @profile: a profile
 * @error: PPV_ERROR_USAGE when it has no memory in it
 *
 * Returns: (transfer full) (nullable): its memory over time
 */
PpvMemoryHistory *
ppv_memory_history_new (PpvProfile *profile, GError **error)
{
  PpvMemory *memory;
  PpvMemoryHistory *self;

  g_return_val_if_fail (profile != NULL, NULL);

  memory = ppv_memory_new (profile, error);
  if (memory == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (PpvMemoryHistory);
  self->profile = ppv_profile_ref (profile);
  self->memory = memory;
  self->bands = ppv_memory_bands_new (memory, profile, MOST_SITES);
  find_moments (self);
  find_ends (self);
  return self;
}

/**
 * ppv_memory_history_ref: (skip)
 * @self: a history
 *
 * Returns: (transfer full): @self
 */
PpvMemoryHistory *
ppv_memory_history_ref (PpvMemoryHistory *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * ppv_memory_history_unref: (skip)
 * @self: (transfer full): a history
 */
void
ppv_memory_history_unref (PpvMemoryHistory *self)
{
  g_atomic_rc_box_release_full (self, clear_history);
}

/* --- bands between moments ---- */

/* A band's share of the heap at a moment; -1 when there is no heap then. */
static double
get_share (const PpvMemoryHistory *self, guint32 band, guint32 moment)
{
  gint64 heap = self->memory->snapshots[self->bands->snapshot[moment]].heap;

  return heap > 0 ? (double) self->bands->bands[band].bytes[moment] / (double) heap : -1;
}

/* The share between two moments: each counts the more the nearer it is. */
static double
mix_shares (const PpvMemoryHistory *self, guint32 band, guint32 moment, guint32 snapshot)
{
  double before = get_share (self, band, moment);
  double after = get_share (self, band, moment + 1);
  double begin = (double) self->memory->snapshots[self->bands->snapshot[moment]].time;
  double end = (double) self->memory->snapshots[self->bands->snapshot[moment + 1]].time;
  double at = (double) self->memory->snapshots[snapshot].time;
  double part = end > begin ? CLAMP ((at - begin) / (end - begin), 0, 1) : 0;

  if (before < 0 || after < 0)
    return MAX (MAX (before, after), 0);
  return before + (after - before) * part;
}

static double
get_bytes (const PpvMemoryHistory *self, guint32 band, guint32 moment, guint32 snapshot)
{
  const PpvSnapshot *row = &self->memory->snapshots[snapshot];

  switch (self->bands->bands[band].kind)
    {
    case PPV_BAND_EXTRA:
      return (double) row->extra;
    case PPV_BAND_STACKS:
      return (double) row->stacks;
    case PPV_BAND_SITE:
    case PPV_BAND_OTHERS:
    case PPV_BAND_HEAP:
    default:
      break;
    }
  if (moment == PPV_NONE)
    return 0;
  if (self->bands->snapshot[moment] == snapshot)
    return (double) self->bands->bands[band].bytes[moment];
  if (moment + 1 == self->bands->n_moments)
    return 0;
  return mix_shares (self, band, moment, snapshot) * (double) row->heap;
}

/**
 * ppv_memory_history_fill: (skip)
 * @self: a history
 * @snapshot: one of its snapshots
 * @bytes: (out) (array): of each band
 *
 * Returns: FALSE before the first and after the last snapshot with call stacks, where
 *     only what is beside the heap is known
 */
gboolean
ppv_memory_history_fill (const PpvMemoryHistory *self, guint32 snapshot, double *bytes)
{
  guint32 moment = self->moment_of[snapshot];

  for (guint32 i = 0; i < self->bands->n_bands; i++)
    bytes[i] = get_bytes (self, i, moment, snapshot);
  return moment != PPV_NONE &&
         (moment + 1 < self->bands->n_moments || self->bands->snapshot[moment] == snapshot);
}

/**
 * ppv_memory_history_is_moment: (skip)
 * @self: a history
 * @snapshot: one of its snapshots
 *
 * Returns: whether the bands of it are recorded and no estimate
 */
gboolean
ppv_memory_history_is_moment (const PpvMemoryHistory *self, guint32 snapshot)
{
  guint32 moment = self->moment_of[snapshot];

  return moment != PPV_NONE && self->bands->snapshot[moment] == snapshot;
}

/* --- snapshots ---- */

static gint64
get_distance (const PpvMemoryHistory *self, guint32 a, guint32 b)
{
  gint64 left = self->memory->snapshots[a].time;
  gint64 right = self->memory->snapshots[b].time;
  gint64 distance;

  if (__builtin_sub_overflow (MAX (left, right), MIN (left, right), &distance))
    return G_MAXINT64;
  return distance;
}

/**
 * ppv_memory_history_nearest_detailed: (skip)
 * @self: a history
 * @snapshot: one of its snapshots
 *
 * Returns: the one with call stacks that is nearest to it, or PPV_NONE
 */
guint32
ppv_memory_history_nearest_detailed (const PpvMemoryHistory *self, guint32 snapshot)
{
  guint32 nearest = PPV_NONE;

  for (guint32 i = 0; i < self->memory->n_snapshots; i++)
    if (self->memory->snapshots[i].detailed &&
        (nearest == PPV_NONE ||
         get_distance (self, i, snapshot) < get_distance (self, nearest, snapshot)))
      nearest = i;
  return nearest;
}

/**
 * ppv_memory_history_begin: (skip)
 * @self: a history
 *
 * Returns: the peak, if it has call stacks, else another one
 */
guint32
ppv_memory_history_begin (const PpvMemoryHistory *self)
{
  guint32 shown = ppv_memory_get_shown (self->memory);

  return shown != PPV_NONE ? shown : self->memory->highest;
}

/* --- texts ---- */

/**
 * ppv_memory_history_get_unit: (skip)
 * @self: a history
 *
 * Returns: what is to be said once of all times, or ""
 */
const char *
ppv_memory_history_get_unit (const PpvMemoryHistory *self)
{
  const char *unit = ppv_profile_get_time_unit (self->profile);

  if (g_str_equal (unit, "ns") || g_str_equal (unit, "ms") || g_str_equal (unit, "bytes"))
    return "";
  return unit;
}

/* 12345678 as "12.3 M" */
static char *
dup_short (gint64 count)
{
  static const struct {
    double factor;
    const char *name;
  } scales[] = { { 1e12, "T" }, { 1e9, "G" }, { 1e6, "M" }, { 1e3, "k" } };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    if ((double) count >= scales[i].factor)
      return g_strdup_printf ("%.1f\u00a0%s", (double) count / scales[i].factor, scales[i].name);
  return ppv_format_count (count);
}

/**
 * ppv_memory_history_dup_time: (skip)
 * @self: a history
 * @time: a time of its profile
 *
 * Returns: (transfer full): the time for people
 */
char *
ppv_memory_history_dup_time (const PpvMemoryHistory *self, gint64 time)
{
  const char *unit = ppv_profile_get_time_unit (self->profile);
  gboolean is_time = g_str_equal (unit, "ns") || g_str_equal (unit, "ms");

  if (time == 0 && is_time)
    return g_strdup ("0 s");
  if (g_str_equal (unit, "ns"))
    return ppv_format_duration (time);
  if (g_str_equal (unit, "ms"))
    return ppv_format_duration (time > G_MAXINT64 / 1000000 ? G_MAXINT64 : time * 1000000);
  return g_str_equal (unit, "bytes") ? ppv_format_bytes (time) : dup_short (time);
}

/* The time with its unit, where that is not said by it. */
static char *
dup_moment (const PpvMemoryHistory *self, gint64 time)
{
  g_autofree char *text = ppv_memory_history_dup_time (self, time);
  const char *unit = ppv_memory_history_get_unit (self);

  if (*unit == '\0')
    return g_steal_pointer (&text);
  return g_strdup_printf ("%s %s", text, unit);
}

/* What the sum is made of, where there is more than the heap. */
static void
append_parts (GString *text, const PpvSnapshot *row)
{
  g_autofree char *heap = ppv_format_bytes (row->heap);
  g_autofree char *extra = ppv_format_bytes (row->extra);
  g_autofree char *stacks = ppv_format_bytes (row->stacks);

  if (row->extra == 0 && row->stacks == 0)
    return;
  if (row->stacks == 0)
    g_string_append_printf (text, _ (" (heap %s, extra %s)"), heap, extra);
  else
    g_string_append_printf (text, _ (" (heap %s, extra %s, stacks %s)"), heap, extra, stacks);
}

/**
 * ppv_memory_history_describe: (skip)
 * @self: a history
 * @snapshot: one of its snapshots
 *
 * Returns: (transfer full): a line about it
 */
char *
ppv_memory_history_describe (const PpvMemoryHistory *self, guint32 snapshot)
{
  const PpvSnapshot *row = &self->memory->snapshots[snapshot];
  g_autofree char *time = dup_moment (self, row->time);
  g_autofree char *sum = ppv_format_bytes (ppv_snapshot_sum (row));
  GString *text = g_string_new (NULL);

  /* Translators: number, time and size of a snapshot */
  g_string_append_printf (text, _ ("Snapshot %u at %s: %s"), snapshot, time, sum);
  append_parts (text, row);
  if (snapshot == self->memory->peak)
    g_string_append (text, _ (", the peak"));
  return g_string_free (text, FALSE);
}

/* --- trees ---- */

/**
 * ppv_memory_tree_new: (skip)
 * @history: a history
 * @snapshot: one of its snapshots
 *
 * Returns: (transfer full) (nullable): who allocated what was in use then
 */
PpvMemoryTree *
ppv_memory_tree_new (PpvMemoryHistory *history, guint32 snapshot)
{
  PpvStackCosts *costs = ppv_memory_costs (history->memory, history->profile, snapshot);
  PpvMemoryTree *self;

  if (costs == NULL)
    return NULL;
  self = g_new0 (PpvMemoryTree, 1);
  self->history = ppv_memory_history_ref (history);
  self->snapshot = snapshot;
  self->costs = costs;
  self->tree = ppv_inverted_tree_new (history->profile, costs, PPV_MERGE_NOTHING);
  return self;
}

/**
 * ppv_memory_tree_free: (skip)
 * @self: (transfer full): a tree
 */
void
ppv_memory_tree_free (PpvMemoryTree *self)
{
  ppv_inverted_tree_free (self->tree);
  ppv_stack_costs_free (self->costs);
  ppv_memory_history_unref (self->history);
  g_free (self);
}
