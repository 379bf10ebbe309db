/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-import.h"

#define HEADER "desc: --time-unit=B\ncmd: ./prog 'a b'\ntime_unit: B\n"
#define ROOT "(heap allocation functions) malloc/new/new[], --alloc-fns, etc."

/* A snapshot up to its tree; the numbers are text. */
#define SNAPSHOT(number, time, heap, kind)                                                         \
  "#-----------\nsnapshot=" number "\n#-----------\ntime=" time "\nmem_heap_B=" heap               \
  "\nmem_heap_extra_B=8\nmem_stacks_B=0\nheap_tree=" kind "\n"

static const char two_callers[] = HEADER SNAPSHOT ("0", "0", "0", "empty")
    SNAPSHOT ("1", "100", "60", "peak") "n2: 60 " ROOT "\n"
                                        " n1: 40 0x1092E2: insert (t.c:5)\n"
                                        "  n0: 40 0x1093A1: main (t.c:11)\n"
                                        " n0: 20 0x1093B1: main (t.c:12)\n" SNAPSHOT (
                                            "2", "200", "0", "empty");

static PpvProfile *
import (const char *text)
{
  return ppv_test_import_text ("massif", text);
}

static void
assert_counter (const PpvProfile *profile, const char *name, guint32 row, gint64 value)
{
  const PpvCounter *counter = ppv_profile_find_counter (profile, name);

  g_assert_nonnull (counter);
  g_assert_cmpuint (counter->n_rows, >, row);
  g_assert_cmpint (counter->value[row], ==, value);
}

/* The damaged forms of one file: what is replaced, and the warning it must lead to. */
static PpvProfile *
import_changed (const char *text, const char *old, const char *new)
{
  const char *at = strstr (text, old);
  g_autoptr (GString) changed = g_string_new (NULL);

  g_assert_nonnull (at);
  g_string_append_len (changed, text, at - text);
  g_string_append (changed, new);
  g_string_append (changed, at + strlen (old));
  return import (changed->str);
}

static void
test_turns_paths_into_stacks (void)
{
  g_autoptr (PpvProfile) profile = import (two_callers);

  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpint (ppv_test_stack_weight (profile, "main;insert;" ROOT), ==, 40);
  g_assert_cmpint (ppv_test_stack_weight (profile, "main;" ROOT), ==, 20);
  g_assert_cmpuint (ppv_profile_get_set (profile, 0)->n_rows, ==, 2);
  g_assert_cmpint (ppv_profile_get_metric (profile, 0)->kind, ==, PPV_METRIC_LEVEL);
}

static void
test_keeps_each_snapshot (void)
{
  g_autoptr (PpvProfile) profile = import (two_callers);
  const PpvSampleSet *set = ppv_profile_get_set (profile, 0);

  g_assert_cmpuint (set->n_groups, ==, 3);
  g_assert_cmpint (set->group_time[1], ==, 100);
  g_assert_cmpuint (set->group_flags[0], ==, 0);
  g_assert_cmpuint (set->group_flags[1], ==, PPV_GROUP_DETAILED | PPV_GROUP_PEAK);
  g_assert_cmpuint (set->group_begin[1], ==, 0);
  g_assert_cmpuint (set->group_begin[2], ==, 2);
  assert_counter (profile, "heap", 1, 60);
  assert_counter (profile, "extra", 1, 8);
  assert_counter (profile, "stacks", 2, 0);
}

static void
test_knows_what_the_file_says_of_itself (void)
{
  g_autoptr (PpvProfile) profile = import (two_callers);

  g_assert_cmpstr (ppv_profile_get_time_unit (profile), ==, "bytes");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "command"), ==, "./prog 'a b'");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "options"), ==, "--time-unit=B");
  g_assert_cmpstr (ppv_profile_get_fact (profile, "tool"), ==, "massif");
}

static void
test_reads_a_command_of_several_lines (void)
{
  g_autoptr (PpvProfile) profile =
      import_changed (two_callers, "./prog 'a b'", "python3 -c import sys\nprint(1)");

  g_assert_cmpstr (ppv_profile_get_fact (profile, "command"), ==,
                   "python3 -c import sys\nprint(1)");
  g_assert_true (ppv_profile_is_complete (profile));
}

