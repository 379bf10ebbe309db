/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "fixture.h"
#include "ppv-error.h"
#include "ppv-host.h"

static const FixtureStack shares[] = {
  { "main;alpha", 500 }, { "main;alpha;k:beta", 200 },
  { "main;beta", 100 },  { "main;beta;beta", 200 },
  { NULL, 0 },
};

static void
test_hostile_names (void)
{
  static const char *const benign_names[] = { "alpha", "beta", "[unknown]", "k:gamma", NULL };
  g_autoptr (PpvProfile) benign = fixture_named (benign_names);
  g_autoptr (PpvProfile) hostile = fixture_named (fixture_hostile_names ());
  g_autofree char *benign_svg = fixture_export ("svg", NULL, benign);
  g_autofree char *hostile_svg = fixture_export ("svg", NULL, hostile);
  g_autofree char *benign_markup = fixture_list_markup (benign_svg);
  g_autofree char *hostile_markup = fixture_list_markup (hostile_svg);

  fixture_assert_well_formed (benign_svg);
  fixture_assert_well_formed (hostile_svg);
  g_assert_cmpstr (hostile_markup, ==, benign_markup);
  g_assert_null (strstr (benign_markup, "@on"));
  g_assert_null (strstr (hostile_svg, "\xe2\x80\xae")); /* right-to-left override */
  g_assert_null (strchr (hostile_svg, '\x1b'));
}

static void
test_hostile_heading (void)
{
  PpvExportContext context = { .title = "</text><script>x()</script>&\"'\x1b" };
  g_autoptr (PpvProfile) profile = fixture_profile (shares);
  g_autofree char *svg = fixture_export ("svg", &context, profile);
  g_autofree char *plain = fixture_export ("svg", NULL, profile);
  g_autofree char *markup = fixture_list_markup (svg);
  g_autofree char *plain_markup = fixture_list_markup (plain);

  fixture_assert_well_formed (svg);
  g_assert_cmpstr (markup, ==, plain_markup);
}

static void
assert_contains (const char *svg, const char *text)
{
  if (strstr (svg, text) == NULL)
    g_error ("“%s” is not in the file", text);
}

static void
test_static_picture (void)
{
  g_autoptr (PpvProfile) profile = fixture_profile (shares);
  g_autofree char *svg = fixture_export ("svg", NULL, profile);

  assert_contains (svg, "width=\"1200\"");
  assert_contains (svg, ">Flame graph of recording.data</text>");
  assert_contains (svg, "cpu-clock: ");
  assert_contains (svg, ", 4 samples</text>");
  assert_contains (svg, ">program --fast · on workstation</text>");
  assert_contains (svg, "<rect x=\"10\" y=\"");
  assert_contains (svg, ">alpha</text>");
  assert_contains (svg, "alpha (program) [user]: ");
  assert_contains (svg, ", 70 %</title>");
  assert_contains (svg, "beta ([kernel.kallsyms]) [kernel]: ");
}

/* Rows of the boxes of "main" and "alpha", in pixels from the top. */
static void
find_rows (const char *svg, double *main_row, double *alpha_row)
{
  const char *main_box = strstr (svg, ">main</text>");
  const char *alpha_box = strstr (svg, ">alpha</text>");

  g_assert_true (main_box != NULL && alpha_box != NULL);
  *main_row = g_ascii_strtod (g_strrstr_len (svg, main_box - svg, " y=\"") + 4, NULL);
  *alpha_row = g_ascii_strtod (g_strrstr_len (svg, alpha_box - svg, " y=\"") + 4, NULL);
}

static void
test_icicle (void)
{
  PpvExportContext context = { .icicle = TRUE };
  g_autoptr (PpvProfile) profile = fixture_profile (shares);
  g_autofree char *flame = fixture_export ("svg", NULL, profile);
  g_autofree char *icicle = fixture_export ("svg", &context, profile);
  double main_row;
  double alpha_row;

  find_rows (flame, &main_row, &alpha_row);
  g_assert_cmpfloat (alpha_row, <, main_row);
  find_rows (icicle, &main_row, &alpha_row);
  g_assert_cmpfloat (alpha_row, >, main_row);
}

