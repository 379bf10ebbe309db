/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-cli-head.h"
#include "ppv-cli-timeline.h"
#include "ppv-number.h"

enum { USUAL_SERIES = 10, MOST_BUCKETS = 40 };

static const char *by_text;
static const char *bucket_text;

static const GOptionEntry entries[] = {
  { "by", 0, 0, G_OPTION_ARG_STRING, &by_text, N_ ("thread, process, cpu or function"),
    N_ ("WHAT") },
  { "bucket", 0, 0, G_OPTION_ARG_STRING, &bucket_text,
    N_ ("how long the parts of the time are, such as 100ms"), N_ ("T") },
  { NULL },
};

static gboolean
parse_bucket (gint64 *bucket, GError **error)
{
  *bucket = 0;
  if (bucket_text == NULL ||
      (ppv_parse_time (bucket_text, strlen (bucket_text), bucket) && *bucket > 0))
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
               _ ("--bucket=%s is not a time longer than nothing, such as 100ms"), bucket_text);
  return FALSE;
}

/* 100 ms are no number of instructions. */
static gboolean
check_unit (const PpvProfile *profile, GError **error)
{
  const char *unit = ppv_profile_get_time_unit (profile);

  if (bucket_text == NULL || strchr (bucket_text, 's') == NULL || g_str_equal (unit, "ns"))
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
               _ ("times of this profile are in %s: give plain numbers of them"), unit);
  return FALSE;
}

static gboolean
write_answer (const PpvTimelineReport *self, GError **error)
{
  g_autoptr (PpvOutput) output = ppv_output_new (self->command, error);

  if (output == NULL)
    return FALSE;
  if (ppv_command_is_format (self->command, "json"))
    ppv_timeline_report_write_json (self, output->sink);
  else if (ppv_command_is_format (self->command, "csv"))
    ppv_timeline_report_write_csv (self, output->sink);
  else if (self->costs->n_samples == 0)
    ppv_head_no_samples (self->profile, output);
  else
    ppv_timeline_report_print (self, output);
  return ppv_output_commit (output, error);
}

static gboolean
run_timeline (PpvCommand *command, GError **error)
{
  guint n_series = command->options.n_rows < 0 ? USUAL_SERIES : (guint) command->options.n_rows;
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvTimeline) timeline = NULL;
  PpvTimelineReport report = { .command = command };
  guint by = 0;
  gint64 bucket;

  if (!parse_bucket (&bucket, error) ||
      (by_text != NULL &&
       !ppv_command_parse_word ("--by", by_text, ppv_timeline_dimensions, &by, error)))
    return FALSE;
  profile = ppv_command_load (command, ppv_command_file (command), error);
  if (profile == NULL || !check_unit (profile, error))
    return FALSE;
  costs = ppv_command_costs (command, profile, error);
  if (costs == NULL)
    return FALSE;
  timeline = ppv_timeline_new (
      profile, command->rest, by_text != NULL ? (PpvTimelineBy) (by + 1) : PPV_TIMELINE_OF_ALL,
      bucket, MOST_BUCKETS, n_series > 0 ? n_series : G_MAXUINT32, command->cancellable, error);
  if (timeline == NULL)
    return FALSE;
  report.profile = profile;
  report.costs = costs;
  report.timeline = timeline;
  return write_answer (&report, error);
}

const PpvVerb ppv_verb_timeline = {
  .name = "timeline",
  .arguments = N_ ("FILE"),
  .summary = N_ ("cost over time, also by thread, process, cpu or function"),
  .takes = PPV_TAKES_PROFILE | PPV_TAKES_OUTPUT | PPV_TAKES_ROWS,
  .least_files = 1,
  .most_files = 1,
  .formats = (const char *const[]){ "text", "json", "csv", NULL },
  .entries = entries,
  .run = run_timeline,
};
