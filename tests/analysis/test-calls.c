/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-test-profile.h"

typedef struct {
  const char *caller;
  const char *callee;
  gint64 cost;
} Call;

/*
 * A profile with the costs of functions, as "main:5 f:20", and their calls, each in
 * ppv_test_frame ()'s form, ended by one without a caller.
 */
static PpvProfile *
make_profile (const char *costs, const Call *calls)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_auto (GStrv) cells = g_strsplit (costs, " ", -1);
  guint32 set = ppv_profile_builder_set (builder, 0);

  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  for (guint i = 0; cells[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (cells[i], "=", 2);
      gint64 weight = g_ascii_strtoll (parts[1], NULL, 10);

      ppv_profile_builder_sample (
          builder, set,
          ppv_profile_builder_stack (builder, PPV_NONE, ppv_test_frame (builder, parts[0])), 0,
          PPV_NONE, PPV_NONE, &weight);
    }
  for (; calls->caller != NULL; calls++)
    {
      PpvFrameId callee = ppv_test_frame (builder, calls->callee);

      ppv_profile_builder_call (builder, set, ppv_test_frame (builder, calls->caller),
                                ppv_profile_builder_peek_frames (builder)->function[callee], 2,
                                &calls->cost);
    }
  return ppv_test_seal (builder);
}

/* "name=self/total" of all rows, by name. */
static char *
describe_filtered (const PpvProfile *profile, PpvHotspotsBy by, const char *filter)
{
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, filter);
  g_autoptr (PpvHotspots) hotspots = ppv_hotspots_from_costs (profile, costs, by);
  GString *text = g_string_new (NULL);

  ppv_hotspots_sort (hotspots, profile, PPV_SORT_NAME);
  for (guint32 i = 0; i < hotspots->n_rows; i++)
    {
      g_autofree char *label = ppv_hotspots_dup_label (hotspots, profile, i);

      g_string_append_printf (text, "%s%s=%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, i > 0 ? " " : "",
                              label, hotspots->self[i], hotspots->total[i]);
    }
  return g_string_free (text, FALSE);
}

static void
assert_hotspots (const char *costs, const Call *calls, PpvHotspotsBy by, const char *expected)
{
  g_autoptr (PpvProfile) profile = make_profile (costs, calls);
  g_autofree char *text = describe_filtered (profile, by, "");

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_tree (const char *self, const Call *calls, const char *expected)
{
  g_autoptr (PpvProfile) profile = make_profile (self, calls);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvCallTree) tree = ppv_call_tree_new (profile, costs);
  g_autofree char *drawn = ppv_test_draw_tree (profile, tree);

  g_assert_cmpstr (drawn, ==, expected);
  g_assert_cmpint (tree->sum, ==, costs->sum);
}

/* main calls f and g, which both call h */
static const Call diamond[] = { { "main@a:1", "f@a:2", 70 },
                                { "main@a:2", "g@a:2", 25 },
                                { "f@a:1", "h@b:1", 60 },
                                { "g@a:1", "h@b:1", 20 },
                                { NULL } };
static const char diamond_costs[] = "main@a:1=5 f@a:2=10 g@a:2=5 h@b:1=60 h@b:2=20";

/* main calls one of two that call each other, and both of them call leaf */
static const Call cycle[] = { { "main", "even", 100 }, { "even", "odd", 300 },
                              { "odd", "even", 200 },  { "even", "leaf", 30 },
                              { "odd", "leaf", 10 },   { NULL } };
static const char cycle_costs[] = "main=1 even=40 odd=20 leaf=40";

static const Call recursion[] = {
  { "main", "walk", 90 }, { "walk", "walk", 400 }, { "walk", "leaf", 30 }, { NULL }
};

static void
test_totals_are_self_and_calls (void)
{
  assert_hotspots (diamond_costs, diamond, PPV_BY_FUNCTION, "f=10/70 g=5/25 h=80/80 main=5/100");
}

