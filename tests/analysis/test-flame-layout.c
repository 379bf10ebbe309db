/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-test-profile.h"

typedef struct {
  PpvProfile *profile;
  PpvCallTree *tree;
  PpvFlameLayout *layout;
} Flame;

static void
flame_clear (Flame *self)
{
  ppv_flame_layout_free (self->layout);
  ppv_call_tree_free (self->tree);
  ppv_profile_unref (self->profile);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Flame, flame_clear)

static Flame
flame_of (const char *drawing, const gint64 *weights, guint32 root, double least_width)
{
  PpvProfile *profile = ppv_test_profile (drawing, weights);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  PpvCallTree *tree = ppv_call_tree_new (profile, costs);

  return (Flame){ profile, tree, ppv_flame_layout_new (profile, tree, root, least_width) };
}

/* A line for each row, a box as name and where it begins and ends in percent. */
static char *
draw (const Flame *flame)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (flame->profile);
  GString *drawn = g_string_new (NULL);

  for (guint32 row = 0; row < flame->layout->n_rows; row++)
    for (gsize i = flame->layout->row_begin[row]; i < flame->layout->row_begin[row + 1]; i++)
      {
        const PpvFlameBox *box = &flame->layout->boxes[i];
        PpvStringId name = functions->name[flame->tree->function[box->node]];
        gboolean last = i + 1 == flame->layout->row_begin[row + 1];

        g_assert_cmpuint (box->depth, ==, row);
        g_string_append_printf (drawn, "%s %.0f-%.0f%s",
                                ppv_profile_get_string (flame->profile, name), box->left * 100,
                                (box->left + box->width) * 100, last ? "\n" : ", ");
      }
  return g_string_free (drawn, FALSE);
}

static void
assert_flame (const char *drawing,
              const gint64 *weights,
              guint32 root,
              double least_width,
              const char *expected)
{
  g_auto (Flame) flame = flame_of (drawing, weights, root, least_width);
  g_autofree char *drawn = draw (&flame);

  g_assert_cmpstr (drawn, ==, expected);
  g_assert_cmpuint (flame.layout->row_begin[flame.layout->n_rows], ==, flame.layout->n_boxes);
}

static void
test_orders_siblings_by_name (void)
{
  assert_flame ("B B A A\n"
                "Z Y . X",
                (const gint64[]){ 5, 1, 2, 2 }, PPV_NONE, 0,
                "A 0-40, B 40-100\n"
                "X 0-20, Y 40-50, Z 50-100\n");
}

static void
test_leaves_out_narrow_subtrees (void)
{
  assert_flame ("A A A\n"
                "a b c\n"
                "x y z",
                (const gint64[]){ 1, 4, 5 }, PPV_NONE, 0.2,
                "A 0-100\n"
                "b 10-50, c 50-100\n"
                "y 10-50, z 50-100\n");
}

static void
test_zooms_below_full_callers (void)
{
  assert_flame ("A A B\n"
                "C C .\n"
                "D E .",
                (const gint64[]){ 3, 1, 6 }, 2, 0,
                "A 0-100\n"
                "C 0-100\n"
                "D 0-75, E 75-100\n");
}

static void
test_has_no_box_without_cost (void)
{
  assert_flame ("A A A B\n"
                "a b c .",
                (const gint64[]){ 4, -2, 0, 0 }, PPV_NONE, 0,
                "A 0-100\n"
                "a 0-100\n");
  assert_flame ("A", (const gint64[]){ 0 }, PPV_NONE, 0, "");
  assert_flame ("A", (const gint64[]){ -3 }, 0, 0, "");
}

static void
test_finds_the_box_at_a_point (void)
{
  g_auto (Flame) flame = flame_of ("A A B\n"
                                   "b c .",
                                   (const gint64[]){ 1, 1, 2 }, PPV_NONE, 0);

  g_assert_true (ppv_flame_layout_find (flame.layout, 0, 0) == &flame.layout->boxes[0]);
  g_assert_true (ppv_flame_layout_find (flame.layout, 0, 0.5) == &flame.layout->boxes[1]);
  g_assert_true (ppv_flame_layout_find (flame.layout, 1, 0.3) == &flame.layout->boxes[3]);
  g_assert_null (ppv_flame_layout_find (flame.layout, 1, 0.7));
  g_assert_null (ppv_flame_layout_find (flame.layout, 2, 0.3));
  g_assert_null (ppv_flame_layout_find (flame.layout, 0, -0.1));
}

static void
test_counts_matches_once_a_sample (void)
{
  g_auto (Flame) flame = flame_of ("A B B\n"
                                   "B A .\n"
                                   "A B .",
                                   (const gint64[]){ 1, 2, 4 }, PPV_NONE, 0);
  const PpvFunctionTable *functions = ppv_profile_get_functions (flame.profile);
  g_autofree guint8 *matches = g_new0 (guint8, functions->n_rows);

  for (PpvFunctionId i = 0; i < functions->n_rows; i++)
    matches[i] = g_str_equal (ppv_profile_get_string (flame.profile, functions->name[i]), "A");
  g_assert_cmpint (ppv_call_tree_matched (flame.tree, matches), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flame-layout/orders-siblings-by-name", test_orders_siblings_by_name);
  g_test_add_func ("/flame-layout/leaves-out-narrow-subtrees", test_leaves_out_narrow_subtrees);
  g_test_add_func ("/flame-layout/zooms-below-full-callers", test_zooms_below_full_callers);
  g_test_add_func ("/flame-layout/has-no-box-without-cost", test_has_no_box_without_cost);
  g_test_add_func ("/flame-layout/finds-the-box-at-a-point", test_finds_the_box_at_a_point);
  g_test_add_func ("/flame-layout/counts-matches-once-a-sample", test_counts_matches_once_a_sample);
  return g_test_run ();
}
