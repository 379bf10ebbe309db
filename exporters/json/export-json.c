/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Two exporters: "json" holds everything, with the keys of cli.md and those of
 * an older shape that other programs read; "flamegraph-json" is the shape of
 * d3-flame-graph with our envelope at its root.
 */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "json-flame-graph.h"
#include "json-tables.h"
#include "ppv-plugin.h"
#include "ppv-profile-json.h"

/* Everything that is made from the costs; NULL and PPV_NONE for a file without metrics. */
typedef struct {
  const PpvProfile *profile;
  const PpvSelection *selection;
  GCancellable *cancellable;
  PpvStackCosts *costs;
  PpvCallTree *tree;
  PpvMetricId metric;
  double interval_ms; /* between samples; NAN when not known */
} Export;

static void
export_clear (Export *self)
{
  g_clear_pointer (&self->costs, ppv_stack_costs_free);
  g_clear_pointer (&self->tree, ppv_call_tree_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, export_clear)

static double
find_interval (const PpvProfile *profile, const PpvStackCosts *costs)
{
  const PpvMetric *metric = ppv_profile_get_metric (profile, costs->metric);
  gint64 duration = ppv_profile_get_duration (profile);

  if (costs->n_samples == 0 || metric->kind == PPV_METRIC_LEVEL)
    return (double) NAN;
  if (g_str_equal (ppv_profile_get_string (profile, metric->unit), "ns"))
    return (double) costs->sum / 1e6 / (double) costs->n_samples;
  if (g_str_equal (ppv_profile_get_time_unit (profile), "ns") && duration > 0)
    return (double) duration / 1e6 / (double) MAX (metric->n_samples, 1);
  return (double) NAN;
}

static gboolean
export_init (Export *self,
             const PpvExportContext *context,
             const PpvProfile *profile,
             const PpvSelection *selection,
             GError **error)
{
  *self = (Export){ profile, selection, context->cancellable, NULL, NULL, PPV_NONE, (double) NAN };
  if (ppv_profile_get_n_metrics (profile) == 0)
    return TRUE;
  self->costs = ppv_stack_costs_new (profile, selection, context->cancellable, error);
  if (self->costs == NULL)
    return FALSE;
  self->metric = self->costs->metric;
  self->interval_ms = find_interval (profile, self->costs);
  self->tree = ppv_call_tree_new (profile, self->costs);
  return !g_cancellable_set_error_if_cancelled (context->cancellable, error);
}

static double
find_duration (const PpvProfile *profile)
{
  if (!g_str_equal (ppv_profile_get_time_unit (profile), "ns"))
    return (double) NAN;
  return (double) ppv_profile_get_duration (profile) / 1e9;
}

/* Where the metric counts samples, as in collapsed stacks, its weight is their number. */
static gint64
count_samples (const Export *export)
{
  const PpvMetric *metric;

  if (export->costs == NULL)
    return 0;
  metric = ppv_profile_get_metric (export->profile, export->metric);
  if (g_str_equal (ppv_profile_get_string (export->profile, metric->unit), "samples"))
    return export->costs->sum;
  return (gint64) export->costs->n_samples;
}

static void
write_older_head (PpvJsonWriter *json, const Export *export)
{
  ppv_json_int (json, "sample_count", count_samples (export));
  ppv_json_double (json, "duration_seconds", find_duration (export->profile));
  ppv_json_double (json, "sampling_interval_ms", export->interval_ms);
}

static void
write_facts (PpvJsonWriter *json, const PpvProfile *profile)
{
  guint32 n_facts;
  const PpvFact *facts = ppv_profile_list_facts (profile, &n_facts);

  ppv_json_begin_object (json, "info");
  for (guint32 i = 0; i < n_facts; i++)
    ppv_json_string (json, facts[i].key, facts[i].value);
  ppv_json_end (json);
}

static void
write_selected (PpvJsonWriter *json, const Export *export)
{
  g_autofree char *selection = ppv_selection_to_text (export->selection);

  ppv_json_string (json, "selection", selection);
  ppv_profile_write_metric (json, export->profile, export->metric);
  ppv_json_cost (json, "total", export->costs == NULL ? 0 : export->costs->sum);
}

static void
write_costs (PpvJsonWriter *json, const Export *export)
{
  g_autoptr (PpvArcs) arcs = ppv_arcs_new (export->profile, export->costs);

  json_hotspots_write (json, export->profile, export->costs, arcs, export->interval_ms);
  ppv_json_begin_object (json, "flame_graph");
  json_flame_graph_write (json, export->profile, export->tree);
  ppv_json_end (json);
  json_call_graph_write (json, export->profile, arcs);
}

/* The older keys are there whatever the file holds. */
static void
write_no_costs (PpvJsonWriter *json)
{
  ppv_json_begin_array (json, "hotspots");
  ppv_json_end (json);
  ppv_json_begin_object (json, "flame_graph");
  ppv_json_string (json, "name", JSON_ROOT_NAME);
  ppv_json_int (json, "value", 0);
  ppv_json_begin_array (json, "children");
  ppv_json_end (json);
  ppv_json_end (json);
  ppv_json_begin_object (json, "call_graph");
  ppv_json_end (json);
}

static gboolean
write_everything (const PpvExportContext *context,
                  const PpvProfile *profile,
                  const PpvSelection *selection,
                  PpvSink *sink,
                  GError **error)
{
  g_auto (Export) export = { NULL };
  g_autoptr (PpvJsonWriter) json = NULL;

  if (!export_init (&export, context, profile, selection, error))
    return FALSE;
  json = ppv_json_writer_new (sink, context->pretty);
  ppv_json_begin_object (json, NULL);
  ppv_profile_write_envelope (json, profile, "perprovis/export/1");
  write_older_head (json, &export);
  write_selected (json, &export);
  write_facts (json, profile);
  ppv_profile_write_contents (json, profile);
  ppv_profile_write_spans (json, profile);
  if (export.costs != NULL)
    write_costs (json, &export);
  else
    write_no_costs (json);
  if (!json_time_series_write (json, profile, selection, export.metric, context->cancellable,
                               error))
    return FALSE;
  json_memory_write (json, profile);
  ppv_json_end (json);
  ppv_sink_puts (sink, "\n");
  return TRUE;
}

static gboolean
write_flame_graph (const PpvExportContext *context,
                   const PpvProfile *profile,
                   const PpvSelection *selection,
                   PpvSink *sink,
                   GError **error)
{
  g_auto (Export) export = { NULL };
  g_autoptr (PpvJsonWriter) json = NULL;

  if (!export_init (&export, context, profile, selection, error))
    return FALSE;
  if (export.tree == NULL)
    {
      g_set_error_literal (error, PPV_ERROR, PPV_ERROR_USAGE,
                           _ ("the file has no call stacks to draw"));
      return FALSE;
    }
  json = ppv_json_writer_new (sink, context->pretty);
  ppv_json_begin_object (json, NULL);
  ppv_profile_write_envelope (json, profile, "perprovis/flamegraph/1");
  write_selected (json, &export);
  json_flame_graph_write (json, profile, export.tree);
  ppv_json_end (json);
  ppv_sink_puts (sink, "\n");
  return TRUE;
}

static const PpvExporter everything = {
  .size = sizeof (PpvExporter),
  .id = "json",
  .name = N_ ("JSON, everything"),
  .mime_type = "application/json",
  .suffix = "json",
  .results = PPV_RESULT_ALL,
  .write = write_everything,
};

static const PpvExporter flame_graph = {
  .size = sizeof (PpvExporter),
  .id = "flamegraph-json",
  .name = N_ ("Flame graph (JSON, d3-flame-graph)"),
  .mime_type = "application/json",
  .suffix = "json",
  .results = PPV_RESULT_FLAME_GRAPH,
  .write = write_flame_graph,
};

G_MODULE_EXPORT const PpvPlugin ppv_plugin = {
  .abi = PPV_PLUGIN_ABI,
  .version = PACKAGE_VERSION,
  .license = "LGPL-2.1-or-later",
  .domain = GETTEXT_PACKAGE,
  .exporters = (const PpvExporter *const[]){ &everything, &flame_graph, NULL },
};