static void
test_calls_count_where_they_are_made (void)
{
  assert_hotspots (diamond_costs, diamond, PPV_BY_LINE,
                   "f.c:1=0/60 f.c:2=10/10 g.c:1=0/20 g.c:2=5/5 h.c:1=60/60 h.c:2=20/20 "
                   "main.c:1=5/75 main.c:2=0/25");
  assert_hotspots (diamond_costs, diamond, PPV_BY_MODULE, "a=20/100 b=80/80");
}

static void
test_calls_within_a_cycle_do_not_count (void)
{
  assert_hotspots (cycle_costs, cycle, PPV_BY_FUNCTION,
                   "even=40/70 leaf=40/40 main=1/101 odd=20/30");
  assert_hotspots ("main=10 walk=60 leaf=30", recursion, PPV_BY_FUNCTION,
                   "leaf=30/30 main=10/100 walk=60/90");
}

/* Of f all is selected, and so are its calls; of main one of two lines. */
static void
test_a_selection_may_leave_calls_out (void)
{
  g_autoptr (PpvProfile) profile = make_profile (diamond_costs, diamond);
  g_autofree char *text = describe_filtered (profile, PPV_BY_FUNCTION, "function=f");

  g_assert_cmpstr (text, ==, "f=10/70");
}

static void
test_tells_the_arcs (void)
{
  g_autoptr (PpvProfile) profile = make_profile (diamond_costs, diamond);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvArcs) arcs = ppv_arcs_new (profile, costs);
  guint32 n_arcs;
  const PpvArc *list = ppv_arcs_list (arcs, &n_arcs);

  g_assert_cmpuint (n_arcs, ==, 4);
  g_assert_cmpint (list[0].total, ==, 70);
  g_assert_cmpuint (list[0].samples, ==, 2);
}

static void
test_estimates_a_tree_by_shares (void)
{
  assert_tree (diamond_costs, diamond,
               "main 100 5\n"
               "  f 70 10\n"
               "    h 60 60\n"
               "  g 25 5\n"
               "    h 20 20\n");
}

static void
test_estimates_cycles_side_by_side (void)
{
  assert_tree (cycle_costs, cycle,
               "main 101 1\n"
               "  even 100 40\n"
               "    leaf 30 30\n"
               "    odd 30 20\n"
               "      leaf 10 10\n");
}

/* Calls that cost more than all there is: shares are what is left of them. */
static void
test_estimates_add_up_whatever_calls_say (void)
{
  static const Call calls[] = { { "a", "b", 1000 }, { "b", "c", 7 }, { NULL } };
  g_autoptr (PpvProfile) profile = make_profile ("a=10 b=10 c=13", calls);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, "");
  g_autoptr (PpvCallTree) tree = ppv_call_tree_new (profile, costs);

  g_assert_cmpint (tree->sum, ==, 33);
}

/* Two ways at each of many levels are more paths than anybody can count. */
static void
test_estimates_have_bounds (void)
{
  g_autoptr (GArray) calls = g_array_new (TRUE, TRUE, sizeof (Call));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvCallTree) tree = NULL;

  for (guint i = 0; i < 400; i++)
    for (guint way = 0; way < 4; way++)
      {
        Call call = { g_strdup_printf ("%c%u", "ab"[way / 2], i),
                      g_strdup_printf ("%c%u", "ab"[way % 2], i + 1), G_MAXINT32 };

        g_ptr_array_add (names, (gpointer) call.caller);
        g_ptr_array_add (names, (gpointer) call.callee);
        g_array_append_val (calls, call);
      }
  profile = make_profile ("a0=1 b400=2147483647", (const Call *) (gpointer) calls->data);
  costs = ppv_test_costs (profile, "");
  tree = ppv_call_tree_new (profile, costs);
  g_assert_cmpint (tree->sum, ==, costs->sum);
  g_assert_cmpuint (tree->n_nodes, <, 1 << 17);
  for (guint32 i = 0; i < tree->n_nodes; i++)
    g_assert_cmpuint (tree->depth[i], <, 300);
}

