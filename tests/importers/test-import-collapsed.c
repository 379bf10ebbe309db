/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-import.h"

static PpvProfile *
import (const char *text)
{
  return ppv_test_import_text ("collapsed", text);
}

static gint64
get_total (const PpvProfile *profile)
{
  return ppv_profile_get_metric (profile, 0)->total;
}

static void
test_adds_up_stacks (void)
{
  g_autoptr (PpvProfile) profile = import ("a;b;c 1\na;b;c 2\na;b 5\na;b;d 4\n");

  g_assert_cmpint (get_total (profile), ==, 12);
  g_assert_cmpuint (ppv_profile_get_metric (profile, 0)->n_samples, ==, 4);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b;c"), ==, 3);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b"), ==, 5);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b;d"), ==, 4);
  g_assert_cmpuint (ppv_profile_get_functions (profile)->n_rows, ==, 4);
  g_assert_true (ppv_profile_is_complete (profile));
}

/* Levels are taken over from the line before: names that begin alike are the trap. */
static void
test_tells_similar_names_apart (void)
{
  g_autoptr (PpvProfile) profile =
      import ("a;b;c 1\na;bc;c 2\na;b 4\na 8\na;bc 16\na;b;cd 32\nab 64\na;b;c;d 128\n");

  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b;c"), ==, 1);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;bc;c"), ==, 2);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b"), ==, 4);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a"), ==, 8);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;bc"), ==, 16);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b;cd"), ==, 32);
  g_assert_cmpint (ppv_test_stack_weight (profile, "ab"), ==, 64);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b;c;d"), ==, 128);
}

static void
test_reads_windows_lines (void)
{
  g_autoptr (PpvProfile) profile = import ("a;b 1\r\na;c 2\r\n");

  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b"), ==, 1);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;c"), ==, 2);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_ignores_comments_and_blank_lines (void)
{
  g_autoptr (PpvProfile) profile = import ("# made by hand 3\n\na;b 1\n   \na;c 2 \n");

  g_assert_cmpint (get_total (profile), ==, 3);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_notes_a_missing_last_line_end (void)
{
  g_autoptr (PpvProfile) profile = import ("a;b 1\na;c 23");

  g_assert_cmpint (get_total (profile), ==, 24);
  g_assert_cmpuint (ppv_test_warned (profile, "no-final-newline"), ==, 1);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_tells_of_a_line_cut_by_the_end (void)
{
  g_autoptr (PpvProfile) profile = import ("a;b 1\na;c;som");

  g_assert_cmpint (get_total (profile), ==, 1);
  g_assert_cmpuint (ppv_test_warned (profile, "truncated"), ==, 1);
  g_assert_false (ppv_profile_is_complete (profile));
}

static void
test_counts_lines_it_cannot_read (void)
{
  g_autoptr (PpvProfile) profile =
      import ("a;b 1\nno number\na;c nan\na;c 0x10\na;c -4\n17\na;c 99999999999999999999\na;d 2\n");
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);

  g_assert_cmpint (get_total (profile), ==, 3);
  g_assert_cmpuint (n_warnings, ==, 1);
  g_assert_cmpuint (warnings[0].count, ==, 6);
  g_assert_cmpuint (warnings[0].offset, ==, strlen ("a;b 1\n"));
  g_assert_cmpint (warnings[0].severity, ==, PPV_LOSS);
  g_assert_nonnull (strstr (warnings[0].message, "line 2"));
}

static const char *
get_unit (const PpvProfile *profile)
{
  return ppv_profile_get_string (profile, ppv_profile_get_metric (profile, 0)->unit);
}

static void
test_keeps_fractions_exactly (void)
{
  g_autoptr (PpvProfile) profile = import ("a;b 1.5\na;c 2.250\na;d 1e2\na;e 5e-1\n");

  g_assert_cmpstr (get_unit (profile), ==, "0.01 samples");
  g_assert_cmpint (get_total (profile), ==, 10425);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b"), ==, 150);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;d"), ==, 10000);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;e"), ==, 50);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_counts_in_whole_samples_where_it_can (void)
{
  g_autoptr (PpvProfile) profile = import ("a;b 1.0\na;c 2.50e1\na;d 0.000\n");

  g_assert_cmpstr (get_unit (profile), ==, "samples");
  g_assert_cmpint (get_total (profile), ==, 26);
}

