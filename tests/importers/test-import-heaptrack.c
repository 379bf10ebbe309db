/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-import.h"

/* main calls make, make calls operator new: a kind of 16 bytes there. */
#define NAMES                                                                                      \
  "v 10400 3\nX ./prog\nI 1000 10\ns 4 prog\ns 4 main\ns 4 make\ns 3 t.c\n"                        \
  "s 1b operator new(unsigned long)\ni 10 1 2 4 a\ni 20 1 3 4 b\ni 30 1 5\n"                       \
  "t 1 0\nt 2 1\nt 3 2\na 10 3\n"
#define END "# strings: 5\n# ips: 3\n"

static PpvProfile *
import (const char *text)
{
  return ppv_test_import_text ("heaptrack", text);
}

static gint64
total (const PpvProfile *profile, const char *name)
{
  PpvMetricId metric = ppv_profile_find_metric (profile, name);

  g_assert_cmpuint (metric, !=, PPV_NONE);
  return ppv_profile_get_metric (profile, metric)->total;
}

static void
assert_totals (
    const PpvProfile *profile, gint64 allocations, gint64 temporary, gint64 leaked, gint64 peak)
{
  g_assert_cmpint (total (profile, "allocations"), ==, allocations);
  g_assert_cmpint (total (profile, "temporary"), ==, temporary);
  g_assert_cmpint (total (profile, "leaked"), ==, leaked);
  g_assert_cmpint (total (profile, "peak"), ==, peak);
  g_assert_cmpint (total (profile, "heap"), ==, peak);
}

/* What heaptrack_print 1.4.0 says of the recording. */
static void
assert_forgotten (const PpvProfile *profile)
{
  g_assert_true (ppv_profile_is_complete (profile));
  assert_totals (profile, 19, 7, 600, 79704);
  g_assert_cmpint (total (profile, "allocated"), ==, 72704 + 6 * (1000 + 100 + 400));
  g_assert_cmpstr (ppv_profile_get_fact (profile, "command"), ==, "./forget");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "peak_rss_bytes"), ==, "3997696");
}

static void
test_counts_as_heaptrack_does (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("heaptrack", "forget.heaptrack");

  assert_forgotten (profile);
  g_assert_cmpint (
      ppv_test_stack_weight (profile,
                             "_start;__libc_start_main_impl;__libc_start_call_main;main;compute"),
      ==, 6);
}

static void
test_counts_raw_files_alike (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("heaptrack", "forget-raw.heaptrack");
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  guint n_of_program = 0;

  assert_forgotten (profile);
  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpuint (ppv_test_warned (profile, "raw-names"), ==, 1);
  for (guint32 i = 0; i < frames->n_rows; i++)
    if (frames->module[i] != PPV_NONE &&
        g_str_equal (ppv_profile_get_string (profile, modules->path[frames->module[i]]), "forget"))
      {
        g_assert_cmpuint (modules->kind[frames->module[i]], ==, PPV_MODULE_IMAGE);
        g_assert_cmpuint (frames->address[i], <, 0x2000);
        n_of_program++;
      }
  g_assert_cmpuint (n_of_program, ==, 6);
}

static void
test_leaves_operator_new_out (void)
{
  g_autoptr (PpvProfile) profile = import (NAMES "+ 0\n+ 0\n- 0\n" END);

  g_assert_cmpint (ppv_test_stack_weight (profile, "main;make"), ==, 2);
  assert_totals (profile, 2, 1, 16, 32);
}

/* A quirk to agree with: what was allocated last is number 0 after a free. */
static void
test_finds_temporary_what_heaptrack_does (void)
{
  g_autoptr (PpvProfile) first = import (NAMES "+ 0\n+ 0\n- 0\n- 0\n" END);
  g_autoptr (PpvProfile) second = import (NAMES "a 10 3\n+ 1\n+ 1\n- 1\n- 1\n" END);

  assert_totals (first, 2, 2, 0, 32);
  assert_totals (second, 2, 1, 0, 32);
}

static void
test_unfolds_inlined_functions (void)
{
  g_autoptr (PpvProfile) profile =
      import ("v 10400 3\ns 1 p\ns 5 outer\ns 5 inner\ns 3 t.c\ni 10 1 3 4 5 2 4 9\nt 1 0\n"
              "a 8 1\n+ 0\n# ips: 1\n");
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  PpvFrameId inner = stacks->frame[ppv_profile_get_set (profile, 0)->stack[0]];

  g_assert_cmpint (ppv_test_stack_weight (profile, "outer;inner"), ==, 1);
  g_assert_cmpuint (frames->inlined[inner], ==, 1);
  g_assert_cmpuint (frames->line[inner], ==, 5);
}

static void
test_names_modules_where_functions_are_unknown (void)
{
  g_autoptr (PpvProfile) profile =
      import ("v 10400 3\ns 9 /lib/a.so\ni 10 1\ni 20 0\nt 1 0\nt 2 1\na 8 2\n+ 0\n# ips: 2\n");

  g_assert_cmpint (ppv_test_stack_weight (profile, "[a.so];[unknown]"), ==, 1);
}

