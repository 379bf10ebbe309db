/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * All views of one profile agree: random profiles against sums over strings, and
 * stacks of a depth and a number that only linear work survives.
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "ppv-test-profile.h"

enum { N_SAMPLES = 60, MOST_DEPTH = 9, N_LETTERS = 4, DEEP = 200000 };

/* A stack is a string of letters, the function at the root first. */
typedef struct {
  char stack[MOST_DEPTH + 1];
  gint64 weight;
} Sample;

typedef struct {
  Sample samples[N_SAMPLES];
  gint64 sum;
  PpvProfile *profile;
  PpvStackCosts *costs;
  PpvCallTree *tree;
} World;

static void
world_clear (World *self)
{
  ppv_call_tree_free (self->tree);
  ppv_stack_costs_free (self->costs);
  ppv_profile_unref (self->profile);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static void
draw_sample (Sample *sample, gint64 least_weight)
{
  gint32 depth = g_test_rand_int_range (1, MOST_DEPTH + 1);

  for (gint32 i = 0; i < depth; i++)
    sample->stack[i] = (char) ('a' + g_test_rand_int_range (0, N_LETTERS));
  sample->weight = g_test_rand_int_range ((gint32) least_weight, 20);
}

/* Letters a and c are of module m0, the others of m1; lines are at random. */
static PpvStackId
add_stack (PpvProfileBuilder *builder, const char *letters)
{
  PpvStackId stack = PPV_NONE;

  for (; *letters != '\0'; letters++)
    {
      g_autofree char *cell = g_strdup_printf ("%c@m%d:%d", *letters, (*letters - 'a') % 2,
                                               g_test_rand_int_range (1, 4));

      stack = ppv_profile_builder_stack (builder, stack, ppv_test_frame (builder, cell));
    }
  return stack;
}

static void
world_init (World *self, gint64 least_weight)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  guint32 set = ppv_profile_builder_set (builder, 0);

  memset (self, 0, sizeof *self);
  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  for (guint i = 0; i < N_SAMPLES; i++)
    {
      Sample *sample = &self->samples[i];

      draw_sample (sample, least_weight);
      self->sum += sample->weight;
      ppv_profile_builder_sample (builder, set, add_stack (builder, sample->stack), 0, PPV_NONE,
                                  PPV_NONE, &sample->weight);
    }
  self->profile = ppv_test_seal (builder);
  self->costs = ppv_test_costs (self->profile, "");
  self->tree = ppv_call_tree_new (self->profile, self->costs);
}

typedef gboolean (*SampleTest) (const char *stack, const char *what);

static gboolean
is_below (const char *stack, const char *path)
{
  return g_str_has_prefix (stack, path);
}

static gboolean
is_above (const char *stack, const char *path)
{
  return g_str_has_suffix (stack, path);
}

static gboolean
is_equal (const char *stack, const char *path)
{
  return g_str_equal (stack, path);
}

static gboolean
has_any (const char *stack, const char *letters)
{
  return strpbrk (stack, letters) != NULL;
}

static gboolean
ends_in_any (const char *stack, const char *letters)
{
  return strchr (letters, stack[strlen (stack) - 1]) != NULL;
}

static void
assert_sum (
    const World *self, SampleTest test, const char *what, gint64 expected, guint64 expected_samples)
{
  gint64 sum = 0;
  guint64 n_samples = 0;

  for (guint i = 0; i < N_SAMPLES; i++)
    if (test (self->samples[i].stack, what))
      {
        sum += self->samples[i].weight;
        n_samples++;
      }
  g_assert_cmpint (sum, ==, expected);
  g_assert_cmpuint (n_samples, ==, expected_samples);
}

static char
letter_of (const World *self, PpvFunctionId function)
{
  PpvStringId name = ppv_profile_get_functions (self->profile)->name[function];

  return *ppv_profile_get_string (self->profile, name);
}

