/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "ppv-test-import.h"

#define HEADER "# callgrind format\nevents: Ir Dr\n"

static PpvProfile *
import (const char *text)
{
  return ppv_test_import_text ("callgrind", text);
}

static const char *
function_name (const PpvProfile *profile, PpvFunctionId function)
{
  return ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]);
}

/* "file:function:line=weight of the metric", of all samples in their order. */
static char *
describe_column (const PpvProfile *profile, guint32 column)
{
  const PpvSampleSet *set = ppv_profile_get_set (profile, 0);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < set->n_rows; i++)
    {
      PpvFrameId frame = ppv_profile_get_stacks (profile)->frame[set->stack[i]];

      g_string_append_printf (text, "%s%s:%s:%u=%" G_GINT64_FORMAT, i > 0 ? " " : "",
                              ppv_profile_get_string (profile, frames->file[frame]),
                              function_name (profile, frames->function[frame]), frames->line[frame],
                              set->weight[column][i]);
    }
  return g_string_free (text, FALSE);
}

static void
assert_samples (const PpvProfile *profile, const char *expected)
{
  g_autofree char *text = describe_column (profile, 0);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_samples_of (const char *body, const char *expected)
{
  g_autofree char *text = g_strconcat (HEADER, body, NULL);
  g_autoptr (PpvProfile) profile = import (text);

  assert_samples (profile, expected);
}

/* "caller>callee*count=cost", of all calls in their order. */
static char *
describe_calls (const PpvProfile *profile)
{
  const PpvCallTable *calls = ppv_profile_get_calls (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < calls->n_rows; i++)
    g_string_append_printf (
        text, "%s%s:%u>%s*%" G_GUINT64_FORMAT "=%" G_GINT64_FORMAT, i > 0 ? " " : "",
        function_name (profile, frames->function[calls->caller[i]]), frames->line[calls->caller[i]],
        function_name (profile, calls->callee[i]), calls->count[i], calls->cost[0][i]);
  return g_string_free (text, FALSE);
}

static void
assert_calls (const PpvProfile *profile, const char *expected)
{
  g_autofree char *text = describe_calls (profile);

  g_assert_cmpstr (text, ==, expected);
}

static gint64
total_of (const PpvProfile *profile, const char *metric)
{
  PpvMetricId id = ppv_profile_find_metric (profile, metric);

  g_assert_cmpuint (id, !=, PPV_NONE);
  return ppv_profile_get_metric (profile, id)->total;
}

/* Figures of callgrind_annotate. */
static void
test_reads_what_callgrind_wrote (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("callgrind", "sample.callgrind");

  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpint (total_of (profile, "Ir"), ==, 470886586);
  g_assert_cmpint (total_of (profile, "D1mr"), ==, 510939);
  g_assert_cmpint (total_of (profile, "DLmw"), ==, 901);
  g_assert_cmpint (total_of (profile, "Bi"), ==, 0);
  g_assert_cmpuint (ppv_test_warned (profile, "totals-differ"), ==, 0);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "tool"), ==, "callgrind-3.19.0");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "command"), ==, "./sample");
}

static void
test_reads_what_cachegrind_wrote (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("cachegrind", "sample.cachegrind");

  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpuint (ppv_profile_get_calls (profile)->n_rows, ==, 0);
  g_assert_cmpint (total_of (profile, "Ir"), ==, 470886591);
  g_assert_cmpint (total_of (profile, "DLmw"), ==, 901);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "caches"), ==,
                   "I1 32768 B, 64 B, 8-way associative; D1 32768 B, 64 B, 8-way associative; "
                   "LL 268435456 B, 64 B, direct-mapped");
}

static void
test_adds_up_the_costs_of_a_line (void)
{
  assert_samples_of ("fl=a.c\nfn=f\n1 5 1\n2 3\n1 2 4\n", "a.c:f:1=7 a.c:f:2=3");
}