/* One label, and the frame it must give; NULL for no file or object. */
static void
assert_label (
    const char *label, const char *name, const char *file, guint32 line, const char *object)
{
  g_autoptr (PpvProfile) profile = import_changed (two_callers, "insert (t.c:5)", label);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  guint32 i = 0;

  while (i < frames->n_rows && frames->address[i] != 0x1092e2)
    i++;
  g_assert_cmpuint (i, <, frames->n_rows);
  g_assert_cmpstr (ppv_profile_get_string (profile, functions->name[frames->function[i]]), ==,
                   name);
  g_assert_cmpstr (ppv_profile_get_string (profile, functions->file[frames->function[i]]), ==,
                   file != NULL ? file : "");
  g_assert_cmpuint (frames->line[i], ==, line);
  if (object == NULL)
    g_assert_cmpuint (frames->module[i], ==, PPV_NONE);
  else
    g_assert_cmpstr (ppv_profile_get_string (profile, modules->path[frames->module[i]]), ==,
                     object);
}

static void
test_takes_labels_apart (void)
{
  assert_label ("insert (t.c:5)", "insert", "t.c", 5, NULL);
  assert_label ("f(int) const (a (1).cpp:7)", "f(int) const", "a (1).cpp", 7, NULL);
  assert_label ("operator new(unsigned long) (in /usr/lib/l.so)", "operator new(unsigned long)",
                NULL, 0, "/usr/lib/l.so");
  assert_label ("(below main) (libc-start.c:226)", "(below main)", "libc-start.c", 226, NULL);
  assert_label ("??? (in /bin/sh)", "???", NULL, 0, "/bin/sh");
  assert_label ("???", "???", NULL, 0, NULL);
  assert_label ("std::function<void (int)>", "std::function<void (int)>", NULL, 0, NULL);
  assert_label ("odd (t.c:x)", "odd (t.c:x)", NULL, 0, NULL);
  assert_label ("f (in x.c:5)", "f", "in x.c", 5, NULL);
  assert_label ("f (within /lib/l.so)", "f", NULL, 0, "/lib/l.so");
  assert_label ("f(int) (in /a b/(c/l.so)", "f(int)", NULL, 0, "/a b/(c/l.so");
  assert_label ("f<(a)1> (b) (odd).c:9)", "f<(a)1> (b)", "odd).c", 9, NULL);
  assert_label ("operator() (in [vdso])", "operator()", NULL, 0, "[vdso]");
}

static void
test_merges_the_rests_below_the_threshold (void)
{
  static const char text[] = HEADER SNAPSHOT (
      "0", "1", "50", "detailed") "n2: 50 " ROOT "\n"
                                  " n1: 30 0x1: f (t.c:1)\n"
                                  "  n0: 30 in 4 places, all below massif's threshold (1.00%)\n"
                                  " n0: 20 in 1 place, below massif's threshold (0.05%)\n";
  g_autoptr (PpvProfile) profile = import (text);

  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpint (ppv_test_stack_weight (profile, "[below massif's threshold];f;" ROOT), ==, 30);
  g_assert_cmpint (ppv_test_stack_weight (profile, "[below massif's threshold];" ROOT), ==, 20);
}

static void
test_keeps_a_root_without_bytes (void)
{
  g_autoptr (PpvProfile) profile =
      import (HEADER SNAPSHOT ("0", "1", "0", "detailed") "n0: 0 " ROOT "\n");

  g_assert_cmpint (ppv_test_stack_weight (profile, ROOT), ==, 0);
  g_assert_cmpuint (ppv_profile_get_set (profile, 0)->group_flags[0], ==, PPV_GROUP_DETAILED);
}

static void
test_gives_a_caller_what_its_children_lack (void)
{
  g_autoptr (PpvProfile) profile =
      import_changed (two_callers, " n0: 20 0x1093B1: main (t.c:12)\n", "");

  g_assert_cmpint (ppv_test_stack_weight (profile, ROOT), ==, 20);
  g_assert_cmpuint (ppv_test_warned (profile, "broken-tree"), ==, 1);
}

