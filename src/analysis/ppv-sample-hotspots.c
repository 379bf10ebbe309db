/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Hotspots of what stands beside the stack: threads, processes and cpus. */

#include "config.h"

#include "ppv-hotspots-private.h"
#include "ppv-number.h"
#include "ppv-sample-pass-private.h"

typedef struct {
  guint32 key;
  gint64 cost;
  guint64 samples;
} Row;

typedef struct {
  const PpvThreadTable *threads;
  PpvHotspotsBy by;
  PpvInterner index;
  GArray *rows;
  guint32 last; /* row of the sample before: often the same */
  gint64 sum;
  guint64 n_samples;
} Collector;

static void
collector_clear (Collector *self)
{
  ppv_interner_clear (&self->index);
  g_array_unref (self->rows);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Collector, collector_clear)

static guint32
sample_key (const Collector *self, const PpvSampleSet *set, gsize row)
{
  PpvThreadId thread;

  if (self->by == PPV_BY_CPU)
    return set->cpu != NULL ? set->cpu[row] : PPV_NONE;
  thread = set->thread != NULL ? set->thread[row] : PPV_NONE;
  return self->by == PPV_BY_PROCESS && thread != PPV_NONE ? self->threads->process[thread] : thread;
}

static guint32
append_row (Collector *self, guint32 key)
{
  Row row = { key, 0, 0 };

  g_array_append_val (self->rows, row);
  return self->rows->len - 1;
}

static guint32
find_row (Collector *self, guint32 key)
{
  guint32 hash = ppv_hash_u64 (key);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &self->index, hash,
                     g_array_index (self->rows, Row, slot->row).key == key);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (&self->index, slot, hash, append_row (self, key));
}

static void
add_rows (const PpvSamplePass *pass, gsize begin, gsize end, gpointer data)
{
  Collector *self = data;
  gboolean saturated = FALSE;

  for (gsize i = begin; i < end; i++)
    {
      guint32 key;
      Row *row;

      if (!ppv_matcher_test (pass->matcher, i))
        continue;
      key = sample_key (self, pass->set, i);
      if (self->rows->len == 0 || g_array_index (self->rows, Row, self->last).key != key)
        self->last = find_row (self, key);
      row = &g_array_index (self->rows, Row, self->last);
      row->cost = ppv_add_saturating (row->cost, pass->weight[i], &saturated);
      row->samples++;
      self->sum = ppv_add_saturating (self->sum, pass->weight[i], &saturated);
      self->n_samples++;
    }
}

static PpvHotspots *
make_hotspots (const Collector *collector)
{
  PpvHotspots *self = ppv_hotspots_alloc (collector->by, collector->rows->len);

  self->sum = collector->sum;
  self->n_samples = collector->n_samples;
  for (guint32 i = 0; i < self->n_rows; i++)
    {
      const Row *row = &g_array_index (collector->rows, Row, i);

      self->key[i] = row->key;
      self->self[i] = self->total[i] = row->cost;
      self->samples[i] = self->self_samples[i] = row->samples;
    }
  return self;
}

/*
 * ppv_hotspots_of_samples:
 * @profile: a profile
 * @selection: which metric and samples
 * @by: thread, process or cpu
 * @cancellable: (nullable): a cancellable
 * @error: PPV_ERROR_USAGE when there is no such metric; G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the hotspots, by descending self
 */
PpvHotspots *
ppv_hotspots_of_samples (const PpvProfile *profile,
                         const PpvSelection *selection,
                         PpvHotspotsBy by,
                         GCancellable *cancellable,
                         GError **error)
{
  g_auto (PpvSamplePass) pass = { 0 };
  g_auto (Collector) collector = { .threads = ppv_profile_get_threads (profile), .by = by };
  PpvHotspots *self;

  ppv_interner_init (&collector.index, 0);
  collector.rows = g_array_new (FALSE, FALSE, sizeof (Row));
  if (!ppv_sample_pass_init (&pass, profile, selection, error) ||
      !ppv_sample_pass_run (&pass, add_rows, &collector, cancellable, error))
    return NULL;
  self = make_hotspots (&collector);
  ppv_hotspots_sort (self, profile, PPV_SORT_SELF);
  return self;
}