static void
test_reads_every_version (void)
{
  static const char old[] = "s prog\ns f g\ni 10 1 2\nt 1 0\n";
  g_autofree char *zero =
      g_strconcat ("v 10000\n", old, "+ 8 1 f00\n- f00\n- abc\n# ips: 1\n", NULL);
  g_autofree char *silent = g_strconcat ("v 10200\n", old, "a 8 1\n+ 0\n- 0\n# ips: 1\n", NULL);
  g_autofree char *two = g_strconcat ("v 10000 2\n", old, "a 8 1\n+ 0\n- 0\n# ips: 1\n", NULL);
  const char *const files[] = { zero, silent, two };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (PpvProfile) profile = import (files[i]);

      g_assert_true (ppv_profile_is_complete (profile));
      assert_totals (profile, 1, 1, 0, 8);
      g_assert_cmpint (ppv_test_stack_weight (profile, "f g"), ==, 1);
    }
}

static void
test_refuses_newer_versions (void)
{
  static const char newer[] = "v 20000 4\nX a\n";
  g_autoptr (GError) error = NULL;

  g_assert_null (ppv_test_import ("heaptrack", newer, strlen (newer), NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_UNSUPPORTED);
}

/* A leak in a function, with a suppression in the file. */
static void
assert_suppressed (const char *function, const char *pattern, gboolean expected)
{
  g_autofree char *text = g_strdup_printf (
      "v 10400 3\nS leak:%s\ns 1 p\ns %x %s\ni 10 1 2\nt 1 0\na 8 1\n+ 0\n# ips: 1\n", pattern,
      (guint) strlen (function), function);
  g_autoptr (PpvProfile) profile = import (text);

  g_assert_cmpint (total (profile, "leaked"), ==, expected ? 0 : 8);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "suppressed_leak_bytes"), ==,
                   expected ? "8" : NULL);
  g_assert_cmpint (total (profile, "peak"), ==, 8);
}

static void
test_does_not_count_suppressed_leaks (void)
{
  assert_suppressed ("dl_open_worker_begin", "other", TRUE);
  assert_suppressed ("make_cache", "cache", TRUE);
  assert_suppressed ("make_cache", "^cache", FALSE);
  assert_suppressed ("make_cache", "^make*che$", TRUE);
  assert_suppressed ("make_cached", "cache$", FALSE);
  assert_suppressed ("make", "make$", TRUE);
  assert_suppressed ("make", "cache", FALSE);
}

static void
test_counts_frees_of_blocks_from_before (void)
{
  g_autoptr (PpvProfile) profile =
      import ("v 10400 3\nx 1 p\nX p\nA\nm 1 -\nm 1 x 1000 0 100\nt 1010 0\n"
              "- f00\n+ 8 1 e00\n- e00\n- d00\n");

  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpuint (ppv_test_warned (profile, "unknown-block"), ==, 2);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "attached"), ==, "yes");
  assert_totals (profile, 1, 1, 0, 8);
}

static void
test_begins_anew_when_attached (void)
{
  g_autoptr (PpvProfile) profile = import (NAMES "+ 0\n+ 0\nA\n+ 0\n" END);
  g_autoptr (PpvProfile) again = import (NAMES "A\n+ 0\nA\n" END);

  assert_totals (profile, 1, 0, 16, 16);
  assert_totals (again, 1, 0, 16, 16);
  g_assert_cmpuint (ppv_test_warned (again, "malformed-line"), ==, 1);
}

static void
test_tells_what_is_damaged (void)
{
  g_autoptr (PpvProfile) back = import (NAMES "c 9\nc 3\n" END);
  g_autoptr (PpvProfile) twice = import (NAMES "+ 0\nX ./other\n+ 0\n" END);
  g_autoptr (PpvProfile) missing = import (NAMES "+ 7\n- 0\nt 9 9\nq\n" END);
  g_autoptr (PpvProfile) cut = import (NAMES "+ 0\n");

  g_assert_cmpuint (ppv_test_warned (back, "malformed-line"), ==, 1);
  g_assert_cmpuint (ppv_test_warned (twice, "second-program"), ==, 1);
  g_assert_cmpint (total (twice, "allocations"), ==, 1);
  g_assert_cmpuint (ppv_test_warned (missing, "malformed-line"), ==, 4);
  g_assert_cmpuint (ppv_test_warned (cut, "truncated"), ==, 1);
}

/* An allocation each millisecond, and half of them freed behind the middle. */
static GString *
make_long_run (guint n_steps)
{
  GString *text = g_string_new (NAMES "a 10 3\n");

  for (guint i = 1; i <= n_steps; i++)
    g_string_append_printf (text, "%s\nc %x\nR %x\n", i <= n_steps / 2 ? "+ 1" : "- 1", i, i);
  return g_string_append (text, END);
}