static void
test_knows_names_by_their_numbers (void)
{
  assert_samples_of ("fl=(1) a.c\nfn=(1) f\n1 5\nfl=(2) b.c\nfn=(2) g\n1 6\nfl=(1)\nfn=(1)\n2 7\n",
                     "a.c:f:1=5 b.c:g:1=6 a.c:f:2=7");
  assert_samples_of ("fn=(1) f\n1 5\nfn=(1) g\n1 6\n", ":f:1=5 :g:1=6");
}

static void
test_joins_names_made_of_numbers (void)
{
  assert_samples_of ("fn=(3) main\nfn=(5) f\nfn=(9) (5)'2'(3)\n1 5\nfn=(3)\n1 1\nfn=(9)\n2 1\n",
                     ":f'2'main:1=5 :main:1=1 :f'2'main:2=1");
  assert_samples_of ("fn=(0) (below main)\n1 5\n", ":(below main):1=5");
}

/* Each line is the line before, twice: 24 of them would be 2^24 times the first name. */
static void
test_bounds_names_that_double (void)
{
  g_autoptr (GString) text = g_string_new (HEADER "fn=(1) function\n1 1\n");
  g_autoptr (PpvProfile) profile = NULL;

  for (guint i = 2; i < 60; i++)
    g_string_append_printf (text, "fn=(%u) (%u)'(%u)\n1 1\n", i, i - 1, i - 1);
  profile = import (text->str);
  g_assert_cmpuint (ppv_test_warned (profile, "name-too-long"), >, 0);
  g_assert_cmpint (total_of (profile, "Ir"), ==, 59);
  g_assert_cmpstr (function_name (profile, 1), ==, "function'function");
}

static void
test_follows_positions_that_are_differences (void)
{
  assert_samples_of ("positions: instr line\nfn=f\n0x10 10 1\n+4 +2 2\n* -1 3\n-4 * 4\n",
                     ":f:10=1 :f:12=2 :f:11=7");
}

/* Code included from elsewhere stays in its function. */
/* Most lines are read without looking for their ends first, others are not. */
static void
test_reads_plain_lines_and_others_alike (void)
{
  static const char expected[] = ":f:7=2 :f:9=999999999999999999 :f:0=5";
  static const char lines[] = "7 1 4\n* 1 4\n+2 999999999999999999\n-9 5 6\n";
  g_auto (GStrv) words = g_strsplit (lines, " ", -1);
  g_autofree char *with_tabs = g_strjoinv (" \t", words);
  g_auto (GStrv) rows = g_strsplit (lines, "\n", -1);
  g_autofree char *with_returns = g_strjoinv ("\r\n", rows);
  const char *const bodies[] = { lines, with_tabs, with_returns };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *text = g_strconcat (HEADER "fn=f\n", bodies[i], NULL);
      g_autoptr (PpvProfile) profile = import (text);

      assert_samples (profile, expected);
      g_assert_cmpint (total_of (profile, "Dr"), ==, 14);
      g_assert_true (ppv_profile_is_complete (profile));
    }
  assert_samples_of ("fn=f\n7 1\n8 9999999999999999999\n9 1 1 1\n10\n", ":f:7=1");
}

static void
test_keeps_the_file_of_each_line (void)
{
  assert_samples_of ("fl=a.c\nfn=f\n1 5\nfi=b.h\n7 6\nfe=a.c\n2 7\nfi=b.h\n8 1\nfn=g\n3 1\n",
                     "a.c:f:1=5 b.h:f:7=6 a.c:f:2=7 b.h:f:8=1 a.c:g:3=1");
}

