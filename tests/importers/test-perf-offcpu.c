/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Time on and off the CPU: all of a thread's life, once. */

#include "config.h"

#include <string.h>

#include "container/perf-format.h"
#include "ppv-test-tracing.h"
#include "ppv.h"

enum { N_CPUS = 3, N_THREADS = 7, N_STEPS = 400, FIRST_TID = 101, SLEEPING = 1, RUNNABLE = 0 };

static const char *const parts[] = { "on-cpu", "off-cpu", "run-queue", "unknown-time" };

/* --- by hand --------------------------------------------------------------------------- */

static PpvTestRecording *
begin (PpvTestTracing *tracing)
{
  PpvTestRecording *recording = ppv_test_recording_new (FALSE);

  ppv_test_tracing_init (tracing, recording);
  ppv_test_tracing_event (tracing, "sched", ppv_test_formats[PPV_TEST_SWITCH]);
  ppv_test_tracing_event (tracing, "sched", ppv_test_formats[PPV_TEST_WAKEUP]);
  ppv_test_tracing_event (tracing, "sched", ppv_test_formats[PPV_TEST_RUNTIME]);
  ppv_test_tracing_finish (tracing);
  return recording;
}

static void
change (
    const PpvTestTracing *tracing, guint32 cpu, guint64 time, gint32 from, guint64 state, gint32 to)
{
  ppv_test_tracing_sample (tracing, 0, from, cpu, time, 4, (guint64) from, 4, (guint64) to, 8,
                           state, 0);
}

static void
wake (const PpvTestTracing *tracing, guint32 cpu, guint64 time, gint32 waker, gint32 wakee)
{
  ppv_test_tracing_sample (tracing, 1, waker, cpu, time, 4, (guint64) wakee, 4, 0ull, 0);
}

static void
ran (const PpvTestTracing *tracing, guint32 cpu, guint64 time, gint32 tid, guint64 runtime)
{
  ppv_test_tracing_sample (tracing, 2, tid, cpu, time, 8, runtime, 4, (guint64) tid, 0);
}

/* The time of @tid in a metric. */
static gint64
time_of (const PpvProfile *profile, const char *name, gint32 tid)
{
  PpvMetricId metric = ppv_profile_find_metric (profile, name);
  const PpvSampleSet *set;
  gint64 sum = 0;

  if (metric == PPV_NONE)
    return 0;
  set = ppv_profile_get_set (profile, ppv_profile_get_metric (profile, metric)->set);
  for (gsize i = 0; i < set->n_rows; i++)
    if (ppv_profile_get_threads (profile)->tid[set->thread[i]] == tid)
      sum += set->weight[0][i];
  return sum;
}

static void
assert_times (
    const PpvProfile *profile, gint32 tid, gint64 on, gint64 off, gint64 ready, gint64 unknown)
{
  const gint64 expected[] = { on, off, ready, unknown };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_assert_cmpint (time_of (profile, parts[i], tid), ==, expected[i]);
}

/* The samples of a metric, "start+weight leaf (label)", one after the other. */
static char *
list_samples (const PpvProfile *profile, const char *name)
{
  PpvMetricId metric = ppv_profile_find_metric (profile, name);
  const PpvSampleSet *set =
      ppv_profile_get_set (profile, ppv_profile_get_metric (profile, metric)->set);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < set->n_rows; i++)
    {
      PpvFrameId leaf = ppv_profile_get_stacks (profile)->frame[set->stack[i]];
      PpvStringId function = functions->name[ppv_profile_get_frames (profile)->function[leaf]];

      g_string_append_printf (text, "%s%d+%d %s", i > 0 ? ", " : "", (int) set->time[i],
                              (int) set->weight[0][i], ppv_profile_get_string (profile, function));
      if (set->label[i] != 0)
        g_string_append_printf (text, " (%s)", ppv_profile_get_string (profile, set->label[i]));
    }
  return g_string_free (text, FALSE);
}

