/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-recording.h"

static void
test_tells_missing_callers (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");

  ppv_test_recording_add (&recording, 100, "work");
  ppv_test_recording_add (&recording, 1, "main work");
  ppv_test_recording_codes (&recording, "no-call-stacks");
}

static void
test_finds_callers_that_are_no_code (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;
  PpvQuality *item;

  ppv_test_recording_add (&recording, 60, "_start@prog main@prog work@prog");
  ppv_test_recording_add (&recording, 20, "? memcpy@/lib/libc.so.6");
  ppv_test_recording_add (&recording, 10, "? ? fmod@/lib/libm.so.6 work@prog");
  ppv_test_recording_add (&recording, 10, "_start@prog ?");
  report = ppv_test_recording_report (&recording);
  item = ppv_test_report_item (report, "stack-broken unresolved-addresses");
  g_assert_cmpuint (item->count, ==, 30);
  ppv_assert_share (item, PPV_SHARE_OF_SAMPLES, 0.3);
  ppv_assert_has (item->message, "from libc.so.6 (67 %), libm.so.6 (33 %)");
  ppv_assert_has (item->advice, "--call-graph dwarf");
}

static void
test_finds_stacks_that_end_too_early (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;
  PpvQuality *item;

  ppv_test_recording_add (&recording, 60, "_start@prog main@prog work@prog memcpy@/lib/libc.so.6");
  ppv_test_recording_add (&recording, 20, "memcpy@/lib/libc.so.6");
  ppv_test_recording_add (&recording, 10, "main@prog work@prog"); /* threads begin there */
  ppv_test_recording_add (&recording, 10, "run@prog work@prog");  /* and maybe there */
  report = ppv_test_recording_report (&recording);
  item = ppv_test_report_item (report, "stack-broken");
  g_assert_cmpuint (item->count, ==, 20);
  ppv_assert_has (item->message, "from libc.so.6 (100 %)");
}

static void
test_takes_recursion_for_no_broken_stack (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");

  ppv_test_recording_add (&recording, 10, "run@prog run@prog run@prog");
  ppv_test_recording_add (&recording, 10, "run@prog");
  ppv_test_recording_codes (&recording, "");
}

static void
test_finds_where_unwinding_ended (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;

  ppv_test_recording_fact (&recording, "quality_call_graph", "dwarf,8192");
  ppv_test_recording_add (&recording, 60, "_start@prog main@prog work@prog");
  ppv_test_recording_add (&recording, 30, "- compare@/lib/a.so sort@/lib/b.so");
  ppv_test_recording_add (&recording, 10, "! jump@/lib/c.so work@prog");
  report = ppv_test_recording_report (&recording);
  g_assert_cmpuint (ppv_test_report_item (report, "stack-broken no-unwind-table")->count, ==, 10);
  ppv_assert_has (report->items[0].message, "from c.so (100 %)");
  g_assert_cmpuint (report->items[1].count, ==, 30);
  ppv_assert_has (report->items[1].message, "from a.so (100 %)");
}

static void
test_advises_what_was_not_tried (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;

  ppv_test_recording_add (&recording, 80, "_start@prog main@prog");
  ppv_test_recording_add (&recording, 20, "? memcpy@/lib/libc.so.6");
  ppv_test_recording_fact (&recording, "quality_call_graph", "dwarf,8192");
  report = ppv_test_recording_report (&recording);
  g_assert_null (strstr (ppv_test_report_item (report, "stack-broken")->advice, "--call-graph"));
}