static void
test_keeps_who_called_whom (void)
{
  g_autoptr (PpvProfile) profile =
      import (HEADER "fl=a.c\nfn=main\n1 5\ncfi=b.c\ncfn=f\ncalls=3 20\n2 60 6\n+1 1\ncfn=g\n"
                     "calls=1 +9\n* 9\n+1 1\n");
  const PpvCallTable *calls = ppv_profile_get_calls (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);

  assert_calls (profile, "main:2>f*3=60 main:3>g*1=9");
  assert_samples (profile, "a.c:main:1=5 a.c:main:3=1 a.c:main:4=1");
  g_assert_cmpint (calls->cost[1][0], ==, 6);
  g_assert_cmpstr (ppv_profile_get_string (profile, functions->file[calls->callee[0]]), ==, "b.c");
  g_assert_cmpstr (ppv_profile_get_string (profile, functions->file[calls->callee[1]]), ==, "a.c");
}

/* The costs after a jump are those of where it is, which are 0. */
static void
test_counts_jumps_and_no_costs_of_them (void)
{
  g_autoptr (PpvProfile) profile =
      import (HEADER "fn=f\n1 5\njcnd=1/5 +3\n*\njfi=(1) b.h\njump=2 7\n* \n+1 6\n"
                     "jcnd=5 1 +3\n*\n");
  guint32 n_records;
  const PpvRecordCount *records = ppv_profile_list_records (profile, &n_records);

  assert_samples (profile, ":f:1=5 :f:2=6");
  g_assert_cmpuint (ppv_test_warned (profile, "malformed-line"), ==, 0);
  for (guint32 i = 0; i < n_records; i++)
    if (g_str_equal (records[i].name, "conditional jump"))
      g_assert_cmpuint (records[i].count, ==, 2);
}

static void
test_works_out_derived_events (void)
{
  g_autoptr (PpvProfile) profile =
      import ("event: Sum = Ir + 10 Dr + 2*Ir : All of it\nevent: Dr : Data reads\n"
              "event: Other = Unheard : nothing\nevents: Ir Dr\nfn=f\n1 5 2\ncfn=g\ncalls=1 1\n"
              "1 1 1\n");
  PpvMetricId sum = ppv_profile_find_metric (profile, "Sum");

  g_assert_cmpuint (ppv_profile_get_n_metrics (profile), ==, 3);
  g_assert_cmpint (ppv_profile_get_metric (profile, sum)->total, ==, 35);
  g_assert_cmpint (ppv_profile_get_calls (profile)->cost[2][0], ==, 13);
}

static void
test_tells_parts_and_threads_apart (void)
{
  g_autoptr (PpvProfile) profile =
      import ("version: 1\npid: 7\ncmd: /bin/prog x\npart: 1\nthread: 1\nevents: Ir Dr\nfn=f\n"
              "1 5 1\ntotals: 5 1\npart: 2\nthread: 2\nevents: Dr Ir\nfn=f\n+0 3 9\ntotals: 3 9\n");
  const PpvSampleSet *set = ppv_profile_get_set (profile, 0);
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);

  g_assert_cmpuint (set->n_rows, ==, 2);
  g_assert_cmpint (total_of (profile, "Ir"), ==, 14);
  g_assert_cmpint (threads->tid[set->thread[0]], ==, 1);
  g_assert_cmpint (threads->tid[set->thread[1]], ==, 2);
  g_assert_cmpuint (ppv_test_warned (profile, "totals-differ"), ==, 0);
}

