/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "perf-quality.h"
#include "perf-sample.h"

/* Counters take turns every few milliseconds: only after some turns their shares mean anything. */
#define LEAST_ENABLED G_GUINT64_CONSTANT (100000000)

/* The software event that counts nothing and carries records of processes. */
enum { PERF_SOFTWARE_DUMMY = 9 };

/* A counter was stopped, or went on. */
typedef struct {
  guint64 time;
  guint64 id;
  gboolean stopped;
} PerfStop;

void
perf_quality_init (PerfQuality *self)
{
  self->stops = g_array_new (FALSE, FALSE, sizeof (PerfStop));
  self->counted = 1;
}

void
perf_quality_clear (PerfQuality *self)
{
  g_clear_pointer (&self->stops, g_array_unref);
}

/* A value or a number of values, then the times: see perf_read_values (). */
static void
note_read (PerfQuality *self, PerfEvents *events, PpvReader body)
{
  PerfSampleId trailer = perf_sample_id (events, body);
  PerfId *id = perf_events_find_id (events, trailer.id);
  guint32 event = id != NULL ? id->event : 0;
  guint64 enabled, running;

  if (id == NULL && perf_events_count (events) != 1)
    return;
  if ((perf_events_get (events, event)->read_format & (PERF_READ_ENABLED | PERF_READ_RUNNING)) !=
      (PERF_READ_ENABLED | PERF_READ_RUNNING))
    return;
  ppv_reader_skip (&body, 4 + 4 + 8); /* pid, tid */
  enabled = ppv_reader_u64 (&body);
  running = ppv_reader_u64 (&body);
  if (!body.failed && enabled >= LEAST_ENABLED && running < enabled)
    self->counted = MIN (self->counted, (double) running / (double) enabled);
}

void
perf_quality_note (PerfQuality *self, PerfEvents *events, const PerfRecord *record)
{
  PpvReader body = record->body;
  PerfStop stop = { .stopped = record->type == PERF_RECORD_THROTTLE };

  if (record->type == PERF_RECORD_READ)
    {
      note_read (self, events, body);
      return;
    }
  stop.time = ppv_reader_u64 (&body);
  stop.id = ppv_reader_u64 (&body);
  if (!body.failed)
    g_array_append_val (self->stops, stop);
}

void
perf_quality_append (PerfQuality *self, const PerfQuality *later)
{
  g_array_append_vals (self->stops, later->stops->data, later->stops->len);
  self->counted = MIN (self->counted, later->counted);
}

/* --- at the end -------------------------------------------------------------------- */

static void
add_number (PpvProfileBuilder *builder, const char *key, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  ppv_profile_builder_fact (builder, key, text, -1);
}

/* Records of one counter are in the order of time, whatever is between them. */
static void
tell_stops (const PerfQuality *self, PpvProfileBuilder *builder)
{
  g_autoptr (GHashTable) stopped = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, NULL);
  gint64 sum = 0;

  for (guint i = 0; i < self->stops->len; i++)
    {
      PerfStop *stop = &g_array_index (self->stops, PerfStop, i);
      PerfStop *before = g_hash_table_lookup (stopped, &stop->id);

      if (before != NULL && before->stopped && !stop->stopped && stop->time > before->time &&
          __builtin_add_overflow (sum, stop->time - before->time, &sum))
        return;
      if (before == NULL || before->stopped != stop->stopped)
        g_hash_table_replace (stopped, &stop->id, stop);
    }
  if (self->stops->len == 0)
    return;
  add_number (builder, "quality_throttled_ns", (guint64) sum);
  add_number (builder, "quality_throttled_counters", g_hash_table_size (stopped));
}

static gboolean
is_dummy (const PerfEvent *event)
{
  return event->type == PERF_TYPE_SOFTWARE && event->config == PERF_SOFTWARE_DUMMY;
}

static gboolean
is_hardware (const PerfEvent *event)
{
  return event->type == PERF_TYPE_HARDWARE || event->type == PERF_TYPE_HW_CACHE ||
         event->type == PERF_TYPE_RAW;
}

/* Names of events between blanks, which their names do not have. */
static void
tell_names (PpvProfileBuilder *builder,
            PerfEvents *events,
            const char *key,
            gboolean (*test) (const PerfEvent *event))
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < perf_events_count (events); i++)
    if ((*test) (perf_events_get (events, i)))
      g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "",
                              perf_events_get (events, i)->name);
  if (names->len > 0)
    ppv_profile_builder_fact (builder, key, names->str, (gssize) names->len);
}

static gboolean
is_imprecise (const PerfEvent *event)
{
  return is_hardware (event) && !perf_event_has_flag (event, PERF_ATTR_PRECISE) &&
         !perf_event_has_flag (event, PERF_ATTR_PRECISE + 1);
}

static gboolean
is_user_only (const PerfEvent *event)
{
  return perf_event_has_flag (event, PERF_ATTR_EXCLUDE_KERNEL) &&
         !perf_event_has_flag (event, PERF_ATTR_EXCLUDE_USER) && !is_dummy (event);
}

/* How stacks were collected: of the first event that has them. */
static void
tell_call_graph (PpvProfileBuilder *builder, PerfEvents *events)
{
  for (guint i = 0; i < perf_events_count (events); i++)
    {
      const PerfEvent *event = perf_events_get (events, i);
      g_autofree char *text = NULL;

      if (event->sample_type & PERF_SAMPLE_STACK_USER)
        text = g_strdup_printf ("dwarf,%u", event->stack_user);
      else if (event->sample_type & PERF_SAMPLE_BRANCH_STACK &&
               event->branch_sample_type & PERF_BRANCH_CALL_STACK)
        text = g_strdup ("lbr");
      else if (event->sample_type & PERF_SAMPLE_CALLCHAIN)
        text = g_strdup ("fp");
      if (text == NULL)
        continue;
      ppv_profile_builder_fact (builder, "quality_call_graph", text, -1);
      return;
    }
}

static void
tell_frequency (PpvProfileBuilder *builder, PerfEvents *events)
{
  guint64 least = G_MAXUINT64;

  for (guint i = 0; i < perf_events_count (events); i++)
    {
      const PerfEvent *event = perf_events_get (events, i);

      if (perf_event_has_flag (event, PERF_ATTR_FREQ) && event->sample_period > 0 &&
          !is_dummy (event))
        least = MIN (least, event->sample_period);
    }
  if (least != G_MAXUINT64)
    add_number (builder, "quality_frequency", least);
}

void
perf_quality_tell (const PerfQuality *self, PerfEvents *events, PpvProfileBuilder *builder)
{
  char counted[G_ASCII_DTOSTR_BUF_SIZE];

  tell_stops (self, builder);
  tell_call_graph (builder, events);
  tell_frequency (builder, events);
  tell_names (builder, events, "quality_imprecise", is_imprecise);
  tell_names (builder, events, "quality_user_only", is_user_only);
  if (self->counted < 1)
    ppv_profile_builder_fact (builder, "quality_counted",
                              g_ascii_formatd (counted, sizeof counted, "%.4f", self->counted), -1);
}
