/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is added up once for all: the totals of metrics, and which moment is shown first. */

#include "config.h"

#include "ppv-number.h"
#include "ppv-profile-private.h"

static gint64
sum_rows (const gint64 *weight, guint64 begin, guint64 end, gboolean *saturated)
{
  gint64 sum = 0;

  for (guint64 i = begin; i < end; i++)
    sum = ppv_add_saturating (sum, weight[i], saturated);
  return sum;
}

/* The marked peak, else the detailed group with the largest sum. */
static guint32
choose_group (const PpvSampleSet *set)
{
  guint32 best = PPV_NONE;
  gint64 best_sum = G_MININT64;
  gboolean saturated = FALSE;

  for (guint32 i = 0; i < set->n_groups && set->n_metrics > 0; i++)
    {
      gint64 sum;

      if (!(set->group_flags[i] & PPV_GROUP_DETAILED))
        continue;
      if (set->group_flags[i] & PPV_GROUP_PEAK)
        return i;
      sum = sum_rows (set->weight[0], set->group_begin[i], set->group_begin[i + 1], &saturated);
      if (sum > best_sum)
        {
          best_sum = sum;
          best = i;
        }
    }
  return best;
}

static void
sum_metric (PpvProfile *profile, PpvMetric *metric)
{
  const PpvSealedSet *sealed = &g_array_index (profile->sets, PpvSealedSet, metric->set);
  const PpvSampleSet *set = &sealed->set;
  guint64 begin = 0, end = set->n_rows;

  if (metric->kind == PPV_METRIC_LEVEL && sealed->default_group != PPV_NONE)
    {
      begin = set->group_begin[sealed->default_group];
      end = set->group_begin[sealed->default_group + 1];
    }
  else if (metric->kind == PPV_METRIC_LEVEL)
    end = 0;
  metric->n_samples = end - begin;
  metric->total = sum_rows (set->weight[metric->column], begin, end, &profile->saturated);
}

void
ppv_profile_sum (PpvProfile *self)
{
  for (guint i = 0; i < self->sets->len; i++)
    {
      PpvSealedSet *sealed = &g_array_index (self->sets, PpvSealedSet, i);

      sealed->default_group = choose_group (&sealed->set);
    }
  for (guint i = 0; i < self->metrics->len; i++)
    sum_metric (self, &g_array_index (self->metrics, PpvMetric, i));
}
