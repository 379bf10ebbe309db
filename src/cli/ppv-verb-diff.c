/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-cli-diff.h"

enum { USUAL_ROWS = 20 };

static char *by_text;
static char *normalise_text;
static char **gate_texts;

static const GOptionEntry entries[] = {
  { "by", 0, 0, G_OPTION_ARG_STRING, &by_text, N_ ("What a row is: function or stack"),
    N_ ("WHAT") },
  { "normalise", 0, 0, G_OPTION_ARG_STRING, &normalise_text,
    N_ ("What costs are divided by: total, time, oncpu or none"), N_ ("WHAT") },
  { "fail-if", 0, 0, G_OPTION_ARG_STRING_ARRAY, &gate_texts,
    N_ ("End with 4 if it holds, e.g. \"self(f) > +3% and q < 0.05\" (repeatable)"), N_ ("EXPR") },
  { NULL },
};

static gboolean
parse_gates (GPtrArray *gates, GError **error)
{
  for (guint i = 0; gate_texts != NULL && gate_texts[i] != NULL; i++)
    {
      PpvDiffGate *gate = ppv_diff_gate_new (gate_texts[i], error);

      if (gate == NULL)
        {
          g_prefix_error (error, "--fail-if: ");
          return FALSE;
        }
      g_ptr_array_add (gates, gate);
    }
  return TRUE;
}

/* "BASE… -- CURRENT…", or one of each. */
static gboolean
find_sides (const PpvCommand *command, guint n_runs[PPV_DIFF_N_SIDES], GError **error)
{
  guint n_files = g_strv_length (command->options.files);

  n_runs[PPV_DIFF_BASE] = command->options.n_first;
  if (n_runs[PPV_DIFF_BASE] == 0 && n_files == 2)
    n_runs[PPV_DIFF_BASE] = 1;
  n_runs[PPV_DIFF_CURRENT] = n_files - n_runs[PPV_DIFF_BASE];
  if (n_runs[PPV_DIFF_BASE] > 0 && n_runs[PPV_DIFF_CURRENT] > 0)
    return TRUE;
  g_set_error_literal (error, PPV_ERROR, PPV_ERROR_USAGE,
                       _ ("files of both sides are needed, with -- between them: BASE… -- "
                          "CURRENT…"));
  return FALSE;
}

static gboolean
load_inputs (PpvCommand *command, GPtrArray *profiles, GPtrArray *selections, GError **error)
{
  for (guint i = 0; command->options.files[i] != NULL; i++)
    {
      PpvProfile *profile = ppv_command_load (command, command->options.files[i], error);
      PpvProfile *findings = NULL;

      if (profile == NULL)
        return FALSE;
      if (ppv_selection_get_metric (command->selection) == NULL)
        findings = ppv_diff_findings_profile (profile);
      if (findings != NULL)
        ppv_profile_unref (profile);
      g_ptr_array_add (profiles, findings != NULL ? findings : profile);
      g_ptr_array_add (selections, g_steal_pointer (&command->rest));
    }
  return TRUE;
}

static PpvDiff *
make_diff (const PpvCommand *command,
           const GPtrArray *profiles,
           const GPtrArray *selections,
           const guint n_runs[PPV_DIFF_N_SIDES],
           GError **error)
{
  const char *const bys[] = { "function", "stack", NULL };
  const char *const divisors[] = { "total", "time", "oncpu", "none", NULL };
  g_autofree PpvDiffInput *inputs = g_new (PpvDiffInput, profiles->len);
  guint by, normalise;

  if (!ppv_command_parse_word ("--by", by_text, bys, &by, error) ||
      !ppv_command_parse_word ("--normalise", normalise_text, divisors, &normalise, error))
    return NULL;
  if (normalise_text == NULL)
    normalise = PPV_NORMALISE_USUAL;
  for (guint i = 0; i < profiles->len; i++)
    inputs[i] = (PpvDiffInput){ profiles->pdata[i], selections->pdata[i] };
  return ppv_diff_new (inputs, n_runs, (PpvDiffBy) by, (PpvNormalise) normalise,
                       command->cancellable, error);
}

static gboolean
check_samples (const PpvDiff *diff, GError **error)
{
  if (diff->n_samples[0] > 0 || diff->n_samples[1] > 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("neither side has samples of %s"),
               diff->metric);
  return FALSE;
}

static void
test_gates (PpvDiffReport *report, const GPtrArray *gates)
{
  for (guint i = 0; i < gates->len; i++)
    for (guint32 j = 0; j < report->diff->n_rows && report->failed == NULL; j++)
      if (ppv_diff_gate_test (gates->pdata[i], report->diff, &report->diff->rows[j]))
        {
          report->failed = gate_texts[i];
          report->failing = &report->diff->rows[j];
        }
}

static gboolean
write_answer (const PpvCommand *command, const PpvDiffReport *report, GError **error)
{
  g_autoptr (PpvOutput) output = ppv_output_new (command, error);

  if (output == NULL)
    return FALSE;
  if (ppv_command_is_format (command, "json"))
    ppv_diff_report_write_json (report, output->sink);
  else if (ppv_command_is_format (command, "csv"))
    ppv_diff_report_write_csv (report, output->sink);
  else if (ppv_command_is_format (command, "markdown"))
    ppv_diff_report_write_markdown (report, output->sink);
  else if (ppv_command_is_format (command, "html"))
    ppv_diff_report_write_html (report, output->sink);
  else
    ppv_diff_report_print (report, output);
  return ppv_output_commit (output, error);
}

static void
tell_failure (PpvCommand *command, const PpvDiffReport *report)
{
  if (report->failed == NULL)
    return;
  command->failed = TRUE;
  ppv_say (_ ("--fail-if: %s holds for %s"), report->failed, report->failing->function);
}

static gboolean
run_diff (PpvCommand *command, GError **error)
{
  g_autoptr (GPtrArray) gates =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_diff_gate_free);
  g_autoptr (GPtrArray) profiles =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_profile_unref);
  g_autoptr (GPtrArray) selections =
      g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_selection_free);
  int n_rows = command->options.n_rows < 0 ? USUAL_ROWS : command->options.n_rows;
  guint n_runs[PPV_DIFF_N_SIDES];
  g_autoptr (PpvDiff) diff = NULL;
  PpvDiffReport report = { NULL };

  if (!find_sides (command, n_runs, error) || !parse_gates (gates, error) ||
      !load_inputs (command, profiles, selections, error))
    return FALSE;
  diff = make_diff (command, profiles, selections, n_runs, error);
  if (diff == NULL || !check_samples (diff, error))
    return FALSE;
  report.diff = diff;
  report.files = command->options.files;
  report.profiles = (PpvProfile *const *) profiles->pdata;
  report.n_shown = n_rows == 0 ? diff->n_rows : MIN ((guint32) n_rows, diff->n_rows);
  test_gates (&report, gates);
  if (!write_answer (command, &report, error))
    return FALSE;
  tell_failure (command, &report);
  return TRUE;
}

const PpvVerb ppv_verb_diff = {
  .name = "diff",
  .arguments = N_ ("BASE… -- CURRENT…"),
  .summary = N_ ("what changed from one or several runs to others, and how sure that is"),
  .takes = PPV_TAKES_PROFILE | PPV_TAKES_OUTPUT | PPV_TAKES_ROWS,
  .two_sides = TRUE,
  .least_files = 2,
  .most_files = 1000,
  .formats = (const char *const[]){ "text", "markdown", "json", "csv", "html", NULL },
  .entries = entries,
  .run = run_diff,
};