static void
test_divides_a_life (void)
{
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvTestRecording) recording = begin (&tracing);
  g_autoptr (PpvProfile) profile = NULL;
  g_autofree char *off = NULL;
  g_autofree char *ready = NULL;
  const PpvSampleSet *set;

  change (&tracing, 0, 1000, 0, RUNNABLE, 7);
  change (&tracing, 0, 1500, 7, SLEEPING, 8);
  wake (&tracing, 0, 2500, 8, 7);
  change (&tracing, 0, 2600, 8, RUNNABLE, 7);
  change (&tracing, 0, 2700, 7, 2, 8); /* a disk */
  change (&tracing, 0, 3000, 8, 0x10, 0);
  profile = ppv_test_recording_load (recording);
  assert_times (profile, 7, 600, 1000, 100, 0);
  assert_times (profile, 8, 1400, 0, 100, 0);
  off = list_samples (profile, "off-cpu");
  ready = list_samples (profile, "run-queue");
  g_assert_cmpstr (off, ==, "500+1000 [off-cpu: sleeping] (woken by :8 8)");
  g_assert_cmpstr (ready, ==,
                   "1500+100 [run-queue: woken] (woken by :8 8), "
                   "1600+100 [run-queue: preempted]");
  set = ppv_profile_get_set (
      profile, ppv_profile_get_metric (profile, ppv_profile_find_metric (profile, "on-cpu"))->set);
  g_assert_true (set->derived);
  g_assert_cmpuint (ppv_test_warned (profile, "unmatched-switch"), ==, 0);
}

/* The idle task is no thread: its time is nobody's. */
static void
test_leaves_out_who_idles (void)
{
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvTestRecording) recording = begin (&tracing);
  g_autoptr (PpvProfile) profile = NULL;

  change (&tracing, 0, 1000, 7, SLEEPING, 0);
  change (&tracing, 0, 9000, 0, RUNNABLE, 7);
  profile = ppv_test_recording_load (recording);
  assert_times (profile, 0, 0, 0, 0, 0);
  assert_times (profile, 7, 0, 8000, 0, 0);
}

static void
test_gives_what_does_not_fit_to_nobody (void)
{
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvTestRecording) recording = begin (&tracing);
  g_autoptr (PpvProfile) profile = NULL;

  change (&tracing, 0, 1000, 9, RUNNABLE, 7);
  /* here 7 leaves and 8 enters */
  change (&tracing, 0, 2000, 8, SLEEPING, 9);
  change (&tracing, 0, 2500, 9, SLEEPING, 7);
  change (&tracing, 0, 2600, 7, SLEEPING, 9);
  profile = ppv_test_recording_load (recording);
  assert_times (profile, 7, 100, 0, 0, 1500);
  assert_times (profile, 8, 0, 0, 0, 0);
  assert_times (profile, 9, 500, 100, 1000, 0);
  g_assert_cmpuint (ppv_test_warned (profile, "unmatched-switch"), ==, 1);
}

/* A thread that wakes another is on a CPU, whoever has not recorded how it came there. */
static void
test_takes_a_thread_at_its_word (void)
{
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvTestRecording) recording = begin (&tracing);
  g_autoptr (PpvProfile) profile = NULL;

  change (&tracing, 0, 1000, 7, SLEEPING, 0);
  wake (&tracing, 0, 1600, 7, 8);
  change (&tracing, 0, 2000, 7, SLEEPING, 0);
  ran (&tracing, 0, 3000, 7, 250);
  change (&tracing, 0, 3100, 7, SLEEPING, 0);
  profile = ppv_test_recording_load (recording);
  assert_times (profile, 7, 400 + 350, 750, 0, 600);
  g_assert_cmpuint (ppv_test_warned (profile, "unmatched-switch"), ==, 2);
}

static void
test_does_not_trust_a_cpu_that_lost_records (void)
{
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvTestRecording) recording = begin (&tracing);
  g_autoptr (PpvProfile) profile = NULL;

  change (&tracing, 0, 1000, 9, RUNNABLE, 7);
  change (&tracing, 1, 1100, 9, RUNNABLE, 8);
  ADD (recording, PERF_RECORD_LOST, 0, 1, 20, ppv_test_recording_pair (recording, 7, 7), 1500,
       ppv_test_recording_pair (recording, 0, 0), 1);
  change (&tracing, 0, 2000, 7, SLEEPING, 0);
  change (&tracing, 1, 2100, 8, SLEEPING, 0);
  profile = ppv_test_recording_load (recording);
  assert_times (profile, 7, 0, 0, 0, 1000);
  assert_times (profile, 8, 1000, 0, 0, 0);
}

/* --- SWITCH records --------------------------------------------------------------------- */

