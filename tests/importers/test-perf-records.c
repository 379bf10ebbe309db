/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Records and header sections that few recordings have, in both byte orders. */

#include "config.h"

#include <string.h>

#include "container/perf-format.h"
#include "ppv-test-recording.h"
#include "ppv.h"

enum { HARDWARE = 0, SOFTWARE = 1, USER = PERF_CPUMODE_USER, KERNEL = PERF_CPUMODE_KERNEL };

static const guint64 all_ids = G_GUINT64_CONSTANT (1) << PERF_ATTR_SAMPLE_ID_ALL;
static const guint64 usual =
    PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_PERIOD;

/* An event of the usual fields and @more. */
static PpvTestRecording *
begin (gboolean big, guint64 more, guint64 flags, guint64 branches)
{
  PpvTestRecording *self = ppv_test_recording_new (big);

  ppv_test_recording_event (self, &(PpvTestEvent){ .type = SOFTWARE,
                                                   .sample_type = usual | more,
                                                   .flags = all_ids | flags,
                                                   .branch_sample_type = branches,
                                                   .ids = { 100, 101 } });
  return self;
}

static guint64
pair (const PpvTestRecording *self, gint32 first, gint32 second)
{
  return ppv_test_recording_pair (self, (guint32) first, (guint32) second);
}

/* What identifies a record: process and time. */
#define TRAILER(self, time) pair (self, 1, 1), (time)

static void
add_sample (PpvTestRecording *self, guint64 address, guint64 time)
{
  ADD (self, PERF_RECORD_SAMPLE, USER, address, pair (self, 1, 1), time, 1);
}

static void
assert_fact (const PpvProfile *profile, const char *key, const char *value)
{
  g_assert_cmpstr (ppv_profile_get_fact (profile, key), ==, value);
}

static const char *
find_message (const PpvProfile *profile, const char *code)
{
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);

  for (guint32 i = 0; i < n_warnings; i++)
    if (g_str_equal (warnings[i].code, code))
      return warnings[i].message;
  return "";
}

static guint64
count_records (const PpvProfile *profile, const char *name)
{
  guint32 n_records;
  const PpvRecordCount *records = ppv_profile_list_records (profile, &n_records);

  for (guint32 i = 0; i < n_records; i++)
    if (g_str_equal (records[i].name, name))
      return records[i].count;
  return 0;
}

/* --- records ----------------------------------------------------------------------- */