static void
test_reads_old_names_and_fewer_figures (void)
{
  g_autoptr (PpvProfile) profile =
      import (HEADER "#-----------\nsnapshot=0\n#-----------\ntime=5\nmem_heap_B=3\n"
                     "mem_heap_admin_B=2\nheap_tree=empty\n");

  g_assert_true (ppv_profile_is_complete (profile));
  assert_counter (profile, "heap", 0, 3);
  assert_counter (profile, "extra", 0, 2);
  assert_counter (profile, "stacks", 0, 0);
}

static void
assert_warning (const char *old, const char *new, const char *code)
{
  g_autoptr (PpvProfile) profile = import_changed (two_callers, old, new);

  g_assert_cmpuint (ppv_test_warned (profile, code), >, 0);
  g_assert_false (ppv_profile_is_complete (profile));
}

static void
test_tells_of_damage (void)
{
  assert_warning ("time=200", "time=20", "time-order");
  assert_warning ("time=100", "time=-100", "incomplete-snapshot");
  assert_warning ("snapshot=2", "snapshot=3", "snapshot-order");
  assert_warning ("n1: 40", "n1: 30", "broken-sum");
  assert_warning ("n1: 40", "x1: 40", "malformed-line");
  assert_warning ("n2: 60", "n2: 61", "tree-sum");
  assert_warning ("mem_heap_B=60", "mem_heap_B=99999999999999999999", "incomplete-snapshot");
  assert_warning ("time_unit: B", "time_unit: Q", "missing-time-unit");
  assert_warning (" n1: 40", "   n1: 40", "malformed-line");
  assert_warning ("heap_tree=peak", "heap_tree=beak", "malformed-line");
}

static void
test_tells_of_a_figure_that_is_gone (void)
{
  g_autoptr (PpvProfile) profile = import_changed (
      two_callers, "time=200\nmem_heap_B=0\nmem_heap_extra_B=8\n", "time=200\nmem_heap_B=0\n");

  g_assert_cmpuint (ppv_test_warned (profile, "missing-figure"), ==, 1);
  g_assert_cmpuint (ppv_profile_get_set (profile, 0)->n_groups, ==, 3);
}

static void
test_takes_the_first_of_two_peaks (void)
{
  static const char text[] = HEADER SNAPSHOT ("0", "1", "5", "peak") "n0: 5 " ROOT "\n" SNAPSHOT (
      "1", "2", "6", "peak") "n0: 6 " ROOT "\n";
  g_autoptr (PpvProfile) profile = import (text);

  g_assert_cmpuint (ppv_profile_default_group (profile, 0), ==, 0);
  g_assert_cmpuint (ppv_test_warned (profile, "second-peak"), ==, 1);
}

/* Deeper than any limit, each node with bytes of its own; nothing may recurse. */
static void
test_reads_deep_trees (void)
{
  enum { N_LEVELS = 3000 };
  g_autoptr (GString) text = g_string_new (HEADER SNAPSHOT ("0", "1", "3000", "detailed"));
  g_autoptr (PpvProfile) whole = NULL;
  g_autoptr (PpvProfile) cut = NULL;
  g_autoptr (GError) error = NULL;
  PpvLimits limits;

  for (int i = 0; i < N_LEVELS; i++)
    g_string_append_printf (text, "%*sn%d: %d 0x%d: f (t.c:1)\n", i, "", i < N_LEVELS - 1,
                            N_LEVELS - i, i + 1);
  whole = import (text->str);
  g_assert_true (ppv_profile_is_complete (whole));
  g_assert_cmpuint (ppv_profile_get_set (whole, 0)->n_rows, ==, N_LEVELS);

  ppv_limits_init (&limits);
  limits.depth = 100;
  cut = ppv_test_import ("massif", text->str, text->len, &limits, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ppv_test_warned (cut, "deep-stack"), ==, N_LEVELS - 100);
  g_assert_cmpuint (ppv_test_warned (cut, "broken-tree"), ==, 0);
  g_assert_cmpint (ppv_profile_get_metric (cut, 0)->total, ==, N_LEVELS);
}

