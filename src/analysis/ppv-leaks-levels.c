/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The heap over time: one series a place that allocates. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-leaks-private.h"
#include "ppv-number.h"
#include "ppv-sites-private.h"

/* As many moments as trends look at, and the places with most bytes; others stay unknown. */
enum { LEAST_MOMENTS = 6, MOST_MOMENTS = 512, MOST_SITES = 500 };

/* Bytes of a stack at one of the moments. */
typedef struct {
  guint32 site; /* row of the sites */
  guint32 moment;
  PpvStackId stack;
  gint64 bytes;
} Held;

typedef struct {
  PpvFrameId frame;
  guint32 row; /* as the file first names it */
  gsize begin; /* its rows of @held */
  gsize end;
  gint64 highest;
} Site;

typedef struct {
  const PpvLeaks *leaks;
  const PpvProfile *profile;
  const PpvMetric *metric;
  const PpvSampleSet *set;
  double unit; /* of the profile's time, in units of the slopes */
  guint32 n_detailed;
  GArray *groups; /* of the set, whose moments are looked at */
  double *times;
  GArray *sites;
  GArray *held; /* by site, then by moment */
} Series;

static const PpvMetric *
find_level (const PpvProfile *profile)
{
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (profile, i);

      if (metric->kind == PPV_METRIC_LEVEL &&
          ppv_profile_get_set (profile, metric->set)->n_groups > 0)
        return metric;
    }
  return NULL;
}

static double
scale_of_time (const PpvProfile *profile)
{
  const char *unit = ppv_profile_get_time_unit (profile);

  return g_str_equal (unit, "ns") ? 1e-9 : g_str_equal (unit, "ms") ? 1e-3 : 1;
}

/* Detailed groups, evenly spread where there are more than trends look at. */
static void
choose_groups (Series *self)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 n;

  for (guint32 i = 0; self->set != NULL && i < self->set->n_groups; i++)
    if (self->set->group_flags[i] & PPV_GROUP_DETAILED)
      g_array_append_val (all, i);
  self->n_detailed = all->len;
  n = MIN (all->len, MOST_MOMENTS);
  self->times = g_new (double, n + 1);
  for (guint32 i = 0; i < n; i++)
    {
      guint64 at = n < all->len ? (guint64) i * (all->len - 1) / (n - 1) : i;
      guint32 group = g_array_index (all, guint32, at);

      g_array_append_val (self->groups, group);
      self->times[i] = (double) self->set->group_time[group] * self->unit;
    }
}

static void
take_group (Series *self, guint32 moment, const PpvFrameId *frames, guint32 *site_of_frame)
{
  guint32 group = g_array_index (self->groups, guint32, moment);

  for (guint64 i = self->set->group_begin[group]; i < self->set->group_begin[group + 1]; i++)
    {
      PpvStackId stack = self->set->stack[i];
      PpvFrameId frame = frames[stack];
      Held held = { site_of_frame[frame], moment, stack,
                    self->set->weight[self->metric->column][i] };

      if (held.bytes == 0)
        continue;
      if (held.site == PPV_NONE)
        {
          Site site = { .frame = frame, .row = self->sites->len };

          held.site = site_of_frame[frame] = self->sites->len;
          g_array_append_val (self->sites, site);
        }
      g_array_append_val (self->held, held);
    }
}

static int
compare_held (gconstpointer a, gconstpointer b)
{
  const Held *left = a;
  const Held *right = b;

  if (left->site != right->site)
    return left->site < right->site ? -1 : 1;
  return (left->moment > right->moment) - (left->moment < right->moment);
}

static const Held *
held_at (const Series *self, gsize row)
{
  return &g_array_index (self->held, Held, row);
}

/* The rows of each site, and the most it ever had. */
static void
find_rows (Series *self)
{
  gboolean saturated = FALSE;
  gint64 sum = 0;

  for (gsize i = 0; i < self->held->len; i++)
    {
      const Held *held = held_at (self, i);
      Site *site = &g_array_index (self->sites, Site, held->site);
      gboolean follows = site->end > 0 && held[-1].moment == held->moment;

      if (site->end == 0)
        site->begin = i;
      site->end = i + 1;
      sum = ppv_add_saturating (follows ? sum : 0, held->bytes, &saturated);
      site->highest = MAX (site->highest, sum);
    }
}

