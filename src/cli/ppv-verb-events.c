/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-head.h"
#include "ppv-event-rows.h"
#include "ppv-number.h"

enum { USUAL_ROWS = 20 };

static void
print_text (const PpvEventRows *rows, PpvOutput *output)
{
  g_autofree char *shown = ppv_format_count ((gint64) rows->n_shown);
  g_autofree char *all = ppv_format_count ((gint64) rows->events->n_rows);

  ppv_event_rows_print (rows, output);
  if (rows->n_shown < rows->events->n_rows)
    ppv_sink_printf (output->sink, _ ("\n%s of %s rows (-n 0 shows all)\n"), shown, all);
}

static gboolean
write_answer (const PpvCommand *command, const PpvEventRows *rows, GError **error)
{
  g_autoptr (PpvOutput) output = ppv_output_new (command, error);

  if (output == NULL)
    return FALSE;
  if (ppv_command_is_format (command, "json"))
    ppv_event_rows_write_json (rows, output->sink);
  else if (ppv_command_is_format (command, "csv"))
    ppv_event_rows_write_csv (rows, output->sink);
  else if (rows->events->n_rows == 0)
    ppv_head_no_samples (rows->profile, output);
  else
    print_text (rows, output);
  return ppv_output_commit (output, error);
}

/* An empty answer from a file that has samples would mislead. */
static gboolean
check_rows (const PpvCommand *command, const PpvEventRows *rows, GError **error)
{
  g_autofree char *selection = ppv_selection_to_text (command->selection);

  if (rows->events->n_rows > 0 || selection[0] == '\0')
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("%s: no sample matches %s"),
               ppv_profile_get_file (rows->profile), selection);
  return FALSE;
}

static gboolean
run_events (PpvCommand *command, GError **error)
{
  int n_rows = command->options.n_rows < 0 ? USUAL_ROWS : command->options.n_rows;
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvEvents) events = NULL;
  PpvEventRows rows = { NULL };

  profile = ppv_command_load (command, ppv_command_file (command), error);
  if (profile == NULL)
    return FALSE;
  events = ppv_events_new (profile, command->rest, command->cancellable, error);
  if (events == NULL)
    return FALSE;
  rows.profile = profile;
  rows.events = events;
  rows.n_shown = n_rows == 0 ? events->n_rows : MIN (events->n_rows, (gsize) n_rows);
  return check_rows (command, &rows, error) && write_answer (command, &rows, error);
}

const PpvVerb ppv_verb_events = {
  .name = "events",
  .arguments = N_ ("FILE"),
  .summary = N_ ("every sample in the order of time, with what it says"),
  .takes = PPV_TAKES_PROFILE | PPV_TAKES_OUTPUT | PPV_TAKES_ROWS,
  .details = TRUE,
  .least_files = 1,
  .most_files = 1,
  .formats = (const char *const[]){ "text", "json", "csv", NULL },
  .run = run_events,
};
