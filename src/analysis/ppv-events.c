/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-events.h"
#include "ppv-sample-pass-private.h"

typedef struct {
  const PpvProfile *profile;
  GArray *rows; /* PpvEvent */
  guint32 set;
} Collector;

static void
add_rows (const PpvSamplePass *pass, gsize begin, gsize end, gpointer data)
{
  Collector *self = data;

  for (gsize i = begin; i < end; i++)
    {
      PpvEvent event = { self->set, i };

      if (ppv_matcher_test (pass->matcher, i))
        g_array_append_val (self->rows, event);
    }
}

static gint64
time_of (const PpvProfile *profile, const PpvEvent *event)
{
  const PpvSampleSet *set = ppv_profile_get_set (profile, event->set);

  return set->time != NULL ? set->time[event->row] : 0;
}

static gint
compare_events (gconstpointer a, gconstpointer b, gpointer data)
{
  const PpvEvent *one = a, *two = b;
  gint64 first = time_of (data, one), second = time_of (data, two);

  if (first != second)
    return first < second ? -1 : 1;
  if (one->set != two->set)
    return one->set < two->set ? -1 : 1;
  return one->row < two->row ? -1 : one->row > two->row;
}

static gboolean
is_sorted (const Collector *self)
{
  for (guint i = 1; i < self->rows->len; i++)
    if (compare_events (&g_array_index (self->rows, PpvEvent, i - 1),
                        &g_array_index (self->rows, PpvEvent, i), (gpointer) self->profile) > 0)
      return FALSE;
  return TRUE;
}

static gboolean
collect (Collector *self, const PpvSelection *selection, GCancellable *cancellable, GError **error)
{
  g_auto (PpvSamplePass) pass = { 0 };

  if (!ppv_sample_pass_init (&pass, self->profile, selection, error))
    return FALSE;
  if (pass.group != PPV_NONE)
    return TRUE;
  self->set = ppv_profile_get_metric (self->profile, pass.metric)->set;
  return ppv_sample_pass_run (&pass, add_rows, self, cancellable, error);
}

/* The first metric of each set that is of the recording. */
static gboolean
collect_all (Collector *self,
             const PpvSelection *selection,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (PpvSelection) of_metric = ppv_selection_copy (selection);

  for (guint32 i = 0; i < ppv_profile_get_n_sets (self->profile); i++)
    {
      const PpvSampleSet *set = ppv_profile_get_set (self->profile, i);
      const PpvMetric *metric;

      if (set->derived || set->n_metrics == 0 || set->n_groups > 0)
        continue;
      metric = ppv_profile_get_metric (self->profile, set->metric[0]);
      ppv_selection_set_metric (of_metric, ppv_profile_get_string (self->profile, metric->name));
      if (!collect (self, of_metric, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * ppv_events_new: (skip)
 * @profile: a profile
 * @selection: which samples
 * @cancellable: (nullable): a way to stop
 * @error: PPV_ERROR_USAGE when the profile has no such metric, or G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the samples
 */
PpvEvents *
ppv_events_new (const PpvProfile *profile,
                const PpvSelection *selection,
                GCancellable *cancellable,
                GError **error)
{
  Collector self = { .profile = profile };
  PpvEvents *events;
  gboolean done;

  g_return_val_if_fail (profile != NULL && selection != NULL, NULL);

  self.rows = g_array_new (FALSE, FALSE, sizeof (PpvEvent));
  if (ppv_selection_get_metric (selection) != NULL)
    done = collect (&self, selection, cancellable, error);
  else
    done = collect_all (&self, selection, cancellable, error);
  if (!done)
    {
      g_array_unref (self.rows);
      return NULL;
    }
  if (!is_sorted (&self))
    g_array_sort_with_data (self.rows, compare_events, (gpointer) profile);
  events = g_new0 (PpvEvents, 1);
  events->row = (PpvEvent *) (void *) g_array_steal (self.rows, &events->n_rows);
  g_array_unref (self.rows);
  return events;
}

/**
 * ppv_events_free: (skip)
 * @self: (transfer full) (nullable): samples
 */
void
ppv_events_free (PpvEvents *self)
{
  if (self == NULL)
    return;
  g_free (self->row);
  g_free (self);
}
