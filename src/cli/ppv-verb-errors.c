/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-errors.h"

enum { USUAL_ROWS = 20 };

static gboolean suppressions;

static const GOptionEntry entries[] = {
  { "suppressions", 0, 0, G_OPTION_ARG_NONE, &suppressions,
    N_ ("Write what makes Valgrind hide these errors, for its --suppressions"), NULL },
  { NULL },
};

static void
write_suppressions (const PpvErrorReport *self, PpvSink *sink)
{
  guint32 n_without = ppv_findings_write_suppressions (self->findings, self->profile, sink);

  if (n_without > 0)
    ppv_say (ngettext ("%s: %u error cannot be suppressed: it has no stack, or Valgrind has no "
                       "suppressions for its kind",
                       "%s: %u errors cannot be suppressed: they have no stack, or Valgrind has "
                       "no suppressions for their kinds",
                       n_without),
             ppv_profile_get_file (self->profile), n_without);
}

static gboolean
write_report (const PpvCommand *command, const PpvErrorReport *self, GError **error)
{
  g_autoptr (PpvOutput) output = ppv_output_new (command, error);

  if (output == NULL)
    return FALSE;
  if (suppressions)
    write_suppressions (self, output->sink);
  else if (ppv_command_is_format (command, "json"))
    ppv_error_report_write_json (self, output->sink);
  else if (ppv_command_is_format (command, "csv"))
    ppv_error_report_write_csv (self, output->sink);
  else if (ppv_command_is_format (command, "markdown"))
    ppv_error_report_write_markdown (self, output->sink);
  else
    ppv_error_report_print (self, output);
  return ppv_output_commit (output, error);
}

static PpvFindings *
find_errors (const PpvProfile *profile, GError **error)
{
  GError *reason = NULL;
  PpvFindings *findings = ppv_findings_new (profile, &reason);

  if (findings == NULL)
    ppv_propagate_absence (error, profile, reason);
  return findings;
}

/* People want the first ones; programs want all. */
static guint32
choose_rows (const PpvCommand *command, const PpvFindings *findings)
{
  gboolean is_text = ppv_command_is_format (command, "text");
  int n_rows = command->options.n_rows;

  if (n_rows == PPV_NOT_GIVEN)
    n_rows = is_text ? USUAL_ROWS : 0;
  return n_rows == 0 ? findings->n_findings : MIN (findings->n_findings, (guint32) n_rows);
}

static gboolean
run_errors (PpvCommand *command, GError **error)
{
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvFindings) findings = NULL;
  PpvErrorReport report = { NULL };

  if (!ppv_command_check_whole (command, error))
    return FALSE;
  profile = ppv_command_load (command, ppv_command_file (command), error);
  if (profile == NULL)
    return FALSE;
  findings = find_errors (profile, error);
  if (findings == NULL)
    return FALSE;
  report.profile = profile;
  report.findings = findings;
  report.n_shown = choose_rows (command, findings);
  return write_report (command, &report, error);
}

const PpvVerb ppv_verb_errors = {
  .name = "errors",
  .arguments = N_ ("FILE"),
  .summary = N_ ("what memcheck, Helgrind, DRD or a sanitizer found, with its stacks"),
  .takes = PPV_TAKES_PROFILE | PPV_TAKES_OUTPUT | PPV_TAKES_ROWS,
  .least_files = 1,
  .most_files = 1,
  .formats = (const char *const[]){ "text", "json", "csv", "markdown", NULL },
  .entries = entries,
  .run = run_errors,
};
