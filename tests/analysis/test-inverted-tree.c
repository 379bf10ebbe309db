/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-test-profile.h"

static void
assert_tree (const char *drawing, const gint64 *weights, PpvMerge merge, const char *expected)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile (drawing, weights);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvInvertedTree) tree = ppv_inverted_tree_new (profile, costs, merge);
  g_autofree char *drawn = ppv_test_draw_inverted (profile, tree);

  g_assert_cmpstr (drawn, ==, expected);
}

static void
test_puts_callers_below_callees (void)
{
  assert_tree ("A A B B\n"
               "C D C C\n"
               "E E . E",
               NULL, PPV_MERGE_FUNCTIONS,
               "E 3\n"
               "  C 2\n"
               "    A 1\n"
               "    B 1\n"
               "  D 1\n"
               "    A 1\n"
               "C 1\n"
               "  B 1\n");
}

static void
test_keeps_recursion_as_it_is (void)
{
  assert_tree ("A A A\n"
               "A A .\n"
               "A . .",
               NULL, PPV_MERGE_FUNCTIONS,
               "A 3\n"
               "  A 2\n"
               "    A 1\n");
}

static void
test_merges_lines_when_asked (void)
{
  static const char drawing[] = "A@m:1 A@m:2\n"
                                "B@m:7 B@m:8";

  assert_tree (drawing, NULL, PPV_MERGE_FUNCTIONS, "B 2\n  A 2\n");
  assert_tree (drawing, (const gint64[]){ 1, 2 }, PPV_MERGE_NOTHING,
               "B 2\n"
               "  A 2\n"
               "B 1\n"
               "  A 1\n");
}

static void
test_makes_only_what_is_expanded (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile ("A A\n"
                                                     "B C\n"
                                                     "D D",
                                                     NULL);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvInvertedTree) tree = ppv_inverted_tree_new (profile, costs, PPV_MERGE_FUNCTIONS);
  const PpvInvertedNode *node;

  g_assert_cmpuint (ppv_inverted_tree_n_roots (tree), ==, 1);
  g_assert_false (ppv_inverted_tree_get (tree, 0)->expanded);
  node = ppv_inverted_tree_expand (tree, 0);
  g_assert_cmpuint (node->n_children, ==, 2);
  g_assert_cmpuint (node->samples, ==, 2);
  g_assert_cmpuint (node->first_child, ==, 1);
  g_assert_false (ppv_inverted_tree_get (tree, 1)->expanded);
  g_assert_cmpuint (ppv_inverted_tree_get (tree, 2)->parent, ==, 0);
  g_assert_cmpuint (ppv_inverted_tree_expand (tree, 0)->first_child, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inverted-tree/puts-callers-below-callees", test_puts_callers_below_callees);
  g_test_add_func ("/inverted-tree/keeps-recursion-as-it-is", test_keeps_recursion_as_it_is);
  g_test_add_func ("/inverted-tree/merges-lines-when-asked", test_merges_lines_when_asked);
  g_test_add_func ("/inverted-tree/makes-only-what-is-expanded", test_makes_only_what_is_expanded);
  return g_test_run ();
}
