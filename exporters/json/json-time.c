/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "json-tables.h"

enum { MILLISECOND = 1000000, BUCKET = 100 * MILLISECOND }; /* ns */

/* The most buckets a file's time stamps can make us write; beyond, they are doubled. */
#define MOST_BUCKETS 100000

enum { SAMPLES_BETWEEN_CHECKS = 1 << 16 };

static gint64
last_time (const PpvSampleSet *set)
{
  gint64 last = 0;

  for (gsize i = 0; i < set->n_rows; i++)
    last = MAX (last, set->time[i]);
  return last;
}

/* Samples of each bucket, or NULL when cancelled. */
static guint64 *
count_buckets (const PpvMatcher *matcher,
               const PpvSampleSet *set,
               gint64 bucket,
               gsize n_buckets,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree guint64 *counts = g_new0 (guint64, n_buckets);

  for (gsize i = 0; i < set->n_rows; i++)
    {
      if (i % SAMPLES_BETWEEN_CHECKS == 0 &&
          g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (ppv_matcher_test (matcher, i))
        counts[MAX (set->time[i], 0) / bucket]++;
    }
  return g_steal_pointer (&counts);
}

static gboolean
write_buckets (PpvJsonWriter *json,
               const PpvMatcher *matcher,
               const PpvSampleSet *set,
               GCancellable *cancellable,
               GError **error)
{
  gint64 last = last_time (set);
  gint64 bucket = BUCKET;
  g_autofree guint64 *counts = NULL;
  gsize n_buckets;

  while (last / bucket >= MOST_BUCKETS)
    bucket *= 2;
  n_buckets = (gsize) (last / bucket) + 1;
  counts = count_buckets (matcher, set, bucket, n_buckets, cancellable, error);
  if (counts == NULL)
    return FALSE;
  ppv_json_int (json, "time_series_bucket_ms", bucket / MILLISECOND);
  ppv_json_begin_array (json, "time_series");
  for (gsize i = 0; i < n_buckets; i++)
    {
      ppv_json_begin_object (json, NULL);
      ppv_json_int (json, "time_ms", (gint64) i * (bucket / MILLISECOND));
      ppv_json_int (json, "sample_count", (gint64) counts[i]);
      ppv_json_end (json);
    }
  ppv_json_end (json);
  return TRUE;
}

gboolean
json_time_series_write (PpvJsonWriter *json,
                        const PpvProfile *profile,
                        const PpvSelection *selection,
                        PpvMetricId metric,
                        GCancellable *cancellable,
                        GError **error)
{
  const PpvSampleSet *set = NULL;
  g_autoptr (PpvMatcher) matcher = NULL;

  if (metric != PPV_NONE)
    set = ppv_profile_get_set (profile, ppv_profile_get_metric (profile, metric)->set);
  if (set == NULL || set->time == NULL || set->n_rows == 0 ||
      !g_str_equal (ppv_profile_get_time_unit (profile), "ns"))
    {
      ppv_json_begin_array (json, "time_series");
      ppv_json_end (json);
      return TRUE;
    }
  matcher = ppv_matcher_new (profile, selection, set);
  return write_buckets (json, matcher, set, cancellable, error);
}