/* More functions in one cycle than a tree has room for, and as many ways into it. */
static void
test_estimates_leave_large_cycles_closed (void)
{
  enum { N = 70000 };
  g_autoptr (GArray) calls = g_array_new (TRUE, TRUE, sizeof (Call));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) own = g_string_new ("c0=9223372036854775806");
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvCallTree) tree = NULL;

  for (guint i = 0; i < 2 * N; i++)
    g_ptr_array_add (names, g_strdup_printf ("%c%u", "rc"[i / N], i % N));
  for (guint i = 0; i < N; i++)
    {
      Call in = { names->pdata[i], names->pdata[N], G_MAXINT64 };
      Call around = { names->pdata[N + i], names->pdata[N + (i + 1) % N], 1 };

      g_array_append_val (calls, in);
      g_array_append_val (calls, around);
      g_string_append_printf (own, " r%u=1", i);
    }
  profile = make_profile (own->str, (const Call *) (gpointer) calls->data);
  costs = ppv_test_costs (profile, "");
  tree = ppv_call_tree_new (profile, costs);
  g_assert_cmpint (tree->sum, ==, costs->sum);
  g_assert_cmpuint (tree->n_nodes, <, 1 << 18);
}

/* A chain that recursion would need a large stack for. */
static void
test_finds_cycles_without_recursion (void)
{
  g_autoptr (GArray) calls = g_array_new (TRUE, TRUE, sizeof (Call));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PpvProfile) profile = NULL;
  g_autofree char *text = NULL;
  enum { N = 100000 };

  for (guint i = 0; i <= N; i++)
    g_ptr_array_add (names, g_strdup_printf ("f%u", i));
  for (guint i = 0; i < N; i++)
    {
      Call call = { names->pdata[i], names->pdata[i + 1], 5 };

      g_array_append_val (calls, call);
    }
  profile = make_profile ("f100000=5", (const Call *) (gpointer) calls->data);
  text = describe_filtered (profile, PPV_BY_FUNCTION, "");
  g_assert_true (g_str_has_prefix (text, "f0=0/5 f1=0/5 "));
}

static void
test_says_that_it_is_an_estimate (void)
{
  g_autoptr (PpvProfile) profile = make_profile (diamond_costs, diamond);
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);

  g_assert_cmpuint (n_warnings, ==, 1);
  g_assert_cmpstr (warnings[0].code, ==, "estimated-stacks");
  g_assert_true (ppv_profile_is_complete (profile));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calls/totals-are-self-and-calls", test_totals_are_self_and_calls);
  g_test_add_func ("/calls/calls-count-where-they-are-made", test_calls_count_where_they_are_made);
  g_test_add_func ("/calls/calls-within-a-cycle-do-not-count",
                   test_calls_within_a_cycle_do_not_count);
  g_test_add_func ("/calls/a-selection-may-leave-calls-out", test_a_selection_may_leave_calls_out);
  g_test_add_func ("/calls/tells-the-arcs", test_tells_the_arcs);
  g_test_add_func ("/calls/estimates-a-tree-by-shares", test_estimates_a_tree_by_shares);
  g_test_add_func ("/calls/estimates-cycles-side-by-side", test_estimates_cycles_side_by_side);
  g_test_add_func ("/calls/estimates-add-up-whatever-calls-say",
                   test_estimates_add_up_whatever_calls_say);
  g_test_add_func ("/calls/estimates-have-bounds", test_estimates_have_bounds);
  g_test_add_func ("/calls/estimates-leave-large-cycles-closed",
                   test_estimates_leave_large_cycles_closed);
  g_test_add_func ("/calls/finds-cycles-without-recursion", test_finds_cycles_without_recursion);
  g_test_add_func ("/calls/says-that-it-is-an-estimate", test_says_that_it_is_an_estimate);
  return g_test_run ();
}