#define REPORT "desc: xtree.produce_report\ncmd: ls\ntime_unit: ms\n"

static const PpvMetric *
find_metric (const PpvProfile *profile, const char *name)
{
  PpvMetricId id = ppv_profile_find_metric (profile, name);

  g_assert_cmpuint (id, !=, PPV_NONE);
  return ppv_profile_get_metric (profile, id);
}

/* Weight of the sample with that leaf in the metric called @name. */
static gint64
weight_of (const PpvProfile *profile, const char *name, const char *leaf)
{
  const PpvMetric *metric = find_metric (profile, name);
  const PpvSampleSet *set = ppv_profile_get_set (profile, metric->set);
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);

  for (gsize i = 0; i < set->n_rows; i++)
    {
      PpvFunctionId function = frames->function[stacks->frame[set->stack[i]]];

      if (strcmp (ppv_profile_get_string (profile, functions->name[function]), leaf) == 0)
        return set->weight[metric->column][i];
    }
  return -1;
}

static void
test_reads_the_categories_of_a_report_as_metrics (void)
{
  static const char text[] = REPORT SNAPSHOT (
      "0", "9", "30", "detailed") "n2: 30 curB : currently allocated Bytes\n"
                                  " n1: 30 0x1: f (t.c:1)\n"
                                  "  n0: 30 0x2: main (t.c:2)\n"
                                  " n0: 0 0x3: g (t.c:3)\n" SNAPSHOT (
                                      "1", "9", "70",
                                      "detailed") "n2: 70 totB : total allocated Bytes\n"
                                                  " n0: 40 0x3: g (t.c:3)\n"
                                                  " n1: 30 0x1: f (t.c:1)\n"
                                                  "  n0: 30 0x2: main (t.c:2)\n" SNAPSHOT (
                                                      "2", "9", "5",
                                                      "detailed") "n0: 5 odd : things\n";
  g_autoptr (PpvProfile) profile = import (text);

  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpuint (ppv_profile_get_n_metrics (profile), ==, 3);
  g_assert_cmpstr (ppv_profile_get_string (profile, ppv_profile_get_metric (profile, 0)->name), ==,
                   "allocated");
  g_assert_cmpint (find_metric (profile, "allocated")->kind, ==, PPV_METRIC_FLOW);
  g_assert_cmpint (find_metric (profile, "allocated")->total, ==, 70);
  g_assert_cmpint (find_metric (profile, "leaked")->total, ==, 30);
  g_assert_cmpint (find_metric (profile, "odd")->total, ==, 5);
  g_assert_cmpint (weight_of (profile, "allocated", "g"), ==, 40);
  g_assert_cmpint (weight_of (profile, "leaked", "g"), ==, 0);
  g_assert_cmpint (weight_of (profile, "leaked", "f"), ==, 30);
  g_assert_cmpint (weight_of (profile, "odd", "[unknown]"), ==, 5);
}

static void
test_takes_no_category_for_a_moment (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_import_data ("massif", "forget.ms");

  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_null (ppv_profile_find_counter (profile, "heap"));
  g_assert_cmpuint (ppv_profile_get_n_metrics (profile), ==, 6);
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    g_assert_cmpuint (
        ppv_profile_get_set (profile, ppv_profile_get_metric (profile, i)->set)->n_groups, ==, 0);
  g_assert_cmpint (find_metric (profile, "allocated")->total, ==, 9000);
  g_assert_cmpint (find_metric (profile, "allocations")->total, ==, 18);
  g_assert_cmpint (find_metric (profile, "leaked")->total, ==, 600);
  g_assert_cmpint (find_metric (profile, "leaked blocks")->total, ==, 6);
  g_assert_cmpint (find_metric (profile, "freed")->total, ==, 8400);
  g_assert_cmpint (find_metric (profile, "frees")->total, ==, 12);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "tool"), ==, "xtree");
}

