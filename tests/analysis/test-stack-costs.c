/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which samples a selection selects, and what is added up of them. */

#include "config.h"

#include <string.h>

#include "ppv-test-profile.h"

/*
 * Samples 1, 2, 4, … by weight:
 *
 *     weight  process     thread       cpu   time   stack
 *          1  shell 10    shell 10       0    0 s   main@/bin/sh
 *          2  shell 10    worker 11      7    1 s   main@/bin/sh read@/lib/libc.so.6
 *          4  make 20     make 20     2000    2 s   main@/bin/make read@/lib/libc.so.6
 *          8  unknown     unknown     none    3 s   idle
 */
static PpvProfile *
profile_of_four (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  static const struct {
    gint32 pid;
    gint32 tid;
    const char *process;
    const char *thread;
    guint32 cpu;
    const char *cells[2];
  } samples[] = { { 10, 10, "shell", "shell", 0, { "main@/bin/sh" } },
                  { 10, 11, "shell", "worker", 7, { "main@/bin/sh", "read@/lib/libc.so.6" } },
                  { 20, 20, "make", "make", 2000, { "main@/bin/make", "read@/lib/libc.so.6" } },
                  { 0, 0, NULL, NULL, PPV_NONE, { "idle" } } };
  guint32 set = ppv_profile_builder_set (builder, PPV_SET_TIME | PPV_SET_THREAD | PPV_SET_CPU);

  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      PpvStackId stack = PPV_NONE;
      PpvThreadId thread = PPV_NONE;
      gint64 weight = (gint64) 1 << i;

      if (samples[i].process != NULL)
        {
          PpvProcessId process = ppv_profile_builder_process (builder, samples[i].pid);

          ppv_profile_builder_name_process (
              builder, process, ppv_profile_builder_string (builder, samples[i].process, -1));
          thread = ppv_profile_builder_thread (
              builder, process, samples[i].tid,
              ppv_profile_builder_string (builder, samples[i].thread, -1));
        }
      for (guint j = 0; j < 2 && samples[i].cells[j] != NULL; j++)
        stack = ppv_profile_builder_stack (builder, stack,
                                           ppv_test_frame (builder, samples[i].cells[j]));
      ppv_profile_builder_sample (builder, set, stack, i * G_GINT64_CONSTANT (1000000000), thread,
                                  samples[i].cpu, &weight);
    }
  return ppv_test_seal (builder);
}

static void
assert_sum (const char *filter, gint64 expected)
{
  g_autoptr (PpvProfile) profile = profile_of_four ();
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, filter);

  g_test_message ("%s", filter);
  g_assert_cmpint (costs->sum, ==, expected);
  g_assert_false (costs->saturated);
}

static void
test_selects_processes_and_threads (void)
{
  assert_sum ("", 15);
  assert_sum ("process=shell", 3);
  assert_sum ("process=10", 3);
  assert_sum ("process!=10", 12);
  assert_sum ("thread=11", 2);
  assert_sum ("thread=m*", 4);
  assert_sum ("thread=wor?er", 2);
  assert_sum ("thread=orke", 0);
  assert_sum ("process=shell and thread!=worker", 1);
  assert_sum ("process=shell and process=make", 0);
  assert_sum ("process=s* and process=*l", 3);
}

static void
test_selects_cpus (void)
{
  assert_sum ("cpu=0", 1);
  assert_sum ("cpu=2000", 4);
  assert_sum ("cpu!=2000", 11);
  assert_sum ("cpu=*", 7);
  assert_sum ("cpu=2*", 4);
}

static void
test_selects_what_is_in_the_stack (void)
{
  assert_sum ("function=main", 7);
  assert_sum ("function=read", 6);
  assert_sum ("function=main and function!=read", 1);
  assert_sum ("module=libc.so.6", 6);
  assert_sum ("module=/lib/*", 6);
  assert_sum ("module=/bin/sh", 3);
  assert_sum ("module=sh", 3);
  assert_sum ("module!=*", 8);
}

static void
test_selects_times (void)
{
  assert_sum ("time=1s..3s", 6);
  assert_sum ("time=..1s", 1);
  assert_sum ("time=3s..", 8);
  assert_sum ("time=..1s or time=2s..", 13);
  assert_sum ("time=5s..", 0);
  assert_sum ("time=1s..1s", 0);
}