static void
test_counts_what_was_lost (gconstpointer big)
{
  g_autoptr (PpvTestRecording) recording = begin (big != NULL, 0, 0, 0);
  g_autoptr (PpvProfile) profile = NULL;

  ADD (recording, PERF_RECORD_LOST, 0, 100, 7, TRAILER (recording, 1));
  ADD (recording, PERF_RECORD_LOST_SAMPLES, 0, 5, TRAILER (recording, 2));
  ADD (recording, PERF_RECORD_LOST_SAMPLES, PERF_MISC_LOST_SAMPLES_BPF, 11, TRAILER (recording, 2));
  ADD (recording, PERF_RECORD_THROTTLE, 0, 3, 100, 100, TRAILER (recording, 3));
  ADD (recording, PERF_RECORD_TEXT_POKE, KERNEL, 0x1000, pair (recording, 0, 0),
       TRAILER (recording, 4));
  add_sample (recording, 0x1000, 5);
  profile = ppv_test_recording_load (recording);
  g_assert_cmpuint (ppv_test_warned (profile, "lost"), ==, 7);
  g_assert_cmpuint (ppv_test_warned (profile, "lost-samples"), ==, 5);
  g_assert_cmpuint (ppv_test_warned (profile, "filtered-samples"), ==, 11);
  g_assert_cmpuint (ppv_test_warned (profile, "throttled"), ==, 1);
  g_assert_cmpuint (ppv_test_warned (profile, "text-poke"), ==, 1);
  g_assert_cmpuint (count_records (profile, "LOST_SAMPLES"), ==, 2);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_says_what_trace_it_skips (gconstpointer big)
{
  g_autoptr (PpvTestRecording) recording = begin (big != NULL, 0, 0, 0);
  g_autoptr (PpvProfile) profile = NULL;
  guint8 trace[2048] = { 9, 0, 0, 0, 0, 0, 8 };

  ADD (recording, PERF_RECORD_AUXTRACE_INFO, 0, pair (recording, 1, 0));
  ADD (recording, PERF_RECORD_AUX, 0, 0, 2048, PERF_AUX_TRUNCATED, TRAILER (recording, 1));
  ADD (recording, PERF_RECORD_AUXTRACE, 0, sizeof trace, 0, 0, pair (recording, 0, 1),
       pair (recording, 0, 0));
  g_byte_array_append (recording->records, trace, sizeof trace);
  add_sample (recording, 0x1000, 5);
  profile = ppv_test_recording_load (recording);
  g_assert_cmpuint (ppv_test_warned (profile, "aux-skipped"), ==, 1);
  g_assert_nonnull (strstr (find_message (profile, "aux-skipped"), "Intel PT, 2.0 KiB"));
  g_assert_cmpuint (ppv_test_warned (profile, "aux-truncated"), ==, 1);
  g_assert_cmpuint (ppv_profile_get_metric (profile, 0)->n_samples, ==, 1);
}

static void
test_passes_the_errors_of_a_trace_on (gconstpointer big)
{
  g_autoptr (PpvTestRecording) recording = begin (big != NULL, 0, 0, 0);
  g_autoptr (PpvProfile) profile = NULL;

  ADD (recording, PERF_RECORD_AUXTRACE_ERROR, 0, pair (recording, 1, 2), pair (recording, 0, 1),
       pair (recording, 1, 1), 0x1000, 5, ppv_test_recording_name (recording, "Overflow"), 0, 0, 0,
       0, 0, 0, 0);
  profile = ppv_test_recording_load (recording);
  g_assert_cmpuint (ppv_test_warned (profile, "aux-errors"), ==, 1);
  g_assert_nonnull (strstr (find_message (profile, "aux-errors"), "Overflow"));
}

static void
test_counts_samples_by_cgroup (gconstpointer big)
{
  g_autoptr (PpvTestRecording) recording = begin (big != NULL, PERF_SAMPLE_CGROUP, 0, 0);
  g_autoptr (PpvProfile) profile = NULL;
  static const guint64 groups[] = { 5, 7, 7, 9 };

  ADD (recording, PERF_RECORD_CGROUP, 0, 5, ppv_test_recording_name (recording, "/five"),
       TRAILER (recording, 1));
  ADD (recording, PERF_RECORD_CGROUP, 0, 7, ppv_test_recording_name (recording, "/seven"),
       TRAILER (recording, 1));
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    ADD (recording, PERF_RECORD_SAMPLE, USER, 0x1000, pair (recording, 1, 1), 5, 1, groups[i]);
  profile = ppv_test_recording_load (recording);
  assert_fact (profile, "cgroup_samples", "/seven: 2, /five: 1, ?: 1");
}

static void
test_counts_namespaces (gconstpointer big)
{
  g_autoptr (PpvTestRecording) recording = begin (big != NULL, 0, 0, 0);
  g_autoptr (PpvProfile) profile = NULL;

  for (guint64 i = 0; i < 3; i++)
    ADD (recording, PERF_RECORD_NAMESPACES, 0, pair (recording, 1, 1), 4, 3, 10, 3, 20, 3, 30, 3,
         40 + i / 2, TRAILER (recording, 1));
  profile = ppv_test_recording_load (recording);
  assert_fact (profile, "namespaces", "net: 1, uts: 1, ipc: 1, pid: 2, user: 0, mnt: 0, cgroup: 0");
}

static void
test_skips_records_of_simpleperf (gconstpointer big)
{
  g_autoptr (PpvTestRecording) recording = begin (big != NULL, 0, 0, 0);
  g_autoptr (PpvProfile) profile = NULL;

  ADD (recording, PERF_RECORD_SIMPLEPERF_FIRST, 0, 1, 2);
  ADD (recording, PERF_RECORD_SIMPLEPERF_LAST, 0, 3);
  add_sample (recording, 0x1000, 5);
  ppv_test_recording_put (recording, ppv_test_recording_section (recording, 129), 1, 8);
  profile = ppv_test_recording_load (recording);
  g_assert_cmpuint (ppv_test_warned (profile, "simpleperf"), ==, 2);
  g_assert_cmpuint (ppv_test_warned (profile, "simpleperf-section"), ==, 1);
  g_assert_cmpuint (ppv_test_warned (profile, "unknown-record"), ==, 0);
  g_assert_true (ppv_profile_is_complete (profile));
}

/* --- call chains ------------------------------------------------------------------- */

static void
add_maps (PpvTestRecording *self)
{
  ADD (self, PERF_RECORD_MMAP, KERNEL, pair (self, -1, 0), 0xffff0000, 0x10000, 0xffff0000,
       ppv_test_recording_name (self, "[kernel]"), 0, TRAILER (self, 0));
  ADD (self, PERF_RECORD_MMAP, USER, pair (self, 1, 1), 0x1000, 0x1000, 0,
       ppv_test_recording_name (self, "/bin/a"), TRAILER (self, 0));
}

static void
test_joins_the_part_that_was_told_later (gconstpointer big)
{
  g_autoptr (PpvTestRecording) recording = begin (
      big != NULL, PERF_SAMPLE_CALLCHAIN, G_GUINT64_CONSTANT (1) << PERF_ATTR_DEFER_CALLCHAIN, 0);
  g_autoptr (PpvProfile) profile = NULL;

  add_maps (recording);
  for (guint64 cookie = 1; cookie <= 3; cookie++)
    ADD (recording, PERF_RECORD_SAMPLE, KERNEL, 0xffff0010, pair (recording, 1, 1), cookie, 1, 5,
         PERF_CONTEXT_KERNEL, 0xffff0010, 0xffff0020, PERF_CONTEXT_USER_DEFERRED, cookie);
  ADD (recording, PERF_RECORD_DEFERRED, USER, 1, 3, PERF_CONTEXT_USER, 0x1100, 0x1200,
       TRAILER (recording, 10));
  ADD (recording, PERF_RECORD_DEFERRED, USER, 2, 2, PERF_CONTEXT_USER, 0x1300,
       TRAILER (recording, 11));
  ADD (recording, PERF_RECORD_DEFERRED, USER, 3, 2, PERF_CONTEXT_USER, 0x1400,
       pair (recording, 2, 2), 12);
  profile = ppv_test_recording_load (recording);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a+0x1ff;a+0x100;[kernel.kallsyms]+0xffff0020;"
                                                   "[kernel.kallsyms]+0xffff0010"),
                   ==, 1);
  g_assert_cmpint (
      ppv_test_stack_weight (profile,
                             "a+0x300;[kernel.kallsyms]+0xffff0020;[kernel.kallsyms]+0xffff0010"),
      ==, 1);
  /* the third one is another thread's */
  g_assert_cmpint (
      ppv_test_stack_weight (profile, "[kernel.kallsyms]+0xffff0020;[kernel.kallsyms]+0xffff0010"),
      ==, 1);
  g_assert_cmpuint (ppv_test_warned (profile, "deferred-missing"), ==, 1);
}

