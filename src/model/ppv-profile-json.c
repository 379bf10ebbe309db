/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-number.h"
#include "ppv-profile-json.h"
#include "ppv-text.h"

/* Totals and record counts are 64-bit and unsigned in the model, signed in the writer. */
static gint64
clamp (guint64 count)
{
  return count > G_MAXINT64 ? G_MAXINT64 : (gint64) count;
}

/* A path is whatever bytes the user's file system has. */
static void
write_file (PpvJsonWriter *json, const char *path)
{
  GString *text = g_string_new (NULL);

  ppv_text_repair (text, path, strlen (path));
  ppv_json_string (json, "file", text->str);
  g_string_free (text, TRUE);
}

static void
write_warning (PpvJsonWriter *json, const PpvWarning *warning)
{
  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "code", warning->code);
  ppv_json_string (json, "message", warning->message);
  if (warning->offset == PPV_NO_ADDRESS)
    ppv_json_null (json, "offset");
  else
    ppv_json_int (json, "offset", clamp (warning->offset));
  ppv_json_int (json, "count", clamp (warning->count));
  ppv_json_end (json);
}

/**
 * ppv_profile_write_envelope: (skip)
 * @json: a writer with an object open
 * @profile: a profile
 * @schema: e.g. "perprovis/hotspots/1"
 *
 * Writes the members every JSON object of ours has.  A warning without a place
 * in the file has the offset null.
 */
void
ppv_profile_write_envelope (PpvJsonWriter *json, const PpvProfile *profile, const char *schema)
{
  const PpvWarning *warnings;
  guint32 n_warnings;

  g_return_if_fail (json != NULL && profile != NULL && schema != NULL);

  warnings = ppv_profile_list_warnings (profile, &n_warnings);
  ppv_json_string (json, "schema", schema);
  write_file (json, ppv_profile_get_file (profile));
  ppv_json_string (json, "format", ppv_profile_get_format (profile));
  ppv_json_bool (json, "complete", ppv_profile_is_complete (profile));
  ppv_json_begin_array (json, "warnings");
  for (guint32 i = 0; i < n_warnings; i++)
    write_warning (json, &warnings[i]);
  ppv_json_end (json);
}

/**
 * ppv_profile_write_metric: (skip)
 * @json: a writer with an object open
 * @profile: a profile
 * @metric: the metric the numbers beside it are in, or PPV_NONE
 *
 * What ppv_json_cost() writes from then on has the decimals of the metric.
 */
void
ppv_profile_write_metric (PpvJsonWriter *json, const PpvProfile *profile, PpvMetricId metric)
{
  const PpvMetric *row;
  const char *unit;

  g_return_if_fail (json != NULL && profile != NULL);

  ppv_json_set_decimals (json, 0);
  if (metric == PPV_NONE)
    {
      ppv_json_null (json, "metric");
      return;
    }
  row = ppv_profile_get_metric (profile, metric);
  ppv_json_set_decimals (json,
                         ppv_unit_decimals (ppv_profile_get_string (profile, row->unit), &unit));
  ppv_json_begin_object (json, "metric");
  ppv_json_string (json, "name", ppv_profile_get_string (profile, row->name));
  ppv_json_string (json, "unit", unit);
  ppv_json_end (json);
}

/* The empty text is how the model says that it does not know. */
static void
write_known (PpvJsonWriter *json, const char *key, const char *text)
{
  ppv_json_string (json, key, text[0] != '\0' ? text : NULL);
}

/**
 * ppv_profile_write_function: (skip)
 * @json: a writer with an object open
 * @profile: a profile
 * @function: a function
 *
 * Writes module, file and line, each null where it is not known.
 */
void
ppv_profile_write_function (PpvJsonWriter *json, const PpvProfile *profile, PpvFunctionId function)
{
  const PpvFunctionTable *functions;
  PpvModuleId module;
  PpvStringId path;

  g_return_if_fail (json != NULL && profile != NULL);

  functions = ppv_profile_get_functions (profile);
  module = functions->module[function];
  path = module == PPV_NONE ? 0 : ppv_profile_get_modules (profile)->path[module];
  write_known (json, "module", ppv_profile_get_string (profile, path));
  write_known (json, "file", ppv_profile_get_string (profile, functions->file[function]));
  if (functions->line[function] == 0)
    ppv_json_null (json, "line");
  else
    ppv_json_int (json, "line", functions->line[function]);
}

