/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-test-profile.h"

/* A line for each row: label, self, total, samples, samples on top. */
static char *
draw (const PpvProfile *profile, const PpvHotspots *hotspots)
{
  GString *drawn = g_string_new (NULL);

  for (guint32 i = 0; i < hotspots->n_rows; i++)
    {
      g_autofree char *label = ppv_hotspots_dup_label (hotspots, profile, i);

      g_string_append_printf (drawn,
                              "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT
                              " %" G_GUINT64_FORMAT "\n",
                              label, hotspots->self[i], hotspots->total[i], hotspots->samples[i],
                              hotspots->self_samples[i]);
    }
  return g_string_free (drawn, FALSE);
}

static void
assert_hotspots (const char *drawing, const gint64 *weights, PpvHotspotsBy by, const char *expected)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile (drawing, weights);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvHotspots) hotspots = ppv_hotspots_from_costs (profile, costs, by);
  g_autofree char *drawn = draw (profile, hotspots);
  gint64 sum = 0;

  g_assert_cmpstr (drawn, ==, expected);
  for (guint32 i = 0; i < hotspots->n_rows; i++)
    sum += hotspots->self[i];
  g_assert_cmpint (sum, ==, hotspots->sum);
}

static void
test_tells_self_from_total (void)
{
  assert_hotspots ("A A A\n"
                   "B B C\n"
                   "D . .",
                   (const gint64[]){ 10, 2, 3 }, PPV_BY_FUNCTION,
                   "D 10 10 1 1\n"
                   "C 3 3 1 1\n"
                   "B 2 12 2 1\n"
                   "A 0 15 3 0\n");
}

static void
test_counts_recursion_once (void)
{
  assert_hotspots ("A A B\n"
                   "B A A\n"
                   "A . B\n"
                   "B . A",
                   NULL, PPV_BY_FUNCTION,
                   "A 2 3 3 2\n"
                   "B 1 2 2 1\n");
}

static void
test_groups_by_module (void)
{
  assert_hotspots ("a@/lib/x.so a@/lib/x.so f\n"
                   "b@y c@/lib/x.so .\n"
                   "d@/lib/x.so . .",
                   NULL, PPV_BY_MODULE,
                   "/lib/x.so 2 2 2 2\n"
                   "[unknown] 1 1 1 1\n"
                   "y 0 1 1 0\n");
}

static void
test_groups_by_file_and_line (void)
{
  static const char drawing[] = "a@m:10 a@m:9 a@m:10 f\n"
                                ". a@n:10 . .";

  assert_hotspots (drawing, NULL, PPV_BY_FILE,
                   "a.c 3 3 3 3\n"
                   "[unknown] 1 1 1 1\n");
  assert_hotspots (drawing, NULL, PPV_BY_LINE,
                   "a.c:10 3 3 3 3\n"
                   "[unknown] 1 1 1 1\n"
                   "a.c:9 0 1 1 0\n");
  assert_hotspots ("a@m:0", NULL, PPV_BY_LINE, "a.c:? 1 1 1 1\n");
}

static void
test_sorts_as_asked (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile ("B A A\n"
                                                     ". C .",
                                                     (const gint64[]){ 4, 4, 3 });
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvHotspots) hotspots = ppv_hotspots_from_costs (profile, costs, PPV_BY_FUNCTION);
  g_autofree char *by_total = NULL;
  g_autofree char *by_name = NULL;
  g_autofree char *by_self = NULL;

  ppv_hotspots_sort (hotspots, profile, PPV_SORT_TOTAL);
  by_total = draw (profile, hotspots);
  ppv_hotspots_sort (hotspots, profile, PPV_SORT_NAME);
  by_name = draw (profile, hotspots);
  ppv_hotspots_sort (hotspots, profile, PPV_SORT_SELF);
  by_self = draw (profile, hotspots);
  g_assert_cmpstr (by_total, ==, "A 3 7 2 1\nB 4 4 1 1\nC 4 4 1 1\n");
  g_assert_cmpstr (by_name, ==, "A 3 7 2 1\nB 4 4 1 1\nC 4 4 1 1\n");
  g_assert_cmpstr (by_self, ==, "B 4 4 1 1\nC 4 4 1 1\nA 3 7 2 1\n");
}