static void
test_says_how_large_copies_should_be (void)
{
  static const struct {
    const char *fact;
    const char *advice;
  } cases[] = {
    { "dwarf,8192", "dwarf,32768" },
    { "dwarf,32768", "dwarf,65528" },
    { NULL, "dwarf,32768" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
      g_autoptr (PpvQualityReport) report = NULL;

      ppv_test_recording_add (&recording, 40, "main@prog work@prog");
      if (cases[i].fact != NULL)
        ppv_test_recording_fact (&recording, "quality_call_graph", cases[i].fact);
      ppv_profile_builder_warn_many (recording.builder, PPV_NOTE, "stack-truncated", 0, 10, "cut");
      report = ppv_test_recording_report (&recording);
      ppv_assert_share (ppv_test_report_item (report, "stack-truncated"), PPV_SHARE_OF_SAMPLES,
                        0.25);
      ppv_assert_has (report->items[0].advice, cases[i].advice);
    }
}

static void
test_does_not_advise_stacks_that_are_there (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");

  ppv_test_recording_add (&recording, 40, "work@prog");
  ppv_profile_builder_warn_many (recording.builder, PPV_NOTE, "stacks-not-unwound", 0, 40,
                                 "copies");
  ppv_test_recording_codes (&recording, "stacks-not-unwound");
}

static char *
deep (guint n_frames)
{
  GString *frames = g_string_new ("f0@prog");

  for (guint i = 1; i < n_frames; i++)
    g_string_append_printf (frames, " f%u@prog", i);
  return g_string_free (frames, FALSE);
}

static void
test_finds_the_kernels_limit (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  PpvTestRecording deeper = ppv_test_recording ("cycles", "cycles");
  g_autofree char *at_limit = deep (127);
  g_autofree char *beyond = deep (128);

  ppv_test_recording_add (&recording, 10, at_limit);
  ppv_test_recording_codes (&recording, "stack-too-deep");
  ppv_test_recording_add (&deeper, 10, at_limit);
  ppv_test_recording_add (&deeper, 1, beyond);
  ppv_test_recording_codes (&deeper, "");
}

/* --- names ------------------------------------------------------------------------- */

static void
add_unnamed (PpvTestRecording *self,
             guint n_samples,
             const char *path,
             PpvModuleKind kind,
             PpvSymbolState state)
{
  PpvModuleId module = ppv_profile_builder_module (
      self->builder, ppv_profile_builder_string (self->builder, path, -1), 0, kind);
  PpvStackId stack = ppv_test_recording_stack (self, "main@prog");
  gint64 weight = 1000000;

  ppv_profile_builder_symbol_state (self->builder, module, state);
  stack = ppv_profile_builder_stack (
      self->builder, stack,
      ppv_profile_builder_frame (self->builder, PPV_NONE, module, 0x1234, 0, FALSE));
  for (guint i = 0; i < n_samples; i++)
    ppv_profile_builder_sample (self->builder, self->set, stack, self->now += 1000000, self->thread,
                                0, &weight);
}

static void
test_tells_unnamed_code_by_module (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;

  ppv_test_recording_add (&recording, 495, "main@prog work@prog");
  add_unnamed (&recording, 100, "/lib/a.so", PPV_MODULE_USER, PPV_SYMBOLS_STRIPPED);
  add_unnamed (&recording, 300, "/lib/b.so", PPV_MODULE_USER, PPV_SYMBOLS_NO_FILE);
  add_unnamed (&recording, 100, "[kernel.kallsyms]", PPV_MODULE_KERNEL, PPV_SYMBOLS_NO_FILE);
  add_unnamed (&recording, 3, "/lib/c.so", PPV_MODULE_USER, PPV_SYMBOLS_NO_FILE);
  add_unnamed (&recording, 2, "//anon", PPV_MODULE_JIT, PPV_SYMBOLS_NO_FILE);
  report = ppv_test_recording_report (&recording);
  g_assert_cmpuint (report->n_items, ==, 4);
  ppv_assert_share (&report->items[0], PPV_SHARE_OF_COST, 0.3);
  ppv_assert_has (report->items[0].message, "/lib/b.so");
  ppv_assert_has (report->items[0].advice, "--symbol-path");
  ppv_assert_share (&report->items[1], PPV_SHARE_OF_COST, 0.1);
  ppv_assert_has (report->items[1].advice, "stripped");
  ppv_assert_has (report->items[2].advice, "kptr_restrict");
  ppv_assert_has (report->items[3].message, "2 other modules");
  g_assert_cmpuint (report->items[3].count, ==, 5);
}

static void
test_tells_code_made_at_run_time (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;

  ppv_test_recording_add (&recording, 50, "main@prog work@prog");
  add_unnamed (&recording, 50, "//anon", PPV_MODULE_JIT, PPV_SYMBOLS_NO_FILE);
  report = ppv_test_recording_report (&recording);
  ppv_assert_has (ppv_test_report_item (report, "missing-symbols")->advice, "perf-PID.map");
}

static void
test_tells_missing_debug_information (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  PpvTestRecording without = ppv_test_recording ("cycles", "cycles");
  PpvTestRecording some = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvQualityReport) report = NULL;

  ppv_test_recording_add (&recording, 50, "main@prog:1 work@prog:2");
  ppv_test_recording_add (&recording, 50, "main@prog:1 memcpy@/lib/libc.so.6");
  report = ppv_test_recording_report (&recording);
  ppv_assert_share (ppv_test_report_item (report, "no-debug-info"), PPV_SHARE_OF_COST, 0.5);
  ppv_assert_has (report->items[0].message, "/lib/libc.so.6");
  ppv_test_recording_add (&some, 50, "main@prog work@prog:2");
  ppv_test_recording_add (&some, 50, "main@prog entry@prog"); /* as what is written in assembler */
  ppv_test_recording_codes (&some, "");
  ppv_test_recording_add (&without, 50, "main@prog work@prog"); /* nobody has any */
  ppv_test_recording_codes (&without, "");
}

