/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Prints what a profile tells of a heap as JSON, for test-heap-figures.py.
 * Usage: heap-figures FILE
 */

#include "config.h"

#include "ppv-test-figures.h"

static const char *
get_function_name (const PpvProfile *profile, PpvFrameId frame)
{
  PpvFunctionId function = ppv_profile_get_frames (profile)->function[frame];

  return ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]);
}

/* The samples of a metric: weight and innermost function. */
static void
write_metric (PpvJsonWriter *json, const PpvProfile *profile, const PpvMetric *metric)
{
  const PpvSampleSet *set = ppv_profile_get_set (profile, metric->set);
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);

  ppv_json_begin_object (json, ppv_profile_get_string (profile, metric->name));
  ppv_json_int (json, "total", metric->total);
  ppv_json_begin_array (json, "samples");
  for (gsize i = 0; i < set->n_rows && metric->kind == PPV_METRIC_FLOW; i++)
    {
      ppv_json_begin_array (json, NULL);
      ppv_json_int (json, NULL, set->weight[metric->column][i]);
      ppv_json_string (json, NULL, get_function_name (profile, stacks->frame[set->stack[i]]));
      ppv_json_end (json);
    }
  ppv_json_end (json);
  ppv_json_end (json);
}

static gboolean
write_profile (const PpvProfile *profile, PpvJsonWriter *json, G_GNUC_UNUSED GError **error)
{
  guint32 n_facts;
  const PpvFact *facts = ppv_profile_list_facts (profile, &n_facts);

  ppv_json_bool (json, "complete", ppv_profile_is_complete (profile));
  ppv_json_begin_object (json, "facts");
  for (guint32 i = 0; i < n_facts; i++)
    ppv_json_string (json, facts[i].key, facts[i].value);
  ppv_json_end (json);
  ppv_json_begin_object (json, "metrics");
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    write_metric (json, profile, ppv_profile_get_metric (profile, i));
  ppv_json_end (json);
  return TRUE;
}

int
main (int argc, char **argv)
{
  return ppv_test_figures (argc, argv, NULL, write_profile);
}