static void
assert_chosen (const char *filter, gint64 expected)
{
  g_autoptr (PpvProfile) profile =
      ppv_test_profile ("f(char*) f(char&) f? C\\x f(c)", (const gint64[]){ 1, 2, 4, 8, 16 });
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, filter);

  g_test_message ("%s", filter);
  g_assert_cmpint (costs->sum, ==, expected);
}

static void
test_takes_wildcards_with_a_backslash_for_plain (void)
{
  assert_chosen ("function=f(char*)", 3);
  assert_chosen ("function=f(char\\*)", 1);
  assert_chosen ("function=\"f(char\\\\*)\"", 1);
  assert_chosen ("function=f*", 23);
  assert_chosen ("function=f(c*)*", 19);
  assert_chosen ("function=*(*)", 19);
  assert_chosen ("function=f?", 4);
  assert_chosen ("function=f\\?", 4);
  assert_chosen ("function=f(ch\\??r*)", 0);
  assert_chosen ("function=C\\x", 8);
  assert_chosen ("function=C\\\\x", 8);
  assert_chosen ("function=*", 31);
  assert_chosen ("function=*x*x", 0);
  assert_chosen ("function=\"\"", 0);
}

/* What a click on a name selects is that name, whatever is in it. */
static void
test_selects_a_quoted_name_and_no_other (void)
{
  const char *const names[] = { "f(char*)", "f(char&)", "f?", "C\\x" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *pattern = ppv_pattern_quote (names[i]);
      g_autofree char *filter = g_strconcat ("function=", pattern, NULL);

      assert_chosen (filter, G_GINT64_CONSTANT (1) << i);
    }
}

static void
test_refuses_seconds_where_time_is_no_time (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  guint32 set = ppv_profile_builder_set (builder, 0);

  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  ppv_profile_builder_time_unit (builder, "instructions");
  profile = ppv_test_seal (builder);
  g_assert_true (ppv_selection_parse (selection, "time=1s..2s", NULL));
  g_assert_null (ppv_stack_costs_new (profile, selection, NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "instructions"));
}

static void
assert_no_metric (const PpvProfile *profile, const char *name, const char *message)
{
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (GError) error = NULL;

  ppv_selection_set_metric (selection, name);
  g_assert_null (ppv_stack_costs_new (profile, selection, NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, message));
}

static void
test_lists_metrics_for_a_wrong_one (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) empty = ppv_test_seal (builder);
  g_autoptr (PpvProfile) profile = ppv_test_profile ("A", NULL);

  assert_no_metric (profile, "cycles", "“cycles”; it has: cost");
  assert_no_metric (empty, NULL, "no metric");
}

static void
test_stops_when_cancelled (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile ("A", NULL);
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  for (PpvHotspotsBy by = PPV_BY_FUNCTION; by <= PPV_BY_CPU; by++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ppv_hotspots_new (profile, selection, by, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

static void
test_saturates_and_says_so (void)
{
  g_autoptr (PpvProfile) profile =
      ppv_test_profile ("A A B", (const gint64[]){ G_MAXINT64, 1, -5 });
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "function=A");
  g_autoptr (PpvStackCosts) few = ppv_test_costs (profile, "function=B");

  g_assert_cmpint (costs->sum, ==, G_MAXINT64);
  g_assert_true (costs->saturated);
  g_assert_cmpint (few->sum, ==, -5);
  g_assert_false (few->saturated);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stack-costs/selects-processes-and-threads",
                   test_selects_processes_and_threads);
  g_test_add_func ("/stack-costs/selects-cpus", test_selects_cpus);
  g_test_add_func ("/stack-costs/selects-what-is-in-the-stack", test_selects_what_is_in_the_stack);
  g_test_add_func ("/stack-costs/selects-times", test_selects_times);
  g_test_add_func ("/stack-costs/takes-wildcards-with-a-backslash-for-plain",
                   test_takes_wildcards_with_a_backslash_for_plain);
  g_test_add_func ("/stack-costs/selects-a-quoted-name-and-no-other",
                   test_selects_a_quoted_name_and_no_other);
  g_test_add_func ("/stack-costs/refuses-seconds-where-time-is-no-time",
                   test_refuses_seconds_where_time_is_no_time);
  g_test_add_func ("/stack-costs/lists-metrics-for-a-wrong-one",
                   test_lists_metrics_for_a_wrong_one);
  g_test_add_func ("/stack-costs/stops-when-cancelled", test_stops_when_cancelled);
  g_test_add_func ("/stack-costs/saturates-and-says-so", test_saturates_and_says_so);
  return g_test_run ();
}
