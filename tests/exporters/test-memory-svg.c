/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "ppv-error.h"
#include "ppv-host.h"

static const char *const three[] = { "alpha", "beta", "gamma", NULL };

static void
assert_contains (const char *svg, const char *text)
{
  if (strstr (svg, text) == NULL)
    g_error ("“%s” is not in the file", text);
}

static void
assert_lacks (const char *svg, const char *text)
{
  if (strstr (svg, text) != NULL)
    g_error ("“%s” is in the file", text);
}

static void
test_shows_who_held_what (void)
{
  g_autoptr (PpvProfile) profile = fixture_heap_named (three, "massif");
  g_autofree char *svg = fixture_export ("memory-svg", NULL, profile);

  fixture_assert_well_formed (svg);
  assert_contains (svg, ">Memory over time of massif.out.1</text>");
  assert_contains (svg, ">Peak: 549.0 KiB (heap 540.0 KiB, extra 9.0 KiB), snapshot 9, at "
                        "9,000 ms</text>");
  assert_contains (svg, ">peak: 549.0 KiB at 9,000 ms</text>");
  assert_contains (svg, "1: alpha (program.c)&#10;270.0 KiB at the peak, 49.18 % of all; "
                        "270.0 KiB at most</title>");
  assert_contains (svg, ">gamma (program.c)<title>");
  assert_contains (svg, ">500 KiB</text>");
  assert_contains (svg, ">time in s</text>");
  assert_contains (svg, "Snapshot 3, at 3,000 ms: 183.0 KiB&#10;");
  assert_contains (svg, "tells who allocated</title>");
}

static void
test_needs_no_script (void)
{
  g_autoptr (PpvProfile) profile = fixture_heap_named (three, "massif");
  g_autofree char *svg = fixture_export ("memory-svg", NULL, profile);

  assert_lacks (svg, "<script");
  assert_lacks (svg, "http-equiv");
  assert_lacks (svg, "href");
}

static void
test_hostile_names (void)
{
  static const char *const benign_names[] = { "alpha", "beta", "[unknown]", "gamma", "a", "b", "c",
                                              "d",     "e",    "f",         "g",     "h", NULL };
  g_autoptr (PpvProfile) benign = fixture_heap_named (benign_names, "massif");
  g_autoptr (PpvProfile) hostile = fixture_heap_named (fixture_hostile_names (), "massif");
  g_autofree char *benign_svg = fixture_export ("memory-svg", NULL, benign);
  g_autofree char *hostile_svg = fixture_export ("memory-svg", NULL, hostile);
  g_autofree char *benign_markup = fixture_list_markup (benign_svg);
  g_autofree char *hostile_markup = fixture_list_markup (hostile_svg);

  fixture_assert_well_formed (hostile_svg);
  g_assert_cmpstr (hostile_markup, ==, benign_markup);
  g_assert_null (strstr (benign_markup, "@on"));
  g_assert_null (strstr (hostile_svg, "\xe2\x80\xae")); /* right-to-left override */
  g_assert_null (strchr (hostile_svg, '\x1b'));
}

/* DHAT knows nothing of the time between its moments, so no line may go from one to the next. */
static void
test_draws_no_line_where_nothing_is_known (void)
{
  g_autoptr (PpvProfile) profile = fixture_heap_named (three, "dhat");
  g_autofree char *svg = fixture_export ("memory-svg", NULL, profile);

  fixture_assert_well_formed (svg);
  assert_contains (svg, ">Nothing is known of the time between the moments that are drawn</text>");
  assert_lacks (svg, "class=\"total\"");
  assert_lacks (svg, "<clipPath");
}