static void
test_puts_the_worst_first (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");

  ppv_test_recording_add (&recording, 900, "_start@prog main@prog work@prog");
  add_unnamed (&recording, 600, "/lib/a.so", PPV_MODULE_USER, PPV_SYMBOLS_STRIPPED);
  ppv_test_recording_add (&recording, 10,
                          "? memcpy@/lib/libc.so.6"); /* less than 1 %, yet misleading */
  ppv_profile_builder_warn_many (recording.builder, PPV_NOTE, "lost-samples", 0, 100, "lost");
  ppv_test_recording_fact (&recording, "quality_imprecise", "cycles");
  ppv_test_recording_codes (&recording, "lost-samples missing-symbols stack-broken skid");
}

static void
test_looks_at_what_is_selected (void)
{
  PpvTestRecording recording = ppv_test_recording ("cycles", "cycles");
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvQualityReport) report = NULL;

  ppv_test_recording_add (&recording, 50, "_start@prog main@prog work@prog");
  ppv_test_recording_add (&recording, 50, "? memcpy@/lib/libc.so.6");
  profile = ppv_test_recording_end (&recording);
  costs = ppv_test_costs (profile, "function=work");
  report = ppv_quality_report_new (profile, costs);
  g_assert_cmpuint (report->n_items, ==, 0);
}

static void
test_has_nothing_to_say_of_nothing (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = ppv_test_seal (builder);
  g_autoptr (PpvQualityReport) report = ppv_quality_report_new (profile, NULL);

  g_assert_cmpuint (report->n_items, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/quality-code/tells-missing-callers", test_tells_missing_callers);
  g_test_add_func ("/quality-code/finds-callers-that-are-no-code",
                   test_finds_callers_that_are_no_code);
  g_test_add_func ("/quality-code/finds-stacks-that-end-too-early",
                   test_finds_stacks_that_end_too_early);
  g_test_add_func ("/quality-code/takes-recursion-for-no-broken-stack",
                   test_takes_recursion_for_no_broken_stack);
  g_test_add_func ("/quality-code/finds-where-unwinding-ended", test_finds_where_unwinding_ended);
  g_test_add_func ("/quality-code/advises-what-was-not-tried", test_advises_what_was_not_tried);
  g_test_add_func ("/quality-code/says-how-large-copies-should-be",
                   test_says_how_large_copies_should_be);
  g_test_add_func ("/quality-code/does-not-advise-stacks-that-are-there",
                   test_does_not_advise_stacks_that_are_there);
  g_test_add_func ("/quality-code/finds-the-kernels-limit", test_finds_the_kernels_limit);
  g_test_add_func ("/quality-code/tells-unnamed-code-by-module", test_tells_unnamed_code_by_module);
  g_test_add_func ("/quality-code/tells-code-made-at-run-time", test_tells_code_made_at_run_time);
  g_test_add_func ("/quality-code/tells-missing-debug-information",
                   test_tells_missing_debug_information);
  g_test_add_func ("/quality-code/puts-the-worst-first", test_puts_the_worst_first);
  g_test_add_func ("/quality-code/looks-at-what-is-selected", test_looks_at_what_is_selected);
  g_test_add_func ("/quality-code/has-nothing-to-say-of-nothing",
                   test_has_nothing_to_say_of_nothing);
  return g_test_run ();
}
