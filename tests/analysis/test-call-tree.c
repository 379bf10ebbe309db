/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-test-profile.h"

static void
assert_order (const PpvCallTree *tree)
{
  for (guint32 i = 0; i < tree->n_nodes; i++)
    {
      guint32 parent = tree->parent[i];

      g_assert_cmpuint (tree->end[i], >, i);
      if (parent == PPV_NONE)
        continue;
      g_assert_cmpuint (parent, <, i);
      g_assert_cmpuint (tree->end[i], <=, tree->end[parent]);
      g_assert_cmpuint (tree->depth[i], ==, tree->depth[parent] + 1);
      if (tree->end[i] < tree->end[parent])
        g_assert_cmpint (tree->total[i], >=, tree->total[tree->end[i]]);
    }
}

static void
assert_tree (const char *drawing, const gint64 *weights, const char *expected)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile (drawing, weights);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvCallTree) tree = ppv_call_tree_new (profile, costs);
  g_autofree char *drawn = ppv_test_draw_tree (profile, tree);

  g_assert_cmpstr (drawn, ==, expected);
  g_assert_cmpint (tree->sum, ==, costs->sum);
  assert_order (tree);
}

static void
test_puts_the_costly_branch_first (void)
{
  assert_tree ("A A A B\n"
               "C D D .",
               NULL,
               "A 3 0\n"
               "  D 2 2\n"
               "  C 1 1\n"
               "B 1 1\n");
}

static void
test_orders_equal_ones_by_name (void)
{
  assert_tree ("Z A Z\n"
               "c . b",
               (const gint64[]){ 2, 4, 2 },
               "A 4 4\n"
               "Z 4 0\n"
               "  b 2 2\n"
               "  c 2 2\n");
}

static void
test_keeps_recursion_apart (void)
{
  assert_tree ("A A\n"
               "A B\n"
               "A .",
               NULL,
               "A 2 0\n"
               "  A 1 0\n"
               "    A 1 1\n"
               "  B 1 1\n");
}

static void
test_merges_the_lines_of_a_function (void)
{
  assert_tree ("A@m:1 A@m:2 A@m:1\n"
               "B@m:7 B@m:8 B@m:8",
               (const gint64[]){ 1, 2, 4 },
               "A 7 0\n"
               "  B 7 7\n");
}

static void
test_takes_the_costliest_line (void)
{
  g_autoptr (PpvProfile) profile =
      ppv_test_profile ("A@m:1 A@m:2 A@m:3", (const gint64[]){ 1, 5, 4 });
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvCallTree) tree = ppv_call_tree_new (profile, costs);

  g_assert_cmpuint (tree->n_nodes, ==, 1);
  g_assert_cmpuint (ppv_profile_get_frames (profile)->line[tree->frame[0]], ==, 2);
  g_assert_cmpuint (tree->samples[0], ==, 3);
}

static void
test_leaves_out_what_is_not_selected (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile ("A A B\n"
                                                     "C D .",
                                                     NULL);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "function!=C and function=A");
  g_autoptr (PpvCallTree) tree = ppv_call_tree_new (profile, costs);
  g_autofree char *drawn = ppv_test_draw_tree (profile, tree);
  guint32 n_without = 0;

  g_assert_cmpstr (drawn, ==,
                   "A 1 0\n"
                   "  D 1 1\n");
  for (PpvStackId i = 0; i < costs->n_stacks; i++)
    n_without += tree->node_of_stack[i] == PPV_NONE;
  g_assert_cmpuint (n_without, ==, 2);
}

static void
test_is_empty_without_samples (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvCallTree) tree = NULL;

  ppv_profile_builder_metric (builder, ppv_profile_builder_set (builder, 0), "cost", "count",
                              PPV_METRIC_FLOW);
  profile = ppv_test_seal (builder);
  costs = ppv_test_costs (profile, "");
  tree = ppv_call_tree_new (profile, costs);
  g_assert_cmpuint (tree->n_nodes, ==, 0);
  g_assert_cmpint (tree->sum, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/call-tree/puts-the-costly-branch-first", test_puts_the_costly_branch_first);
  g_test_add_func ("/call-tree/orders-equal-ones-by-name", test_orders_equal_ones_by_name);
  g_test_add_func ("/call-tree/keeps-recursion-apart", test_keeps_recursion_apart);
  g_test_add_func ("/call-tree/merges-the-lines-of-a-function",
                   test_merges_the_lines_of_a_function);
  g_test_add_func ("/call-tree/takes-the-costliest-line", test_takes_the_costliest_line);
  g_test_add_func ("/call-tree/leaves-out-what-is-not-selected",
                   test_leaves_out_what_is_not_selected);
  g_test_add_func ("/call-tree/is-empty-without-samples", test_is_empty_without_samples);
  return g_test_run ();
}
