/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-heap-sites-private.h"
#include "ppv-number.h"

const PpvMetric *
ppv_heap_find_level (const PpvProfile *profile)
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

/* Detailed groups, evenly spread where there are too many. */
static void
choose_groups (PpvHeapSites *self, guint32 most_moments)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; self->set != NULL && i < self->set->n_groups; i++)
    if (self->set->group_flags[i] & PPV_GROUP_DETAILED)
      g_array_append_val (all, i);
  self->n_detailed = all->len;
  self->n_moments = MIN (all->len, most_moments);
  self->groups = g_new (guint32, self->n_moments + 1);
  for (guint32 i = 0; i < self->n_moments; i++)
    {
      guint64 at =
          self->n_moments < all->len ? (guint64) i * (all->len - 1) / (self->n_moments - 1) : i;

      self->groups[i] = g_array_index (all, guint32, at);
    }
}

static void
take_group (PpvHeapSites *self, guint32 moment, const PpvFrameId *places, guint32 *site_of_frame)
{
  guint32 group = self->groups[moment];

  for (guint64 i = self->set->group_begin[group]; i < self->set->group_begin[group + 1]; i++)
    {
      PpvStackId stack = self->set->stack[i];
      PpvFrameId frame = places[stack];
      PpvHeld held = { site_of_frame[frame], moment, stack,
                       self->set->weight[self->metric->column][i] };

      if (held.bytes == 0)
        continue;
      if (held.site == PPV_NONE)
        {
          PpvHeapSite site = { .frame = frame, .row = self->sites->len };

          held.site = site_of_frame[frame] = self->sites->len;
          g_array_append_val (self->sites, site);
        }
      g_array_append_val (self->held, held);
    }
}

static int
compare_held (gconstpointer a, gconstpointer b)
{
  const PpvHeld *left = a;
  const PpvHeld *right = b;

  if (left->site != right->site)
    return left->site < right->site ? -1 : 1;
  return (left->moment > right->moment) - (left->moment < right->moment);
}

/* The rows of each site, and the most it ever had. */
static void
find_rows (PpvHeapSites *self)
{
  gboolean saturated = FALSE;
  gint64 sum = 0;

  for (gsize i = 0; i < self->held->len; i++)
    {
      const PpvHeld *held = ppv_heap_sites_get (self, i);
      PpvHeapSite *site = &g_array_index (self->sites, PpvHeapSite, held->site);
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
  const PpvHeapSite *left = a;
  const PpvHeapSite *right = b;

  if (left->highest != right->highest)
    return left->highest > right->highest ? -1 : 1;
  return (left->row > right->row) - (left->row < right->row);
}

void
ppv_heap_sites_init (PpvHeapSites *self,
                     const PpvProfile *profile,
                     const PpvFrameId *places,
                     guint32 most_moments)
{
  guint32 n_frames = ppv_profile_get_frames (profile)->n_rows;
  g_autofree guint32 *site_of_frame = g_new (guint32, n_frames + 1);

  memset (site_of_frame, 0xff, (gsize) n_frames * sizeof *site_of_frame); /* PPV_NONE */
  *self = (PpvHeapSites){ .metric = ppv_heap_find_level (profile) };
  self->set = self->metric != NULL ? ppv_profile_get_set (profile, self->metric->set) : NULL;
  self->sites = g_array_new (FALSE, FALSE, sizeof (PpvHeapSite));
  self->held = g_array_new (FALSE, FALSE, sizeof (PpvHeld));
  choose_groups (self, most_moments);
  for (guint32 i = 0; i < self->n_moments; i++)
    take_group (self, i, places, site_of_frame);
  g_array_sort (self->held, compare_held);
  find_rows (self);
  g_array_sort (self->sites, compare_sites);
}

void
ppv_heap_sites_clear (PpvHeapSites *self)
{
  g_clear_pointer (&self->groups, g_free);
  g_clear_pointer (&self->sites, g_array_unref);
  g_clear_pointer (&self->held, g_array_unref);
}

const PpvHeld *
ppv_heap_sites_find_path (const PpvHeapSites *self, const PpvHeapSite *site)
{
  const PpvHeld *most = ppv_heap_sites_get (self, site->end - 1);

  for (gsize i = site->end;
       i-- > site->begin && ppv_heap_sites_get (self, i)->moment == most->moment;)
    if (ppv_heap_sites_get (self, i)->bytes >= most->bytes)
      most = ppv_heap_sites_get (self, i);
  return most;
}