static void
check_hotspots (const World *self, PpvHotspotsBy by)
{
  g_autoptr (PpvHotspots) hotspots = ppv_hotspots_from_costs (self->profile, self->costs, by);
  gint64 sum = 0;

  for (guint32 i = 0; i < hotspots->n_rows; i++)
    {
      g_autofree char *label = ppv_hotspots_dup_label (hotspots, self->profile, i);
      const char *letters = label;

      if (by == PPV_BY_MODULE)
        letters = g_str_equal (label, "m0") ? "ac" : "bd";
      assert_sum (self, has_any, letters, hotspots->total[i], hotspots->samples[i]);
      assert_sum (self, ends_in_any, letters, hotspots->self[i], hotspots->self_samples[i]);
      sum += hotspots->self[i];
    }
  g_assert_cmpint (sum, ==, self->sum);
}

static void
find_path (const World *self, guint32 node, char *path)
{
  path[self->tree->depth[node] + 1] = '\0';
  for (; node != PPV_NONE; node = self->tree->parent[node])
    path[self->tree->depth[node]] = letter_of (self, self->tree->function[node]);
}

static void
check_call_tree (const World *self)
{
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 sum = 0;

  for (guint32 i = 0; i < self->tree->n_nodes; i++)
    {
      char path[MOST_DEPTH + 1];
      guint64 on_top = 0;

      find_path (self, i, path);
      for (guint j = 0; j < N_SAMPLES; j++)
        on_top += g_str_equal (self->samples[j].stack, path);
      assert_sum (self, is_below, path, self->tree->total[i], self->tree->samples[i]);
      assert_sum (self, is_equal, path, self->tree->self[i], on_top);
      g_assert_true (g_hash_table_add (paths, g_strdup (path)));
      sum += self->tree->self[i];
    }
  g_assert_cmpint (sum, ==, self->sum);
  g_assert_cmpint (self->tree->sum, ==, self->sum);
}

/* Nodes are appended as they are made: expanding them in turn makes the whole tree. */
static void
check_inverted_tree (const World *self, PpvMerge merge)
{
  g_autoptr (PpvInvertedTree) tree = ppv_inverted_tree_new (self->profile, self->costs, merge);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  guint32 n_nodes = ppv_inverted_tree_n_roots (tree);
  gint64 sum = 0;

  for (guint32 i = 0; i < n_nodes; i++)
    {
      PpvInvertedNode node = *ppv_inverted_tree_expand (tree, i);
      PpvFunctionId function = ppv_profile_get_frames (self->profile)->function[node.frame];
      const char *below = node.parent == PPV_NONE ? "" : g_ptr_array_index (paths, node.parent);
      char *path = g_strdup_printf ("%c%s", letter_of (self, function), below);

      g_ptr_array_add (paths, path);
      if (merge == PPV_MERGE_FUNCTIONS)
        assert_sum (self, is_above, path, node.total, node.samples);
      if (node.parent == PPV_NONE)
        sum += node.total;
      n_nodes += node.n_children;
    }
  g_assert_cmpint (sum, ==, self->sum);
}

static void
check_flame_layout (const World *self)
{
  g_autoptr (PpvFlameLayout) layout = ppv_flame_layout_new (self->profile, self->tree, PPV_NONE, 0);
  const PpvFlameBox *before = NULL;
  gsize n_positive = 0;

  for (guint32 i = 0; i < self->tree->n_nodes; i++)
    n_positive += self->tree->total[i] > 0;
  g_assert_cmpuint (layout->n_boxes, ==, n_positive);
  for (gsize i = 0; i < layout->n_boxes; i++)
    {
      const PpvFlameBox *box = &layout->boxes[i];
      double expected = (double) self->tree->total[box->node] / (double) self->sum;

      g_assert_cmpfloat (fabs (box->width - expected), <, 1e-9);
      g_assert_cmpfloat (box->left + box->width, <, 1 + 1e-9);
      g_assert_cmpuint (box->depth, ==, self->tree->depth[box->node]);
      if (before != NULL && before->depth == box->depth)
        g_assert_cmpfloat (before->left + before->width, <, box->left + 1e-9);
      before = box;
    }
}