static void
test_says_when_totals_differ (void)
{
  g_autoptr (PpvProfile) profile = import (HEADER "fn=f\n1 5\ntotals: 6\n");

  g_assert_cmpuint (ppv_test_warned (profile, "totals-differ"), ==, 1);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_leaves_out_lines_that_are_damaged (void)
{
  static const char *const bad[] = { "x5 7\n",      "1 5 6 7\n", "1 -5\n",
                                     "calls=a 1\n", "1 1x\n",    "+x 1\n",
                                     "0x 1\n",      "\1\2\3\n",  "1 99999999999999999999\n",
                                     "jump=1 x\n" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strconcat (HEADER "fn=f\n1 5\n", bad[i], NULL);
      g_autoptr (PpvProfile) profile = import (text);

      assert_samples (profile, ":f:1=5");
      g_assert_cmpuint (ppv_test_warned (profile, "malformed-line"), >=, 1);
      g_assert_false (ppv_profile_is_complete (profile));
    }
}

static void
test_passes_over_what_it_does_not_know (void)
{
  g_autoptr (PpvProfile) profile = import (HEADER "colour: blue\nfn=f\n1 5\nxfn=g\n");

  assert_samples (profile, ":f:1=5");
  g_assert_cmpuint (ppv_test_warned (profile, "unknown-line"), ==, 2);
  g_assert_true (ppv_profile_is_complete (profile));
}

static void
test_sees_that_totals_are_missing (void)
{
  g_autoptr (PpvProfile) profile =
      import ("version: 1\ncreator: callgrind-3.19.0\nevents: Ir\nfn=f\n1 5\n");

  g_assert_cmpuint (ppv_test_warned (profile, "truncated"), ==, 1);
  g_assert_false (ppv_profile_is_complete (profile));
}

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GError *error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static PpvProfile *
load_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (PpvLoad) load = ppv_load_new (path);
  GError *error = NULL;
  PpvProfile *profile = ppv_load_run (load, NULL, &error);

  g_assert_no_error (error);
  return profile;
}

static void
assert_loaded_total (const char *folder, const char *name, gint64 total)
{
  g_autoptr (PpvProfile) profile = load_file (folder, name);

  g_assert_cmpint (ppv_profile_get_metric (profile, 0)->total, ==, total);
}

/* The first name stands for all of the run, those with a number for themselves. */
static void
test_loads_all_files_of_a_run (void)
{
  static const char *const names[] = { "callgrind.out.9",     "callgrind.out.9.1",
                                       "callgrind.out.9.3",   "callgrind.out.8",
                                       "callgrind.out.8-01",  "callgrind.out.8-03",
                                       "callgrind.out.8.1-02" };
  g_autofree char *folder = g_dir_make_tmp ("ppv-callgrind-XXXXXX", NULL);
  guint weight = 1;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++, weight *= 2)
    {
      g_autofree char *text = g_strdup_printf (HEADER "fn=f\n1 %u\n", weight);

      write_file (folder, names[i], i == 3 ? "" : text);
    }
  assert_loaded_total (folder, names[0], 1 + 2 + 4);
  assert_loaded_total (folder, names[1], 2);
  assert_loaded_total (folder, names[3], 16 + 32 + 64);
  assert_loaded_total (folder, names[4], 16);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

/* How often a missing part is told when @name is loaded, which says that it is part @part. */
static guint64
count_missing (const char *folder, const char *name, guint part)
{
  g_autofree char *text = g_strdup_printf (HEADER "part: %u\nfn=f\n1 1\n", part);
  g_autoptr (PpvProfile) profile = NULL;

  write_file (folder, name, text);
  profile = load_file (folder, name);
  return ppv_test_warned (profile, "missing-part");
}