static void
write_metrics (PpvJsonWriter *json, const PpvProfile *profile)
{
  ppv_json_begin_array (json, "metrics");
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (profile, i);
      const char *unit;
      guint decimals = ppv_unit_decimals (ppv_profile_get_string (profile, metric->unit), &unit);

      ppv_json_begin_object (json, NULL);
      ppv_json_string (json, "name", ppv_profile_get_string (profile, metric->name));
      ppv_json_string (json, "unit", unit);
      ppv_json_string (json, "kind", metric->kind == PPV_METRIC_FLOW ? "flow" : "level");
      ppv_json_int (json, "samples", clamp (metric->n_samples));
      ppv_json_decimal (json, "total", metric->total, decimals);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

static void
write_processes (PpvJsonWriter *json, const PpvProfile *profile)
{
  const PpvProcessTable *processes = ppv_profile_get_processes (profile);

  ppv_json_begin_array (json, "processes");
  for (guint32 i = 0; i < processes->n_rows; i++)
    {
      ppv_json_begin_object (json, NULL);
      ppv_json_int (json, "pid", processes->pid[i]);
      ppv_json_string (json, "name", ppv_profile_get_string (profile, processes->name[i]));
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

static void
write_threads (PpvJsonWriter *json, const PpvProfile *profile)
{
  const PpvProcessTable *processes = ppv_profile_get_processes (profile);
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  guint32 n_threads;
  g_autofree PpvThreadId *rows = ppv_profile_dup_threads (profile, &n_threads);

  ppv_json_begin_array (json, "threads");
  for (guint32 i = 0; i < n_threads; i++)
    {
      PpvProcessId process = threads->process[rows[i]];

      ppv_json_begin_object (json, NULL);
      if (process == PPV_NONE)
        ppv_json_null (json, "pid");
      else
        ppv_json_int (json, "pid", processes->pid[process]);
      ppv_json_int (json, "tid", threads->tid[rows[i]]);
      ppv_json_string (json, "name", ppv_profile_get_string (profile, threads->name[rows[i]]));
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

static void
write_records (PpvJsonWriter *json, const PpvProfile *profile)
{
  guint32 n_records;
  const PpvRecordCount *records = ppv_profile_list_records (profile, &n_records);

  ppv_json_begin_object (json, "records");
  for (guint32 i = 0; i < n_records; i++)
    ppv_json_int (json, records[i].name, clamp (records[i].count));
  ppv_json_end (json);
}

/* How many spans there are of each category. */
static void
write_span_counts (PpvJsonWriter *json, const PpvProfile *profile)
{
  const PpvSpanTable *spans = ppv_profile_get_spans (profile);
  g_autofree gint64 *counts = g_new0 (gint64, ppv_profile_get_n_strings (profile));

  for (gsize i = 0; i < spans->n_rows; i++)
    counts[spans->category[i]]++;
  ppv_json_begin_object (json, "span_counts");
  for (PpvStringId i = 0; i < ppv_profile_get_n_strings (profile); i++)
    if (counts[i] > 0)
      ppv_json_int (json, ppv_profile_get_string (profile, i), counts[i]);
  ppv_json_end (json);
}

static void
write_ids (PpvJsonWriter *json, const PpvProfile *profile, PpvThreadId thread)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  PpvProcessId process = thread == PPV_NONE ? PPV_NONE : threads->process[thread];

  if (process == PPV_NONE)
    ppv_json_null (json, "pid");
  else
    ppv_json_int (json, "pid", ppv_profile_get_processes (profile)->pid[process]);
  if (thread == PPV_NONE)
    ppv_json_null (json, "tid");
  else
    ppv_json_int (json, "tid", threads->tid[thread]);
}

/**
 * ppv_profile_write_spans: (skip)
 * @json: a writer with an object open
 * @profile: a profile
 *
 * Writes the array spans, in the order of the table.
 */
void
ppv_profile_write_spans (PpvJsonWriter *json, const PpvProfile *profile)
{
  const PpvSpanTable *spans;

  g_return_if_fail (json != NULL && profile != NULL);

  spans = ppv_profile_get_spans (profile);
  ppv_json_begin_array (json, "spans");
  for (gsize i = 0; i < spans->n_rows; i++)
    {
      ppv_json_begin_object (json, NULL);
      ppv_json_string (json, "category", ppv_profile_get_string (profile, spans->category[i]));
      ppv_json_string (json, "name", ppv_profile_get_string (profile, spans->name[i]));
      write_ids (json, profile, spans->thread[i]);
      ppv_json_int (json, "start_ns", spans->start[i]);
      ppv_json_int (json, "duration_ns", spans->duration[i]);
      ppv_json_int (json, "value", spans->value[i]);
      write_known (json, "fields", ppv_profile_get_string (profile, spans->fields[i]));
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

/**
 * ppv_profile_write_contents: (skip)
 * @json: a writer with an object open
 * @profile: a profile
 *
 * Writes duration_ns (null where the recording's clock does not count time),
 * metrics, processes, threads, records and the numbers of spans.
 */
void
ppv_profile_write_contents (PpvJsonWriter *json, const PpvProfile *profile)
{
  const char *unit;
  gint64 duration;

  g_return_if_fail (json != NULL && profile != NULL);

  unit = ppv_profile_get_time_unit (profile);
  duration = ppv_profile_get_duration (profile);
  if (g_str_equal (unit, "ns"))
    ppv_json_int (json, "duration_ns", duration);
  else if (g_str_equal (unit, "ms") && !__builtin_mul_overflow (duration, 1000000, &duration))
    ppv_json_int (json, "duration_ns", duration);
  else
    ppv_json_null (json, "duration_ns");
  write_metrics (json, profile);
  write_processes (json, profile);
  write_threads (json, profile);
  write_records (json, profile);
  write_span_counts (json, profile);
}
