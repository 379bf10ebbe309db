/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include "heaptrack-results.h"

typedef enum {
  ALLOCATIONS,
  ALLOCATED,
  TEMPORARY,
  LEAKED,
  PEAK,
  N_METRICS,
} Metric;

static const char *const metrics[N_METRICS][2] = { [ALLOCATIONS] = { "allocations", "count" },
                                                   [ALLOCATED] = { "allocated", "bytes" },
                                                   [TEMPORARY] = { "temporary", "count" },
                                                   [LEAKED] = { "leaked", "bytes" },
                                                   [PEAK] = { "peak", "bytes" } };

static void
add_sample (const HeaptrackResults *self, guint32 set, guint32 trace, const gint64 *weights)
{
  ppv_profile_builder_sample (self->builder, set, heaptrack_names_get_stack (self->names, trace), 0,
                              PPV_NONE, PPV_NONE, weights);
}

static void
fact_number (const HeaptrackResults *self, const char *key, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" PRId64, value);

  ppv_profile_builder_fact (self->builder, key, text, -1);
}

/* Leaks that are suppressed are not in the metric, but in a fact. */
static void
write_totals (const HeaptrackResults *self)
{
  g_autofree guint8 *suppressed = heaptrack_names_match (self->names, self->suppressions);
  guint32 set = ppv_profile_builder_set (self->builder, PPV_SET_PATHS);
  gboolean saturated = FALSE;
  gint64 hidden = 0;

  for (guint i = 0; i < N_METRICS; i++)
    ppv_profile_builder_metric (self->builder, set, metrics[i][0], metrics[i][1], PPV_METRIC_FLOW);
  for (guint i = 0; i < self->costs->sites->len; i++)
    {
      const HeaptrackSite *site = &g_array_index (self->costs->sites, HeaptrackSite, i);
      gint64 weights[N_METRICS] = {
        [ALLOCATIONS] = (gint64) site->n_allocations,
        [ALLOCATED] = site->allocated,
        [TEMPORARY] = (gint64) site->n_temporary,
        [LEAKED] = suppressed[site->trace] ? 0 : site->live,
        [PEAK] = site->peak,
      };

      hidden = ppv_add_saturating (hidden, site->live - weights[LEAKED], &saturated);
      if (site->n_allocations > 0)
        add_sample (self, set, site->trace, weights);
    }
  if (hidden > 0)
    fact_number (self, "suppressed_leak_bytes", hidden);
}

static void
write_moment (const HeaptrackResults *self,
              guint32 set,
              const HeaptrackMoment *moment,
              guint8 flags)
{
  for (guint i = 0; i < moment->held->len; i++)
    {
      const HeaptrackHeld *held = &g_array_index (moment->held, HeaptrackHeld, i);

      add_sample (self, set, g_array_index (self->costs->sites, HeaptrackSite, held->site).trace,
                  &held->bytes);
    }
  ppv_profile_builder_group (self->builder, set, moment->time, flags);
}

static void
write_moments (const HeaptrackResults *self, guint peak)
{
  guint32 set = ppv_profile_builder_set (self->builder, PPV_SET_PATHS);
  guint32 heap = ppv_profile_builder_counter (self->builder, "heap", "bytes");
  guint32 rss = ppv_profile_builder_counter (self->builder, "rss", "bytes");

  ppv_profile_builder_metric (self->builder, set, "heap", "bytes", PPV_METRIC_LEVEL);
  for (guint i = 0; i < self->history->moments->len; i++)
    {
      const HeaptrackMoment *moment = g_ptr_array_index (self->history->moments, i);

      write_moment (self, set, moment,
                    i == peak ? PPV_GROUP_DETAILED | PPV_GROUP_PEAK : PPV_GROUP_DETAILED);
      ppv_profile_builder_count (self->builder, heap, moment->time, moment->live);
      if (moment->rss > 0)
        ppv_profile_builder_count (self->builder, rss, moment->time, moment->rss);
    }
}

void
heaptrack_results_write (const HeaptrackResults *self, gint64 time)
{
  const HeaptrackCosts *costs = self->costs;

  heaptrack_costs_finish (self->costs);
  write_totals (self);
  write_moments (self, heaptrack_history_finish (self->history, costs, time));
  ppv_profile_builder_record (self->builder, "allocation", costs->n_allocations);
  ppv_profile_builder_record (self->builder, "free", costs->n_frees);
}