/* The user's part of the chain is what the processor recorded of calls. */
static void
test_takes_calls_from_the_processor (gconstpointer big)
{
  g_autoptr (PpvTestRecording) recording =
      begin (big != NULL, PERF_SAMPLE_CALLCHAIN | PERF_SAMPLE_BRANCH_STACK, 0,
             PERF_BRANCH_CALL_STACK | PERF_BRANCH_HW_INDEX);
  g_autoptr (PpvProfile) profile = NULL;

  add_maps (recording);
  ADD (recording, PERF_RECORD_SAMPLE, USER, 0x1310, pair (recording, 1, 1), 1, 1, 3,
       PERF_CONTEXT_USER, 0x1310, 0x1999, 2, 0, 0x1210, 0x1300, 0, 0x1110, 0x1200, 0);
  ADD (recording, PERF_RECORD_SAMPLE, KERNEL, 0xffff0010, pair (recording, 1, 1), 2, 1, 4,
       PERF_CONTEXT_KERNEL, 0xffff0010, PERF_CONTEXT_USER, 0x1310, 1, 0, 0x1210, 0x1300, 0);
  profile = ppv_test_recording_load (recording);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a+0x110;a+0x210;a+0x310"), ==, 1);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a+0x210;a+0x300;[kernel.kallsyms]+0xffff0010"),
                   ==, 1);
}

/* --- counters ---------------------------------------------------------------------- */

