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
  double *times;
} Series;

static double
scale_of_time (const PpvProfile *profile)
{
  const char *unit = ppv_profile_get_time_unit (profile);

  return g_str_equal (unit, "ns") ? 1e-9 : g_str_equal (unit, "ms") ? 1e-3 : 1;
}

static void
series_init (Series *self,
             const PpvLeaks *leaks,
             const PpvProfile *profile,
             const PpvFrameId *frames)
{
  *self = (Series){ .leaks = leaks, .profile = profile, .unit = scale_of_time (profile) };
  ppv_heap_sites_init (&self->heap, profile, frames, MOST_MOMENTS);
  self->times = g_new (double, self->heap.n_moments + 1);
  for (guint32 i = 0; i < self->heap.n_moments; i++)
    self->times[i] = (double) self->heap.set->group_time[self->heap.groups[i]] * self->unit;
}

static void
series_clear (Series *self)
{
  ppv_heap_sites_clear (&self->heap);
  g_free (self->times);
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

  row->kind = "in-use";
  row->blocks = -1;
  row->has_trend = TRUE;
  row->verdict = ppv_trend_to_text (verdict);
  row->leaky = (verdict == PPV_TREND_GROWS || verdict == PPV_TREND_STEPS) && row->trend.low > 0;
  row->projected_bytes = row->leaky ? to_bytes (more) : 0;
}

static void
fill_values (const Series *self, const PpvHeapSite *site, double *values)
{
  memset (values, 0, self->heap.n_moments * sizeof *values);
  for (gsize i = site->begin; i < site->end; i++)
    values[ppv_heap_sites_get (&self->heap, i)->moment] +=
        (double) ppv_heap_sites_get (&self->heap, i)->bytes;
}

static void
add_site (
    const Series *self, const PpvHeapSite *site, gboolean judged, double *values, GArray *rows)
{
  guint32 n = self->heap.n_moments;
  const PpvHeld *path = ppv_heap_sites_find_path (&self->heap, site);
  PpvLeak row = { .stack = path->stack, .trend = { .p_value = 1 } };
  PpvWatched watched = { .n_moments = n, .n_detailed = self->heap.n_detailed };

  fill_values (self, site, values);
  watched.duration = self->times[n - 1] - self->times[0];
  watched.path_bytes = path->bytes;
  watched.is_rest = ppv_site_is_marker (ppv_profile_get_frames (self->profile), site->frame);
  if (judged && !watched.is_rest)
    row.trend = ppv_trend_find (self->times, values, n);
  watched.onset = self->heap.set->group_time[self->heap.groups[row.trend.onset]];
  row.initial_bytes = to_bytes (values[0]);
  row.bytes = to_bytes (values[n - 1]);
  row.growth_bytes = difference (row.bytes, row.initial_bytes);
  row.site = ppv_leaks_dup_place (self->profile, site->frame);
  judge (&row, self->leaks, watched.duration);
  row.evidence = ppv_leaks_dup_evidence (self->leaks, self->profile, &row, &watched);
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
  PpvLeak row = { .whole = TRUE, .site = g_strdup (_ ("[the whole heap]")) };
  PpvWatched watched = { .n_moments = n, .n_detailed = self->heap.n_detailed };

  for (guint32 i = 0; i < n; i++)
    {
      times[i] = (double) heap->time[i] * self->unit;
      values[i] = (double) heap->value[i];
    }
  row.trend = ppv_trend_find (times, values, n);
  row.stack = find_heaviest (self, &watched.path_bytes);
  row.initial_bytes = heap->value[0];
  row.bytes = heap->value[n - 1];
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
                      GArray *rows)
{
  const PpvCounter *heap = ppv_profile_find_counter (profile, "heap");
  g_autofree double *values = NULL;
  Series self;

  series_init (&self, leaks, profile, sites);
  values = g_new (double, self.heap.n_moments + 1);
  if (self.heap.n_detailed < LEAST_MOMENTS && heap != NULL && heap->n_rows > 0)
    add_whole (&self, heap, rows);
  for (guint i = 0; i < self.heap.sites->len; i++)
    add_site (&self, &g_array_index (self.heap.sites, PpvHeapSite, i), i < MOST_SITES, values,
              rows);
  series_clear (&self);
}