static PpvProfile *
profile_with_threads (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  PpvProcessId process = ppv_profile_builder_process (builder, 100);
  PpvThreadId threads[2];
  guint32 set = ppv_profile_builder_set (builder, PPV_SET_THREAD | PPV_SET_CPU);
  PpvStackId stack;

  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  ppv_profile_builder_name_process (builder, process,
                                    ppv_profile_builder_string (builder, "shell", -1));
  threads[0] = ppv_profile_builder_thread (builder, process, 100,
                                           ppv_profile_builder_string (builder, "shell", -1));
  threads[1] = ppv_profile_builder_thread (builder, process, 101,
                                           ppv_profile_builder_string (builder, "worker", -1));
  stack = ppv_profile_builder_stack (builder, PPV_NONE, ppv_test_frame (builder, "A"));
  for (gint64 i = 1; i <= 6; i++)
    ppv_profile_builder_sample (builder, set, stack, 0, i == 6 ? PPV_NONE : threads[i % 2],
                                i == 6 ? PPV_NONE : (guint32) i * 1000, &i);
  return ppv_test_seal (builder);
}

static void
assert_samples_by (PpvHotspotsBy by, const char *filter, const char *expected)
{
  g_autoptr (PpvProfile) profile = profile_with_threads ();
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (PpvHotspots) hotspots = NULL;
  g_autofree char *drawn = NULL;

  g_assert_true (ppv_selection_parse (selection, filter, NULL));
  hotspots = ppv_hotspots_new (profile, selection, by, NULL, NULL);
  drawn = draw (profile, hotspots);
  g_assert_cmpstr (drawn, ==, expected);
}

static void
test_groups_by_thread_process_and_cpu (void)
{
  assert_samples_by (PPV_BY_THREAD, "",
                     "worker (101) 9 9 3 3\n"
                     "[unknown] 6 6 1 1\n"
                     "shell (100) 6 6 2 2\n");
  assert_samples_by (PPV_BY_PROCESS, "",
                     "shell (100) 15 15 5 5\n"
                     "[unknown] 6 6 1 1\n");
  assert_samples_by (PPV_BY_CPU, "thread=worker",
                     "CPU 5000 5 5 1 1\n"
                     "CPU 3000 3 3 1 1\n"
                     "CPU 1000 1 1 1 1\n");
}

static void
assert_neighbours (const PpvProfile *profile,
                   const PpvArcs *arcs,
                   const char *function,
                   gboolean callers,
                   guint limit,
                   const char *expected)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree PpvFunctionId *found = NULL;
  PpvFunctionId row = 0;

  while (!g_str_equal (ppv_profile_get_string (profile, functions->name[row]), function))
    row++;
  found = ppv_arcs_neighbours (arcs, row, callers, limit);
  for (guint i = 0; found[i] != PPV_NONE; i++)
    g_string_append (names, ppv_profile_get_string (profile, functions->name[found[i]]));
  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_knows_callers_and_callees (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile ("A A B A\n"
                                                     "C D C A\n"
                                                     ". . . C",
                                                     (const gint64[]){ 1, 2, 4, 5 });
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvArcs) arcs = ppv_arcs_new (profile, costs);
  g_autofree PpvFunctionId *found = NULL;

  assert_neighbours (profile, arcs, "A", FALSE, 10, "CAD");
  assert_neighbours (profile, arcs, "A", TRUE, 10, "A");
  assert_neighbours (profile, arcs, "C", TRUE, 10, "AB");
  assert_neighbours (profile, arcs, "C", TRUE, 1, "A");
  assert_neighbours (profile, arcs, "D", FALSE, 10, "");
  found = ppv_arcs_neighbours (arcs, 0, FALSE, 0);
  g_assert_cmpuint (found[0], ==, PPV_NONE);
}

static void
test_counts_an_arc_once_a_sample (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile ("A\nB\nA\nB", NULL);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvArcs) arcs = ppv_arcs_new (profile, costs);
  guint32 n_arcs;
  const PpvArc *list = ppv_arcs_list (arcs, &n_arcs);

  g_assert_cmpuint (n_arcs, ==, 2);
  g_assert_cmpint (list[0].total, ==, 1);
  g_assert_cmpint (list[1].total, ==, 1);
  g_assert_cmpuint (list[0].samples, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hotspots/tells-self-from-total", test_tells_self_from_total);
  g_test_add_func ("/hotspots/counts-recursion-once", test_counts_recursion_once);
  g_test_add_func ("/hotspots/groups-by-module", test_groups_by_module);
  g_test_add_func ("/hotspots/groups-by-file-and-line", test_groups_by_file_and_line);
  g_test_add_func ("/hotspots/sorts-as-asked", test_sorts_as_asked);
  g_test_add_func ("/hotspots/groups-by-thread-process-and-cpu",
                   test_groups_by_thread_process_and_cpu);
  g_test_add_func ("/hotspots/knows-callers-and-callees", test_knows_callers_and_callees);
  g_test_add_func ("/hotspots/counts-an-arc-once-a-sample", test_counts_an_arc_once_a_sample);
  return g_test_run ();
}
