/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n.h>

#include "ppv-cli-text.h"
#include "ppv-event-rows.h"
#include "ppv-json-writer.h"
#include "ppv-number.h"
#include "ppv-profile-json.h"
#include "ppv-text.h"

/* Columns that hold names are as wide as these need, but no wider. */
enum { MOST_THREAD = 16, MOST_EVENT = 24, LEAST_TEXT = 20 };

/* What is told of one event; texts are those of the profile. */
typedef struct {
  gboolean has_time;
  gint64 time;
  const char *process;
  const char *thread;
  gint32 pid;
  gint32 tid; /* -1 when it is not known */
  guint32 cpu;
  const char *event;
  gint64 value;
  const char *unit;
  const char *text;
} Fields;

static void
find_thread (const PpvProfile *profile, PpvThreadId thread, Fields *fields)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  const PpvProcessTable *processes = ppv_profile_get_processes (profile);
  PpvProcessId process;

  fields->pid = fields->tid = -1;
  fields->process = fields->thread = "";
  if (thread == PPV_NONE)
    return;
  process = threads->process[thread];
  fields->tid = threads->tid[thread];
  fields->thread = ppv_profile_get_string (profile, threads->name[thread]);
  if (process == PPV_NONE)
    return;
  fields->pid = processes->pid[process];
  fields->process = ppv_profile_get_string (profile, processes->name[process]);
}

static Fields
find_fields (const PpvEventRows *self, gsize row)
{
  const PpvEvent *event = &self->events->row[row];
  const PpvSampleSet *set = ppv_profile_get_set (self->profile, event->set);
  const PpvMetric *metric = ppv_profile_get_metric (self->profile, set->metric[0]);
  Fields fields = { .has_time = set->time != NULL, .cpu = PPV_NONE, .text = "" };

  if (set->time != NULL)
    fields.time = set->time[event->row];
  if (set->cpu != NULL)
    fields.cpu = set->cpu[event->row];
  find_thread (self->profile, set->thread != NULL ? set->thread[event->row] : PPV_NONE, &fields);
  fields.event = ppv_profile_get_string (self->profile, metric->name);
  fields.unit = ppv_profile_get_string (self->profile, metric->unit);
  fields.value = set->weight[0][event->row];
  if (set->label != NULL)
    fields.text = ppv_profile_get_string (self->profile, set->label[event->row]);
  return fields;
}

/* --- text ---------------------------------------------------------------------------- */

typedef struct {
  guint time;
  guint thread;
  guint event;
  guint text; /* 0 for all of it */
} Widths;

static char *
dup_time (const Fields *fields)
{
  if (!fields->has_time)
    return g_strdup ("");
  return g_strdup_printf ("%" PRId64 ".%09" PRId64, fields->time / 1000000000,
                          fields->time % 1000000000);
}

/* Names that many rows share are measured once a thread and once a metric. */
static Widths
measure (const PpvEventRows *self, const PpvOutput *output)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (self->profile);
  const gsize last = MAX (self->n_shown, 1) - 1;
  Widths widths = { .thread = ppv_text_width (_ ("thread")),
                    .event = ppv_text_width (_ ("event")) };
  guint used;

  for (guint32 i = 0; i < threads->n_rows; i++)
    {
      g_autofree char *safe =
          ppv_text_safe (ppv_profile_get_string (self->profile, threads->name[i]));

      widths.thread = MAX (widths.thread, ppv_text_width (safe));
    }
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (self->profile); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (self->profile, i);
      g_autofree char *safe = ppv_text_safe (ppv_profile_get_string (self->profile, metric->name));

      widths.event = MAX (widths.event, ppv_text_width (safe));
    }
  if (self->n_shown > 0)
    {
      const Fields fields = find_fields (self, last);
      g_autofree char *time = dup_time (&fields);

      widths.time = (guint) strlen (time);
    }
  widths.time = MAX (widths.time, ppv_text_width (_ ("time")));
  widths.thread = MIN (widths.thread, MOST_THREAD);
  widths.event = MIN (widths.event, MOST_EVENT);
  used = widths.time + 2 + widths.thread + 1 + 7 + 2 + 3 + 2 + widths.event + 2;
  widths.text = MAX (output->width > used ? output->width - used : 0, LEAST_TEXT);
  return widths;
}

static void
append_cell (GString *line, const char *text, guint width, gboolean right, PpvCut cut)
{
  g_autofree char *safe = ppv_text_safe (text);
  g_autofree char *fitted = ppv_text_cut (safe, width, cut);

  ppv_text_pad (line, fitted, width, right);
}

static void
append_number (GString *line, gint64 number, guint width)
{
  g_autofree char *text = number >= 0 ? g_strdup_printf ("%" PRId64, number) : g_strdup ("");

  ppv_text_pad (line, text, width, TRUE);
}

/* What was counted, unless that is the event itself, and what the event says. */
static char *
dup_text (const Fields *fields)
{
  g_autofree char *safe = ppv_text_safe (fields->text);
  g_autofree char *value = NULL;

  if (g_str_equal (fields->unit, "count") || g_str_equal (fields->unit, "samples"))
    return g_steal_pointer (&safe);
  value = ppv_format_value (fields->value, fields->unit);
  return g_strconcat (value, safe[0] != '\0' ? "  " : "", safe, NULL);
}

