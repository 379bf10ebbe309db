/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-profile.h"

#define REST "[below massif's threshold]"

/*
 * A line for each snapshot: '*' where it is the peak, '+' where it has call stacks, else '-';
 * heap, extra, stacks; then bytes and stack of who holds it, from the caller in.
 */
static void
add_snapshot (PpvProfileBuilder *builder, guint32 set, gint64 time, const char *line)
{
  g_auto (GStrv) cells = g_strsplit (line, " ", -1);
  guint8 flags = *cells[0] == '-'   ? 0
                 : *cells[0] == '*' ? PPV_GROUP_DETAILED | PPV_GROUP_PEAK
                                    : PPV_GROUP_DETAILED;

  for (guint i = 0; i < 3; i++)
    ppv_profile_builder_count (builder, i, time, g_ascii_strtoll (cells[1 + i], NULL, 10));
  for (guint i = 4; cells[i] != NULL && cells[i + 1] != NULL; i += 2)
    {
      g_auto (GStrv) frames = g_strsplit (cells[i + 1], ";", -1);
      gint64 bytes = g_ascii_strtoll (cells[i], NULL, 10);
      PpvStackId stack = PPV_NONE;

      for (guint j = 0; frames[j] != NULL; j++)
        stack = ppv_profile_builder_stack (
            builder, stack,
            ppv_test_frame (builder, g_str_equal (frames[j], "REST") ? REST : frames[j]));
      ppv_profile_builder_sample (builder, set, stack, 0, PPV_NONE, PPV_NONE, &bytes);
    }
  ppv_profile_builder_group (builder, set, time, flags);
}

static PpvProfile *
profile_of (const char *text)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint32 set = ppv_profile_builder_set (builder, 0);

  ppv_profile_builder_time_unit (builder, "ms");
  ppv_profile_builder_metric (builder, set, "heap", "bytes", PPV_METRIC_LEVEL);
  ppv_profile_builder_counter (builder, "heap", "bytes");
  ppv_profile_builder_counter (builder, "extra", "bytes");
  ppv_profile_builder_counter (builder, "stacks", "bytes");
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    add_snapshot (builder, set, i * 10, lines[i]);
  return ppv_test_seal (builder);
}

