/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The heap over time: one series a place that allocates. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-heap-sites-private.h"
#include "ppv-leaks-private.h"
#include "ppv-number.h"
#include "ppv-sites-private.h"

/* As many moments as trends look at, and the places with most bytes; others stay unknown. */
enum { LEAST_MOMENTS = 6, MOST_MOMENTS = 512, MOST_SITES = 500 };

typedef struct {
  const PpvLeaks *leaks;
  const PpvProfile *profile;
  double unit; /* of the profile's time, in units of the slopes */
  PpvHeapSites heap;
  double *rest; /* of each moment, what was too small to be listed */
  GHashTable *by_site;

  /* of the site that is looked at, at the moments that tell how much it had */
  guint32 n_known;
  guint32 *known; /* which moments these are */
  double *times;
  double *values;
} Series;

static double
scale_of_time (const PpvProfile *profile)
{
  const char *unit = ppv_profile_get_time_unit (profile);

  return g_str_equal (unit, "ns") ? 1e-9 : g_str_equal (unit, "ms") ? 1e-3 : 1;
}

static void
add_rest (Series *self, const PpvHeapSite *site)
{
  for (gsize i = site->begin; i < site->end; i++)
    self->rest[ppv_heap_sites_get (&self->heap, i)->moment] +=
        (double) ppv_heap_sites_get (&self->heap, i)->bytes;
}

static void
series_init (Series *self,
             const PpvLeaks *leaks,
             const PpvProfile *profile,
             const PpvFrameId *frames,
             GHashTable *by_site)
{
  *self = (Series){ .leaks = leaks, .profile = profile, .by_site = by_site };
  self->unit = scale_of_time (profile);
  ppv_heap_sites_init (&self->heap, profile, frames, MOST_MOMENTS);
  self->rest = g_new0 (double, self->heap.n_moments + 1);
  self->known = g_new (guint32, self->heap.n_moments + 1);
  self->times = g_new (double, self->heap.n_moments + 1);
  self->values = g_new (double, self->heap.n_moments + 1);
  for (guint i = 0; i < self->heap.sites->len; i++)
    {
      const PpvHeapSite *site = &g_array_index (self->heap.sites, PpvHeapSite, i);

      if (ppv_site_is_rest (profile, site->frame))
        add_rest (self, site);
    }
}

static void
series_clear (Series *self)
{
  ppv_heap_sites_clear (&self->heap);
  g_free (self->rest);
  g_free (self->known);
  g_free (self->times);
  g_free (self->values);
}

static const PpvHeld *
held_at (const Series *self, gsize row)
{
  return ppv_heap_sites_get (&self->heap, row);
}

/* Of the moment of @row, which becomes the first row of the next one. */
static double
sum_at (const Series *self, const PpvHeapSite *site, gsize *row)
{
  guint32 moment = held_at (self, *row)->moment;
  double sum = 0;

  for (; *row < site->end && held_at (self, *row)->moment == moment; (*row)++)
    sum += (double) held_at (self, *row)->bytes;
  return sum;
}

static void
know (Series *self, guint32 moment, double value)
{
  gint64 time = self->heap.set->group_time[self->heap.groups[moment]];

  self->known[self->n_known] = moment;
  self->times[self->n_known] = (double) time * self->unit;
  self->values[self->n_known++] = value;
}

/*
 * Moments that do not list the site are moments without, unless what it had when it was last
 * listed, or is first, could be a part of what was too small.
 */
static void
take_values (Series *self, const PpvHeapSite *site)
{
  gsize first = site->begin, i = site->begin;
  double listed = sum_at (self, site, &first);

  self->n_known = 0;
  for (guint32 moment = 0; moment < self->heap.n_moments; moment++)
    {
      gboolean is_listed = i < site->end && held_at (self, i)->moment == moment;

      if (is_listed)
        {
          listed = sum_at (self, site, &i);
          know (self, moment, listed);
        }
      else if (self->rest[moment] <= 0 || listed > self->rest[moment])
        know (self, moment, 0);
    }
}

/* --- rows --------------------------------------------------------------------------- */

static gint64
to_bytes (double value)
{
  return value >= (double) G_MAXINT64 ? G_MAXINT64 : (gint64) MAX (value, -(double) G_MAXINT64);
}

static gint64
difference (gint64 more, gint64 less)
{
  gint64 result;

  if (!__builtin_sub_overflow (more, less, &result))
    return result;
  return more > less ? G_MAXINT64 : G_MININT64;
}

static void
judge (PpvLeak *row, const PpvLeaks *leaks, double duration)
{
  PpvTrendVerdict verdict = row->trend.verdict;
  double more = row->trend.slope * (leaks->per_second ? 3600 : duration);

  row->has_trend = TRUE;
  row->leaky = TRUE;
  row->leaky = ppv_leak_is_growing (row);
  row->verdict = ppv_trend_to_text (verdict);
  row->projected_bytes = row->leaky ? to_bytes (more) : 0;
}

/* The profile tells what was not freed, so the recorder was told that the rest is no leak. */
static void
judge_at_end (PpvLeak *row, gboolean is_freed)
{
  if (is_freed && row->bytes > 0)
    {
      row->verdict = "suppressed";
      row->leaky = FALSE;
    }
  else if (!is_freed && !row->leaky)
    {
      row->verdict = "never-freed";
      row->leaky = TRUE;
    }
}

