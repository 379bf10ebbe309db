/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-recording.h"

static void
test_finds_nothing_wrong (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;

  ppv_test_recording_add (&recording, 10, "_start@prog main@prog work@prog");
  ppv_test_recording_add (&recording, 10, "_start@prog main@prog");
  report = ppv_test_recording_report (&recording);
  g_assert_cmpuint (report->n_items, ==, 0);
  ppv_assert_has (report->checked, "call stacks");
  ppv_assert_has (report->checked, "throttling");
}

static void
test_tells_lost_samples (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;
  PpvQuality *item;

  ppv_test_recording_add (&recording, 30, "main work");
  ppv_profile_builder_record (recording.builder, "LOST", 2);
  ppv_profile_builder_warn_many (recording.builder, PPV_NOTE, "lost-samples", PPV_NO_ADDRESS, 10,
                                 "lost");
  report = ppv_test_recording_report (&recording);
  item = ppv_test_report_item (report, "lost-samples");
  g_assert_cmpuint (item->count, ==, 10);
  ppv_assert_share (item, PPV_SHARE_OF_RECORDS, 0.25);
  ppv_assert_has (item->advice, "-m 16M");
}

static void
test_tells_for_how_long_it_was_throttled (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;
  PpvQuality *item;

  ppv_test_recording_add (&recording, 101, "main work");
  ppv_profile_builder_record (recording.builder, "THROTTLE", 3);
  ppv_test_recording_fact (&recording, "quality_throttled_ns", "50000000");
  ppv_test_recording_fact (&recording, "quality_throttled_counters", "2");
  report = ppv_test_recording_report (&recording);
  item = ppv_test_report_item (report, "throttled");
  g_assert_cmpuint (item->count, ==, 3);
  ppv_assert_share (item, PPV_SHARE_OF_TIME, 0.25);
  ppv_assert_has (item->message, "50.0 ms");
}

static void
test_tells_throttling_without_times (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;

  ppv_test_recording_add (&recording, 10, "main work");
  ppv_profile_builder_record (recording.builder, "THROTTLE", 3);
  report = ppv_test_recording_report (&recording);
  g_assert_cmpfloat (ppv_test_report_item (report, "throttled")->share, <, 0);
}

static void
test_tells_damage (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");

  ppv_test_recording_add (&recording, 10, "main work");
  ppv_profile_builder_warn (recording.builder, PPV_LOSS, "truncated", 12, "cut");
  ppv_test_recording_codes (&recording, "incomplete");
}

static void
test_passes_on_what_importers_say (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");

  ppv_test_recording_add (&recording, 10, "main work");
  ppv_profile_builder_warn (recording.builder, PPV_NOTE, "aux-skipped", 12, "skipped");
  ppv_profile_builder_warn (recording.builder, PPV_NOTE, "unmatched-switch", 12, "unmatched");
  ppv_profile_builder_warn (recording.builder, PPV_NOTE, "no-record-times", 12, "no times");
  ppv_profile_builder_warn (recording.builder, PPV_NOTE, "frame-pointer-guessed", 12, "guessed");
  ppv_test_recording_codes (&recording,
                            "unmatched-switch aux-skipped frame-pointer-guessed no-record-times");
}