static void
test_adds_up_counters_of_perf_stat (gconstpointer big)
{
  g_autoptr (PpvTestRecording) recording = begin (big != NULL, 0, 0, 0);
  g_autoptr (PpvProfile) profile = NULL;
  const PpvCounter *counter;

  ADD (recording, PERF_RECORD_EVENT_UPDATE, 0, PERF_UPDATE_UNIT, 100,
       ppv_test_recording_name (recording, "msec"));
  ADD (recording, PERF_RECORD_EVENT_UPDATE, 0, PERF_UPDATE_SCALE, 100,
       G_GUINT64_CONSTANT (0x3eb0c6f7a0b5ed8d)); /* 1e-6 */
  ADD (recording, PERF_RECORD_STAT_CONFIG, 0, 2, 0, 1, 1, 100);
  ADD (recording, PERF_RECORD_STAT, 0, 100, pair (recording, 0, 0), 1000000, 10, 10);
  ADD (recording, PERF_RECORD_STAT, 0, 101, pair (recording, 1, 0), 1000000, 10, 5);
  ADD (recording, PERF_RECORD_STAT_ROUND, 0, 0, 100);
  ADD (recording, PERF_RECORD_STAT, 0, 100, pair (recording, 0, 0), 4000000, 10, 10);
  ADD (recording, PERF_RECORD_STAT, 0, 101, pair (recording, 1, 0), 0, 10, 0);
  ADD (recording, PERF_RECORD_STAT_ROUND, 0, 1, 200);
  profile = ppv_test_recording_load (recording);
  counter = ppv_profile_find_counter (profile, "cpu-clock");
  g_assert_cmpuint (counter->n_rows, ==, 2);
  g_assert_cmpint (counter->value[0], ==, 3000000);
  g_assert_cmpint (counter->value[1], ==, 4000000);
  assert_fact (profile, "counts", "cpu-clock: 4.00 msec");
  assert_fact (profile, "stat_interval_ms", "100");
  g_assert_cmpuint (ppv_test_warned (profile, "not-counted"), ==, 1);
}

static void
test_tells_what_was_watched (gconstpointer big)
{
  g_autoptr (PpvTestRecording) recording = begin (big != NULL, 0, 0, 0);
  g_autoptr (GByteArray) list = g_byte_array_new ();
  g_autoptr (GByteArray) mask = g_byte_array_new ();
  g_autoptr (GByteArray) range = g_byte_array_new ();
  static const guint16 listed[] = { 0, 4, 0, 1, 2, 7 };
  static const guint16 masked[] = { 1, 2, 4 };
  static const guint16 ranged[] = { 2, 0, 4, 9 };
  const GByteArray *maps[] = { list, mask, range };
  static const char *const wanted[] = { "0-2,7", "0,33", "4-9" };

  for (guint i = 0; i < G_N_ELEMENTS (listed); i++)
    ppv_test_recording_put (recording, list, listed[i], 2);
  for (guint i = 0; i < G_N_ELEMENTS (masked); i++)
    ppv_test_recording_put (recording, mask, masked[i], 2);
  ppv_test_recording_put (recording, mask, 1, 4);
  ppv_test_recording_put (recording, mask, 2, 4);
  for (guint i = 0; i < G_N_ELEMENTS (ranged); i++)
    ppv_test_recording_put (recording, range, ranged[i], 2);
  ADD (recording, PERF_RECORD_THREAD_MAP, 0, 2, 17, ppv_test_recording_name (recording, "worker"),
       0, 18, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      g_autoptr (PpvProfile) profile = NULL;

      ppv_test_recording_bytes (recording, PERF_RECORD_CPU_MAP, 0, maps[i]);
      profile = ppv_test_recording_load (recording);
      assert_fact (profile, "cpus_recorded", wanted[i]);
      assert_fact (profile, "threads_recorded", "worker 17, 18");
    }
}

/* --- events ------------------------------------------------------------------------ */

/* What perf mem sorts by, and the struct whose first part it is. */
static void
test_adds_up_latencies (gconstpointer big)
{
  static const guint64 fields[] = { PERF_SAMPLE_WEIGHT, PERF_SAMPLE_WEIGHT_STRUCT };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (PpvTestRecording) recording = begin (big != NULL, fields[i], 0, 0);
      g_autoptr (PpvProfile) profile = NULL;
      const PpvMetric *latency;
      guint64 rest = i == 0 ? 0 : G_GUINT64_CONSTANT (0x0003000200000000);

      ADD (recording, PERF_RECORD_SAMPLE, USER, 0x1000, pair (recording, 1, 1), 5, 3, 200 | rest);
      ADD (recording, PERF_RECORD_SAMPLE, USER, 0x1000, pair (recording, 1, 1), 6, 3, 50 | rest);
      profile = ppv_test_recording_load (recording);
      g_assert_cmpint (ppv_profile_get_metric (profile, 0)->total, ==, 6);
      latency =
          ppv_profile_get_metric (profile, ppv_profile_find_metric (profile, "cpu-clock latency"));
      g_assert_cmpint (latency->total, ==, 250);
      g_assert_cmpstr (ppv_profile_get_string (profile, latency->unit), ==, "cycles");
    }
}