/* "@SNAPSHOT …", with '*' before that of the peak; then a line a band, from below. */
static char *
draw_bands (const PpvProfile *profile, guint32 most_sites)
{
  g_autoptr (PpvMemory) memory = ppv_memory_new (profile, NULL);
  g_autoptr (PpvMemoryBands) bands = ppv_memory_bands_new (memory, profile, most_sites);
  GString *text = g_string_new ("at");

  for (guint32 i = 0; i < bands->n_moments; i++)
    g_string_append_printf (text, " %s%u", i == bands->peak ? "*" : "", bands->snapshot[i]);
  g_string_append_c (text, '\n');
  for (guint32 i = 0; i < bands->n_bands; i++)
    {
      g_string_append (text, bands->bands[i].name);
      for (guint32 j = 0; j < bands->n_moments; j++)
        g_string_append_printf (text, " %" G_GINT64_FORMAT, bands->bands[i].bytes[j]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
assert_bands (const char *snapshots, guint32 most_sites, const char *expected)
{
  g_autoptr (PpvProfile) profile = profile_of (snapshots);
  g_autofree char *drawn = draw_bands (profile, most_sites);

  g_assert_cmpstr (drawn, ==, expected);
}

static void
test_has_a_band_for_each_place (void)
{
  assert_bands ("- 0 0 0\n"
                "+ 100 8 0 60 main;A 40 main;B\n"
                "- 130 8 0\n"
                "* 300 9 0 120 main;A 180 main;B\n",
                10,
                "at 0 1 *3\n"
                "B 0 40 180\n"
                "A 0 60 120\n"
                "administration and alignment 0 8 9\n");
}

static void
test_sums_what_reaches_a_place_in_several_ways (void)
{
  assert_bands ("* 100 0 0 60 main;A 30 main;B;A 10 main;B;malloc\n", 10,
                "at *0\n"
                "A 90\n"
                "B 10\n");
}

/* C is large only before the peak, and would be overlooked there. */
static void
test_keeps_the_places_that_ever_had_most (void)
{
  assert_bands ("+ 1000 0 0 10 A 20 B 900 C 70 D\n"
                "* 2000 0 0 1500 A 300 B 100 D 100 E\n",
                3,
                "at 0 *1\n"
                "A 10 1500\n"
                "B 20 300\n"
                "C 900 0\n"
                "2 other places 70 200\n");
}

static void
test_counts_what_was_too_small_with_the_others (void)
{
  assert_bands ("* 100 0 0 60 A 30 B 10 REST\n", 1,
                "at *0\n"
                "A 60\n"
                "1 other place 40\n");
  assert_bands ("* 100 0 0 60 A 30 B 10 REST\n", 2,
                "at *0\n"
                "A 60\n"
                "B 30\n"
                "places too small to be recorded 10\n");
}

static void
test_adds_up_where_a_tree_is_not_whole (void)
{
  assert_bands ("* 100 0 0 60 A\n", 10,
                "at *0\n"
                "A 60\n"
                "places too small to be recorded 40\n");
}

static void
test_puts_stacks_on_top (void)
{
  assert_bands ("- 0 0 400\n"
                "+ 100 8 500 100 A\n",
                10,
                "at 0 *1\n"
                "A 0 100\n"
                "administration and alignment 0 8\n"
                "stacks of threads 400 500\n");
}

static void
test_is_one_band_without_call_stacks (void)
{
  assert_bands ("- 0 0 0\n"
                "- 100 8 0\n"
                "- 70 7 0\n",
                10,
                "at 0 *1 2\n"
                "heap 0 100 70\n"
                "administration and alignment 0 8 7\n");
}

static void
test_tells_the_path_with_most_at_the_peak (void)
{
  g_autoptr (PpvProfile) profile = profile_of ("+ 90 0 0 80 main;B;A 10 main;A\n"
                                               "* 100 0 0 30 main;B;A 70 main;A\n"
                                               "+ 50 0 0 50 main;C;A\n");
  g_autoptr (PpvMemory) memory = ppv_memory_new (profile, NULL);
  g_autoptr (PpvMemoryBands) bands = ppv_memory_bands_new (memory, profile, 10);
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  PpvStackId stack = bands->bands[0].stack;

  g_assert_cmpint (bands->bands[0].peak_bytes, ==, 100);
  g_assert_cmpint (bands->bands[0].most_bytes, ==, 100);
  g_assert_cmpuint (stacks->frame[stack], ==, bands->bands[0].frame);
  g_assert_cmpuint (stacks->parent[stacks->parent[stack]], ==, PPV_NONE);
}

static void
test_has_no_band_without_a_snapshot (void)
{
  assert_bands ("", 10, "at\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory-bands/has-a-band-for-each-place", test_has_a_band_for_each_place);
  g_test_add_func ("/memory-bands/sums-what-reaches-a-place-in-several-ways",
                   test_sums_what_reaches_a_place_in_several_ways);
  g_test_add_func ("/memory-bands/keeps-the-places-that-ever-had-most",
                   test_keeps_the_places_that_ever_had_most);
  g_test_add_func ("/memory-bands/counts-what-was-too-small-with-the-others",
                   test_counts_what_was_too_small_with_the_others);
  g_test_add_func ("/memory-bands/adds-up-where-a-tree-is-not-whole",
                   test_adds_up_where_a_tree_is_not_whole);
  g_test_add_func ("/memory-bands/puts-stacks-on-top", test_puts_stacks_on_top);
  g_test_add_func ("/memory-bands/is-one-band-without-call-stacks",
                   test_is_one_band_without_call_stacks);
  g_test_add_func ("/memory-bands/tells-the-path-with-most-at-the-peak",
                   test_tells_the_path_with_most_at_the_peak);
  g_test_add_func ("/memory-bands/has-no-band-without-a-snapshot",
                   test_has_no_band_without_a_snapshot);
  return g_test_run ();
}
