/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-leaks.h"
#include "ppv-profile-json.h"

enum { USUAL_ROWS = 20 };

static void
write_json (const PpvLeaksReport *self, PpvSink *sink)
{
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, TRUE);

  ppv_json_begin_object (json, NULL);
  ppv_profile_write_envelope (json, self->profile, "perprovis/leaks/1");
  ppv_json_int (json, "rows", self->leaks->n_rows);
  ppv_leaks_write (self->leaks, self->profile, self->n_shown, json);
  ppv_json_end (json);
}

static gboolean
write_answer (const PpvCommand *command, const PpvLeaksReport *self, GError **error)
{
  g_autoptr (PpvOutput) output = ppv_output_new (command, error);

  if (output == NULL)
    return FALSE;
  if (ppv_command_is_format (command, "json"))
    write_json (self, output->sink);
  else if (ppv_command_is_format (command, "csv"))
    ppv_leaks_report_write_csv (self, output->sink);
  else if (ppv_command_is_format (command, "markdown"))
    ppv_leaks_report_write_markdown (self, output->sink);
  else if (ppv_command_is_format (command, "html"))
    ppv_leaks_report_write_html (self, output->sink);
  else
    ppv_leaks_report_print (self, output);
  return ppv_output_commit (output, error);
}

static PpvLeaks *
find_leaks (const PpvProfile *profile, GError **error)
{
  GError *reason = NULL;
  PpvLeaks *leaks = ppv_leaks_new (profile, &reason);

  if (leaks == NULL)
    ppv_propagate_absence (error, profile, reason);
  return leaks;
}

static gboolean
run_leaks (PpvCommand *command, GError **error)
{
  guint32 n_rows = command->options.n_rows < 0 ? USUAL_ROWS : (guint32) command->options.n_rows;
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvLeaks) leaks = NULL;
  PpvLeaksReport report = { NULL };

  if (!ppv_command_check_whole (command, error))
    return FALSE;
  profile = ppv_command_load (command, ppv_command_file (command), error);
  if (profile == NULL)
    return FALSE;
  leaks = find_leaks (profile, error);
  if (leaks == NULL)
    return FALSE;
  ppv_leaks_report_init (&report, profile, leaks,
                         n_rows == 0 ? leaks->n_rows : MIN (n_rows, leaks->n_rows));
  return write_answer (command, &report, error);
}

const PpvVerb ppv_verb_leaks = {
  .name = "leaks",
  .arguments = N_ ("FILE"),
  .summary = N_ ("what keeps growing or was never freed, with evidence"),
  .takes = PPV_TAKES_PROFILE | PPV_TAKES_OUTPUT | PPV_TAKES_ROWS,
  .least_files = 1,
  .most_files = 1,
  .formats = (const char *const[]){ "text", "markdown", "json", "csv", "html", NULL },
  .run = run_leaks,
};