/* A group's counters, one of which lost samples and had the hardware half of the time. */
static void
test_notes_losses_in_reads (gconstpointer big)
{
  g_autoptr (PpvTestRecording) recording = ppv_test_recording_new (big != NULL);
  g_autoptr (PpvProfile) profile = NULL;
  PpvTestEvent event = { .type = HARDWARE,
                         .sample_type = PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_READ,
                         .read_format = PERF_READ_GROUP | PERF_READ_ID | PERF_READ_LOST |
                                        PERF_READ_ENABLED | PERF_READ_RUNNING,
                         .flags = all_ids,
                         .ids = { 100 } };

  ppv_test_recording_event (recording, &event);
  event.config = 1;
  event.ids[0] = 200;
  ppv_test_recording_event (recording, &event);
  ADD (recording, PERF_RECORD_SAMPLE, USER, 100, 2, 10, 10, 50, 100, 0, 30, 200, 4);
  ADD (recording, PERF_RECORD_SAMPLE, USER, 100, 2, 20, 10, 70, 100, 0, 35, 200, 6);
  profile = ppv_test_recording_load (recording);
  g_assert_cmpint (ppv_profile_get_metric (profile, 0)->total, ==, 70);
  g_assert_cmpint (ppv_profile_get_metric (profile, 1)->total, ==, 35);
  g_assert_cmpuint (ppv_test_warned (profile, "lost-samples"), ==, 6);
  g_assert_cmpuint (ppv_test_warned (profile, "multiplexed"), ==, 1);
}

/* perf refuses such files; what the samples are of is not in them. */
static void
test_says_when_events_cannot_be_told_apart (gconstpointer big)
{
  static const guint64 fields[][2] = { { 0, 0 },
                                       { PERF_SAMPLE_ID, PERF_SAMPLE_ID | PERF_SAMPLE_ADDR },
                                       { PERF_SAMPLE_ID, PERF_SAMPLE_ID },
                                       { PERF_SAMPLE_IDENTIFIER,
                                         PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_ADDR } };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (PpvTestRecording) recording = ppv_test_recording_new (big != NULL);
      g_autoptr (PpvProfile) profile = NULL;

      for (guint j = 0; j < 2; j++)
        ppv_test_recording_event (recording, &(PpvTestEvent){ .type = SOFTWARE,
                                                              .sample_type = usual | fields[i][j],
                                                              .flags = all_ids });
      profile = ppv_test_recording_load (recording);
      g_assert_cmpuint (ppv_test_warned (profile, "ambiguous-events"), ==, i < 2);
    }
}

static void
test_says_what_stands_behind_the_end (gconstpointer big)
{
  g_autoptr (PpvTestRecording) recording = begin (big != NULL, 0, 0, 0);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  add_sample (recording, 0x1000, 5);
  ppv_test_recording_text (recording, ppv_test_recording_section (recording, PERF_FEATURE_HOSTNAME),
                           "host");
  bytes = ppv_test_recording_finish (recording);
  g_byte_array_append (longer, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (longer, (const guint8 *) "more of it", 10);
  profile = ppv_test_import ("perf-data", (const char *) longer->data, longer->len, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ppv_test_warned (profile, "trailing-bytes"), ==, 1);
  g_assert_nonnull (strstr (find_message (profile, "trailing-bytes"), "10 bytes"));
  assert_fact (profile, "host", "host");
}

static void
add (const char *path, void (*test) (gconstpointer))
{
  g_autofree char *little = g_strdup_printf ("/perf-records/%s", path);
  g_autofree char *big = g_strdup_printf ("/perf-records/big-endian/%s", path);

  g_test_add_data_func (little, NULL, test);
  g_test_add_data_func (big, "big", test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("counts-what-was-lost", test_counts_what_was_lost);
  add ("says-what-trace-it-skips", test_says_what_trace_it_skips);
  add ("passes-the-errors-of-a-trace-on", test_passes_the_errors_of_a_trace_on);
  add ("counts-samples-by-cgroup", test_counts_samples_by_cgroup);
  add ("counts-namespaces", test_counts_namespaces);
  add ("skips-records-of-simpleperf", test_skips_records_of_simpleperf);
  add ("joins-the-part-that-was-told-later", test_joins_the_part_that_was_told_later);
  add ("takes-calls-from-the-processor", test_takes_calls_from_the_processor);
  add ("adds-up-counters-of-perf-stat", test_adds_up_counters_of_perf_stat);
  add ("tells-what-was-watched", test_tells_what_was_watched);
  add ("adds-up-latencies", test_adds_up_latencies);
  add ("notes-losses-in-reads", test_notes_losses_in_reads);
  add ("says-when-events-cannot-be-told-apart", test_says_when_events_cannot_be_told_apart);
  add ("says-what-stands-behind-the-end", test_says_what_stands_behind_the_end);
  return g_test_run ();
}
