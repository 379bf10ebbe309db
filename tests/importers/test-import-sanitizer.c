/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-import.h"

#define LEAKS "==7==ERROR: LeakSanitizer: detected memory leaks\n\n"
#define STACK "    #0 0x10 in malloc /lib/a.c:5\n    #1 0x20 in main /src/t.c:9:3\n"
#define DIRECT "Direct leak of 30 byte(s) in 3 object(s) allocated from:\n" STACK "\n"
#define INDIRECT "Indirect leak of 8 byte(s) in 1 object(s) allocated from:\n" STACK "\n"

static PpvProfile *
import (const char *text)
{
  return ppv_test_import_text ("sanitizer", text);
}

static const PpvFinding *
get_finding (const PpvProfile *profile, guint32 n_expected, guint32 i)
{
  guint32 n_findings;
  const PpvFinding *findings = ppv_profile_list_findings (profile, &n_findings);

  g_assert_cmpuint (n_findings, ==, n_expected);
  return &findings[i];
}

static void
assert_text (const PpvProfile *profile, PpvStringId text, const char *expected)
{
  g_assert_cmpstr (ppv_profile_get_string (profile, text), ==, expected);
}

static void
test_reads_leaks_among_other_output (void)
{
  g_autoptr (PpvProfile) profile =
      import ("starting\n=====\n" LEAKS DIRECT INDIRECT
              "SUMMARY: LeakSanitizer: 38 byte(s) leaked in 4 allocation(s).\nbye\n");
  const PpvFinding *direct = get_finding (profile, 2, 0);
  const PpvFinding *indirect = get_finding (profile, 2, 1);

  assert_text (profile, direct->kind, "Leak_DefinitelyLost");
  g_assert_cmpuint (direct->bytes, ==, 30);
  g_assert_cmpuint (direct->blocks, ==, 3);
  assert_text (profile, indirect->kind, "Leak_IndirectlyLost");
  g_assert_cmpuint (indirect->bytes, ==, 8);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "tool"), ==, "LeakSanitizer");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "definitely_lost"), ==, "30 bytes in 3 blocks");
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_tells_of_a_summary_that_differs (void)
{
  g_autoptr (PpvProfile) profile =
      import (LEAKS DIRECT "SUMMARY: LeakSanitizer: 38 byte(s) leaked in 4 allocation(s).\n");

  g_assert_cmpuint (ppv_test_warned (profile, "summary-differs"), ==, 1);
  g_assert_false (ppv_profile_is_complete (profile));
}

static void
test_tells_of_a_report_without_an_end (void)
{
  g_autoptr (PpvProfile) profile = import (LEAKS DIRECT);

  get_finding (profile, 1, 0);
  g_assert_cmpuint (ppv_test_warned (profile, "truncated"), ==, 1);
}

static void
test_tells_of_mixed_stacks (void)
{
  g_autoptr (PpvProfile) profile =
      import (LEAKS "Direct leak of 1 byte(s) in 1 object(s) allocated from:\n"
                    "    #0 0x10 in a /a.c:1\n    #2 0x20 in c /a.c:3\n\n"
                    "SUMMARY: LeakSanitizer: 1 byte(s) leaked in 1 allocation(s).\n");

  g_assert_cmpuint (ppv_test_warned (profile, "mixed-stacks"), ==, 1);
}

/* The table is no leak, and the program may write into the middle of a report. */
static void
test_keeps_suppressed_leaks_apart (void)
{
  g_autoptr (PpvProfile) profile = import (
      LEAKS DIRECT "hello from the program\n-----------------------------------------------------\n"
                   "Suppressions used:\n  count      bytes template\n      2        500 old_api\n"
                   "-----------------------------------------------------\n\n"
                   "SUMMARY: LeakSanitizer: 30 byte(s) leaked in 3 allocation(s).\n");

  get_finding (profile, 1, 0);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "suppressed_leaks"), ==, "500 bytes in 2 blocks");
  g_assert_true (ppv_profile_is_complete (profile));
}

