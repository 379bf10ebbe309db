/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-head.h"
#include "ppv-cli-table.h"
#include "ppv-cli-timeline.h"
#include "ppv-json-writer.h"
#include "ppv-number.h"
#include "ppv-profile-json.h"
#include "ppv-text.h"

enum { BAR_WIDTH = 40, EIGHTHS = 8 };

const char *const ppv_timeline_dimensions[] = { "thread", "process", "cpu", "function", NULL };

static const char *
dimension (const PpvTimelineReport *self)
{
  return ppv_timeline_dimensions[self->timeline->by - PPV_TIMELINE_BY_THREAD];
}

static gint64
time_of (const PpvTimelineReport *self, guint32 bucket)
{
  return (self->timeline->first + bucket) * self->timeline->bucket;
}

static gint64
most_of (const PpvTimelineReport *self, const PpvSeries *series)
{
  gint64 most = 0;

  for (guint32 i = 0; i < self->timeline->n_buckets; i++)
    most = MAX (most, series->value[i]);
  return most;
}

/* --- text ---------------------------------------------------------------------------- */

/* Something is never shown as nothing. */
static guint
eighths (gint64 value, gint64 most, guint length)
{
  double part = most > 0 ? (double) value / (double) most * length * EIGHTHS : 0;

  return value <= 0 ? 0 : MAX ((guint) (part + 0.5), 1);
}

static char *
dup_bar (gint64 value, gint64 most)
{
  static const char *const ends[EIGHTHS] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
  guint length = eighths (value, most, BAR_WIDTH);
  GString *bar = g_string_new (NULL);

  for (guint i = 0; i < length / EIGHTHS; i++)
    g_string_append (bar, "█");
  g_string_append (bar, ends[length % EIGHTHS]);
  return g_string_free (bar, FALSE);
}

static void
print_buckets (const PpvTimelineReport *self, PpvOutput *output)
{
  const PpvSeries *series = &self->timeline->series[0];
  const char *unit = ppv_head_unit (self->profile, self->costs);
  const PpvColumn columns[] = {
    { _ ("time"), TRUE }, { _ ("samples"), TRUE }, { _ ("cost"), TRUE }, { "", FALSE }
  };
  g_autoptr (PpvTable) table = ppv_table_new (columns, G_N_ELEMENTS (columns));
  gint64 most = most_of (self, series);

  for (guint32 i = 0; i < self->timeline->n_buckets; i++)
    {
      ppv_table_take (
          table, ppv_format_value (time_of (self, i), ppv_profile_get_time_unit (self->profile)));
      ppv_table_take (table, ppv_format_count ((gint64) MIN (series->samples[i], G_MAXINT64)));
      ppv_table_take (table, ppv_text_value (series->value[i], unit));
      ppv_table_take (table, dup_bar (series->value[i], most));
    }
  ppv_table_print (table, output);
}

static char *
dup_sparks (const PpvTimelineReport *self, const PpvSeries *series)
{
  static const char *const heights[EIGHTHS + 1] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
  gint64 most = most_of (self, series);
  GString *sparks = g_string_new (NULL);

  for (guint32 i = 0; i < self->timeline->n_buckets; i++)
    g_string_append (sparks, heights[eighths (series->value[i], most, 1)]);
  return g_string_free (sparks, FALSE);
}

static void
print_series (const PpvTimelineReport *self, PpvOutput *output)
{
  const PpvTimeline *timeline = self->timeline;
  const char *unit = ppv_head_unit (self->profile, self->costs);
  PpvCut cut = timeline->by == PPV_TIMELINE_BY_FUNCTION ? PPV_CUT_NAME : PPV_CUT_MIDDLE;
  const PpvColumn columns[] = { { "%", TRUE },
                                { _ ("cost"), TRUE },
                                { _ (dimension (self)), FALSE, 1, cut },
                                { _ ("over time"), FALSE } };
  g_autoptr (PpvTable) table = ppv_table_new (columns, G_N_ELEMENTS (columns));

  for (guint32 i = 0; i < timeline->n_series; i++)
    {
      const PpvSeries *series = &timeline->series[i];

      ppv_table_take (table, ppv_text_percent (series->sum, self->costs->sum));
      ppv_table_take (table, ppv_text_value (series->sum, unit));
      ppv_table_add (table, series->label);
      ppv_table_take (table, dup_sparks (self, series));
    }
  ppv_table_print (table, output);
}

static void
print_scale (const PpvTimelineReport *self, PpvOutput *output)
{
  const char *unit = ppv_profile_get_time_unit (self->profile);
  g_autofree char *bucket = ppv_format_value (self->timeline->bucket, unit);
  g_autofree char *begin = ppv_format_value (time_of (self, 0), unit);
  g_autofree char *end = ppv_format_value (time_of (self, self->timeline->n_buckets), unit);

  ppv_sink_printf (output->sink,
                   _ ("\nFrom %s to %s; a column is %s. Each row is drawn to its own highest.\n"),
                   begin, end, bucket);
}