static void
test_leaves_out_categories_beyond_many (void)
{
  enum { N_CATEGORIES = 70, MOST = 64 };
  g_autoptr (GString) text = g_string_new (REPORT);
  g_autoptr (PpvProfile) profile = NULL;

  for (int i = 0; i < N_CATEGORIES; i++)
    g_string_append_printf (text,
                            "#-----------\nsnapshot=%d\n#-----------\ntime=1\nmem_heap_B=2\n"
                            "heap_tree=detailed\nn1: 2 c%d : Bytes\n n0: 2 0x1: f (t.c:1)\n",
                            i, i);
  profile = import (text->str);
  g_assert_cmpuint (ppv_profile_get_n_metrics (profile), ==, MOST);
  g_assert_cmpuint (ppv_test_warned (profile, "too-many-categories"), ==, N_CATEGORIES - MOST);
  g_assert_false (ppv_profile_is_complete (profile));
}

#define FLAT(number, time, bytes)                                                                  \
  SNAPSHOT (number, time, bytes, "detailed") "n0: " bytes " " ROOT "\n"

static void
test_keeps_recordings_behind_each_other_apart (void)
{
  g_autoptr (PpvProfile) profile = import (HEADER FLAT ("0", "5", "10") FLAT (
      "1", "9", "20") "desc: \ncmd: other\ntime_unit: B\n" FLAT ("0", "2", "70"));

  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpuint (ppv_test_warned (profile, "several-recordings"), ==, 1);
  g_assert_cmpint (find_metric (profile, "heap")->total, ==, 20);
  g_assert_cmpint (find_metric (profile, "heap (2)")->total, ==, 70);
  g_assert_cmpuint (ppv_profile_find_counter (profile, "heap")->n_rows, ==, 2);
  g_assert_cmpuint (ppv_profile_find_counter (profile, "heap (2)")->n_rows, ==, 1);
  g_assert_cmpstr (ppv_profile_get_fact (profile, "command"), ==, "./prog 'a b'");
}

/* Snapshots that gdb was told to take, one file each. */
static void
test_goes_on_with_the_same_recording (void)
{
  g_autoptr (PpvProfile) profile =
      import (HEADER FLAT ("0", "5", "10") HEADER FLAT ("0", "8", "20"));
  g_autoptr (PpvProfile) again = import (HEADER FLAT ("0", "5", "10") HEADER FLAT ("0", "4", "20"));

  g_assert_cmpuint (ppv_profile_get_n_metrics (profile), ==, 1);
  g_assert_cmpuint (ppv_profile_get_set (profile, 0)->n_groups, ==, 2);
  g_assert_cmpuint (ppv_test_warned (profile, "several-recordings"), ==, 0);
  g_assert_true (ppv_profile_is_complete (profile));
  g_assert_cmpuint (ppv_profile_get_n_metrics (again), ==, 2);
}

static void
test_tells_which_recordings_are_damaged (void)
{
  g_autoptr (PpvProfile) cut = import (
      HEADER "#-----------\nsnapshot=0\n#-----------\ntime=1\n" HEADER FLAT ("0", "4", "20"));
  g_autoptr (PpvProfile) units =
      import (HEADER FLAT ("0", "5", "10") "desc: \ncmd: a\ntime_unit: ms\n" FLAT ("0", "4", "20"));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (PpvProfile) many = NULL;
  g_autoptr (PpvProfile) endless = NULL;

  g_assert_cmpuint (ppv_test_warned (cut, "truncated"), ==, 1);
  g_assert_cmpint (find_metric (cut, "heap")->total, ==, 20);
  g_assert_cmpuint (ppv_test_warned (units, "other-time-unit"), ==, 1);
  for (int i = 0; i < 300; i++)
    g_string_append (text, HEADER FLAT ("0", "9", "1") HEADER FLAT ("0", "4", "2"));
  many = import (text->str);
  g_assert_cmpuint (ppv_test_warned (many, "too-many-recordings"), ==, 1);
  /* a header without an end costs what comes after it, not what was before */
  g_string_assign (text, HEADER FLAT ("0", "9", "1") "desc: \ncmd: a\n");
  for (int i = 0; i < (5 << 20) / 16; i++)
    g_string_append (text, "0123456789 12345\n");
  endless = import (text->str);
  g_assert_cmpuint (ppv_test_warned (endless, "truncated"), ==, 1);
  g_assert_cmpint (find_metric (endless, "heap")->total, ==, 1);
  g_assert_false (ppv_profile_is_complete (many));
}

