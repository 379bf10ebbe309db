/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-import.h"

#define BEGIN                                                                                      \
  "<?xml version=\"1.0\"?>\n<valgrindoutput>\n<protocolversion>4</protocolversion>\n"              \
  "<pid>12</pid><tool>memcheck</tool>\n"
#define END "</valgrindoutput>\n"
#define FRAME(address, name)                                                                       \
  "<frame><ip>" address "</ip><obj>/bin/t</obj><fn>" name "</fn><dir>/src</dir>"                   \
  "<file>t.c</file><line>5</line></frame>"
#define ERROR(number, kind, rest)                                                                  \
  "<error><unique>" number "</unique><tid>1</tid><kind>" kind "</kind>" rest "</error>\n"
#define STACK "<stack>" FRAME ("0x10", "leaf") FRAME ("0x20", "main") "</stack>"

static PpvProfile *
import (const char *text)
{
  return ppv_test_import_text ("memcheck", text);
}

static const PpvFinding *
get_finding (const PpvProfile *profile, guint32 i)
{
  guint32 n_findings;
  const PpvFinding *findings = ppv_profile_list_findings (profile, &n_findings);

  g_assert_cmpuint (i, <, n_findings);
  return &findings[i];
}

static void
assert_text (const PpvProfile *profile, PpvStringId text, const char *expected)
{
  g_assert_cmpstr (ppv_profile_get_string (profile, text), ==, expected);
}

static gint64
get_total (const PpvProfile *profile, const char *metric)
{
  PpvMetricId id = ppv_profile_find_metric (profile, metric);

  g_assert_cmpuint (id, !=, PPV_NONE);
  return ppv_profile_get_metric (profile, id)->total;
}

static void
test_keeps_kinds_that_nobody_knows (void)
{
  g_autoptr (PpvProfile) profile =
      import (BEGIN ERROR ("0x1", "FutureKind", "<what>New &amp; bad</what>" STACK) END);
  const PpvFinding *finding = get_finding (profile, 0);

  g_assert_true (ppv_profile_is_complete (profile));
  assert_text (profile, finding->kind, "FutureKind");
  assert_text (profile, finding->text, "New & bad");
  g_assert_cmpint (ppv_test_stack_weight (profile, "main;leaf"), ==, 1);
}

static void
test_keeps_texts_and_stacks_in_their_order (void)
{
  g_autoptr (PpvProfile) profile =
      import (BEGIN ERROR ("0x1", "InvalidRead",
                           "<what>Invalid read</what>" STACK "<auxwhat>freed</auxwhat>" STACK
                           "<auxwhat>remark</auxwhat><xauxwhat><text>made</text></xauxwhat>"
                           "<stack>" FRAME ("0x30", "other") "</stack>") END);
  const PpvFinding *finding = get_finding (profile, 0);
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, finding);

  g_assert_cmpuint (finding->n_parts, ==, 4);
  assert_text (profile, parts[0].text, "");
  assert_text (profile, parts[1].text, "freed");
  g_assert_cmpuint (parts[0].stack, ==, parts[1].stack);
  assert_text (profile, parts[2].text, "remark");
  g_assert_cmpuint (parts[2].stack, ==, PPV_NONE);
  assert_text (profile, parts[3].text, "made");
  g_assert_cmpuint (parts[3].stack, !=, PPV_NONE);
}

static void
test_counts_as_the_file_says_at_its_end (void)
{
  g_autoptr (PpvProfile) profile =
      import (BEGIN ERROR ("0x1", "InvalidRead", "<what>a</what>" STACK)
                  ERROR ("0x2", "InvalidWrite",
                         "<what>b</what>" STACK) "<errorcounts><pair><count>2</count><unique>0x1</"
                                                 "unique></pair></errorcounts>"
                                                 "<errorcounts><pair><count>1,007</"
                                                 "count><unique>0x1</unique></pair>"
                                                 "<pair><count>3</count><unique>0x9</unique></"
                                                 "pair></errorcounts>" END);

  g_assert_cmpuint (get_finding (profile, 0)->count, ==, 1007);
  g_assert_cmpuint (get_finding (profile, 1)->count, ==, 1);
  g_assert_cmpint (get_total (profile, "errors"), ==, 1008);
}