/* The first of them comes after what the head tells, the longest later. */
static void
test_finds_fractions_late (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "a;b 3\n");
  g_string_append (text, "a;c 0.5\na;d 0.30000000000000004\n");
  profile = import (text->str);
  g_assert_cmpstr (get_unit (profile), ==, "0.000000000000001 samples");
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b"), ==,
                   G_GINT64_CONSTANT (3000000000000000000));
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;d"), ==, 300000000000000);
  g_assert_cmpuint (ppv_test_warned (profile, "rounded-weight"), ==, 1);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_rounds_what_does_not_fit_and_says_so (void)
{
  g_autoptr (PpvProfile) profile = import ("a;b 900000000000000000\na;c 0.25\na;d 0.75\n");

  g_assert_cmpstr (get_unit (profile), ==, "0.1 samples");
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;c"), ==, 3);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;d"), ==, 8);
  g_assert_cmpuint (ppv_test_warned (profile, "rounded-weight"), ==, 2);
  g_assert_false (ppv_profile_is_complete (profile));
}

static void
test_keeps_fractions_of_both_recordings (void)
{
  g_autoptr (PpvProfile) profile = import ("a;b 0.125 1\na;c 3 4.5\n");

  g_assert_cmpint (get_total (profile), ==, 5500);
  g_assert_cmpint (ppv_profile_get_metric (profile, 1)->total, ==, 3125);
}

/* The module of the frame that is innermost in the stack of the first sample. */
static const char *
get_module (const PpvProfile *profile, guint32 frame)
{
  const PpvModuleId *modules = ppv_profile_get_frames (profile)->module;

  if (modules[frame] == PPV_NONE)
    return "";
  return ppv_profile_get_string (profile, ppv_profile_get_modules (profile)->path[modules[frame]]);
}

static void
test_takes_marks_for_kinds_of_code (void)
{
  g_autoptr (PpvProfile) profile =
      import ("root_[i];main_[j];max_[i];read_[k];kick_[w];_[k];x_[q] 1\n");
  const guint8 *inlined = ppv_profile_get_frames (profile)->inlined;

  g_assert_cmpint (ppv_test_stack_weight (profile, "root;main;max;read;kick;_[k];x_[q]"), ==, 1);
  g_assert_cmpstr (get_module (profile, 1), ==, "[jit]");
  g_assert_cmpstr (get_module (profile, 2), ==, "");
  g_assert_cmpstr (get_module (profile, 3), ==, "[kernel]");
  g_assert_cmpstr (get_module (profile, 4), ==, "[waker]");
  g_assert_cmpuint (inlined[0], ==, 0);
  g_assert_cmpuint (inlined[2], ==, 1);
  g_assert_cmpuint (ppv_test_warned (profile, "annotated-names"), ==, 5);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
assert_place (const char *frame, const char *name, const char *file, guint32 line)
{
  g_autofree char *text = g_strdup_printf ("root;%s 1\n", frame);
  g_autoptr (PpvProfile) profile = import (text);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);

  g_assert_cmpstr (ppv_profile_get_string (profile, functions->name[1]), ==, name);
  g_assert_cmpstr (ppv_profile_get_string (profile, functions->file[1]), ==, file);
  g_assert_cmpuint (ppv_profile_get_frames (profile)->line[1], ==, line);
  g_assert_cmpuint (ppv_test_warned (profile, "places-in-names"), ==, *file != '\0');
}

static void
test_takes_places_out_of_names (void)
{
  assert_place ("handle (my app/views.py:12)", "handle", "my app/views.py", 12);
  assert_place ("main:spin.c:7", "main", "spin.c", 7);
  assert_place ("std::sort:algo.h:7", "std::sort", "algo.h", 7);
  assert_place ("main_[k]:spin.c:7", "main", "spin.c", 7);
  assert_place ("spin.c:7", "spin.c:7", "spin.c", 7);
}