static void
test_says_when_figures_are_too_large (void)
{
  g_autoptr (PpvProfile) profile =
      import (HEADER FLAT ("0", "18446744073709551615", "18446744073709551615"));

  assert_counter (profile, "heap", 0, G_MAXINT64);
  g_assert_cmpint (find_metric (profile, "heap")->total, ==, G_MAXINT64);
  g_assert_cmpuint (ppv_test_warned (profile, "saturated"), ==, 3);
  g_assert_false (ppv_profile_is_complete (profile));
}

/* As editors leave it; what may have been cut is not trusted. */
static void
test_reads_a_last_line_without_newline (void)
{
  static const char *const good[] = { "heap_tree=empty",
                                      "heap_tree=detailed\nn1: 1 " ROOT "\n n0: 1 0x1: f (t.c:5)",
                                      "heap_tree=detailed\nn1: 1 " ROOT
                                      "\n n0: 1 in 1 place, below massif's threshold (1.0%)" };
  static const char *const bad[] = { "heap_tree=detailed\nn1: 1 " ROOT "\n n0: 1 0x1: f (t.c:5",
                                     "heap_tree=detailed\nn1: 1 " ROOT "\n n0: 1 0x1: f(int)",
                                     "heap_tree=empt" };
  static const char head[] =
      HEADER "#-----------\nsnapshot=0\n#-----------\ntime=1\nmem_heap_B=1\n";

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *text = g_strconcat (head, good[i], NULL);
      g_autoptr (PpvProfile) profile = import (text);

      g_assert_true (ppv_profile_is_complete (profile));
      g_assert_cmpuint (ppv_test_warned (profile, "no-final-newline"), ==, 1);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strconcat (head, bad[i], NULL);
      g_autoptr (PpvProfile) profile = import (text);

      g_assert_cmpuint (ppv_test_warned (profile, "truncated"), ==, 1);
    }
}

static void
test_refuses_what_has_no_snapshot (void)
{
  static const char *const texts[] = { "", HEADER, HEADER "#-----------\nsnapshot=0\n", "hello\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PpvProfile) profile =
          ppv_test_import ("massif", texts[i], strlen (texts[i]), NULL, &error);

      g_assert_null (profile);
      g_assert_error (error, PPV_ERROR, PPV_ERROR_TRUNCATED);
    }
}