static void
test_adds_up_leaks_without_what_hangs_on_them (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("memcheck", "memcheck.xml");
  guint32 n_findings;
  const PpvFinding *findings = ppv_profile_list_findings (profile, &n_findings);
  guint64 n_indirect = 0;

  for (guint32 i = 0; i < n_findings; i++)
    n_indirect += findings[i].indirect_bytes;
  g_assert_cmpuint (n_indirect, ==, 64);
  g_assert_cmpint (get_total (profile, "leaked"), ==, 228);
  g_assert_cmpint (get_total (profile, "leaked blocks"), ==, 5);
  g_assert_cmpint (get_total (profile, "errors"), ==, 9);
}

static void
test_tells_functions_that_are_inlined (void)
{
  g_autoptr (PpvProfile) profile =
      import (BEGIN ERROR ("0x1", "InvalidRead",
                           "<what>a</what><stack>" FRAME ("0x10", "inner") FRAME ("0x10", "outer")
                               FRAME ("0x20", "again") FRAME ("0x20", "again") "</stack>") END);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  guint32 n_inlined = 0;

  for (guint32 i = 0; i < frames->n_rows; i++)
    n_inlined += frames->inlined[i];
  g_assert_cmpuint (n_inlined, ==, 1);
  g_assert_cmpint (ppv_test_stack_weight (profile, "again;again;outer;inner"), ==, 1);
}

static void
test_says_where_threads_were_made (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("memcheck", "helgrind.xml");
  const PpvFinding *finding = get_finding (profile, 0);
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, finding);
  const PpvFindingPart *last = &parts[finding->n_parts - 1];

  assert_text (profile, finding->kind, "Race");
  assert_text (profile, last->text, "Thread #2 was created");
  g_assert_cmpuint (last->stack, !=, PPV_NONE);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "tool"), ==, "helgrind");
}

static void
test_keeps_what_would_hide_an_error (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("memcheck", "suppressed.xml");
  const PpvFinding *finding = get_finding (profile, 0);

  assert_text (profile, finding->suppression,
               "{\n   <insert_a_suppression_name_here>\n   Memcheck:Addr1\n"
               "   fun:write_behind\n   fun:main\n}");
}

static void
test_tells_the_sums_of_newer_protocols (void)
{
  g_autoptr (PpvProfile) profile = import (
      BEGIN "<heap_summary><memory_in_use_at_exit><bytes>64,146</bytes><blocks>2,095</blocks>"
            "</memory_in_use_at_exit><total_heap_usage><allocs>3,386</allocs><frees>1,291</frees>"
            "<bytes_allocated>170,706</bytes_allocated></total_heap_usage></heap_summary>"
            "<leak_summary><definitely_lost><bytes>7</bytes><in_blocks>1</in_blocks>"
            "</definitely_lost></leak_summary><error_summary><errors>5</errors>"
            "<error_contexts>2</error_contexts><suppressed>3</suppressed>"
            "<suppressed_contexts>1</suppressed_contexts></error_summary>" END);

  g_assert_cmpstr (ppv_profile_get_fact (profile, "in_use_at_exit"), ==,
                   "64146 bytes in 2095 blocks");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "heap_usage"), ==,
                   "3386 allocs, 1291 frees, 170706 bytes allocated");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "definitely_lost"), ==, "7 bytes in 1 blocks");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "error_summary"), ==,
                   "5 errors from 2 contexts (suppressed: 3 from 1)");
}

static void
test_keeps_the_signal_that_ended_the_program (void)
{
  g_autoptr (PpvProfile) profile =
      import (BEGIN "<fatal_signal><tid>1</tid><signo>11</signo><signame>SIGSEGV</signame>"
                    "<sicode>1</sicode><event>Access not within mapped region</event>"
                    "<siaddr>0x0</siaddr>" STACK "</fatal_signal>" END);

  assert_text (profile, get_finding (profile, 0)->kind, "FatalSignal");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "fatal_signal"), ==,
                   "11 (SIGSEGV): Access not within mapped region at 0x0");
  g_assert_cmpint (get_total (profile, "errors"), ==, 0);
}

