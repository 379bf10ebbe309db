/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-head.h"
#include "ppv-profile-view.h"
#include "ppv-cli-text.h"
#include "ppv-number.h"

const char *
ppv_head_unit (const PpvProfile *profile, const PpvStackCosts *costs)
{
  const PpvMetric *metric = ppv_profile_get_metric (profile, costs->metric);

  return ppv_profile_get_string (profile, metric->unit);
}

static void
print_pair (PpvOutput *output, const char *key, const char *value)
{
  g_autofree char *safe = ppv_text_safe (value);

  ppv_sink_printf (output->sink, "%s: %s\n", key, safe);
}

/* A total of samples is their number; of other units both are worth telling. */
static char *
describe_cost (const PpvProfile *profile, const PpvStackCosts *costs, const char *unit)
{
  const PpvMetric *metric = ppv_profile_get_metric (profile, costs->metric);
  g_autofree char *samples =
      ppv_sample_set_dup_count (ppv_profile_get_set (profile, metric->set), costs->n_samples);
  g_autofree char *total = ppv_format_value (costs->sum, unit);

  ppv_unit_decimals (unit, &unit);
  if (g_str_equal (unit, "samples"))
    return g_steal_pointer (&total);
  return g_strdup_printf (_ ("%s in %s"), total, samples);
}

static void
print_metric (const PpvProfile *profile, const PpvStackCosts *costs, PpvOutput *output)
{
  const PpvMetric *metric = ppv_profile_get_metric (profile, costs->metric);
  const char *name = ppv_profile_get_string (profile, metric->name);
  g_autofree char *cost = describe_cost (profile, costs, ppv_head_unit (profile, costs));
  g_autofree char *text = NULL;

  text = g_strdup_printf ("%s, %s%s", name, cost,
                          costs->saturated ? _ (" (at least: a sum ran over)") : "");
  print_pair (output, _ ("Metric"), text);
}

static void
print_selection (const PpvCommand *command,
                 const PpvProfile *profile,
                 const PpvStackCosts *costs,
                 PpvOutput *output)
{
  const PpvMetric *metric = ppv_profile_get_metric (ppv_profile_get_base (profile), costs->metric);
  g_autofree char *selection = ppv_selection_to_text (command->selection);
  g_autofree char *text = NULL;

  if (ppv_selection_get_n_clauses (command->selection) == 0 || costs->group != PPV_NONE)
    return;
  text = g_strdup_printf (_ ("%s: %.2f %% of the metric, which is 100 %% below"), selection,
                          ppv_percent (costs->sum, metric->total));
  print_pair (output, _ ("Selected"), text);
}

/* A level is not added up over time: one moment is shown. */
static void
print_moment (const PpvProfile *profile, const PpvStackCosts *costs, PpvOutput *output)
{
  const PpvMetric *metric = ppv_profile_get_metric (profile, costs->metric);
  const PpvSampleSet *set = ppv_profile_get_set (profile, metric->set);
  g_autofree char *text = NULL;
  g_autofree char *time = NULL;

  if (costs->group == PPV_NONE)
    return;
  time = ppv_format_value (set->group_time[costs->group], ppv_profile_get_time_unit (profile));
  text = g_strdup_printf (_ ("snapshot %u of %u, at %s%s"), costs->group, set->n_groups, time,
                          set->group_flags[costs->group] & PPV_GROUP_PEAK ? _ (" (the peak)") : "");
  print_pair (output, _ ("Moment"), text);
}

void
ppv_head_print (const PpvCommand *command,
                const PpvProfile *profile,
                const PpvStackCosts *costs,
                PpvOutput *output)
{
  print_pair (output, _ ("File"), ppv_profile_get_file (profile));
  print_metric (profile, costs, output);
  print_moment (profile, costs, output);
  print_selection (command, profile, costs, output);
  ppv_sink_puts (output->sink, "\n");
}

void
ppv_head_no_samples (const PpvProfile *profile, PpvOutput *output)
{
  print_pair (output, _ ("File"), ppv_profile_get_file (profile));
  if (ppv_profile_get_n_counters (profile) > 0)
    ppv_sink_puts (
        output->sink,
        _ ("There is no call stack in it, but numbers over time: see perprovis memory.\n"));
  else
    ppv_sink_puts (output->sink, _ ("There is no sample in it.\n"));
}
