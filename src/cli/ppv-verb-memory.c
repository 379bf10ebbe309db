/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-export.h"
#include "ppv-cli-memory.h"
#include "ppv-cli-tree.h"
#include "ppv-profile-json.h"

static char *title;
static int width;

static const GOptionEntry entries[] = {
  { "title", 0, 0, G_OPTION_ARG_STRING, &title, N_ ("Heading of the picture"), N_ ("TEXT") },
  { "width", 0, 0, G_OPTION_ARG_INT, &width, N_ ("Width of the picture, in pixels"), N_ ("N") },
  { NULL },
};

static void
make_tree (PpvMemoryReport *self, const PpvStackCosts *costs)
{
  self->tree = ppv_tree_rows_bottom_up (self->profile, costs, PPV_MERGE_NOTHING,
                                        ppv_cli_tree_percent (self->command));
}

static void
write_json (const PpvMemoryReport *self, PpvSink *sink)
{
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, TRUE);

  ppv_json_begin_object (json, NULL);
  ppv_profile_write_envelope (json, self->profile, "perprovis/memory/1");
  ppv_memory_write (json, self->profile, self->memory, ppv_cli_tree_percent (self->command));
  ppv_json_end (json);
}

static gboolean
write_report (const PpvMemoryReport *self, GError **error)
{
  g_autoptr (PpvOutput) output = ppv_output_new (self->command, error);

  if (output == NULL)
    return FALSE;
  if (ppv_command_is_format (self->command, "json"))
    write_json (self, output->sink);
  else if (ppv_command_is_format (self->command, "csv"))
    ppv_memory_report_write_csv (self, output->sink);
  else
    ppv_memory_report_print (self, output);
  return ppv_output_commit (output, error);
}

static PpvMemory *
find_memory (const PpvProfile *profile, GError **error)
{
  GError *reason = NULL;
  PpvMemory *memory = ppv_memory_new (profile, &reason);

  if (memory == NULL)
    ppv_propagate_absence (error, profile, reason);
  return memory;
}

static gboolean
run_memory (PpvCommand *command, GError **error)
{
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvMemory) memory = NULL;
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvTreeRows) tree = NULL;
  PpvMemoryReport report = { .command = command };
  const PpvExportContext picture = { .title = title, .width = (guint32) width };

  if (!ppv_command_check_whole (command, error) || !ppv_export_check_width (width, error))
    return FALSE;
  profile = ppv_command_load (command, ppv_command_file (command), error);
  if (profile == NULL)
    return FALSE;
  memory = find_memory (profile, error);
  if (memory == NULL)
    return FALSE;
  if (ppv_command_is_format (command, "svg"))
    return ppv_export_write_picture (command, profile, "memory-svg", &picture, error);
  report.profile = profile;
  report.memory = memory;
  report.moment = ppv_memory_get_shown (memory);
  if (report.moment != PPV_NONE && ppv_command_is_format (command, "text"))
    costs = ppv_memory_costs (memory, profile, report.moment);
  if (costs != NULL)
    make_tree (&report, costs);
  tree = report.tree;
  return write_report (&report, error);
}

const PpvVerb ppv_verb_memory = {
  .name = "memory",
  .arguments = N_ ("FILE"),
  .summary = N_ ("heap over time, its peak, and who holds it at the peak"),
  .takes = PPV_TAKES_PROFILE | PPV_TAKES_OUTPUT | PPV_TAKES_ROWS | PPV_TAKES_PERCENT,
  .least_files = 1,
  .most_files = 1,
  .formats = (const char *const[]){ "text", "svg", "json", "csv", NULL },
  .entries = entries,
  .run = run_memory,
};