static void
test_leaves_other_names_alone (void)
{
  static const char *const names[] = { "LazyCompile:~parse /app/parser.js:25",
                                       "Script:*run x.js:1",
                                       "a b.c:7",
                                       "std::sort:12",
                                       "run (app.js:12:34)",
                                       "f (x:12)",
                                       "libc.so.6+0x12",
                                       "a.b:0",
                                       "f(int) (g.c:12",
                                       "operator() (a<b>.c:1)",
                                       "12:34",
                                       ":c.c:1" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    assert_place (names[i], names[i], "", 0);
}

static void
assert_thread (const PpvProfile *profile, guint32 row, gint32 pid, gint32 tid, const char *name)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  const PpvSampleSet *set = ppv_profile_get_set (profile, 0);
  PpvThreadId thread = set->thread[row];

  g_assert_cmpint (threads->tid[thread], ==, tid);
  g_assert_cmpint (ppv_profile_get_processes (profile)->pid[threads->process[thread]], ==, pid);
  g_assert_cmpstr (ppv_profile_get_string (profile, threads->name[thread]), ==, name);
}

static void
test_takes_first_frames_for_threads (void)
{
  g_autoptr (PpvProfile) profile =
      import ("java-12/14;a 1\nV8-W-12/12;a 2\nold-?/9;a 4\njava-12/14;b 8\n");

  assert_thread (profile, 0, 12, 14, "java");
  assert_thread (profile, 1, 12, 12, "V8-W");
  assert_thread (profile, 2, -1, 9, "old");
  g_assert_cmpint (ppv_test_stack_weight (profile, "java-12/14;a"), ==, 1);
  g_assert_cmpuint (ppv_test_warned (profile, "process-frames"), ==, 1);
}

static void
test_takes_first_frames_for_processes (void)
{
  g_autoptr (PpvProfile) profile = import ("java-12;a 1\nperl-9;a 2\n");

  assert_thread (profile, 0, 12, -1, "java");
  assert_thread (profile, 1, 9, -1, "perl");
}

static void
test_leaves_first_frames_that_differ (void)
{
  g_autoptr (PpvProfile) profile = import ("java-12;a 1\nmain;a 2\n");

  g_assert_null (ppv_profile_get_set (profile, 0)->thread);
  g_assert_cmpuint (ppv_test_warned (profile, "process-frames"), ==, 0);
}

static void
test_keeps_separators_and_empty_frames (void)
{
  g_autoptr (PpvProfile) profile = import ("a;b;--;c;;d 1\na;-;e 2\n");

  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b;--;c;[empty];d"), ==, 1);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;--;e"), ==, 2);
  g_assert_cmpuint (ppv_test_warned (profile, "separator-frames"), ==, 2);
}

static void
test_takes_the_last_of_two_numbers (void)
{
  g_autoptr (PpvProfile) profile = import ("a;b 3 10\na;call 2 me 4\n");

  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b"), ==, 10);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;call 2 me"), ==, 4);
  g_assert_cmpuint (ppv_test_warned (profile, "two-numbers"), ==, 1);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_keeps_both_numbers_of_a_comparison (void)
{
  g_autoptr (PpvProfile) profile = import ("# difffolded\na;b 3 10\na;call 2 me 0 4\n\na 5 0\n");
  g_autoptr (PpvProfile) damaged = import ("a;b 3 10\na;c 3 4\n");
  PpvMetricId before = ppv_profile_find_metric (profile, "before");

  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b"), ==, 10);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;call 2 me"), ==, 4);
  g_assert_cmpuint (before, !=, PPV_NONE);
  g_assert_cmpint (ppv_profile_get_metric (profile, before)->total, ==, 8);
  g_assert_cmpuint (ppv_profile_find_metric (profile, "after"), ==, 0);
  g_assert_cmpint (get_total (profile), ==, 14);
  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpint (get_total (damaged), ==, 14);
}

static void
test_reads_past_a_byte_order_mark (void)
{
  g_autoptr (PpvProfile) profile = import ("\xef\xbb\xbf"
                                           "a;b 1\r\na;c 2\r\n");

  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b"), ==, 1);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;c"), ==, 2);
  g_assert_cmpuint (ppv_test_sniff ("collapsed", "\xef\xbb\xbf"
                                                 "a;b 1\r\n"),
                    ==, 1);
}

static void
test_keeps_odd_names (void)
{
  g_autoptr (PpvProfile) profile =
      import ("a;;b_[k];std::map<int, char>::find(int const&) 1\n;x 2\n\xff\xc3\xa9 4\n");

  g_assert_cmpint (
      ppv_test_stack_weight (profile, "a;[empty];b;std::map<int, char>::find(int const&)"), ==, 1);
  g_assert_cmpint (ppv_test_stack_weight (profile, "[empty];x"), ==, 2);
  g_assert_cmpint (ppv_test_stack_weight (profile, "%FF\xc3\xa9"), ==, 4);
}