static int
compare_sites (gconstpointer a, gconstpointer b)
{
  const Site *left = a;
  const Site *right = b;

  if (left->highest != right->highest)
    return left->highest > right->highest ? -1 : 1;
  return (left->row > right->row) - (left->row < right->row);
}

static void
series_init (Series *self,
             const PpvLeaks *leaks,
             const PpvProfile *profile,
             const PpvFrameId *frames)
{
  guint32 n_frames = ppv_profile_get_frames (profile)->n_rows;
  g_autofree guint32 *site_of_frame = g_new (guint32, n_frames + 1);

  memset (site_of_frame, 0xff, (gsize) n_frames * sizeof *site_of_frame); /* PPV_NONE */
  *self = (Series){ .leaks = leaks, .profile = profile, .metric = find_level (profile) };
  self->unit = scale_of_time (profile);
  self->set = self->metric != NULL ? ppv_profile_get_set (profile, self->metric->set) : NULL;
  self->groups = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->sites = g_array_new (FALSE, FALSE, sizeof (Site));
  self->held = g_array_new (FALSE, FALSE, sizeof (Held));
  choose_groups (self);
  for (guint32 i = 0; i < self->groups->len; i++)
    take_group (self, i, frames, site_of_frame);
  g_array_sort (self->held, compare_held);
  find_rows (self);
  g_array_sort (self->sites, compare_sites);
}

static void
series_clear (Series *self)
{
  g_array_unref (self->groups);
  g_array_unref (self->sites);
  g_array_unref (self->held);
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

/* The path with most bytes, at the last moment at which there is any. */
static const Held *
find_path (const Series *self, const Site *site)
{
  const Held *most = held_at (self, site->end - 1);

  for (gsize i = site->end; i-- > site->begin && held_at (self, i)->moment == most->moment;)
    if (held_at (self, i)->bytes >= most->bytes)
      most = held_at (self, i);
  return most;
}

static void
fill_values (const Series *self, const Site *site, double *values)
{
  memset (values, 0, self->groups->len * sizeof *values);
  for (gsize i = site->begin; i < site->end; i++)
    values[held_at (self, i)->moment] += (double) held_at (self, i)->bytes;
}

static void
add_site (const Series *self, const Site *site, gboolean judged, double *values, GArray *rows)
{
  guint32 n = self->groups->len;
  const Held *path = find_path (self, site);
  PpvLeak row = { .stack = path->stack, .trend = { .p_value = 1 } };
  PpvWatched watched = { .n_moments = n, .n_detailed = self->n_detailed };

  fill_values (self, site, values);
  watched.duration = self->times[n - 1] - self->times[0];
  watched.path_bytes = path->bytes;
  watched.is_rest = ppv_site_is_marker (ppv_profile_get_frames (self->profile), site->frame);
  if (judged && !watched.is_rest)
    row.trend = ppv_trend_find (self->times, values, n);
  watched.onset = self->set->group_time[g_array_index (self->groups, guint32, row.trend.onset)];
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
  const Held *most = NULL;

  for (gsize i = 0; i < self->held->len; i++)
    {
      const Held *held = held_at (self, i);

      if (held->moment + 1 == self->groups->len && (most == NULL || held->bytes > most->bytes))
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
  PpvWatched watched = { .n_moments = n, .n_detailed = self->n_detailed };

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
  values = g_new (double, self.groups->len + 1);
  if (self.n_detailed < LEAST_MOMENTS && heap != NULL && heap->n_rows > 0)
    add_whole (&self, heap, rows);
  for (guint i = 0; i < self.sites->len; i++)
    add_site (&self, &g_array_index (self.sites, Site, i), i < MOST_SITES, values, rows);
  series_clear (&self);
}