static void
test_takes_names_of_any_bytes (void)
{
  g_autoptr (PpvProfile) profile =
      import (BEGIN ERROR ("0x1", "InvalidRead", "<what>caf\xe9 \x01</what>" STACK) END);

  assert_text (profile, get_finding (profile, 0)->text, "caf%E9 ?");
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_keeps_errors_of_a_program_that_was_killed (void)
{
  g_autoptr (PpvProfile) profile = import (BEGIN ERROR (
      "0x1", "InvalidRead",
      "<what>a</what>" STACK) "<error><unique>0x2</unique><kind>InvalidWrite</kind><what>b</"
                              "what>" STACK "<auxwhat>c</auxwhat><stack><frame><ip>0x");

  g_assert_cmpuint (ppv_test_warned (profile, "truncated"), ==, 1);
  g_assert_false (ppv_profile_is_complete (profile));
  assert_text (profile, get_finding (profile, 1)->kind, "InvalidWrite");
}

static void
assert_refused (const char *text, PpvError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvProfile) profile = ppv_test_import ("memcheck", text, strlen (text), NULL, &error);

  g_assert_null (profile);
  g_assert_error (error, PPV_ERROR, (gint) code);
}

static void
test_refuses_entities_and_other_documents (void)
{
  assert_refused ("<!DOCTYPE valgrindoutput [<!ENTITY a \"aaaa\">]><valgrindoutput>&a;"
                  "</valgrindoutput>",
                  PPV_ERROR_CORRUPT);
  assert_refused ("<svg></svg>", PPV_ERROR_TRUNCATED);
  assert_refused ("", PPV_ERROR_TRUNCATED);
}

static void
test_gives_up_on_elements_without_end (void)
{
  g_autoptr (GString) text = g_string_new (BEGIN);
  g_autoptr (PpvProfile) profile = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "<a>");
  profile = import (text->str);
  g_assert_cmpuint (ppv_test_warned (profile, "too-deep"), ==, 1);
}

/* Were each piece kept with those before it, these would be 50 MB. */
static void
test_bounds_texts_in_many_pieces (void)
{
  g_autoptr (GString) text = g_string_new (BEGIN "<error><kind>InvalidRead</kind>");
  g_autoptr (PpvProfile) profile = NULL;
  gsize length;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "<what>%u</what>\n", i);
  g_string_append (text, STACK "</error>" END);
  profile = import (text->str);
  length = strlen (ppv_profile_get_string (profile, get_finding (profile, 0)->text));
  g_assert_cmpuint (length, ==, 1 << 16);
  g_assert_cmpuint (ppv_test_warned (profile, "text-too-long"), >, 0);
}

/* Newer protocols tell it apart, too. */
static void
test_tells_a_path_once (void)
{
  g_autoptr (PpvProfile) profile =
      import (BEGIN ERROR ("0x1", "FdNotClosed",
                           "<what>File descriptor 3: /tmp/a is leaked</what><path>/tmp/a</path>"
                           "<path>/tmp/b</path>" STACK) END);
  const PpvFinding *finding = get_finding (profile, 0);

  g_assert_cmpuint (finding->n_parts, ==, 1);
  assert_text (profile, ppv_profile_list_parts (profile, finding)[0].text, "Path: /tmp/b");
}

static void
test_bids_for_reports_only (void)
{
  g_assert_cmpuint (ppv_test_sniff ("memcheck", BEGIN), >, 64);
  g_assert_cmpuint (ppv_test_sniff ("memcheck", "<?xml version=\"1.0\"?>\n<svg>"), ==, 0);
}

static gboolean
may_end (const char *bytes, gsize length)
{
  return memmem (bytes, length, "</valgrindoutput>", strlen ("</valgrindoutput>")) != NULL;
}

static void
test_survives_cuts_and_damage (void)
{
  ppv_test_abuse ("memcheck", "drd.xml", may_end, PPV_LOSS);
}

