/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-limits.h"

static void
test_sets_every_member_to_its_default (void)
{
  PpvLimits limits;
  gsize n_limits = 0;

  memset (&limits, 0, sizeof limits);
  ppv_limits_init (&limits);
  for (const PpvLimit *limit = ppv_limits_list (); limit->name != NULL; limit++, n_limits++)
    {
      g_assert_cmpuint (limit->fallback, >, 0);
      g_assert_cmpuint (G_STRUCT_MEMBER (guint64, &limits, limit->offset), ==, limit->fallback);
    }
  g_assert_cmpuint (n_limits * sizeof (guint64), ==, sizeof limits);
}

static void
test_names_are_fit_for_options (void)
{
  for (const PpvLimit *limit = ppv_limits_list (); limit->name != NULL; limit++)
    g_assert_cmpuint (strspn (limit->name, "abcdefghijklmnopqrstuvwxyz-"), ==,
                      strlen (limit->name));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/limits/sets-every-member-to-its-default",
                   test_sets_every_member_to_its_default);
  g_test_add_func ("/limits/names-are-fit-for-options", test_names_are_fit_for_options);
  return g_test_run ();
}
