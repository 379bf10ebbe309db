/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-test-profile.h"

/*
 * Four snapshots at 0, 10, 20 and 30 instructions:
 *
 *     heap  extra  stacks
 *        0      0       0
 *      100      8       -   A 60, B 40
 *      300      9       -   A 300, the peak if @has_peak
 *      310      0       -   C 310
 */
static PpvProfile *
profile_of_heap (gboolean has_peak, gboolean has_counters)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  static const gint64 heap[] = { 0, 100, 300, 310 };
  static const gint64 extra[] = { 0, 8, 9, 0 };
  static const struct {
    guint group;
    const char *name;
    gint64 bytes;
  } stacks[] = { { 1, "A", 60 }, { 1, "B", 40 }, { 2, "A", 300 }, { 3, "C", 310 } };
  guint32 set = ppv_profile_builder_set (builder, 0);
  guint next = 0;

  ppv_profile_builder_time_unit (builder, "instructions");
  ppv_profile_builder_metric (builder, set, "heap", "bytes", PPV_METRIC_LEVEL);
  for (guint i = 0; i < G_N_ELEMENTS (heap); i++)
    {
      guint8 flags = i > 0 ? PPV_GROUP_DETAILED : 0;

      for (; next < G_N_ELEMENTS (stacks) && stacks[next].group == i; next++)
        {
          PpvFrameId frame = ppv_test_frame (builder, stacks[next].name);

          ppv_profile_builder_sample (builder, set,
                                      ppv_profile_builder_stack (builder, PPV_NONE, frame), 0,
                                      PPV_NONE, PPV_NONE, &stacks[next].bytes);
        }
      if (has_peak && i == 2)
        flags |= PPV_GROUP_PEAK;
      ppv_profile_builder_group (builder, set, i * 10, flags);
    }
  for (guint i = 0; i < G_N_ELEMENTS (heap) && has_counters; i++)
    {
      if (i == 0)
        {
          ppv_profile_builder_counter (builder, "heap", "bytes");
          ppv_profile_builder_counter (builder, "extra", "bytes");
        }
      ppv_profile_builder_count (builder, 0, i * 10, heap[i]);
      ppv_profile_builder_count (builder, 1, i * 10, extra[i]);
    }
  return ppv_test_seal (builder);
}

static void
test_reads_snapshots_from_counters (void)
{
  g_autoptr (PpvProfile) profile = profile_of_heap (TRUE, TRUE);
  g_autoptr (PpvMemory) memory = ppv_memory_new (profile, NULL);

  g_assert_cmpuint (memory->n_snapshots, ==, 4);
  g_assert_cmpint (memory->snapshots[2].time, ==, 20);
  g_assert_cmpint (memory->snapshots[2].heap, ==, 300);
  g_assert_cmpint (memory->snapshots[2].extra, ==, 9);
  g_assert_cmpint (memory->snapshots[2].stacks, ==, 0);
  g_assert_true (memory->snapshots[2].detailed);
  g_assert_false (memory->snapshots[0].detailed);
  g_assert_cmpuint (memory->peak, ==, 2);
  g_assert_cmpuint (memory->highest, ==, 3);
}

static void
test_does_without_counters (void)
{
  g_autoptr (PpvProfile) profile = profile_of_heap (FALSE, FALSE);
  g_autoptr (PpvMemory) memory = ppv_memory_new (profile, NULL);

  g_assert_cmpuint (memory->n_snapshots, ==, 4);
  g_assert_cmpint (memory->snapshots[1].time, ==, 10);
  g_assert_cmpint (memory->snapshots[1].heap, ==, 100);
  g_assert_cmpuint (memory->peak, ==, PPV_NONE);
  g_assert_cmpuint (memory->highest, ==, 3);
}

static void
test_knows_who_holds_a_snapshot (void)
{
  g_autoptr (PpvProfile) profile = profile_of_heap (TRUE, TRUE);
  g_autoptr (PpvMemory) memory = ppv_memory_new (profile, NULL);
  g_autoptr (PpvStackCosts) none = ppv_memory_costs (memory, profile, 0);
  g_autoptr (PpvStackCosts) costs = ppv_memory_costs (memory, profile, 1);
  g_autoptr (PpvCallTree) tree = ppv_call_tree_new (profile, costs);
  g_autofree char *drawn = ppv_test_draw_tree (profile, tree);

  g_assert_null (none);
  g_assert_cmpuint (costs->group, ==, 1);
  g_assert_cmpstr (drawn, ==, "A 60 60\nB 40 40\n");
}

static void
assert_group (gboolean has_peak, const char *filter, guint32 group, gint64 sum)
{
  g_autoptr (PpvProfile) profile = profile_of_heap (has_peak, TRUE);
  g_autoptr (PpvStackCosts) costs = ppv_test_costs (profile, filter);

  g_assert_cmpuint (costs->group, ==, group);
  g_assert_cmpint (costs->sum, ==, sum);
}

static void
test_a_level_is_that_of_one_moment (void)
{
  assert_group (TRUE, "", 2, 300);
  assert_group (FALSE, "", 3, 310);
  assert_group (TRUE, "time=..15", 1, 100);
  assert_group (TRUE, "time=0..10", PPV_NONE, 0);
  assert_group (TRUE, "time=..11 and function=A", 1, 60);
  assert_group (TRUE, "(time=..20 or time=30..)", 3, 310);
}

static void
test_refuses_what_has_no_memory (void)
{
  g_autoptr (PpvProfile) profile = ppv_test_profile ("A", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (ppv_memory_new (profile, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_USAGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/reads-snapshots-from-counters", test_reads_snapshots_from_counters);
  g_test_add_func ("/memory/does-without-counters", test_does_without_counters);
  g_test_add_func ("/memory/knows-who-holds-a-snapshot", test_knows_who_holds_a_snapshot);
  g_test_add_func ("/memory/a-level-is-that-of-one-moment", test_a_level_is_that_of_one_moment);
  g_test_add_func ("/memory/refuses-what-has-no-memory", test_refuses_what_has_no_memory);
  return g_test_run ();
}
