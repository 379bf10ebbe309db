/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-callers.h"
#include "ppv-cli-head.h"

enum { USUAL_FUNCTIONS = 5 };

static const char *
function_name (const PpvProfile *profile, PpvFunctionId function)
{
  return ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]);
}

/* Rows of @hotspots whose functions match; (transfer full). */
static GArray *
find_rows (const PpvProfile *profile, const PpvHotspots *hotspots, const char *pattern)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = 0; i < hotspots->n_rows; i++)
    if (ppv_pattern_match (pattern, function_name (profile, hotspots->key[i])))
      g_array_append_val (rows, i);
  return rows;
}

static gboolean
check_found (const PpvCallersReport *self, const char *pattern, GError **error)
{
  if (self->n_matches > 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _ ("%s: no function with samples matches %s (see perprovis hotspots -n 0)"),
               ppv_profile_get_file (self->profile), pattern);
  return FALSE;
}

static gboolean
write_answer (const PpvCallersReport *self, GError **error)
{
  g_autoptr (PpvOutput) output = ppv_output_new (self->command, error);

  if (output == NULL)
    return FALSE;
  if (ppv_command_is_format (self->command, "json"))
    ppv_callers_report_write_json (self, output->sink);
  else if (ppv_command_is_format (self->command, "csv"))
    ppv_callers_report_write_csv (self, output->sink);
  else
    ppv_callers_report_print (self, output);
  return ppv_output_commit (output, error);
}

static gboolean
report (PpvCommand *command, const PpvProfile *profile, const PpvStackCosts *costs, GError **error)
{
  const char *pattern = command->options.files[1];
  int n_rows = command->options.n_rows < 0 ? USUAL_FUNCTIONS : command->options.n_rows;
  g_autoptr (PpvHotspots) hotspots = ppv_hotspots_from_costs (profile, costs, PPV_BY_FUNCTION);
  g_autoptr (PpvArcs) arcs = ppv_arcs_new (profile, costs);
  g_autoptr (GArray) rows = NULL;
  PpvCallersReport self = { command, profile, costs, hotspots, arcs };

  ppv_hotspots_sort (hotspots, profile, PPV_SORT_TOTAL);
  rows = find_rows (profile, hotspots, pattern);
  self.rows = (const guint32 *) (gpointer) rows->data;
  self.n_matches = rows->len;
  self.n_rows = n_rows == 0 ? rows->len : MIN ((guint32) n_rows, rows->len);
  return check_found (&self, pattern, error) && write_answer (&self, error);
}

static gboolean
run_callers (PpvCommand *command, GError **error)
{
  g_autoptr (PpvProfile) profile = ppv_command_load (command, ppv_command_file (command), error);
  g_autoptr (PpvStackCosts) costs = NULL;

  if (profile == NULL)
    return FALSE;
  costs = ppv_command_costs (command, profile, error);
  return costs != NULL && report (command, profile, costs, error);
}

const PpvVerb ppv_verb_callers = {
  .name = "callers",
  .arguments = N_ ("FILE FUNCTION"),
  .summary = N_ ("who calls a function, and whom it calls"),
  .takes = PPV_TAKES_PROFILE | PPV_TAKES_OUTPUT | PPV_TAKES_ROWS | PPV_TAKES_PERCENT,
  .least_files = 2,
  .most_files = 2,
  .formats = (const char *const[]){ "text", "json", "csv", NULL },
  .run = run_callers,
};
