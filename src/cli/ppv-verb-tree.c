/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-tree.h"
#include "ppv-profile-json.h"

static gboolean bottom_up;

static const GOptionEntry entries[] = {
  { "bottom-up", 0, 0, G_OPTION_ARG_NONE, &bottom_up,
    N_ ("From the functions that cost to those that called them"), NULL },
  { NULL },
};

static void
write_json (const PpvProfile *profile,
            const PpvStackCosts *costs,
            const PpvTreeRows *rows,
            PpvSink *sink)
{
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, FALSE);

  ppv_json_begin_object (json, NULL);
  ppv_profile_write_envelope (json, profile, "perprovis/tree/1");
  ppv_profile_write_metric (json, profile, costs != NULL ? costs->metric : PPV_NONE);
  ppv_json_bool (json, "bottom_up", bottom_up);
  ppv_json_int (json, "hidden", rows != NULL ? (gint64) MIN (rows->n_hidden, G_MAXINT64) : 0);
  ppv_json_string (json, "name", "all");
  ppv_json_cost (json, "value", rows != NULL ? rows->sum : 0);
  ppv_json_cost (json, "self", 0);
  if (rows != NULL)
    ppv_tree_rows_write (rows, profile, ppv_tree_rows_members, json);
  else
    {
      ppv_json_begin_array (json, "children");
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

static gboolean
run_tree (PpvCommand *command, GError **error)
{
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvTreeRows) rows = NULL;
  g_autoptr (PpvOutput) output = NULL;

  profile = ppv_command_load (command, ppv_command_file (command), error);
  if (profile == NULL)
    return FALSE;
  if (ppv_profile_get_n_metrics (profile) > 0)
    {
      costs = ppv_command_costs (command, profile, error);
      if (costs == NULL)
        return FALSE;
      rows = ppv_cli_tree_rows (command, profile, costs, bottom_up);
    }
  output = ppv_output_new (command, error);
  if (output == NULL)
    return FALSE;
  if (ppv_command_is_format (command, "json"))
    write_json (profile, costs, rows, output->sink);
  else
    ppv_cli_tree_print (command, profile, costs, rows, !bottom_up, output);
  return ppv_output_commit (output, error);
}

const PpvVerb ppv_verb_tree = {
  .name = "tree",
  .arguments = N_ ("FILE"),
  .summary = N_ ("the call tree from the top down, or with --bottom-up"),
  .takes = PPV_TAKES_PROFILE | PPV_TAKES_OUTPUT | PPV_TAKES_ROWS | PPV_TAKES_PERCENT,
  .draws_paths = TRUE,
  .least_files = 1,
  .most_files = 1,
  .formats = (const char *const[]){ "text", "json", NULL },
  .entries = entries,
  .run = run_tree,
};