static void
test_keeps_moments_far_apart (void)
{
  g_autoptr (GString) text = make_long_run (5000);
  g_autoptr (PpvProfile) profile = import (text->str);
  const PpvSampleSet *set = ppv_profile_get_set (profile, 1);
  const PpvCounter *heap = ppv_profile_find_counter (profile, "heap");
  guint n_peaks = 0;

  g_assert_cmpuint (set->n_groups, >, 45);
  g_assert_cmpuint (set->n_groups, <=, 100);
  g_assert_cmpuint (heap->n_rows, ==, set->n_groups);
  for (guint32 i = 0; i < set->n_groups; i++)
    {
      g_assert_cmpint (heap->time[i], ==, set->group_time[i]);
      g_assert_true (i == 0 || set->group_time[i] >= set->group_time[i - 1]);
      n_peaks += (set->group_flags[i] & PPV_GROUP_PEAK) != 0;
    }
  g_assert_cmpuint (n_peaks, ==, 1);
  g_assert_cmpint (heap->value[0], ==, 0);
  g_assert_cmpint (heap->time[0], ==, 0);
  g_assert_cmpint (heap->value[heap->n_rows - 1], ==, 0);
  g_assert_cmpint (heap->time[heap->n_rows - 1], ==, G_GINT64_CONSTANT (5000000000));
  assert_totals (profile, 2500, 1, 0, 2500 * 16);
  g_assert_nonnull (ppv_profile_find_counter (profile, "rss"));
}

static void
test_cuts_stacks_that_are_too_deep (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvProfile) profile = NULL;
  PpvLimits limits;

  ppv_limits_init (&limits);
  limits.depth = 1;
  profile =
      ppv_test_import ("heaptrack", NAMES "+ 0\n" END, strlen (NAMES "+ 0\n" END), &limits, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ppv_test_warned (profile, "deep-stack"), ==, 1);
  g_assert_cmpint (ppv_test_stack_weight (profile, "main"), ==, 1);
}

static void
test_knows_its_files (void)
{
  g_assert_cmpuint (ppv_test_sniff ("heaptrack", NAMES), >, 64);
  g_assert_cmpuint (ppv_test_sniff ("heaptrack", "v 10000\nX ./a\n"), >, 32);
  g_assert_cmpuint (ppv_test_sniff ("heaptrack", "v 12\n"), <=, 32);
  g_assert_cmpuint (ppv_test_sniff ("heaptrack", "v 10000"), >, 8);
  g_assert_cmpuint (ppv_test_sniff ("heaptrack", "v one 2\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("heaptrack", "main;f 3\n"), ==, 0);
}

static gboolean
may_end_raw (const char *bytes, gsize length)
{
  return length > 0 && bytes[length - 1] == '\n';
}

static gboolean
may_end_interpreted (const char *bytes, gsize length)
{
  return may_end_raw (bytes, length) && memmem (bytes, length, "# ips: ", 7) != NULL;
}

static void
test_survives_damage (void)
{
  ppv_test_abuse ("heaptrack", "forget.heaptrack", may_end_interpreted, PPV_LOSS);
  ppv_test_abuse ("heaptrack", "forget-raw.heaptrack", may_end_raw, PPV_LOSS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/heaptrack/counts-as-heaptrack-does", test_counts_as_heaptrack_does);
  g_test_add_func ("/heaptrack/counts-raw-files-alike", test_counts_raw_files_alike);
  g_test_add_func ("/heaptrack/leaves-operator-new-out", test_leaves_operator_new_out);
  g_test_add_func ("/heaptrack/finds-temporary-what-heaptrack-does",
                   test_finds_temporary_what_heaptrack_does);
  g_test_add_func ("/heaptrack/unfolds-inlined-functions", test_unfolds_inlined_functions);
  g_test_add_func ("/heaptrack/names-modules-where-functions-are-unknown",
                   test_names_modules_where_functions_are_unknown);
  g_test_add_func ("/heaptrack/reads-every-version", test_reads_every_version);
  g_test_add_func ("/heaptrack/refuses-newer-versions", test_refuses_newer_versions);
  g_test_add_func ("/heaptrack/does-not-count-suppressed-leaks",
                   test_does_not_count_suppressed_leaks);
  g_test_add_func ("/heaptrack/counts-frees-of-blocks-from-before",
                   test_counts_frees_of_blocks_from_before);
  g_test_add_func ("/heaptrack/begins-anew-when-attached", test_begins_anew_when_attached);
  g_test_add_func ("/heaptrack/tells-what-is-damaged", test_tells_what_is_damaged);
  g_test_add_func ("/heaptrack/keeps-moments-far-apart", test_keeps_moments_far_apart);
  g_test_add_func ("/heaptrack/cuts-stacks-that-are-too-deep", test_cuts_stacks_that_are_too_deep);
  g_test_add_func ("/heaptrack/knows-its-files", test_knows_its_files);
  g_test_add_func ("/heaptrack/survives-damage", test_survives_damage);
  return g_test_run ();
}