static void
test_recognises_its_files (void)
{
  g_assert_cmpuint (ppv_test_sniff ("massif", two_callers), >, 64);
  g_assert_cmpuint (ppv_test_sniff ("massif", "dexc: x\ncmd: ls\ntime_unit: i\n"), >, 64);
  g_assert_cmpuint (ppv_test_sniff ("massif", "desc: I1 cache: 1 B\ndesc: D1 cache: 1 B\n"
                                              "cmd: ls\nevents: Ir\n"),
                    ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("massif", "version: 1\ncmd: ls\nevents: Ir\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("massif", "main;f 1\n"), ==, 0);
  g_assert_cmpuint (ppv_test_sniff ("massif", ""), ==, 0);
}

static void
test_reads_recordings (void)
{
  g_autoptr (PpvProfile) heap = ppv_test_import_data ("massif", "allocate.massif");
  g_autoptr (PpvProfile) stacks = ppv_test_import_data ("massif", "allocate-stacks.massif");
  g_autoptr (PpvProfile) pages = ppv_test_import_data ("massif", "allocate-pages.massif");

  g_assert_true (ppv_profile_is_complete (heap));
  g_assert_true (ppv_profile_is_complete (stacks));
  g_assert_true (ppv_profile_is_complete (pages));
  g_assert_cmpint (ppv_profile_get_metric (heap, 0)->total, ==, 72931);
  g_assert_cmpint (ppv_test_stack_weight (heap, "main;fill_table;" ROOT), >, 65536);
  g_assert_cmpstr (ppv_profile_get_time_unit (stacks), ==, "bytes");
  g_assert_cmpint (ppv_profile_get_metric (pages, 0)->total, ==, 4157440);
}

/* Only a cut between two snapshots cannot be seen; what is cut before a line feed may be whole. */
static gboolean
may_end (const char *bytes, gsize length)
{
  static const char rule[] = "#-----------\nsnapshot=";

  return bytes[length] == '\n' || strncmp (bytes + length, rule, strlen (rule)) == 0;
}

static void
test_survives_cuts_and_damage (void)
{
  ppv_test_abuse ("massif", "allocate.massif", may_end, PPV_LOSS);
  ppv_test_abuse ("massif", "allocate-stacks.massif", may_end, PPV_LOSS);
  ppv_test_abuse ("massif", "allocate-pages.massif", may_end, PPV_LOSS);
  ppv_test_abuse ("massif", "forget.ms", may_end, PPV_LOSS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/massif/turns-paths-into-stacks", test_turns_paths_into_stacks);
  g_test_add_func ("/massif/keeps-each-snapshot", test_keeps_each_snapshot);
  g_test_add_func ("/massif/knows-what-the-file-says-of-itself",
                   test_knows_what_the_file_says_of_itself);
  g_test_add_func ("/massif/reads-a-command-of-several-lines",
                   test_reads_a_command_of_several_lines);
  g_test_add_func ("/massif/takes-labels-apart", test_takes_labels_apart);
  g_test_add_func ("/massif/merges-the-rests-below-the-threshold",
                   test_merges_the_rests_below_the_threshold);
  g_test_add_func ("/massif/keeps-a-root-without-bytes", test_keeps_a_root_without_bytes);
  g_test_add_func ("/massif/gives-a-caller-what-its-children-lack",
                   test_gives_a_caller_what_its_children_lack);
  g_test_add_func ("/massif/reads-old-names-and-fewer-figures",
                   test_reads_old_names_and_fewer_figures);
  g_test_add_func ("/massif/tells-of-damage", test_tells_of_damage);
  g_test_add_func ("/massif/tells-of-a-figure-that-is-gone", test_tells_of_a_figure_that_is_gone);
  g_test_add_func ("/massif/takes-the-first-of-two-peaks", test_takes_the_first_of_two_peaks);
  g_test_add_func ("/massif/reads-deep-trees", test_reads_deep_trees);
  g_test_add_func ("/massif/reads-the-categories-of-a-report-as-metrics",
                   test_reads_the_categories_of_a_report_as_metrics);
  g_test_add_func ("/massif/takes-no-category-for-a-moment", test_takes_no_category_for_a_moment);
  g_test_add_func ("/massif/leaves-out-categories-beyond-many",
                   test_leaves_out_categories_beyond_many);
  g_test_add_func ("/massif/keeps-recordings-behind-each-other-apart",
                   test_keeps_recordings_behind_each_other_apart);
  g_test_add_func ("/massif/goes-on-with-the-same-recording", test_goes_on_with_the_same_recording);
  g_test_add_func ("/massif/tells-which-recordings-are-damaged",
                   test_tells_which_recordings_are_damaged);
  g_test_add_func ("/massif/says-when-figures-are-too-large", test_says_when_figures_are_too_large);
  g_test_add_func ("/massif/reads-a-last-line-without-newline",
                   test_reads_a_last_line_without_newline);
  g_test_add_func ("/massif/refuses-what-has-no-snapshot", test_refuses_what_has_no_snapshot);
  g_test_add_func ("/massif/recognises-its-files", test_recognises_its_files);
  g_test_add_func ("/massif/reads-recordings", test_reads_recordings);
  g_test_add_func ("/massif/survives-cuts-and-damage", test_survives_cuts_and_damage);
  return g_test_run ();
}