static void
note_switch (PpvTestRecording *recording, gint32 tid, guint64 time, guint16 misc)
{
  ADD (recording, PERF_RECORD_SWITCH, misc,
       ppv_test_recording_pair (recording, (guint32) tid, (guint32) tid), time,
       ppv_test_recording_pair (recording, 0, 0), 1);
}

static void
test_lives_by_switch_records (void)
{
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvTestRecording) recording = begin (&tracing);
  g_autoptr (PpvProfile) profile = NULL;
  g_autofree char *off = NULL;
  const guint16 out = PERF_MISC_SWITCH_OUT, forced = out | PERF_MISC_SWITCH_PREEMPT;

  note_switch (recording, 7, 1000, 0);
  change (&tracing, 0, 1299, 7, 2, 0); /* tells why, and where */
  note_switch (recording, 7, 1300, out);
  note_switch (recording, 7, 1700, 0);
  note_switch (recording, 7, 1800, forced);
  note_switch (recording, 7, 2000, 0);
  note_switch (recording, 7, 2100, out);
  note_switch (recording, 7, 2500, 0);
  ADD (recording, PERF_RECORD_EXIT, 0, ppv_test_recording_pair (recording, 7, 1),
       ppv_test_recording_pair (recording, 7, 1), 2560, ppv_test_recording_pair (recording, 7, 7),
       2560, ppv_test_recording_pair (recording, 0, 0), 1);
  note_switch (recording, 8, 2600, 0); /* that 7 has left is not recorded */
  profile = ppv_test_recording_load (recording);
  assert_times (profile, 7, 300 + 100 + 100 + 60, 800, 200, 0);
  g_assert_cmpuint (ppv_test_warned (profile, "unmatched-switch"), ==, 0);
  off = list_samples (profile, "off-cpu");
  g_assert_cmpstr (off, ==, "300+400 [off-cpu: disk sleep], 1100+400 [off-cpu]");
}

/* What perf script --show-switch-events lists, added up; the last stretches end with the threads.
 */
static void
test_reads_a_recording_of_switches (void)
{
  static const gint64 totals[] = { 182599790, 87289958, 427270534 };
  static const guint64 n_samples[] = { 63, 1, 61 };
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("perf-data", "waits.perf.data");

  for (guint i = 0; i < G_N_ELEMENTS (totals); i++)
    {
      const PpvMetric *metric =
          ppv_profile_get_metric (profile, ppv_profile_find_metric (profile, parts[i]));

      g_assert_cmpint (metric->total, ==, totals[i]);
      g_assert_cmpuint (metric->n_samples, ==, n_samples[i]);
    }
  g_assert_cmpuint (ppv_profile_find_metric (profile, "unknown-time"), ==, PPV_NONE);
  g_assert_cmpuint (ppv_test_warned (profile, "unmatched-switch"), ==, 0);
}

/* --- any sequence ------------------------------------------------------------------------- */

/* A machine that forgets some of what it does. */
typedef struct {
  PpvTestTracing *tracing;
  GRand *random;
  guint losses; /* of a thousand events */
  guint64 time;
  gint32 running[N_CPUS]; /* 0 for nobody */
  gboolean asleep[N_THREADS];
  guint64 first[N_THREADS];
  guint64 last[N_THREADS];
} Machine;

static void
notice (Machine *self, gint32 tid)
{
  if (tid == 0)
    return;
  if (self->first[tid - FIRST_TID] == 0)
    self->first[tid - FIRST_TID] = self->time;
  self->last[tid - FIRST_TID] = self->time;
}

static void
go_on (Machine *self, guint32 cpu, gint32 next, gboolean sure)
{
  gint32 before = self->running[cpu];
  guint64 state = before != 0 && g_rand_boolean (self->random) ? SLEEPING : RUNNABLE;

  if (before == next)
    return;
  self->time += (guint64) g_rand_int_range (self->random, 1, 1000);
  self->running[cpu] = next;
  if (before != 0)
    self->asleep[before - FIRST_TID] = state == SLEEPING;
  if (!sure && (guint) g_rand_int_range (self->random, 0, 1000) < self->losses)
    return;
  change (self->tracing, cpu, self->time, before, state, next);
  notice (self, before);
  notice (self, next);
}

static gboolean
is_running (const Machine *self, gint32 tid)
{
  for (guint cpu = 0; cpu < N_CPUS; cpu++)
    if (self->running[cpu] == tid)
      return TRUE;
  return FALSE;
}