/* How many moments tell of the run: what is freed at its end, when all is, says nothing of it. */
static guint32
count_running (const Series *self)
{
  guint32 n = self->n_known;

  while (n > 0 && self->values[n - 1] <= 0)
    n--;
  return self->n_known - n <= MAX (self->n_known / 10, 1) ? n : self->n_known;
}

/* What is known of the site at the moments that were taken. */
static PpvWatched
watch (Series *self, const PpvHeapSite *site, gboolean judged, PpvLeak *row)
{
  guint32 n = self->n_known;
  const PpvHeld *path = ppv_heap_sites_find_path (&self->heap, site);
  PpvWatched watched = {
    .n_moments = n,
    .n_detailed = self->heap.n_moments,
    .path_bytes = path->bytes,
    .is_rest = ppv_site_is_rest (self->profile, site->frame),
    .is_told = self->by_site != NULL,
  };

  watched.duration = self->times[n - 1] - self->times[0];
  row->trend = (PpvTrend){ .p_value = 1 };
  if (judged && !watched.is_rest)
    row->trend = ppv_trend_find (self->times, self->values, count_running (self));
  watched.onset = self->heap.set->group_time[self->heap.groups[self->known[row->trend.onset]]];
  row->initial_bytes = to_bytes (self->values[0]);
  row->final_bytes = to_bytes (self->values[n - 1]);
  row->growth_bytes = difference (row->final_bytes, row->initial_bytes);
  judge (row, self->leaks, watched.duration);
  return watched;
}

/* What was never freed has a row, to which is added whether it grows. */
static void
add_site (Series *self, const PpvHeapSite *site, gboolean judged, GArray *rows)
{
  gpointer place = self->by_site != NULL
                       ? g_hash_table_lookup (self->by_site, GUINT_TO_POINTER (site->frame))
                       : NULL;
  PpvLeak *old =
      place != NULL ? &g_array_index (rows, PpvLeak, GPOINTER_TO_UINT (place) - 1) : NULL;
  PpvLeak row = { .kind = "in-use", .blocks = -1 };
  PpvWatched watched;

  if (old != NULL)
    row = *old;
  take_values (self, site);
  watched = watch (self, site, judged, &row);
  if (watched.is_told && row.trend.verdict == PPV_TREND_UNKNOWN)
    return;
  if (old == NULL)
    {
      row.stack = ppv_heap_sites_find_path (&self->heap, site)->stack;
      row.bytes = row.final_bytes;
      row.site = ppv_leaks_dup_place (self->profile, site->frame);
    }
  if (watched.is_told)
    judge_at_end (&row, old == NULL);
  g_free (row.evidence);
  row.evidence = ppv_leaks_dup_evidence (self->leaks, self->profile, &row, &watched);
  if (old != NULL)
    *old = row;
  else
    g_array_append_val (rows, row);
}

/* The call path with most bytes in the last detailed snapshot, of all sites. */
static PpvStackId
find_heaviest (const Series *self, gint64 *bytes)
{
  const PpvHeld *most = NULL;

  for (gsize i = 0; i < self->heap.held->len; i++)
    {
      const PpvHeld *held = ppv_heap_sites_get (&self->heap, i);

      if (held->moment + 1 == self->heap.n_moments && (most == NULL || held->bytes > most->bytes))
        most = held;
    }
  *bytes = most != NULL ? most->bytes : 0;
  return most != NULL ? most->stack : PPV_NONE;
}

/* All memory together, for want of more moments that tell who allocated. */
static void
add_whole (const Series *self, const PpvCounter *heap, GArray *rows)
{
  guint32 n = heap->n_rows;
  g_autofree double *times = g_new (double, n);
  g_autofree double *values = g_new (double, n);
  PpvLeak row = { .kind = "in-use", .blocks = -1, .whole = TRUE };
  PpvWatched watched = { .n_moments = n, .n_detailed = self->heap.n_detailed };

  for (guint32 i = 0; i < n; i++)
    {
      times[i] = (double) heap->time[i] * self->unit;
      values[i] = (double) heap->value[i];
    }
  row.site = g_strdup (_ ("[the whole heap]"));
  row.trend = ppv_trend_find (times, values, n);
  row.stack = find_heaviest (self, &watched.path_bytes);
  row.initial_bytes = heap->value[0];
  row.bytes = row.final_bytes = heap->value[n - 1];
  row.growth_bytes = difference (row.bytes, row.initial_bytes);
  watched.duration = times[n - 1] - times[0];
  watched.onset = heap->time[row.trend.onset];
  judge (&row, self->leaks, watched.duration);
  row.evidence = ppv_leaks_dup_evidence (self->leaks, self->profile, &row, &watched);
  g_array_append_val (rows, row);
}

void
ppv_leaks_add_levels (const PpvLeaks *leaks,
                      const PpvProfile *profile,
                      const PpvFrameId *sites,
                      GHashTable *by_site,
                      GArray *rows)
{
  const PpvCounter *heap = ppv_profile_find_counter (profile, "heap");
  gboolean is_told = by_site != NULL;
  Series self;

  series_init (&self, leaks, profile, sites, by_site);
  if (self.heap.n_detailed < LEAST_MOMENTS && !is_told && heap != NULL && heap->n_rows > 0)
    add_whole (&self, heap, rows);
  for (guint i = 0; i < self.heap.sites->len; i++)
    add_site (&self, &g_array_index (self.heap.sites, PpvHeapSite, i), i < MOST_SITES, rows);
  series_clear (&self);
}
