/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "json-flame-graph.h"
#include "json-tables.h"
#include "ppv-hotspots.h"
#include "ppv-profile-json.h"

static double
percent (gint64 part, gint64 whole)
{
  return whole == 0 ? 0.0 : 100.0 * (double) part / (double) whole;
}

static void
write_neighbours (PpvJsonWriter *json,
                  const char *key,
                  const PpvProfile *profile,
                  const PpvArcs *arcs,
                  PpvFunctionId function)
{
  const PpvStringId *names = ppv_profile_get_functions (profile)->name;
  gboolean callers = g_str_equal (key, "callers");
  g_autofree PpvFunctionId *list = ppv_arcs_neighbours (arcs, function, callers, G_MAXUINT);

  ppv_json_begin_array (json, key);
  for (guint i = 0; list[i] != PPV_NONE; i++)
    ppv_json_string (json, NULL, ppv_profile_get_string (profile, names[list[i]]));
  ppv_json_end (json);
}

/*
 * The older keys.  Where the metric counts samples, as in collapsed stacks, its
 * weight is their number.  The time is the cost itself where that is time, else
 * what the samples stand for; null where the recording knows neither.
 */
static void
write_older (PpvJsonWriter *json,
             const PpvProfile *profile,
             const PpvHotspots *hotspots,
             guint32 row,
             const char *unit,
             double interval_ms)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  PpvFunctionId function = hotspots->key[row];
  gint64 self = hotspots->self[row];
  gint64 samples = g_str_equal (unit, "samples") ? self : (gint64) hotspots->self_samples[row];
  double time = g_str_equal (unit, "ns") ? (double) self / 1e6 : (double) samples * interval_ms;

  ppv_json_string (json, "function_name",
                   ppv_profile_get_string (profile, functions->name[function]));
  ppv_json_string (json, "filename", ppv_profile_get_string (profile, functions->file[function]));
  ppv_json_int (json, "sample_count", samples);
  ppv_json_double (json, "percentage", percent (self, hotspots->sum));
  ppv_json_double (json, "total_time_ms", time);
  ppv_json_double (json, "average_time_ms", samples > 0 ? time / (double) samples : 0 * time);
}

static void
write_row (PpvJsonWriter *json, const PpvProfile *profile, const PpvHotspots *hotspots, guint32 row)
{
  PpvFunctionId function = hotspots->key[row];
  PpvStringId name = ppv_profile_get_functions (profile)->name[function];

  ppv_json_string (json, "function", ppv_profile_get_string (profile, name));
  ppv_profile_write_function (json, profile, function);
  ppv_json_cost (json, "self", hotspots->self[row]);
  ppv_json_cost (json, "total", hotspots->total[row]);
  ppv_json_double (json, "self_percent", percent (hotspots->self[row], hotspots->sum));
  ppv_json_double (json, "total_percent", percent (hotspots->total[row], hotspots->sum));
  ppv_json_int (json, "samples", (gint64) hotspots->samples[row]);
}

void
json_hotspots_write (PpvJsonWriter *json,
                     const PpvProfile *profile,
                     const PpvStackCosts *costs,
                     const PpvArcs *arcs,
                     double interval_ms)
{
  const PpvMetric *metric = ppv_profile_get_metric (profile, costs->metric);
  const char *unit = ppv_profile_get_string (profile, metric->unit);
  g_autoptr (PpvHotspots) hotspots = ppv_hotspots_from_costs (profile, costs, PPV_BY_FUNCTION);

  ppv_json_begin_array (json, "hotspots");
  for (guint32 i = 0; i < hotspots->n_rows; i++)
    {
      if (hotspots->key[i] == PPV_NONE)
        continue;
      ppv_json_begin_object (json, NULL);
      write_older (json, profile, hotspots, i, unit, interval_ms);
      write_row (json, profile, hotspots, i);
      write_neighbours (json, "callers", profile, arcs, hotspots->key[i]);
      write_neighbours (json, "callees", profile, arcs, hotspots->key[i]);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}
