/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-head.h"
#include "ppv-hotspot-rows.h"
#include "ppv-number.h"

enum { USUAL_ROWS = 20 };

static const char *by_text;
static const char *sort_text;
static const char *derived_text;

static const GOptionEntry entries[] = {
  { "by", 0, 0, G_OPTION_ARG_STRING, &by_text,
    N_ ("function, module, file, line, thread, process, cpu or stack"), N_ ("WHAT") },
  { "sort", 0, 0, G_OPTION_ARG_STRING, &sort_text, N_ ("self, total or name"), N_ ("ORDER") },
  { "derived", 0, 0, G_OPTION_ARG_STRING, &derived_text,
    N_ ("ratios of events, such as ipc; all for all there are"), N_ ("NAME,…") },
  { NULL },
};

static gboolean
parse_table (PpvHotspotsBy *by, PpvHotspotsSort *sort, GError **error)
{
  const char *const orders[] = { "self", "total", "name", NULL };
  guint by_place;
  guint sort_place;

  if (!ppv_command_parse_word ("--by", by_text, ppv_hotspot_dimensions, &by_place, error) ||
      !ppv_command_parse_word ("--sort", sort_text, orders, &sort_place, error))
    return FALSE;
  *by = (PpvHotspotsBy) by_place;
  *sort = (PpvHotspotsSort) sort_place;
  return TRUE;
}

static PpvHotspots *
make_hotspots (const PpvCommand *command,
               const PpvProfile *profile,
               const PpvStackCosts *costs,
               PpvHotspotsBy by,
               GError **error)
{
  if (by <= PPV_BY_LINE)
    return ppv_hotspots_from_costs (profile, costs, by);
  return ppv_hotspots_new (profile, command->rest, by, command->cancellable, error);
}

static void
print_text (const PpvCommand *command, const PpvHotspotRows *rows, PpvOutput *output)
{
  g_autofree char *shown = ppv_format_count (rows->n_shown);
  g_autofree char *all = ppv_format_count (rows->hotspots->n_rows);

  ppv_head_print (command, rows->profile, rows->costs, output);
  ppv_hotspot_rows_print (rows, output);
  ppv_derived_columns_print (rows->derived, output);
  if (rows->n_shown < rows->hotspots->n_rows)
    ppv_sink_printf (output->sink, _ ("\n%s of %s rows (-n 0 shows all)\n"), shown, all);
}

static gboolean
write_answer (const PpvCommand *command, const PpvHotspotRows *rows, GError **error)
{
  g_autoptr (PpvOutput) output = ppv_output_new (command, error);

  if (output == NULL)
    return FALSE;
  if (ppv_command_is_format (command, "json"))
    ppv_hotspot_rows_write_json (rows, output->sink);
  else if (ppv_command_is_format (command, "csv"))
    ppv_hotspot_rows_write_csv (rows, output->sink);
  else if (rows->costs == NULL || rows->costs->n_samples == 0)
    ppv_head_no_samples (rows->profile, output);
  else
    print_text (command, rows, output);
  return ppv_output_commit (output, error);
}

/* Fills @rows, whose parts live in @costs and @hotspots. */
static gboolean
analyse (const PpvCommand *command,
         PpvHotspotsSort sort,
         PpvHotspotRows *rows,
         PpvStackCosts **costs,
         PpvHotspots **hotspots,
         GError **error)
{
  int n_rows = command->options.n_rows < 0 ? USUAL_ROWS : command->options.n_rows;

  rows->costs = *costs = ppv_command_costs (command, rows->profile, error);
  if (*costs == NULL)
    return FALSE;
  rows->hotspots = *hotspots = make_hotspots (command, rows->profile, *costs, rows->by, error);
  if (*hotspots == NULL)
    return FALSE;
  ppv_hotspots_sort (*hotspots, rows->profile, sort);
  ppv_hotspot_rows_choose (rows, (guint32) n_rows, command->options.percent_limit);
  return TRUE;
}

static gboolean
run_hotspots (PpvCommand *command, GError **error)
{
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvHotspots) hotspots = NULL;
  g_autoptr (PpvDerivedColumns) derived = NULL;
  g_autofree guint32 *shown = NULL;
  PpvHotspotRows rows = { NULL };
  PpvHotspotsSort sort;

  if (!parse_table (&rows.by, &sort, error))
    return FALSE;
  profile = ppv_command_load (command, ppv_command_file (command), error);
  if (profile == NULL)
    return FALSE;
  rows.profile = profile;
  if (ppv_profile_get_n_metrics (profile) > 0 &&
      !analyse (command, sort, &rows, &costs, &hotspots, error))
    return FALSE;
  shown = rows.shown;
  rows.derived = derived =
      ppv_derived_columns_new (command, profile, derived_text, hotspots, error);
  if (derived == NULL)
    return FALSE;
  return write_answer (command, &rows, error);
}

const PpvVerb ppv_verb_hotspots = {
  .name = "hotspots",
  .arguments = N_ ("FILE"),
  .summary = N_ ("where the cost is: functions (or --by=…) by self and total"),
  .takes = PPV_TAKES_PROFILE | PPV_TAKES_OUTPUT | PPV_TAKES_ROWS | PPV_TAKES_PERCENT,
  .least_files = 1,
  .most_files = 1,
  .formats = (const char *const[]){ "text", "json", "csv", NULL },
  .entries = entries,
  .run = run_hotspots,
};