/* It ends the line: people see the part that fits, others all of it. */
static void
append_text (GString *line, const Fields *fields, const Widths *widths, const PpvOutput *output)
{
  g_autofree char *safe = dup_text (fields);
  g_autofree char *cut = output->colour ? ppv_text_cut (safe, widths->text, PPV_CUT_END) : NULL;

  g_string_append (line, cut != NULL ? cut : safe);
  while (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
}

static void
set_line (GString *line, const Fields *fields, const Widths *widths, const PpvOutput *output)
{
  g_autofree char *time = dup_time (fields);

  g_string_truncate (line, 0);
  ppv_text_pad (line, time, widths->time, TRUE);
  g_string_append (line, "  ");
  append_cell (line, fields->thread, widths->thread, FALSE, PPV_CUT_END);
  g_string_append_c (line, ' ');
  append_number (line, fields->tid, 7);
  g_string_append (line, "  ");
  append_number (line, fields->cpu == PPV_NONE ? -1 : (gint64) fields->cpu, 3);
  g_string_append (line, "  ");
  append_cell (line, fields->event, widths->event, FALSE, PPV_CUT_MIDDLE);
  g_string_append (line, "  ");
  append_text (line, fields, widths, output);
}

static void
set_heading (GString *line, const Widths *widths)
{
  g_string_truncate (line, 0);
  ppv_text_pad (line, _ ("time"), widths->time, TRUE);
  g_string_append (line, "  ");
  ppv_text_pad (line, _ ("thread"), widths->thread, FALSE);
  g_string_append_c (line, ' ');
  ppv_text_pad (line, _ ("tid"), 7, TRUE);
  g_string_append (line, "  ");
  ppv_text_pad (line, _ ("cpu"), 3, TRUE);
  g_string_append (line, "  ");
  ppv_text_pad (line, _ ("event"), widths->event, FALSE);
  g_string_append (line, "  ");
  g_string_append (line, _ ("text"));
}

void
ppv_event_rows_print (const PpvEventRows *self, PpvOutput *output)
{
  Widths widths = measure (self, output);
  g_autoptr (GString) line = g_string_new (NULL);

  set_heading (line, &widths);
  ppv_sink_printf (output->sink, "%s%s%s\n", ppv_output_bold (output), line->str,
                   ppv_output_plain (output));
  for (gsize row = 0; row < self->n_shown && !ppv_sink_is_failed (output->sink); row++)
    {
      const Fields fields = find_fields (self, row);

      set_line (line, &fields, &widths, output);
      ppv_sink_printf (output->sink, "%s\n", line->str);
    }
}

/* --- for programs ----------------------------------------------------------------------- */

static void
write_number (PpvJsonWriter *json, const char *key, gboolean known, gint64 number)
{
  if (known)
    ppv_json_int (json, key, number);
  else
    ppv_json_null (json, key);
}

static void
write_row (const Fields *fields, PpvJsonWriter *json)
{
  ppv_json_begin_object (json, NULL);
  write_number (json, "time_ns", fields->has_time, fields->time);
  ppv_json_string (json, "process", fields->pid != -1 ? fields->process : NULL);
  write_number (json, "pid", fields->pid != -1, fields->pid);
  ppv_json_string (json, "thread", fields->tid != -1 ? fields->thread : NULL);
  write_number (json, "tid", fields->tid != -1, fields->tid);
  write_number (json, "cpu", fields->cpu != PPV_NONE, fields->cpu);
  ppv_json_string (json, "event", fields->event);
  ppv_json_decimal (json, "value", fields->value, ppv_unit_decimals (fields->unit, NULL));
  ppv_json_string (json, "text", fields->text[0] != '\0' ? fields->text : NULL);
  ppv_json_end (json);
}

void
ppv_event_rows_write_json (const PpvEventRows *self, PpvSink *sink)
{
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, TRUE);

  ppv_json_begin_object (json, NULL);
  ppv_profile_write_envelope (json, self->profile, "perprovis/events/1");
  ppv_json_int (json, "time_origin_ns", ppv_profile_get_time_origin (self->profile));
  ppv_json_int (json, "rows", (gint64) self->events->n_rows);
  ppv_json_begin_array (json, "events");
  for (gsize row = 0; row < self->n_shown && !ppv_sink_is_failed (sink); row++)
    {
      const Fields fields = find_fields (self, row);

      write_row (&fields, json);
    }
  ppv_json_end (json);
  ppv_json_end (json);
}

static void
write_csv_text (PpvSink *sink, const char *text)
{
  ppv_sink_puts (sink, ",");
  ppv_sink_escaped (sink, ppv_escape_csv, text);
}

static void
write_csv_number (PpvSink *sink, gboolean known, gint64 number)
{
  if (known)
    ppv_sink_printf (sink, ",%" PRId64, number);
  else
    ppv_sink_puts (sink, ",");
}

static void
write_csv_value (PpvSink *sink, const Fields *fields)
{
  g_autofree char *value =
      ppv_format_decimal (fields->value, ppv_unit_decimals (fields->unit, NULL));

  ppv_sink_printf (sink, ",%s", value);
}

void
ppv_event_rows_write_csv (const PpvEventRows *self, PpvSink *sink)
{
  ppv_sink_puts (sink, "time_ns,process,pid,thread,tid,cpu,event,value,text\r\n");
  for (gsize row = 0; row < self->n_shown && !ppv_sink_is_failed (sink); row++)
    {
      const Fields fields = find_fields (self, row);

      if (fields.has_time)
        ppv_sink_printf (sink, "%" PRId64, fields.time);
      write_csv_text (sink, fields.process);
      write_csv_number (sink, fields.pid != -1, fields.pid);
      write_csv_text (sink, fields.thread);
      write_csv_number (sink, fields.tid != -1, fields.tid);
      write_csv_number (sink, fields.cpu != PPV_NONE, fields.cpu);
      write_csv_text (sink, fields.event);
      write_csv_value (sink, &fields);
      write_csv_text (sink, fields.text);
      ppv_sink_puts (sink, "\r\n");
    }
}