/* How a frame reads: "function|module|file|line" of the innermost one. */
static char *
dup_frame (const char *text)
{
  g_autofree char *report = g_strdup_printf (
      LEAKS "Direct leak of 1 byte(s) in 1 object(s) allocated from:\n    #0 %s\n\n"
            "SUMMARY: LeakSanitizer: 1 byte(s) leaked in 1 allocation(s).\n",
      text);
  g_autoptr (PpvProfile) profile = import (report);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  PpvModuleId module = frames->module[0];
  PpvStringId path = module != PPV_NONE ? ppv_profile_get_modules (profile)->path[module] : 0;

  return g_strdup_printf (
      "%s|%s|%s|%u", ppv_profile_get_string (profile, functions->name[frames->function[0]]),
      ppv_profile_get_string (profile, path),
      ppv_profile_get_string (profile, functions->file[frames->function[0]]), frames->line[0]);
}

static void
test_takes_frames_apart (void)
{
  static const char *const frames[][2] = {
    { "0x1f in main /src/leak.c:11", "main||/src/leak.c|11" },
    { "0x1f in make(unsigned long, char const*) /my src/leak.cc:11:17",
      "make(unsigned long, char const*)||/my src/leak.cc|11" },
    { "0x1f in main ../sysdeps/start.c:58", "main||../sysdeps/start.c|58" },
    { "0x1f in std::vector<int, A< /b>::at() x.cc:1", "std::vector<int, A< /b>::at()||x.cc|1" },
    { "0x1f in malloc (/src/leak+0xa41) (BuildId: a81d)", "malloc|/src/leak||0" },
    { "0x1f in operator new(unsigned long) (/src/leak+0xa41)",
      "operator new(unsigned long)|/src/leak||0" },
    { "0x1f  (/src/leak+0x2027)", "leak+0x2027|/src/leak||0" },
    { "0x1f in _start (leak+0x13)", "_start|leak||0" },
    { "0x1f in run <null>", "run||"
                            "|0" },
    { "0x1f  (<unknown module>)", "???||"
                                  "|0" },
    { "set(void*) /src/race.cc:7:10 (race+0xd1a52)", "set(void*)|race|/src/race.cc|7" },
    { "0x1f in work worker", "work worker||"
                             "|0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      g_autofree char *frame = dup_frame (frames[i][0]);

      g_assert_cmpstr (frame, ==, frames[i][1]);
    }
}

static void
test_reads_all_reports_of_a_run (void)
{
  static const char *const kinds[] = { "heap-buffer-overflow", "double-free",
                                       "heap-use-after-free",  "Leak_DefinitelyLost",
                                       "Leak_IndirectlyLost",  "Leak_IndirectlyLost" };
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("sanitizer", "mistakes.asan.txt");
  const PpvFinding *freed = get_finding (profile, 6, 2);
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, freed);

  for (guint32 i = 0; i < G_N_ELEMENTS (kinds); i++)
    assert_text (profile, get_finding (profile, 6, i)->kind, kinds[i]);
  g_assert_cmpuint (freed->n_parts, ==, 4);
  assert_text (profile, parts[0].text, "");
  g_assert_cmpuint (parts[0].stack, !=, PPV_NONE);
  g_assert_cmpuint (parts[1].stack, ==, PPV_NONE);
  assert_text (profile, parts[2].text, "freed by thread T0 here");
  assert_text (profile, parts[3].text, "previously allocated by thread T0 here");
  g_assert_cmpuint (parts[3].stack, !=, PPV_NONE);
  g_assert_true (ppv_profile_is_complete (profile));
}

/* The same program as in memcheck.txt, whose leak is 96 bytes, 64 of them indirect. */
static void
test_agrees_with_memcheck (void)
{
  g_autoptr (PpvProfile) ours = ppv_test_import_data ("sanitizer", "mistakes.asan.txt");
  g_autoptr (PpvProfile) theirs = ppv_test_import_data ("memcheck-log", "memcheck.txt");

  g_assert_cmpstr (ppv_profile_get_fact (ours, "definitely_lost"), ==,
                   ppv_profile_get_fact (theirs, "definitely_lost"));
  g_assert_cmpstr (ppv_profile_get_fact (ours, "indirectly_lost"), ==,
                   ppv_profile_get_fact (theirs, "indirectly_lost"));
}