static void
wake_up (Machine *self, guint32 cpu, gint32 tid)
{
  if (!self->asleep[tid - FIRST_TID] || is_running (self, tid))
    return;
  self->time += (guint64) g_rand_int_range (self->random, 1, 1000);
  self->asleep[tid - FIRST_TID] = FALSE;
  if ((guint) g_rand_int_range (self->random, 0, 1000) < self->losses)
    return;
  wake (self->tracing, cpu, self->time, self->running[cpu], tid);
  notice (self, tid);
}

static void
step (Machine *self)
{
  gint32 tid = g_rand_int_range (self->random, FIRST_TID, FIRST_TID + N_THREADS);
  guint32 cpu = (guint32) g_rand_int_range (self->random, 0, N_CPUS);

  if (g_rand_boolean (self->random))
    wake_up (self, cpu, tid);
  else if (g_rand_int_range (self->random, 0, 5) == 0)
    go_on (self, cpu, 0, FALSE);
  else if (!is_running (self, tid) && !self->asleep[tid - FIRST_TID])
    go_on (self, cpu, tid, FALSE);
}

/* Each thread ends with events that are recorded, so that its life ends with them. */
static void
end (Machine *self)
{
  for (guint32 cpu = 0; cpu < N_CPUS; cpu++)
    go_on (self, cpu, 0, TRUE);
  for (gint32 tid = FIRST_TID; tid < FIRST_TID + N_THREADS; tid++)
    {
      go_on (self, 0, tid, TRUE);
      go_on (self, 0, 0, TRUE);
    }
}

static guint64
check_identity (guint32 seed, guint losses)
{
  g_auto (PpvTestTracing) tracing;
  g_autoptr (PpvTestRecording) recording = begin (&tracing);
  g_autoptr (PpvProfile) profile = NULL;
  Machine machine = { .tracing = &tracing, .losses = losses, .time = 1000 };

  machine.random = g_rand_new_with_seed (seed);
  for (guint i = 0; i < N_STEPS; i++)
    step (&machine);
  end (&machine);
  g_rand_free (machine.random);
  profile = ppv_test_recording_load (recording);
  for (guint i = 0; i < N_THREADS; i++)
    {
      gint64 sum = 0;

      for (guint part = 0; part < G_N_ELEMENTS (parts); part++)
        sum += time_of (profile, parts[part], FIRST_TID + (gint32) i);
      g_assert_cmpint (sum, ==, (gint64) (machine.last[i] - machine.first[i]));
      if (losses == 0)
        g_assert_cmpint (time_of (profile, "unknown-time", FIRST_TID + (gint32) i), ==, 0);
    }
  return ppv_test_warned (profile, "unmatched-switch");
}

static void
test_adds_up_to_the_life_of_each_thread (void)
{
  for (guint32 seed = 1; seed <= 100; seed++)
    g_assert_cmpuint (check_identity (seed, 0), ==, 0);
}

static void
test_adds_up_when_events_are_missing (void)
{
  guint64 n_unmatched = 0;

  for (guint32 seed = 1; seed <= 200; seed++)
    n_unmatched += check_identity (seed, seed * 4);
  g_assert_cmpuint (n_unmatched, >, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/offcpu/divides-a-life", test_divides_a_life);
  g_test_add_func ("/offcpu/leaves-out-who-idles", test_leaves_out_who_idles);
  g_test_add_func ("/offcpu/gives-what-does-not-fit-to-nobody",
                   test_gives_what_does_not_fit_to_nobody);
  g_test_add_func ("/offcpu/takes-a-thread-at-its-word", test_takes_a_thread_at_its_word);
  g_test_add_func ("/offcpu/does-not-trust-a-cpu-that-lost-records",
                   test_does_not_trust_a_cpu_that_lost_records);
  g_test_add_func ("/offcpu/lives-by-switch-records", test_lives_by_switch_records);
  g_test_add_func ("/offcpu/reads-a-recording-of-switches", test_reads_a_recording_of_switches);
  g_test_add_func ("/offcpu/adds-up-to-the-life-of-each-thread",
                   test_adds_up_to_the_life_of_each_thread);
  g_test_add_func ("/offcpu/adds-up-when-events-are-missing", test_adds_up_when_events_are_missing);
  return g_test_run ();
}