static void
check_filter (const World *self)
{
  g_autoptr (PpvStackCosts) with = ppv_test_costs (self->profile, "function=a");
  g_autoptr (PpvStackCosts) without = ppv_test_costs (self->profile, "function!=a");

  assert_sum (self, has_any, "a", with->sum, with->n_samples);
  g_assert_cmpint (with->sum + without->sum, ==, self->sum);
}

static void
test_all_views_agree (void)
{
  for (guint round = 0; round < 60; round++)
    {
      gboolean may_be_negative = round % 3 == 0;
      g_auto (World) world = { 0 };

      world_init (&world, may_be_negative ? -20 : 1);
      check_hotspots (&world, PPV_BY_FUNCTION);
      check_hotspots (&world, PPV_BY_MODULE);
      check_call_tree (&world);
      check_inverted_tree (&world, PPV_MERGE_FUNCTIONS);
      check_inverted_tree (&world, PPV_MERGE_NOTHING);
      if (!may_be_negative)
        check_flame_layout (&world);
      check_filter (&world);
    }
}

static PpvProfile *
deep_profile (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  guint32 set = ppv_profile_builder_set (builder, 0);
  PpvFrameId frames[] = { ppv_test_frame (builder, "even@m:1"),
                          ppv_test_frame (builder, "odd@m:1") };
  PpvStackId stack = PPV_NONE;
  gint64 one = 1;

  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  for (guint32 i = 0; i < DEEP; i++)
    {
      stack = ppv_profile_builder_stack (builder, stack, frames[i % 2]);
      ppv_profile_builder_sample (builder, set, stack, 0, PPV_NONE, PPV_NONE, &one);
    }
  return ppv_test_seal (builder);
}

/* Follows the first child down to the end. */
static guint32
expand_first (PpvInvertedTree *tree, guint32 most)
{
  guint32 node = 0;
  guint32 depth = 0;

  while (depth < most)
    {
      const PpvInvertedNode *expanded = ppv_inverted_tree_expand (tree, node);

      if (expanded->n_children == 0)
        break;
      node = expanded->first_child;
      depth++;
    }
  return depth;
}

static void
test_deep_stacks_are_no_trouble (void)
{
  g_autoptr (PpvProfile) profile = deep_profile ();
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "function=odd");
  g_autoptr (PpvHotspots) hotspots = ppv_hotspots_from_costs (profile, costs, PPV_BY_FUNCTION);
  g_autoptr (PpvCallTree) tree = ppv_call_tree_new (profile, costs);
  g_autoptr (PpvInvertedTree) inverted =
      ppv_inverted_tree_new (profile, costs, PPV_MERGE_FUNCTIONS);
  g_autoptr (PpvFlameLayout) all = ppv_flame_layout_new (profile, tree, PPV_NONE, 0);
  g_autoptr (PpvFlameLayout) zoomed = ppv_flame_layout_new (profile, tree, DEEP - 1, 0);
  g_autoptr (PpvArcs) arcs = ppv_arcs_new (profile, costs);
  guint32 n_arcs;

  g_assert_cmpint (costs->sum, ==, DEEP - 1);
  g_assert_cmpuint (hotspots->n_rows, ==, 2);
  g_assert_cmpint (hotspots->total[0], ==, DEEP - 1);
  g_assert_cmpint (hotspots->total[1], ==, DEEP - 1);
  g_assert_cmpuint (tree->n_nodes, ==, DEEP);
  g_assert_cmpuint (all->n_rows, ==, DEEP);
  g_assert_cmpuint (zoomed->n_boxes, ==, DEEP);
  ppv_arcs_list (arcs, &n_arcs);
  g_assert_cmpuint (n_arcs, ==, 2);
  g_assert_cmpuint (expand_first (inverted, 100), ==, 100);
}

