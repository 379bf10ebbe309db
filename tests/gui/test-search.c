/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-search.h"

static gboolean
finds (const char *text, const char *name)
{
  g_autoptr (PpvSearch) search = ppv_search_new (text);

  g_assert_nonnull (search);
  return ppv_search_matches (search, name);
}

static void
test_finds_parts_without_case (void)
{
  g_assert_true (finds ("LOC", "g_malloc"));
  g_assert_true (finds (" loc ", "g_malloc"));
  g_assert_true (finds ("É", "café"));
  g_assert_false (finds ("locx", "g_malloc"));
}

static void
test_takes_a_comma_for_or (void)
{
  g_assert_true (finds ("free, alloc", "g_malloc"));
  g_assert_true (finds ("free,alloc,", "g_free"));
  g_assert_false (finds ("free,alloc", "main"));
}

static void
test_finds_quoted_names_whole (void)
{
  g_autofree char *exact = ppv_search_exact ("f(int, char)");

  g_assert_true (finds (exact, "f(int, char)"));
  g_assert_false (finds (exact, "f(int, char) const"));
  g_assert_false (finds (exact, "F(int, char)"));
  g_assert_true (finds ("\"a\", b", "xbx"));
}

static void
test_finds_names_with_quotes (void)
{
  g_autofree char *exact = ppv_search_exact ("operator\"\" _s");

  g_assert_true (finds (exact, "operator\"\" _s"));
  g_assert_true (finds ("\"", "operator\"\" _s"));
}

static void
test_asks_for_nothing_when_empty (void)
{
  g_assert_null (ppv_search_new (""));
  g_assert_null (ppv_search_new (" , ,"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/finds-parts-without-case", test_finds_parts_without_case);
  g_test_add_func ("/search/takes-a-comma-for-or", test_takes_a_comma_for_or);
  g_test_add_func ("/search/finds-quoted-names-whole", test_finds_quoted_names_whole);
  g_test_add_func ("/search/finds-names-with-quotes", test_finds_names_with_quotes);
  g_test_add_func ("/search/asks-for-nothing-when-empty", test_asks_for_nothing_when_empty);
  return g_test_run ();
}