static void
test_reads_what_clang_writes (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("sanitizer", "first.asan.txt");
  const PpvFinding *finding = get_finding (profile, 1, 0);

  assert_text (profile, finding->kind, "heap-buffer-overflow");
  assert_text (profile, finding->text,
               "heap-buffer-overflow on address 0x60200000001a; WRITE of size 1 at "
               "0x60200000001a thread T0");
  g_assert_cmpint (
      ppv_test_stack_weight (profile,
                             "_start;__libc_start_main;__libc_start_call_main;main;write_behind"),
      ==, 1);
}

static void
test_names_the_thread (void)
{
  g_autoptr (PpvProfile) profile =
      import ("==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x1 at pc 0x2\n"
              "READ of size 1 at 0x1 thread T3 (worker)\n" STACK
              "\nThread T3 (worker) created by T0 here:\n" STACK
              "\nSUMMARY: AddressSanitizer: heap-use-after-free /src/t.c:9 in main\n");
  const PpvFinding *finding = get_finding (profile, 1, 0);

  g_assert_cmpint (ppv_profile_get_threads (profile)->tid[finding->thread], ==, 3);
  assert_text (profile, ppv_profile_list_parts (profile, finding)[1].text,
               "Thread T3 (worker) created by T0 here");
}

static void
test_reads_past_bytes_that_are_no_text (void)
{
  g_autoptr (PpvProfile) profile =
      import (LEAKS DIRECT "\xff\xfe\xb0\xb0\n[\xff) '\xff'\n"
                           "SUMMARY: LeakSanitizer: 30 byte(s) leaked in 3 allocation(s).\n");

  get_finding (profile, 1, 0);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_knows_its_own (void)
{
  g_autoptr (GString) late = g_string_new (NULL);

  for (guint i = 0; i < 50; i++)
    g_string_append (late, "a line of the program 12\n");
  g_string_append (late, LEAKS);
  g_assert_cmpuint (ppv_test_sniff ("sanitizer", LEAKS), >, 0);
  g_assert_cmpuint (ppv_test_sniff ("sanitizer", late->str), >, 0);
  g_assert_cmpuint (ppv_test_sniff ("sanitizer", "==7==ERROR: something else\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("sanitizer", "==7== Memcheck, a memory error detector\n"), ==,
                    0);
}

/* All but the end of the last report, behind which there are only its shadow bytes. */
static gboolean
may_end (const char *bytes, gsize length)
{
  const char *last = NULL;

  for (const char *at = bytes;
       (at = g_strstr_len (at, (gssize) length - (at - bytes), "SUMMARY")) != NULL; at++)
    last = at;
  return last != NULL && g_strstr_len (last, (gssize) length - (last - bytes), "ERROR: ") == NULL;
}

static void
test_survives_damage (void)
{
  ppv_test_abuse ("sanitizer", "first.asan.txt", may_end, PPV_LOSS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sanitizer/reads-leaks-among-other-output",
                   test_reads_leaks_among_other_output);
  g_test_add_func ("/sanitizer/tells-of-a-summary-that-differs",
                   test_tells_of_a_summary_that_differs);
  g_test_add_func ("/sanitizer/tells-of-a-report-without-an-end",
                   test_tells_of_a_report_without_an_end);
  g_test_add_func ("/sanitizer/tells-of-mixed-stacks", test_tells_of_mixed_stacks);
  g_test_add_func ("/sanitizer/keeps-suppressed-leaks-apart", test_keeps_suppressed_leaks_apart);
  g_test_add_func ("/sanitizer/takes-frames-apart", test_takes_frames_apart);
  g_test_add_func ("/sanitizer/reads-all-reports-of-a-run", test_reads_all_reports_of_a_run);
  g_test_add_func ("/sanitizer/agrees-with-memcheck", test_agrees_with_memcheck);
  g_test_add_func ("/sanitizer/reads-what-clang-writes", test_reads_what_clang_writes);
  g_test_add_func ("/sanitizer/names-the-thread", test_names_the_thread);
  g_test_add_func ("/sanitizer/reads-past-bytes-that-are-no-text",
                   test_reads_past_bytes_that_are_no_text);
  g_test_add_func ("/sanitizer/knows-its-own", test_knows_its_own);
  g_test_add_func ("/sanitizer/survives-damage", test_survives_damage);
  return g_test_run ();
}