static void
test_left_out (void)
{
  static const FixtureStack stacks[] = { { "main;wide", 99999 },
                                         { "main;tiny;inner", 1 },
                                         { NULL, 0 } };
  g_autoptr (PpvProfile) profile = fixture_profile (stacks);
  g_autofree char *svg = fixture_export ("svg", NULL, profile);

  assert_contains (svg, ">2 boxes under 0.1 px are not drawn, 0 % of total</text>");
  g_assert_null (strstr (svg, "tiny"));
}

static void
test_colors (void)
{
  static const char *const palettes[] = { "category", "hot", "module" };
  const PpvExporter *exporter = ppv_host_get_exporter (ppv_host_get (), "svg");
  PpvExportContext context = { .colors = "no such" };
  g_autoptr (PpvProfile) profile = fixture_profile (shares);
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (PpvSink) sink = ppv_sink_new_memory ();
  g_autoptr (GError) error = NULL;

  g_assert_false (exporter->write (&context, profile, selection, sink, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_USAGE);
  for (guint i = 0; i < G_N_ELEMENTS (palettes); i++)
    {
      g_autofree char *svg = NULL;
      g_autofree char *again = NULL;

      context.colors = palettes[i];
      svg = fixture_export ("svg", &context, profile);
      again = fixture_export ("svg", &context, profile);
      fixture_assert_well_formed (svg);
      g_assert_cmpstr (svg, ==, again);
      /* kernel code has its sign in any colours */
      g_assert_true (g_regex_match_simple ("class=\"c[0-9]+ k\"", svg, 0, 0));
    }
}

static void
test_width (void)
{
  PpvExportContext context = { .width = 640 };
  g_autoptr (PpvProfile) profile = fixture_profile (shares);
  g_autofree char *svg = fixture_export ("svg", &context, profile);

  assert_contains (svg, "width=\"640\"");
  assert_contains (svg, "width=\"619.5\""); /* "all" leaves 10 px either side */
}

static void
test_deep (void)
{
  g_autoptr (PpvProfile) profile = fixture_deep (10000);
  g_autofree char *svg = fixture_export ("svg", NULL, profile);

  fixture_assert_well_formed (svg);
  g_assert_cmpuint (strlen (svg), <, 4 << 20);
}

static void
test_nothing (void)
{
  static const FixtureStack stacks[] = { { "main", 0 }, { NULL, 0 } };
  g_autoptr (PpvProfile) profile = fixture_profile (stacks);
  g_autofree char *svg = fixture_export ("svg", NULL, profile);

  fixture_assert_well_formed (svg);
  assert_contains (svg, "Nothing to draw");
}

static void
test_heap (void)
{
  g_autoptr (PpvProfile) profile = fixture_heap ();
  g_autofree char *svg = fixture_export ("svg", NULL, profile);

  assert_contains (svg, ">heap: 5.0 MiB in total at the peak</text>");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export-svg/names-never-become-markup", test_hostile_names);
  g_test_add_func ("/export-svg/a-title-never-becomes-markup", test_hostile_heading);
  g_test_add_func ("/export-svg/shows-everything-without-its-script", test_static_picture);
  g_test_add_func ("/export-svg/grows-down-as-an-icicle", test_icicle);
  g_test_add_func ("/export-svg/says-what-is-too-narrow-to-draw", test_left_out);
  g_test_add_func ("/export-svg/colors-are-stable-and-refused-by-name", test_colors);
  g_test_add_func ("/export-svg/is-as-wide-as-asked", test_width);
  g_test_add_func ("/export-svg/draws-ten-thousand-levels", test_deep);
  g_test_add_func ("/export-svg/says-that-there-is-nothing-to-draw", test_nothing);
  g_test_add_func ("/export-svg/tells-the-moment-of-a-heap", test_heap);
  return g_test_run ();
}