static void
test_misses_parts_of_a_run (void)
{
  static const char *const names[] = { "callgrind.out.9", "callgrind.out.9.2",
                                       "callgrind.out.9.3" };
  g_autofree char *folder = g_dir_make_tmp ("ppv-callgrind-XXXXXX", NULL);

  g_assert_cmpuint (count_missing (folder, names[0], 3), ==, 2);
  g_assert_cmpuint (count_missing (folder, names[1], 2), ==, 0);
  g_assert_cmpuint (count_missing (folder, names[0], 3), ==, 1);
  g_assert_cmpuint (count_missing (folder, names[2], 3), ==, 0);
  g_assert_cmpuint (count_missing (folder, names[0], 1), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static void
test_recognises_its_files (void)
{
  g_assert_cmpuint (ppv_test_sniff ("callgrind", HEADER "fn=f\n1 5\n"), >, 0);
  g_assert_cmpuint (ppv_test_sniff ("callgrind", "version: 1\ncreator: xdebug\nevents: Time\n"), >,
                    0);
  g_assert_cmpuint (ppv_test_sniff ("cachegrind", "desc: a\ncmd: b\nevents: Ir\nfl=a\nfn=f\n"), >,
                    0);
  g_assert_cmpuint (ppv_test_sniff ("callgrind", "desc: a\ncmd: b\nevents: Ir\nfl=a\nfn=f\n"), ==,
                    0);
  g_assert_cmpuint (ppv_test_sniff ("cachegrind", "desc: I1 cache:         32768"), >, 0);
  g_assert_cmpuint (ppv_test_sniff ("cachegrind", HEADER "fn=f\n1 5\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("massif", "desc: a\ncmd: b\nevents: Ir\nfl=a\nfn=f\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("callgrind", "main;f 5\n"), ==, 0);
}

/* All of a file is there once its totals are, and before that nothing of it is. */
static gboolean
may_end (const char *bytes, gsize length)
{
  return memmem (bytes, length, "\ntotals: ", 9) != NULL ||
         memmem (bytes, length, "\nsummary: ", 10) != NULL;
}

static gboolean
may_end_callgrind (const char *bytes, gsize length)
{
  return memmem (bytes, length, "\ntotals: ", 9) != NULL;
}

static void
test_survives_damage (void)
{
  ppv_test_abuse ("callgrind", "sample.callgrind", may_end_callgrind, PPV_LOSS);
  ppv_test_abuse ("cachegrind", "sample.cachegrind", may_end, PPV_LOSS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/callgrind/reads-what-callgrind-wrote", test_reads_what_callgrind_wrote);
  g_test_add_func ("/callgrind/reads-what-cachegrind-wrote", test_reads_what_cachegrind_wrote);
  g_test_add_func ("/callgrind/adds-up-the-costs-of-a-line", test_adds_up_the_costs_of_a_line);
  g_test_add_func ("/callgrind/knows-names-by-their-numbers", test_knows_names_by_their_numbers);
  g_test_add_func ("/callgrind/joins-names-made-of-numbers", test_joins_names_made_of_numbers);
  g_test_add_func ("/callgrind/bounds-names-that-double", test_bounds_names_that_double);
  g_test_add_func ("/callgrind/follows-positions-that-are-differences",
                   test_follows_positions_that_are_differences);
  g_test_add_func ("/callgrind/reads-plain-lines-and-others-alike",
                   test_reads_plain_lines_and_others_alike);
  g_test_add_func ("/callgrind/keeps-the-file-of-each-line", test_keeps_the_file_of_each_line);
  g_test_add_func ("/callgrind/keeps-who-called-whom", test_keeps_who_called_whom);
  g_test_add_func ("/callgrind/counts-jumps-and-no-costs-of-them",
                   test_counts_jumps_and_no_costs_of_them);
  g_test_add_func ("/callgrind/works-out-derived-events", test_works_out_derived_events);
  g_test_add_func ("/callgrind/tells-parts-and-threads-apart", test_tells_parts_and_threads_apart);
  g_test_add_func ("/callgrind/says-when-totals-differ", test_says_when_totals_differ);
  g_test_add_func ("/callgrind/leaves-out-lines-that-are-damaged",
                   test_leaves_out_lines_that_are_damaged);
  g_test_add_func ("/callgrind/passes-over-what-it-does-not-know",
                   test_passes_over_what_it_does_not_know);
  g_test_add_func ("/callgrind/sees-that-totals-are-missing", test_sees_that_totals_are_missing);
  g_test_add_func ("/callgrind/loads-all-files-of-a-run", test_loads_all_files_of_a_run);
  g_test_add_func ("/callgrind/misses-parts-of-a-run", test_misses_parts_of_a_run);
  g_test_add_func ("/callgrind/recognises-its-files", test_recognises_its_files);
  g_test_add_func ("/callgrind/survives-damage", test_survives_damage);
  return g_test_run ();
}