void
ppv_timeline_report_print (const PpvTimelineReport *self, PpvOutput *output)
{
  g_autofree char *n_timeless =
      ppv_format_count ((gint64) MIN (self->timeline->n_timeless, G_MAXINT64));

  ppv_head_print (self->command, self->profile, self->costs, output);
  if (self->timeline->n_samples == 0)
    ppv_sink_puts (output->sink, _ ("Nobody knows when its samples were taken.\n"));
  else if (self->timeline->by == PPV_TIMELINE_OF_ALL)
    print_buckets (self, output);
  else
    {
      print_series (self, output);
      print_scale (self, output);
    }
  if (self->timeline->n_timeless > 0 && self->timeline->n_samples > 0)
    ppv_sink_printf (output->sink, _ ("\n%s samples without a time are not shown.\n"), n_timeless);
}

/* --- JSON and CSV -------------------------------------------------------------------- */

/* The name of a time of this profile: "time_ns", or "time" for units that are none. */
static const char *
time_name (const PpvTimelineReport *self, const char *with_unit, const char *without)
{
  return g_str_equal (ppv_profile_get_time_unit (self->profile), "ns") ? with_unit : without;
}

static void
write_buckets (const PpvTimelineReport *self, const PpvSeries *series, PpvJsonWriter *json)
{
  ppv_json_begin_array (json, "buckets");
  for (guint32 i = 0; i < self->timeline->n_buckets; i++)
    {
      ppv_json_begin_object (json, NULL);
      ppv_json_int (json, time_name (self, "time_ns", "time"), time_of (self, i));
      ppv_json_int (json, "samples", (gint64) MIN (series->samples[i], G_MAXINT64));
      ppv_json_cost (json, "value", series->value[i]);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

static void
write_series (const PpvTimelineReport *self, PpvJsonWriter *json)
{
  ppv_json_begin_array (json, "series");
  for (guint32 i = 0; i < self->timeline->n_series; i++)
    {
      const PpvSeries *series = &self->timeline->series[i];

      ppv_json_begin_object (json, NULL);
      if (series->is_rest)
        ppv_json_null (json, dimension (self));
      else
        ppv_json_string (json, dimension (self), series->label);
      ppv_json_int (json, "samples", (gint64) MIN (series->n_samples, G_MAXINT64));
      ppv_json_cost (json, "total", series->sum);
      write_buckets (self, series, json);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

void
ppv_timeline_report_write_json (const PpvTimelineReport *self, PpvSink *sink)
{
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, TRUE);
  const PpvTimeline *timeline = self->timeline;

  ppv_json_begin_object (json, NULL);
  ppv_profile_write_envelope (json, self->profile, "perprovis/timeline/1");
  ppv_profile_write_metric (json, self->profile, timeline->metric);
  ppv_json_string (json, "time_unit", ppv_profile_get_time_unit (self->profile));
  ppv_json_int (json, time_name (self, "bucket_ns", "bucket"), timeline->bucket);
  ppv_json_int (json, "samples", (gint64) MIN (timeline->n_samples, G_MAXINT64));
  ppv_json_cost (json, "total", timeline->sum);
  ppv_json_int (json, "samples_without_time", (gint64) MIN (timeline->n_timeless, G_MAXINT64));
  if (timeline->by == PPV_TIMELINE_OF_ALL)
    write_buckets (self, &timeline->series[0], json);
  else
    write_series (self, json);
  ppv_json_end (json);
}

void
ppv_timeline_report_write_csv (const PpvTimelineReport *self, PpvSink *sink)
{
  const PpvTimeline *timeline = self->timeline;
  const char *unit = ppv_head_unit (self->profile, self->costs);
  gboolean by_key = timeline->by != PPV_TIMELINE_OF_ALL;

  ppv_sink_printf (sink, "%s%s%s,samples,value\r\n", by_key ? dimension (self) : "",
                   by_key ? "," : "", time_name (self, "time_ns", "time"));
  for (guint32 i = 0; i < timeline->n_series; i++)
    for (guint32 bucket = 0; bucket < timeline->n_buckets; bucket++)
      {
        const PpvSeries *series = &timeline->series[i];
        g_autofree char *value = ppv_text_exact (series->value[bucket], unit);

        if (by_key)
          {
            ppv_sink_escaped (sink, ppv_escape_csv, series->is_rest ? "" : series->label);
            ppv_sink_puts (sink, ",");
          }
        ppv_sink_printf (sink, "%" G_GINT64_FORMAT ",%" G_GUINT64_FORMAT ",%s\r\n",
                         time_of (self, bucket), series->samples[bucket], value);
      }
}