static void
test_one_deep_sample_unrolls_upwards (void)
{
  g_autoptr (PpvProfile) profile = deep_profile ();
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvInvertedTree) tree = NULL;

  memset (costs->self, 0, (DEEP - 1) * sizeof *costs->self);
  memset (costs->samples, 0, (DEEP - 1) * sizeof *costs->samples);
  tree = ppv_inverted_tree_new (profile, costs, PPV_MERGE_FUNCTIONS);
  g_assert_cmpuint (ppv_inverted_tree_n_roots (tree), ==, 1);
  g_assert_cmpuint (expand_first (tree, G_MAXUINT32), ==, DEEP - 1);
}

static PpvProfile *
wide_profile (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  guint32 set = ppv_profile_builder_set (builder, 0);
  PpvFrameId leaf = ppv_test_frame (builder, "leaf");
  gint64 one = 1;

  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  for (guint32 i = 0; i < DEEP; i++)
    {
      g_autofree char *cell = g_strdup_printf ("f%u", i);
      PpvStackId stack =
          ppv_profile_builder_stack (builder, PPV_NONE, ppv_test_frame (builder, cell));

      stack = ppv_profile_builder_stack (builder, stack, leaf);
      ppv_profile_builder_sample (builder, set, stack, 0, PPV_NONE, PPV_NONE, &one);
    }
  return ppv_test_seal (builder);
}

static void
test_wide_trees_are_no_trouble (void)
{
  g_autoptr (PpvProfile) profile = wide_profile ();
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvHotspots) hotspots = ppv_hotspots_from_costs (profile, costs, PPV_BY_FUNCTION);
  g_autoptr (PpvCallTree) tree = ppv_call_tree_new (profile, costs);
  g_autoptr (PpvInvertedTree) inverted =
      ppv_inverted_tree_new (profile, costs, PPV_MERGE_FUNCTIONS);
  g_autoptr (PpvFlameLayout) layout = ppv_flame_layout_new (profile, tree, PPV_NONE, 0);

  g_assert_cmpuint (hotspots->n_rows, ==, DEEP + 1);
  g_assert_cmpint (hotspots->self[0], ==, DEEP);
  g_assert_cmpuint (tree->n_nodes, ==, 2 * DEEP);
  g_assert_cmpuint (layout->n_rows, ==, 2);
  g_assert_cmpuint (ppv_inverted_tree_expand (inverted, 0)->n_children, ==, DEEP);
}

static void
test_nothing_selected_is_empty_everywhere (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile ("A A\n"
                                                     "B .",
                                                     NULL);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "function=none");
  g_autoptr (PpvHotspots) hotspots = ppv_hotspots_from_costs (profile, costs, PPV_BY_LINE);
  g_autoptr (PpvCallTree) tree = ppv_call_tree_new (profile, costs);
  g_autoptr (PpvInvertedTree) inverted = ppv_inverted_tree_new (profile, costs, PPV_MERGE_NOTHING);
  g_autoptr (PpvFlameLayout) layout = ppv_flame_layout_new (profile, tree, PPV_NONE, 0);
  g_autoptr (PpvArcs) arcs = ppv_arcs_new (profile, costs);
  guint32 n_arcs;

  ppv_arcs_list (arcs, &n_arcs);
  g_assert_cmpuint (hotspots->n_rows, ==, 0);
  g_assert_cmpuint (tree->n_nodes, ==, 0);
  g_assert_cmpuint (ppv_inverted_tree_n_roots (inverted), ==, 0);
  g_assert_cmpuint (layout->n_boxes, ==, 0);
  g_assert_cmpuint (layout->n_rows, ==, 0);
  g_assert_cmpuint (n_arcs, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/views/all-views-agree", test_all_views_agree);
  g_test_add_func ("/views/deep-stacks-are-no-trouble", test_deep_stacks_are_no_trouble);
  g_test_add_func ("/views/one-deep-sample-unrolls-upwards", test_one_deep_sample_unrolls_upwards);
  g_test_add_func ("/views/wide-trees-are-no-trouble", test_wide_trees_are_no_trouble);
  g_test_add_func ("/views/nothing-selected-is-empty-everywhere",
                   test_nothing_selected_is_empty_everywhere);
  return g_test_run ();
}
