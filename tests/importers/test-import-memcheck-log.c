/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-import.h"

#define BEGIN                                                                                      \
  "==7== Memcheck, a memory error detector\n==7== Using Valgrind-3.19.0 and LibVEX; rerun\n"       \
  "==7== Command: ./t 1\n==7== \n"
#define STACK "==7==    at 0x10: leaf (t.c:5)\n==7==    by 0x20: main (in /bin/t)\n"
#define READ "==7== Invalid read of size 4\n" STACK
#define END "==7== \n==7== ERROR SUMMARY: 1 errors from 1 contexts (suppressed: 0 from 0)\n"

static PpvProfile *
import (const char *text)
{
  return ppv_test_import_text ("memcheck-log", text);
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
test_reads_errors_with_their_stacks (void)
{
  g_autoptr (PpvProfile) profile =
      import (BEGIN READ "==7==  Address 0x5 is 0 bytes inside a block\n" STACK END);
  const PpvFinding *finding = get_finding (profile, 1, 0);
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, finding);

  g_assert_true (ppv_profile_is_complete (profile));
  assert_text (profile, finding->kind, "InvalidRead");
  g_assert_cmpuint (finding->n_parts, ==, 2);
  assert_text (profile, parts[1].text, "Address 0x5 is 0 bytes inside a block");
  g_assert_cmpuint (parts[1].stack, ==, parts[0].stack);
  g_assert_cmpint (ppv_test_stack_weight (profile, "main;leaf"), ==, 1);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "command"), ==, "./t 1");
}

static void
test_passes_over_what_is_no_error (void)
{
  g_autoptr (PpvProfile) profile =
      import (BEGIN "output of the program\n==7== Warning: set address range perms: large\n" READ
                    "--7-- REDIR: something\n**7** a message\n" END);

  assert_text (profile, get_finding (profile, 1, 0)->text, "Invalid read of size 4");
}

static void
test_counts_errors_that_are_told_again (void)
{
  g_autoptr (PpvProfile) profile =
      import (BEGIN READ END "==7== \n==7== 1,234 errors in context 1 of 1:\n" READ END);

  g_assert_cmpuint (get_finding (profile, 1, 0)->count, ==, 1234);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_knows_threads_and_processes (void)
{
  g_autoptr (PpvProfile) profile =
      import (BEGIN "==7== Thread 3 worker:\n" READ "==7== \n==8== Invalid write of size 1\n"
                    "==8==    at 0x10: other (t.c:5)\n==8== \n" END);
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  const PpvFinding *finding = get_finding (profile, 2, 0);

  g_assert_cmpint (threads->tid[finding[0].thread], ==, 3);
  g_assert_cmpint (threads->tid[finding[1].thread], ==, 1);
  g_assert_cmpuint (threads->process[finding[0].thread], !=, threads->process[finding[1].thread]);
}

static void
test_takes_time_stamps (void)
{
  g_autoptr (PpvProfile) profile =
      import ("==00:00:00:00.134 7== Invalid read of size 4\n"
              "==00:00:00:00.134 7==    at 0x10: f (t.c:5)\n==00:00:00:00.135 7== \n");

  assert_text (profile, get_finding (profile, 1, 0)->kind, "InvalidRead");
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_reads_helgrind_over_empty_lines (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("memcheck-log", "helgrind.txt");
  const PpvFinding *finding = get_finding (profile, 3, 2);
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, finding);

  assert_text (profile, finding->kind, "LockOrder");
  g_assert_cmpuint (finding->n_parts, >, 5);
  g_assert_cmpuint (parts[0].text, ==, 0);
  g_assert_cmpuint (parts[0].stack, !=, PPV_NONE);
}

static void
test_says_that_the_end_is_missing (void)
{
  g_autoptr (PpvProfile) profile = import (BEGIN READ);

  (void) get_finding (profile, 1, 0);
  g_assert_cmpuint (ppv_test_warned (profile, "truncated"), ==, 1);
}

static void
test_refuses_other_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvProfile) profile = ppv_test_import ("memcheck-log", "a\nb\n", 4, NULL, &error);

  g_assert_null (profile);
  g_assert_error (error, PPV_ERROR, PPV_ERROR_TRUNCATED);
  g_assert_cmpuint (ppv_test_sniff ("memcheck-log", "a\nb\n== x\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("memcheck-log", "a\n" BEGIN), >, 32);
}

/* The sums of errors end the report, and are written twice after -s. */
static gboolean
may_end (const char *bytes, gsize length)
{
  return memmem (bytes, length, "ERROR SUMMARY", strlen ("ERROR SUMMARY")) != NULL;
}

static void
test_survives_cuts_and_damage (void)
{
  ppv_test_abuse ("memcheck-log", "suppressed.txt", may_end, PPV_LOSS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memcheck-log/reads-errors-with-their-stacks",
                   test_reads_errors_with_their_stacks);
  g_test_add_func ("/memcheck-log/passes-over-what-is-no-error", test_passes_over_what_is_no_error);
  g_test_add_func ("/memcheck-log/counts-errors-that-are-told-again",
                   test_counts_errors_that_are_told_again);
  g_test_add_func ("/memcheck-log/knows-threads-and-processes", test_knows_threads_and_processes);
  g_test_add_func ("/memcheck-log/takes-time-stamps", test_takes_time_stamps);
  g_test_add_func ("/memcheck-log/reads-helgrind-over-empty-lines",
                   test_reads_helgrind_over_empty_lines);
  g_test_add_func ("/memcheck-log/says-that-the-end-is-missing", test_says_that_the_end_is_missing);
  g_test_add_func ("/memcheck-log/refuses-other-text", test_refuses_other_text);
  g_test_add_func ("/memcheck-log/survives-cuts-and-damage", test_survives_cuts_and_damage);
  return g_test_run ();
}
