/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-export.h"
#include "ppv-cli-tree.h"

static gboolean icicle;
static char *title;
static int width;
static char *colors;

static const GOptionEntry entries[] = {
  { "icicle", 0, 0, G_OPTION_ARG_NONE, &icicle, N_ ("Roots at the top"), NULL },
  { "title", 0, 0, G_OPTION_ARG_STRING, &title, N_ ("Heading of the picture"), N_ ("TEXT") },
  { "width", 0, 0, G_OPTION_ARG_INT, &width, N_ ("Width of the picture, in pixels"), N_ ("N") },
  { "colors", 0, 0, G_OPTION_ARG_STRING, &colors, N_ ("Palette of the picture"), N_ ("NAME") },
  { NULL },
};

static gboolean
write_text (const PpvCommand *command, const PpvProfile *profile, GError **error)
{
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvTreeRows) rows = NULL;
  g_autoptr (PpvOutput) output = NULL;

  if (ppv_profile_get_n_metrics (profile) > 0)
    {
      costs = ppv_command_costs (command, profile, error);
      if (costs == NULL)
        return FALSE;
      rows = ppv_cli_tree_rows (command, profile, costs, FALSE);
    }
  output = ppv_output_new (command, error);
  if (output == NULL)
    return FALSE;
  ppv_cli_tree_print (command, profile, costs, rows, TRUE, output);
  return ppv_output_commit (output, error);
}

static gboolean
write_picture (const PpvCommand *command, const PpvProfile *profile, GError **error)
{
  const PpvExportContext how = {
    .title = title, .width = (guint32) width, .icicle = icicle, .colors = colors
  };
  gboolean svg = ppv_command_is_format (command, "svg");

  return ppv_export_write_picture (command, profile, svg ? "svg" : "flamegraph-json", &how, error);
}

static gboolean
run_flamegraph (PpvCommand *command, GError **error)
{
  g_autoptr (PpvProfile) profile = NULL;

  if (!ppv_export_check_width (width, error))
    return FALSE;
  profile = ppv_command_load (command, ppv_command_file (command), error);
  if (profile == NULL)
    return FALSE;
  if (ppv_command_is_format (command, "text"))
    return write_text (command, profile, error);
  return write_picture (command, profile, error);
}

const PpvVerb ppv_verb_flamegraph = {
  .name = "flamegraph",
  .arguments = N_ ("FILE"),
  .summary = N_ ("an interactive flame graph, as SVG for browsers"),
  .takes = PPV_TAKES_PROFILE | PPV_TAKES_OUTPUT | PPV_TAKES_PERCENT | PPV_TAKES_ROWS,
  .draws_paths = TRUE,
  .least_files = 1,
  .most_files = 1,
  .formats = (const char *const[]){ "svg", "json", "text", NULL },
  .entries = entries,
  .run = run_flamegraph,
};
