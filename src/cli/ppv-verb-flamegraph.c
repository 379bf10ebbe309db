/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <unistd.h>

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

/* A picture is no use in a terminal: without -o it becomes a file there. */
static char *
choose_path (const PpvCommand *command)
{
  g_autofree char *stem = ppv_export_stem (ppv_command_file (command));

  if (command->options.output != NULL)
    return g_strdup (command->options.output);
  if (ppv_command_is_format (command, "svg") && isatty (STDOUT_FILENO))
    return g_strconcat (stem, ".svg", NULL);
  return g_strdup ("-");
}

static gboolean
write_picture (const PpvCommand *command, const PpvProfile *profile, GError **error)
{
  const PpvExportContext how = {
    .title = title, .width = (guint32) width, .icicle = icicle, .colors = colors
  };
  gboolean svg = ppv_command_is_format (command, "svg");
  const PpvExporter *exporter = ppv_export_find (svg ? "svg" : "flamegraph-json", error);
  g_autofree char *path = choose_path (command);

  if (exporter == NULL || !ppv_export_write (command, profile, exporter, &how, path, error))
    return FALSE;
  if (command->options.output == NULL && !g_str_equal (path, "-") && !command->options.quiet)
    ppv_say (_ ("wrote %s; open it in a browser"), path);
  return TRUE;
}

static gboolean
run_flamegraph (PpvCommand *command, GError **error)
{
  g_autoptr (PpvProfile) profile = NULL;

  if (width < 0 || width > 100000)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE, _ ("--width=%d is not a width"), width);
      return FALSE;
    }
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
