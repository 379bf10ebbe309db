/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "ppv-number.h"
#include "ppv-sample-pass-private.h"
#include "ppv-timeline.h"

/* Of all series together: 256 MiB of numbers. */
enum { MOST_CELLS = 1 << 24 };

typedef struct {
  const PpvProfile *profile;
  PpvTimeline *into;
  GHashTable *series_of_key; /* key to number of the series and 1; NULL when all are one */
  gint64 first_time;
  gint64 last_time;
  gboolean saturated;
} Work;

/* --- which times there are -------------------------------------------------------- */

static void
find_times (const PpvSamplePass *pass, gsize begin, gsize end, gpointer data)
{
  Work *self = data;

  for (gsize i = begin; i < end; i++)
    {
      if (!ppv_matcher_test (pass->matcher, i))
        continue;
      if (pass->set->time == NULL)
        {
          self->into->n_timeless++;
          continue;
        }
      self->first_time = MIN (self->first_time, MAX (pass->set->time[i], 0));
      self->last_time = MAX (self->last_time, pass->set->time[i]);
    }
}

/* 1, 2 or 5 times a power of ten, the least that is enough for @length in @most parts. */
static gint64
round_bucket (gint64 length, guint32 most)
{
  static const gint64 steps[] = { 1, 2, 5 };
  gint64 power = 1;

  for (;; power *= 10)
    for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
      if (length / (steps[i] * power) < most || power > G_MAXINT64 / 100)
        return steps[i] * power;
}

static gboolean
place_buckets (Work *self, gint64 bucket, guint32 most_buckets, GError **error)
{
  PpvTimeline *into = self->into;
  g_autofree char *count = NULL;
  gint64 n_buckets;

  if (self->first_time > self->last_time)
    self->first_time = self->last_time = 0;
  into->bucket =
      bucket > 0 ? bucket : round_bucket (self->last_time - self->first_time, most_buckets);
  into->first = self->first_time / into->bucket;
  n_buckets = self->last_time / into->bucket - into->first + 1;
  if (n_buckets <= MOST_CELLS / ((gint64) into->n_series + 1))
    {
      into->n_buckets = (guint32) n_buckets;
      return TRUE;
    }
  count = ppv_format_count (n_buckets);
  g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE, _ ("that makes %s buckets: choose longer ones"),
               count);
  return FALSE;
}

/* --- series ------------------------------------------------------------------------ */

static PpvHotspots *
rank_keys (const Work *self,
           const PpvSelection *selection,
           GCancellable *cancellable,
           GError **error)
{
  static const PpvHotspotsBy dimensions[] = { [PPV_TIMELINE_BY_THREAD] = PPV_BY_THREAD,
                                              [PPV_TIMELINE_BY_PROCESS] = PPV_BY_PROCESS,
                                              [PPV_TIMELINE_BY_CPU] = PPV_BY_CPU,
                                              [PPV_TIMELINE_BY_FUNCTION] = PPV_BY_FUNCTION };

  return ppv_hotspots_new (self->profile, selection, dimensions[self->into->by], cancellable,
                           error);
}

/* Rows with cost of their own, as only those have a share in any bucket. */
static guint32
count_ranked (const PpvHotspots *ranked)
{
  guint32 n = 0;

  while (n < ranked->n_rows && ranked->self[n] > 0)
    n++;
  return n;
}

static gboolean
choose_series (Work *self,
               const PpvSelection *selection,
               guint32 most_series,
               GCancellable *cancellable,
               GError **error)
{
  PpvTimeline *into = self->into;
  g_autoptr (PpvHotspots) ranked = NULL;
  guint32 n_named;

  into->n_series = 1;
  into->series = g_new0 (PpvSeries, 1);
  if (into->by == PPV_TIMELINE_OF_ALL)
    return TRUE;
  ranked = rank_keys (self, selection, cancellable, error);
  if (ranked == NULL)
    return FALSE;
  n_named = MIN (count_ranked (ranked), most_series);
  into->series = g_renew (PpvSeries, into->series, (gsize) n_named + 1);
  self->series_of_key = g_hash_table_new (NULL, NULL);
  for (guint32 i = 0; i < n_named; i++)
    {
      into->series[i] = (PpvSeries){ .label = ppv_hotspots_dup_label (ranked, self->profile, i) };
      g_hash_table_insert (self->series_of_key, GUINT_TO_POINTER (ranked->key[i]),
                           GUINT_TO_POINTER (i + 1));
    }
  into->series[n_named] = (PpvSeries){ .is_rest = TRUE };
  into->n_series = n_named + 1;
  return TRUE;
}

static guint32
key_of_sample (const Work *self, const PpvSampleSet *set, gsize row)
{
  PpvThreadId thread = set->thread != NULL ? set->thread[row] : PPV_NONE;

  switch (self->into->by)
    {
    case PPV_TIMELINE_BY_CPU:
      return set->cpu != NULL ? set->cpu[row] : PPV_NONE;
    case PPV_TIMELINE_BY_FUNCTION:
      return ppv_profile_get_frames (self->profile)
          ->function[ppv_profile_get_stacks (self->profile)->frame[set->stack[row]]];
    case PPV_TIMELINE_BY_PROCESS:
      return thread == PPV_NONE ? PPV_NONE
                                : ppv_profile_get_threads (self->profile)->process[thread];
    case PPV_TIMELINE_BY_THREAD:
    case PPV_TIMELINE_OF_ALL:
    default:
      return thread;
    }
}