/* The first name of all is empty, twice: there is nothing yet to compare it with. */
static void
test_takes_an_empty_name_first (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_import_text ("collapsed", ";x 2\n;;x 3\n");

  g_assert_cmpint (ppv_test_stack_weight (profile, "[empty];x"), ==, 2);
  g_assert_cmpint (ppv_test_stack_weight (profile, "[empty];[empty];x"), ==, 3);
}

static void
test_cuts_stacks_beyond_the_limit (void)
{
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  const char *text = "a;b;c;d;e 1\na;b;c;d;e 2\na;b 4\n";
  PpvLimits limits;

  ppv_limits_init (&limits);
  limits.depth = 3;
  profile = ppv_test_import ("collapsed", text, strlen (text), &limits, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b;c"), ==, 3);
  g_assert_cmpint (ppv_test_stack_weight (profile, "a;b"), ==, 4);
  g_assert_cmpuint (ppv_test_warned (profile, "deep-stack"), ==, 2);
}

static void
test_leaves_out_lines_beyond_the_limit (void)
{
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  const char *text = "a;b 1\naaaaaaaaaaaaaaaaaaaaaaaa;b 2\na;c 4\n";
  PpvLimits limits;

  ppv_limits_init (&limits);
  limits.line_bytes = 16;
  profile = ppv_test_import ("collapsed", text, strlen (text), &limits, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_total (profile), ==, 5);
  g_assert_cmpuint (ppv_test_warned (profile, "line-too-long"), ==, 1);
}

/* Hundreds of thousands of frames, and as many functions: the work must stay in proportion. */
static void
test_reads_extreme_shapes (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append (text, "f;");
  g_string_append (text, "g 1\n");
  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "root;f%u 1\n", i);
  profile = import (text->str);
  g_assert_cmpint (get_total (profile), ==, 100001);
  g_assert_cmpuint (ppv_test_warned (profile, "deep-stack"), ==, 1);
}

static void
test_refuses_what_has_no_stack (void)
{
  static const char *const texts[] = { "", "\n\n", "# nothing\n", "hello\n", "a;b" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PpvProfile) profile =
          ppv_test_import ("collapsed", texts[i], strlen (texts[i]), NULL, &error);

      g_assert_null (profile);
      g_assert_error (error, PPV_ERROR, PPV_ERROR_CORRUPT);
    }
}

