/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Prints what a profile tells of a heap as JSON, for test-heap-figures.py.
 * Usage: heap-figures FILE
 */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "ppv-json-writer.h"
#include "ppv-load.h"

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

static void
write_profile (PpvJsonWriter *json, const PpvProfile *profile)
{
  guint32 n_facts;
  const PpvFact *facts = ppv_profile_list_facts (profile, &n_facts);

  ppv_json_begin_object (json, NULL);
  ppv_json_bool (json, "complete", ppv_profile_is_complete (profile));
  ppv_json_begin_object (json, "facts");
  for (guint32 i = 0; i < n_facts; i++)
    ppv_json_string (json, facts[i].key, facts[i].value);
  ppv_json_end (json);
  ppv_json_begin_object (json, "metrics");
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    write_metric (json, profile, ppv_profile_get_metric (profile, i));
  ppv_json_end (json);
  ppv_json_end (json);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvLoad) load = NULL;
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvSink) sink = NULL;
  g_autoptr (PpvJsonWriter) json = NULL;

  g_return_val_if_fail (argc == 2, EXIT_FAILURE);
  load = ppv_load_new (argv[1]);
  profile = ppv_load_run (load, NULL, &error);
  sink = profile != NULL ? ppv_sink_new_file ("-", &error) : NULL;
  if (sink == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return EXIT_FAILURE;
    }
  json = ppv_json_writer_new (sink, FALSE);
  write_profile (json, profile);
  return ppv_sink_commit (sink, NULL) ? EXIT_SUCCESS : EXIT_FAILURE;
}
