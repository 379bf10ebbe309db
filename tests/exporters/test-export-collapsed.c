/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "fixture.h"

static void
test_writes_a_line_for_each_path (void)
{
  static const FixtureStack stacks[] = {
    { "main;alpha", 5 },      { "main;beta;beta", 2 }, { "main;alpha", 1 },
    { "main;alpha;deep", 3 }, { "start", 1 },          { NULL, 0 },
  };
  g_autoptr (PpvProfile) profile = fixture_profile (stacks);
  g_autofree char *text = fixture_export ("collapsed", NULL, profile);

  g_assert_cmpstr (text, ==, "main;alpha 6\nmain;alpha;deep 3\nmain;beta;beta 2\nstart 1\n");
}

/* Whatever a name has in it, a line is a stack and a number. */
static void
test_keeps_to_the_format (void)
{
  const char *const *names = fixture_hostile_names ();
  g_autoptr (PpvProfile) profile = fixture_named (names);
  g_autofree char *text = fixture_export ("collapsed", NULL, profile);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_lines = g_strv_length (lines) - 1;

  g_assert_cmpstr (lines[n_lines], ==, "");
  for (guint i = 0; i < n_lines; i++)
    {
      g_auto (GStrv) frames = g_strsplit (lines[i], ";", -1);
      const char *blank = strrchr (lines[i], ' ');

      g_assert_cmpuint (g_strv_length (frames), ==, 3);
      g_assert_cmpstr (frames[0], ==, "main");
      g_assert_nonnull (blank);
      g_assert_cmpuint (strspn (blank + 1, "0123456789"), ==, strlen (blank + 1));
    }
}

static void
test_writes_deep_stacks (void)
{
  g_autoptr (PpvProfile) profile = fixture_deep (1000);
  g_autofree char *text = fixture_export ("collapsed", NULL, profile);
  g_auto (GStrv) frames = g_strsplit (text, ";", -1);

  g_assert_cmpuint (g_strv_length (frames), ==, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collapsed/writes-a-line-for-each-path", test_writes_a_line_for_each_path);
  g_test_add_func ("/collapsed/keeps-to-the-format", test_keeps_to_the_format);
  g_test_add_func ("/collapsed/writes-deep-stacks", test_writes_deep_stacks);
  return g_test_run ();
}