/* Two places that each hold the whole heap in turn, and a sum that says so in between. */
static PpvProfile *
profile_of_jump (gint64 between)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  guint32 set = ppv_profile_builder_set (builder, 0);
  guint32 heap = ppv_profile_builder_counter (builder, "heap", "bytes");
  const gint64 sums[] = { 1000, between, 3000 };
  PpvStringId name = ppv_profile_builder_string (builder, "grow", -1);
  PpvFrameId frame = ppv_profile_builder_frame (
      builder, ppv_profile_builder_function (builder, name, name, PPV_NONE, name, 7), PPV_NONE,
      PPV_NO_ADDRESS, 0, FALSE);

  ppv_profile_builder_metric (builder, set, "heap", "bytes", PPV_METRIC_LEVEL);
  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    {
      if (i != 1)
        ppv_profile_builder_sample (builder, set,
                                    ppv_profile_builder_stack (builder, PPV_NONE, frame), 0,
                                    PPV_NONE, PPV_NONE, &sums[i]);
      ppv_profile_builder_count (builder, heap, i * 100, sums[i]);
      ppv_profile_builder_group (builder, set, i * 100, i != 1 ? PPV_GROUP_DETAILED : 0);
    }
  return ppv_profile_builder_seal (builder, "massif.out.1", "massif");
}

/* Corners of the first band. */
static guint
count_corners (gint64 between)
{
  g_autoptr (PpvProfile) profile = profile_of_jump (between);
  g_autofree char *svg = fixture_export ("memory-svg", NULL, profile);
  const char *at = strstr (svg, "<path class=\"band b0\" d=\"");
  guint n = 0;

  g_assert_nonnull (at);
  for (at += strlen ("<path class=\"band b0\" d=\""); *at != '"'; at++)
    n += *at == 'M' || *at == 'L';
  return n;
}

/* A straight band would say that 2000 were there when the sum is known to have been 1000. */
static void
test_draws_bands_straight_where_sums_are (void)
{
  g_assert_cmpuint (count_corners (2000), ==, 4);
  g_assert_cmpuint (count_corners (1000), ==, 8);
}

static void
test_refuses_what_it_cannot_draw (void)
{
  const PpvExporter *exporter = ppv_host_get_exporter (ppv_host_get (), "memory-svg");
  g_autoptr (PpvProfile) samples = fixture_deep (3);
  g_autoptr (PpvProfile) heap = fixture_heap ();
  g_autoptr (PpvSelection) everything = ppv_selection_new ();
  g_autoptr (PpvSelection) some = ppv_selection_new ();
  g_autoptr (PpvSink) sink = ppv_sink_new_memory ();
  const PpvExportContext context = { NULL };
  g_autoptr (GError) no_memory = NULL;
  g_autoptr (GError) no_filter = NULL;

  g_assert_true (ppv_selection_parse (some, "function=alpha", NULL));
  g_assert_false (exporter->write (&context, samples, everything, sink, &no_memory));
  g_assert_error (no_memory, PPV_ERROR, PPV_ERROR_USAGE);
  g_assert_false (exporter->write (&context, heap, some, sink, &no_filter));
  g_assert_error (no_filter, PPV_ERROR, PPV_ERROR_USAGE);
  g_assert_cmpstr (ppv_sink_get_text (sink), ==, "");
}

/* All in the same place, and none of them lost: the highest stands for those beside it. */
static void
test_stays_small_with_many_snapshots (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autofree char *svg = NULL;
  guint32 heap = ppv_profile_builder_counter (builder, "heap", "bytes");

  for (gint64 i = 0; i < 100000; i++)
    ppv_profile_builder_count (builder, heap, i, i == 77777 ? 5 << 20 : 1 << 20);
  profile = ppv_profile_builder_seal (builder, "many.massif", "massif");
  svg = fixture_export ("memory-svg", NULL, profile);
  fixture_assert_well_formed (svg);
  g_assert_cmpuint (strlen (svg), <, 4 << 20);
  assert_contains (svg, "snapshot 77777, at");
  assert_contains (svg, "Snapshot 77777, at");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory-svg/shows-who-held-what", test_shows_who_held_what);
  g_test_add_func ("/memory-svg/needs-no-script", test_needs_no_script);
  g_test_add_func ("/memory-svg/hostile-names", test_hostile_names);
  g_test_add_func ("/memory-svg/draws-no-line-where-nothing-is-known",
                   test_draws_no_line_where_nothing_is_known);
  g_test_add_func ("/memory-svg/draws-bands-straight-where-sums-are",
                   test_draws_bands_straight_where_sums_are);
  g_test_add_func ("/memory-svg/refuses-what-it-cannot-draw", test_refuses_what_it_cannot_draw);
  g_test_add_func ("/memory-svg/stays-small-with-many-snapshots",
                   test_stays_small_with_many_snapshots);
  return g_test_run ();
}