/* Errors are numbered anew in each report. */
static void
test_reads_reports_one_after_the_other (void)
{
  static const char second[] =
      BEGIN ERROR ("0x1", "InvalidWrite",
                   "<what>Write</what>" STACK) "<errorcounts><pair><count>5</count><unique>0x1</"
                                               "unique></pair></errorcounts>"
                                               "<leak_summary><definitely_lost><bytes>30</"
                                               "bytes><in_blocks>1</in_blocks>"
                                               "</definitely_lost></leak_summary>" END;
  static const char first[] =
      BEGIN ERROR ("0x1", "InvalidRead",
                   "<what>Read</what>" STACK) "<errorcounts><pair><count>3</count><unique>0x1</"
                                              "unique></pair></errorcounts>"
                                              "<leak_summary><definitely_lost><bytes>20</"
                                              "bytes><in_blocks>2</in_blocks>"
                                              "</definitely_lost></leak_summary>" END;
  g_autofree char *both = g_strconcat (first, "\n", second, NULL);
  g_autofree char *cut = g_strndup (first, strlen (first) - strlen (END));
  g_autofree char *killed = g_strconcat (cut, second, NULL);
  g_autoptr (PpvProfile) profile = import (both);
  g_autoptr (PpvProfile) damaged = import (killed);

  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpuint (ppv_test_warned (profile, "several-reports"), ==, 1);
  assert_text (profile, get_finding (profile, 1)->kind, "InvalidWrite");
  g_assert_cmpuint (get_finding (profile, 0)->count, ==, 3);
  g_assert_cmpuint (get_finding (profile, 1)->count, ==, 5);
  g_assert_cmpint (get_total (profile, "errors"), ==, 8);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "definitely_lost"), ==, "50 bytes in 3 blocks");
  g_assert_false (ppv_profile_is_complete (damaged));
  g_assert_cmpuint (ppv_test_warned (damaged, "truncated"), ==, 1);
  g_assert_cmpint (get_total (damaged, "errors"), ==, 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memcheck/keeps-kinds-that-nobody-knows", test_keeps_kinds_that_nobody_knows);
  g_test_add_func ("/memcheck/keeps-texts-and-stacks-in-their-order",
                   test_keeps_texts_and_stacks_in_their_order);
  g_test_add_func ("/memcheck/counts-as-the-file-says-at-its-end",
                   test_counts_as_the_file_says_at_its_end);
  g_test_add_func ("/memcheck/adds-up-leaks-without-what-hangs-on-them",
                   test_adds_up_leaks_without_what_hangs_on_them);
  g_test_add_func ("/memcheck/tells-functions-that-are-inlined",
                   test_tells_functions_that_are_inlined);
  g_test_add_func ("/memcheck/says-where-threads-were-made", test_says_where_threads_were_made);
  g_test_add_func ("/memcheck/keeps-what-would-hide-an-error", test_keeps_what_would_hide_an_error);
  g_test_add_func ("/memcheck/tells-the-sums-of-newer-protocols",
                   test_tells_the_sums_of_newer_protocols);
  g_test_add_func ("/memcheck/keeps-the-signal-that-ended-the-program",
                   test_keeps_the_signal_that_ended_the_program);
  g_test_add_func ("/memcheck/takes-names-of-any-bytes", test_takes_names_of_any_bytes);
  g_test_add_func ("/memcheck/keeps-errors-of-a-program-that-was-killed",
                   test_keeps_errors_of_a_program_that_was_killed);
  g_test_add_func ("/memcheck/refuses-entities-and-other-documents",
                   test_refuses_entities_and_other_documents);
  g_test_add_func ("/memcheck/gives-up-on-elements-without-end",
                   test_gives_up_on_elements_without_end);
  g_test_add_func ("/memcheck/reads-reports-one-after-the-other",
                   test_reads_reports_one_after_the_other);
  g_test_add_func ("/memcheck/bounds-texts-in-many-pieces", test_bounds_texts_in_many_pieces);
  g_test_add_func ("/memcheck/tells-a-path-once", test_tells_a_path_once);
  g_test_add_func ("/memcheck/bids-for-reports-only", test_bids_for_reports_only);
  g_test_add_func ("/memcheck/survives-cuts-and-damage", test_survives_cuts_and_damage);
  return g_test_run ();
}