static void
test_recognises_its_files (void)
{
  g_assert_cmpuint (ppv_test_sniff ("collapsed", "a;b 1\na;c 2\n"), ==, 2);
  g_assert_cmpuint (ppv_test_sniff ("collapsed", "# comment\na;b 1"), ==, 1);
  g_assert_cmpuint (ppv_test_sniff ("collapsed", "a 1\nb 1\nc 1\nd 1\ne 1\nf 1\ng 1\nh 1\ni 1\n"),
                    ==, 8);
  g_assert_cmpuint (ppv_test_sniff ("collapsed", "a;b 1\na;b 2\na;b\001 3\na;b x\n"), >, 0);
  g_assert_cmpuint (ppv_test_sniff ("collapsed", ""), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("collapsed", "desc: x\ncmd: ls\ntime_unit: i\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("collapsed", "int main (void);\nint x = 1;\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("collapsed", "PERFILE2\001\002\n\003\n"), ==, 0);
}

static void
test_recognises_a_first_line_longer_than_the_head (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (text->len < 2 * PPV_SNIFF_BYTES)
    g_string_append (text, "frame;");
  g_string_append (text, "leaf 1\n");
  g_assert_cmpuint (ppv_test_sniff ("collapsed", text->str), ==, 1);
}

static void
test_reads_a_recording (void)
{
  g_autoptr (PpvProfile) samples = ppv_test_import_data ("collapsed", "spin-samples.folded");
  g_autoptr (PpvProfile) merged = ppv_test_import_data ("collapsed", "spin-merged.folded");

  g_assert_cmpint (get_total (samples), ==, 100);
  g_assert_cmpuint (ppv_profile_get_metric (samples, 0)->n_samples, ==, 100);
  g_assert_cmpint (get_total (merged), ==, 137);
  g_assert_cmpint (ppv_test_stack_weight (merged, "spin;__libc_start_call_main;main;parse;work"),
                   ==, 62);
}

/* Nothing shows a cut after a line; one within a line is noted. */
static gboolean
may_end (const char *bytes, gsize length)
{
  return length > 0 && bytes[length - 1] == '\n';
}

static void
test_survives_cuts_and_damage (void)
{
  ppv_test_abuse ("collapsed", "spin-samples.folded", may_end, PPV_NOTE);
  ppv_test_abuse ("collapsed", "spin-merged.folded", may_end, PPV_NOTE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collapsed/takes-an-empty-name-first", test_takes_an_empty_name_first);
  g_test_add_func ("/collapsed/adds-up-stacks", test_adds_up_stacks);
  g_test_add_func ("/collapsed/tells-similar-names-apart", test_tells_similar_names_apart);
  g_test_add_func ("/collapsed/reads-windows-lines", test_reads_windows_lines);
  g_test_add_func ("/collapsed/ignores-comments-and-blank-lines",
                   test_ignores_comments_and_blank_lines);
  g_test_add_func ("/collapsed/notes-a-missing-last-line-end", test_notes_a_missing_last_line_end);
  g_test_add_func ("/collapsed/tells-of-a-line-cut-by-the-end",
                   test_tells_of_a_line_cut_by_the_end);
  g_test_add_func ("/collapsed/counts-lines-it-cannot-read", test_counts_lines_it_cannot_read);
  g_test_add_func ("/collapsed/keeps-fractions-exactly", test_keeps_fractions_exactly);
  g_test_add_func ("/collapsed/counts-in-whole-samples-where-it-can",
                   test_counts_in_whole_samples_where_it_can);
  g_test_add_func ("/collapsed/finds-fractions-late", test_finds_fractions_late);
  g_test_add_func ("/collapsed/rounds-what-does-not-fit-and-says-so",
                   test_rounds_what_does_not_fit_and_says_so);
  g_test_add_func ("/collapsed/keeps-fractions-of-both-recordings",
                   test_keeps_fractions_of_both_recordings);
  g_test_add_func ("/collapsed/takes-marks-for-kinds-of-code", test_takes_marks_for_kinds_of_code);
  g_test_add_func ("/collapsed/takes-places-out-of-names", test_takes_places_out_of_names);
  g_test_add_func ("/collapsed/leaves-other-names-alone", test_leaves_other_names_alone);
  g_test_add_func ("/collapsed/takes-first-frames-for-threads",
                   test_takes_first_frames_for_threads);
  g_test_add_func ("/collapsed/takes-first-frames-for-processes",
                   test_takes_first_frames_for_processes);
  g_test_add_func ("/collapsed/leaves-first-frames-that-differ",
                   test_leaves_first_frames_that_differ);
  g_test_add_func ("/collapsed/keeps-separators-and-empty-frames",
                   test_keeps_separators_and_empty_frames);
  g_test_add_func ("/collapsed/takes-the-last-of-two-numbers", test_takes_the_last_of_two_numbers);
  g_test_add_func ("/collapsed/keeps-both-numbers-of-a-comparison",
                   test_keeps_both_numbers_of_a_comparison);
  g_test_add_func ("/collapsed/reads-past-a-byte-order-mark", test_reads_past_a_byte_order_mark);
  g_test_add_func ("/collapsed/keeps-odd-names", test_keeps_odd_names);
  g_test_add_func ("/collapsed/cuts-stacks-beyond-the-limit", test_cuts_stacks_beyond_the_limit);
  g_test_add_func ("/collapsed/leaves-out-lines-beyond-the-limit",
                   test_leaves_out_lines_beyond_the_limit);
  g_test_add_func ("/collapsed/reads-extreme-shapes", test_reads_extreme_shapes);
  g_test_add_func ("/collapsed/refuses-what-has-no-stack", test_refuses_what_has_no_stack);
  g_test_add_func ("/collapsed/recognises-its-files", test_recognises_its_files);
  g_test_add_func ("/collapsed/recognises-a-first-line-longer-than-the-head",
                   test_recognises_a_first_line_longer_than_the_head);
  g_test_add_func ("/collapsed/reads-a-recording", test_reads_a_recording);
  g_test_add_func ("/collapsed/survives-cuts-and-damage", test_survives_cuts_and_damage);
  return g_test_run ();
}