static void
test_tells_that_the_kernel_was_left_out (void)
{
  static const struct {
    const char *command;
    const char *codes;
  } cases[] = {
    { "perf record -e cycles ./prog", "kernel-excluded" },
    { "perf record -e cycles:u ./prog", "" },
    { "perf record -e cpu/cycles/u ./prog", "" },
    { "perf record --all-user ./prog", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PpvTestRecording recording = ppv_test_recording ("cycles:u", "cycles");

      ppv_test_recording_add (&recording, 10, "main work");
      ppv_test_recording_fact (&recording, "command", cases[i].command);
      ppv_test_recording_fact (&recording, "quality_user_only", "cycles:u");
      ppv_test_recording_codes (&recording, cases[i].codes);
    }
}

static void
test_tells_offline_cpus (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");

  ppv_test_recording_add (&recording, 10, "main work");
  ppv_test_recording_fact (&recording, "cpus_available", "8");
  ppv_test_recording_fact (&recording, "cpus_online", "6");
  ppv_test_recording_codes (&recording, "cpus-offline");
}

static void
test_names_events_without_samples (void)
{
  static const char *const quiet[] = { "dummy:HG", "sched:sched_switch", "intel_pt//" };
  PpvTestRecording recording = ppv_test_recording ("cpu-clock", "ns");
  g_autoptr (PpvQualityReport) report = NULL;

  ppv_test_recording_add (&recording, 10, "main work");
  for (gsize i = 0; i < G_N_ELEMENTS (quiet); i++)
    ppv_profile_builder_metric (recording.builder, ppv_profile_builder_set (recording.builder, 0),
                                quiet[i], "count", PPV_METRIC_FLOW);
  ppv_profile_builder_metric (recording.builder, ppv_profile_builder_set (recording.builder, 0),
                              "branch-misses:u", "count", PPV_METRIC_FLOW);
  report = ppv_test_recording_report (&recording);
  ppv_assert_has (ppv_test_report_item (report, "empty-events")->message, "of branch-misses:u:");
  g_assert_cmpuint (report->items[0].count, ==, 1);
}

static void
test_tells_that_there_is_nothing (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");

  ppv_test_recording_codes (&recording, "no-samples");
}

static void
test_tells_skid (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;
  PpvQuality *item;

  ppv_test_recording_add (&recording, 10, "main work");
  ppv_test_recording_fact (&recording, "quality_imprecise", "instructions cycles");
  report = ppv_test_recording_report (&recording);
  item = ppv_test_report_item (report, "skid");
  g_assert_cmpuint (item->count, ==, 10);
  ppv_assert_share (item, PPV_SHARE_OF_SAMPLES, 1.0);
  ppv_assert_has (item->advice, ":pp");
}

static void
test_compares_frequencies (void)
{
  static const struct {
    const char *command;
    const char *codes;
  } cases[] = {
    { "perf record -F 20000 ./prog", "frequency-lowered" },
    { "perf record -a -e cycles --freq=20000 -g -- ./prog", "frequency-lowered" },
    { "perf record -F20000 ./prog", "frequency-lowered" },
    { "perf record -F 999 ./prog", "" },
    { "perf record -F max ./prog", "" },
    { "perf record ./prog -F 20000", "" },
    { "perf record -o -F ./prog", "" },
    { "perf record -- ./prog -F 20000", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");

      ppv_test_recording_add (&recording, 10, "main work");
      ppv_test_recording_fact (&recording, "command", cases[i].command);
      ppv_test_recording_fact (&recording, "quality_frequency", "1000");
      ppv_test_recording_codes (&recording, cases[i].codes);
    }
}

static void
test_tells_that_counters_took_turns (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;

  ppv_test_recording_add (&recording, 10, "main work");
  ppv_test_recording_fact (&recording, "quality_counted", "0.4000");
  report = ppv_test_recording_report (&recording);
  ppv_assert_share (ppv_test_report_item (report, "multiplexed"), PPV_SHARE_OF_TIME, 0.6);
}

/* --- times ------------------------------------------------------------------------- */

/* A sample each millisecond of the clock on two CPUs, idle and busy in turns. */
static PpvTestRecording
begin_clock (void)
{
  PpvTestRecording recording = ppv_test_recording ("cpu-clock", "ns");

  for (guint i = 0; i < 2000; i++)
    ppv_test_recording_at (&recording, i / 2 * 1000000,
                           i / 2 % 2 == 0 ? recording.idle : recording.thread, i % 2, "main work");
  return recording;
}

static void
test_finds_no_gap_where_time_was_sampled (void)
{
  PpvTestRecording recording = ppv_test_recording ("cpu-clock", "ns");

  for (guint i = 0; i < 1000; i++)
    ppv_test_recording_at (&recording, 1000000 * i, i % 2 == 0 ? recording.idle : recording.thread,
                           0, "main work");
  ppv_test_recording_codes (&recording, "");
}

static void
test_tells_gaps_of_cpus_that_are_always_sampled (void)
{
  PpvTestRecording recording = ppv_test_recording ("cpu-clock", "ns");
  g_autoptr (PpvQualityReport) report = NULL;
  PpvQuality *item;

  for (guint i = 0; i < 1000; i++)
    if (i < 300 || i >= 500)
      ppv_test_recording_at (&recording, 1000000 * i,
                             i % 2 == 0 ? recording.idle : recording.thread, 0, "main work");
  report = ppv_test_recording_report (&recording);
  item = ppv_test_report_item (report, "sampling-gap");
  g_assert_cmpuint (item->count, ==, 1);
  ppv_assert_share (item, PPV_SHARE_OF_TIME, 201.0 / 999.0);
  ppv_assert_has (item->message, "at 299.0 ms");
}

static void
test_takes_sleep_for_no_gap (void)
{
  PpvTestRecording recording = ppv_test_recording ("cpu-clock", "ns");

  for (guint i = 0; i < 1000; i++)
    if (i < 300 || i >= 500)
      ppv_test_recording_at (&recording, 1000000 * i, recording.thread, 0, "main work");
  ppv_test_recording_codes (&recording, "");
}

static void
test_tells_throttling_only_once (void)
{
  PpvTestRecording recording = ppv_test_recording ("cpu-clock", "ns");

  for (guint i = 0; i < 1000; i++)
    if (i < 300 || i >= 500)
      ppv_test_recording_at (&recording, 1000000 * i,
                             i % 2 == 0 ? recording.idle : recording.thread, 0, "main work");
  ppv_profile_builder_record (recording.builder, "THROTTLE", 1);
  ppv_test_recording_fact (&recording, "quality_throttled_ns", "200000000");
  ppv_test_recording_fact (&recording, "quality_throttled_counters", "1");
  ppv_test_recording_codes (&recording, "throttled");
}

static void
test_tells_that_a_frequency_was_not_reached (void)
{
  PpvTestRecording recording = ppv_test_recording ("cpu-clock", "ns");
  g_autoptr (PpvQualityReport) report = NULL;

  for (guint i = 0; i < 1000; i++)
    ppv_test_recording_at (&recording, 4000000 * i, i % 2 == 0 ? recording.idle : recording.thread,
                           0, "main work");
  report = ppv_test_recording_report (&recording);
  ppv_assert_share (ppv_test_report_item (report, "frequency-not-reached"), PPV_SHARE_OF_TIME,
                    0.75);
  ppv_assert_has (report->items[0].message, "1000 samples a second");
}

static void
test_tells_a_clock_that_went_back (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;

  ppv_test_recording_at (&recording, 5000000, recording.thread, 0, "main work");
  ppv_test_recording_at (&recording, 4999000, recording.thread, 0,
                         "main work"); /* by 1 µs: no jump */
  ppv_test_recording_at (&recording, 9000000, recording.thread, 0, "main work");
  ppv_test_recording_at (&recording, 2000000, recording.thread, 0, "main work");
  ppv_test_recording_at (&recording, 1000000, recording.thread, 1, "main work"); /* another CPU */
  report = ppv_test_recording_report (&recording);
  g_assert_cmpuint (ppv_test_report_item (report, "clock-jump")->count, ==, 1);
  ppv_assert_has (report->items[0].message, "7.0 ms");
}

static void
test_tells_cpus_that_are_not_there (void)
{
  PpvTestRecording recording = begin_clock ();
  PpvTestRecording chosen = begin_clock ();

  ppv_test_recording_fact (&recording, "cpus_available", "4");
  ppv_test_recording_fact (&recording, "cpus_online", "4");
  ppv_test_recording_codes (&recording, "cpus-absent");
  ppv_test_recording_fact (&chosen, "cpus_available", "4");
  ppv_test_recording_fact (&chosen, "cpus_online", "4");
  ppv_test_recording_fact (&chosen, "command", "perf record -C 0,1 -a");
  ppv_test_recording_codes (&chosen, "");
}

/* What helps perf does not help others. */
static void
test_advises_what_the_recorder_can_do (void)
{
  PpvTestRecording recording = ppv_test_recording ("allocated", "bytes");
  g_autoptr (PpvQualityReport) report = NULL;
  PpvQuality *item;

  ppv_test_recording_fact (&recording, "tool", "heaptrack");
  ppv_test_recording_add (&recording, 80, "_start@prog main@prog a@prog b@prog c@prog d@prog");
  ppv_test_recording_add (&recording, 10, "a@prog b@prog c@prog d@prog e@prog f@prog");
  ppv_test_recording_add (&recording, 10, "b@prog c@prog");
  report = ppv_test_recording_report (&recording);
  item = ppv_test_report_item (report, "stack-broken stack-too-deep");
  ppv_assert_share (item, PPV_SHARE_OF_SAMPLES, 0.1);
  ppv_assert_has (item->advice, "-fasynchronous-unwind-tables");
  ppv_assert_share (&report->items[1], PPV_SHARE_OF_SAMPLES, 0.1);
  ppv_assert_has (report->items[1].advice, "64 frames");
  g_assert_null (strstr (item->advice, "--call-graph"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quality/finds-nothing-wrong", test_finds_nothing_wrong);
  g_test_add_func ("/quality/tells-lost-samples", test_tells_lost_samples);
  g_test_add_func ("/quality/tells-for-how-long-it-was-throttled",
                   test_tells_for_how_long_it_was_throttled);
  g_test_add_func ("/quality/tells-throttling-without-times", test_tells_throttling_without_times);
  g_test_add_func ("/quality/tells-damage", test_tells_damage);
  g_test_add_func ("/quality/passes-on-what-importers-say", test_passes_on_what_importers_say);
  g_test_add_func ("/quality/tells-that-the-kernel-was-left-out",
                   test_tells_that_the_kernel_was_left_out);
  g_test_add_func ("/quality/tells-offline-cpus", test_tells_offline_cpus);
  g_test_add_func ("/quality/names-events-without-samples", test_names_events_without_samples);
  g_test_add_func ("/quality/tells-that-there-is-nothing", test_tells_that_there_is_nothing);
  g_test_add_func ("/quality/tells-skid", test_tells_skid);
  g_test_add_func ("/quality/compares-frequencies", test_compares_frequencies);
  g_test_add_func ("/quality/tells-that-counters-took-turns", test_tells_that_counters_took_turns);
  g_test_add_func ("/quality/finds-no-gap-where-time-was-sampled",
                   test_finds_no_gap_where_time_was_sampled);
  g_test_add_func ("/quality/tells-gaps-of-cpus-that-are-always-sampled",
                   test_tells_gaps_of_cpus_that_are_always_sampled);
  g_test_add_func ("/quality/takes-sleep-for-no-gap", test_takes_sleep_for_no_gap);
  g_test_add_func ("/quality/tells-throttling-only-once", test_tells_throttling_only_once);
  g_test_add_func ("/quality/tells-that-a-frequency-was-not-reached",
                   test_tells_that_a_frequency_was_not_reached);
  g_test_add_func ("/quality/tells-a-clock-that-went-back", test_tells_a_clock_that_went_back);
  g_test_add_func ("/quality/tells-cpus-that-are-not-there", test_tells_cpus_that_are_not_there);
  g_test_add_func ("/quality/advises-what-the-recorder-can-do",
                   test_advises_what_the_recorder_can_do);
  return g_test_run ();
}
