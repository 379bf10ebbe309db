/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* White box: what is left of an importer's records for the quality report. */

#include "config.h"

#include "records/perf-quality.h"

static void
put (GByteArray *bytes, guint64 value)
{
  g_byte_array_append (bytes, (const guint8 *) &value, sizeof value);
}

static void
note (PerfQuality *quality, PerfEvents *events, guint32 type, const GByteArray *body)
{
  PerfRecord record = { .type = type, .body = ppv_reader_over (body->data, body->len, 0, FALSE) };

  g_assert_true (perf_quality_wants (type));
  perf_quality_note (quality, events, &record);
}

static void
note_stop (PerfQuality *quality, PerfEvents *events, guint32 type, guint64 time, guint64 id)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  put (body, time);
  put (body, id);
  put (body, id); /* the stream */
  note (quality, events, type, body);
}

/* A READ of the counter 70. */
static void
note_read (PerfQuality *quality, PerfEvents *events, guint64 enabled, guint64 running)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  put (body, 1); /* pid, tid */
  put (body, 1000);
  put (body, enabled);
  put (body, running);
  put (body, 70); /* the identifier is at the end */
  note (quality, events, PERF_RECORD_READ, body);
}

static void
add_event (PerfEvents *events, const char *name, guint32 type, guint64 flags)
{
  PerfEvent event = { .type = type, .flags = flags, .name = g_strdup (name) };

  g_array_append_val (events->events, event);
}

static PpvProfile *
tell (PerfQuality *quality, PerfEvents *events)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);

  perf_quality_tell (quality, events, builder);
  perf_quality_clear (quality);
  perf_events_clear (events);
  return ppv_profile_builder_seal (builder, "test", "perf-data");
}

static void
test_adds_up_the_time_of_throttling (void)
{
  PerfEvents events;
  PerfQuality quality, later;
  g_autoptr (PpvProfile) profile = NULL;

  perf_events_init (&events);
  perf_quality_init (&quality);
  perf_quality_init (&later);
  note_stop (&quality, &events, PERF_RECORD_THROTTLE, 100, 1);
  note_stop (&quality, &events, PERF_RECORD_THROTTLE, 1000, 2);
  note_stop (&quality, &events, PERF_RECORD_THROTTLE, 150, 1); /* it is stopped */
  note_stop (&quality, &events, PERF_RECORD_UNTHROTTLE, 300, 1);
  note_stop (&quality, &events, PERF_RECORD_UNTHROTTLE, 400, 1); /* it goes on */
  note_stop (&later, &events, PERF_RECORD_UNTHROTTLE, 1050, 2);
  note_stop (&later, &events, PERF_RECORD_THROTTLE, 2000, 1); /* to the end */
  perf_quality_append (&quality, &later);
  perf_quality_clear (&later);
  profile = tell (&quality, &events);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "quality_throttled_ns"), ==, "250");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "quality_throttled_counters"), ==, "2");
}

static void
test_tells_nothing_of_nothing (void)
{
  PerfEvents events;
  PerfQuality quality;
  g_autoptr (PpvProfile) profile = NULL;
  guint32 n_facts;

  perf_events_init (&events);
  perf_quality_init (&quality);
  profile = tell (&quality, &events);
  ppv_profile_list_facts (profile, &n_facts);
  g_assert_cmpuint (n_facts, ==, 0);
}

static void
test_names_events_by_how_they_were_set_up (void)
{
  const guint64 frequency = G_GUINT64_CONSTANT (1) << PERF_ATTR_FREQ;
  const guint64 precise = G_GUINT64_CONSTANT (1) << PERF_ATTR_PRECISE;
  const guint64 user = G_GUINT64_CONSTANT (1) << PERF_ATTR_EXCLUDE_KERNEL;
  PerfEvents events;
  PerfQuality quality;
  g_autoptr (PpvProfile) profile = NULL;

  perf_events_init (&events);
  perf_quality_init (&quality);
  add_event (&events, "cycles", PERF_TYPE_HARDWARE, frequency);
  add_event (&events, "cycles:pp", PERF_TYPE_HARDWARE, precise << 1);
  add_event (&events, "LLC-load-misses:u", PERF_TYPE_HW_CACHE, user);
  add_event (&events, "cpu-clock:u", PERF_TYPE_SOFTWARE, user);
  perf_events_get (&events, 0)->sample_period = 4000;
  perf_events_get (&events, 1)->sample_period = 1; /* which is no frequency */
  perf_events_get (&events, 3)->sample_type = PERF_SAMPLE_CALLCHAIN | PERF_SAMPLE_STACK_USER;
  perf_events_get (&events, 3)->stack_user = 16384;
  profile = tell (&quality, &events);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "quality_imprecise"), ==,
                   "cycles LLC-load-misses:u");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "quality_user_only"), ==,
                   "LLC-load-misses:u cpu-clock:u");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "quality_frequency"), ==, "4000");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "quality_call_graph"), ==, "dwarf,16384");
}

static void
test_tells_the_least_counted_event (void)
{
  PerfEvents events;
  PerfQuality quality;
  g_autoptr (PpvProfile) profile = NULL;

  perf_events_init (&events);
  perf_quality_init (&quality);
  add_event (&events, "cycles", PERF_TYPE_HARDWARE,
             G_GUINT64_CONSTANT (1) << PERF_ATTR_SAMPLE_ID_ALL);
  perf_events_get (&events, 0)->sample_type = PERF_SAMPLE_IDENTIFIER;
  perf_events_get (&events, 0)->read_format = PERF_READ_ENABLED | PERF_READ_RUNNING;
  perf_events_add_id (&events, 70, 0);
  note_read (&quality, &events, 1000, 0); /* too short to tell */
  note_read (&quality, &events, 1000000000, 1000000000);
  note_read (&quality, &events, 1000000000, 250000000);
  note_read (&quality, &events, 1000000000, 500000000);
  profile = tell (&quality, &events);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "quality_counted"), ==, "0.2500");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perf-quality/adds-up-the-time-of-throttling",
                   test_adds_up_the_time_of_throttling);
  g_test_add_func ("/perf-quality/tells-nothing-of-nothing", test_tells_nothing_of_nothing);
  g_test_add_func ("/perf-quality/names-events-by-how-they-were-set-up",
                   test_names_events_by_how_they_were_set_up);
  g_test_add_func ("/perf-quality/tells-the-least-counted-event",
                   test_tells_the_least_counted_event);
  return g_test_run ();
}