static PpvSeries *
series_of_sample (Work *self, const PpvSampleSet *set, gsize row)
{
  PpvTimeline *into = self->into;
  guint number;

  if (self->series_of_key == NULL)
    return &into->series[0];
  number = GPOINTER_TO_UINT (
      g_hash_table_lookup (self->series_of_key, GUINT_TO_POINTER (key_of_sample (self, set, row))));
  return &into->series[number > 0 ? number - 1 : into->n_series - 1];
}

static void
add_samples (const PpvSamplePass *pass, gsize begin, gsize end, gpointer data)
{
  Work *self = data;
  PpvTimeline *into = self->into;

  for (gsize i = begin; i < end; i++)
    {
      PpvSeries *series;
      gint64 bucket;

      if (pass->set->time == NULL || !ppv_matcher_test (pass->matcher, i))
        continue;
      series = series_of_sample (self, pass->set, i);
      bucket = MAX (pass->set->time[i], 0) / into->bucket - into->first;
      series->samples[bucket]++;
      series->value[bucket] =
          ppv_add_saturating (series->value[bucket], pass->weight[i], &self->saturated);
      series->sum = ppv_add_saturating (series->sum, pass->weight[i], &self->saturated);
      series->n_samples++;
    }
}

/* The rest is not shown when there is none; what is shown makes the sums. */
static void
finish_series (Work *self)
{
  PpvTimeline *into = self->into;
  PpvSeries *rest = &into->series[into->n_series - 1];

  for (guint32 i = 0; i < into->n_series; i++)
    {
      into->sum = ppv_add_saturating (into->sum, into->series[i].sum, &self->saturated);
      into->n_samples += into->series[i].n_samples;
    }
  if (into->by == PPV_TIMELINE_OF_ALL)
    rest->label = g_strdup (_ ("all"));
  else if (rest->n_samples > 0)
    rest->label = g_strdup (_ ("all others"));
  else
    {
      g_free (rest->samples);
      g_free (rest->value);
      into->n_series--;
    }
}

/* --- the timeline ------------------------------------------------------------------ */

static gboolean
check_metric (const PpvProfile *profile, const PpvSamplePass *pass, GError **error)
{
  const PpvMetric *metric = ppv_profile_get_metric (profile, pass->metric);

  if (metric->kind == PPV_METRIC_FLOW)
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
               _ ("%s is a state that is not added up over time: see perprovis memory"),
               ppv_profile_get_string (profile, metric->name));
  return FALSE;
}

static gboolean
fill (Work *self,
      const PpvSamplePass *pass,
      const PpvSelection *selection,
      gint64 bucket,
      guint32 most_buckets,
      guint32 most_series,
      GCancellable *cancellable,
      GError **error)
{
  PpvTimeline *into = self->into;

  if (!check_metric (self->profile, pass, error) ||
      !choose_series (self, selection, most_series, cancellable, error) ||
      !ppv_sample_pass_run (pass, find_times, self, cancellable, error) ||
      !place_buckets (self, bucket, most_buckets, error))
    return FALSE;
  for (guint32 i = 0; i < into->n_series; i++)
    {
      into->series[i].samples = g_new0 (guint64, into->n_buckets);
      into->series[i].value = g_new0 (gint64, into->n_buckets);
    }
  if (!ppv_sample_pass_run (pass, add_samples, self, cancellable, error))
    return FALSE;
  finish_series (self);
  return TRUE;
}

/**
 * ppv_timeline_new: (skip)
 * @profile: a profile
 * @selection: which metric and samples
 * @by: what a series is of
 * @bucket: width of a bucket in the profile's time unit, or 0 for a round one
 * @most_buckets: how many a round width makes at most, at least 1
 * @most_series: how many threads, processes, cpus or functions have a series of their own
 * @cancellable: (nullable): to stop it
 * @error: PPV_ERROR_USAGE when there is no such metric, it is a LEVEL, or there would be
 *     more than 2^24 numbers; G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the metric over time
 */
PpvTimeline *
ppv_timeline_new (const PpvProfile *profile,
                  const PpvSelection *selection,
                  PpvTimelineBy by,
                  gint64 bucket,
                  guint32 most_buckets,
                  guint32 most_series,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (PpvTimeline) into = g_new0 (PpvTimeline, 1);
  g_auto (PpvSamplePass) pass = { 0 };
  Work self = { .profile = profile, .into = into, .first_time = G_MAXINT64, .last_time = -1 };
  gboolean good;

  g_return_val_if_fail (profile != NULL && selection != NULL && most_buckets > 0, NULL);

  if (!ppv_sample_pass_init (&pass, profile, selection, error))
    return NULL;
  into->metric = pass.metric;
  into->by = by;
  good = fill (&self, &pass, selection, bucket, most_buckets, most_series, cancellable, error);
  g_clear_pointer (&self.series_of_key, g_hash_table_unref);
  return good ? g_steal_pointer (&into) : NULL;
}

/**
 * ppv_timeline_free: (skip)
 * @self: (nullable): a timeline
 */
void
ppv_timeline_free (PpvTimeline *self)
{
  if (self == NULL)
    return;
  for (guint32 i = 0; i < self->n_series; i++)
    {
      g_free (self->series[i].label);
      g_free (self->series[i].samples);
      g_free (self->series[i].value);
    }
  g_free (self->series);
  g_free (self);
}
