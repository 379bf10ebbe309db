/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-symbol-index.h"

typedef struct {
  guint64 start;
  guint64 size;
  const char *name;
  PpvSymbolRank rank;
} Row;

static PpvSymbolIndex *
build (const Row *rows, gsize n_rows)
{
  PpvSymbolIndex *index = ppv_symbol_index_new (0);

  for (gsize i = 0; i < n_rows; i++)
    ppv_symbol_index_add (index, rows[i].start, rows[i].size, rows[i].name, rows[i].rank, 0);
  ppv_symbol_index_finish (index);
  return index;
}

static void
assert_name (PpvSymbolIndex *index, guint64 address, const char *name)
{
  guint32 row = ppv_symbol_index_find (index, address);

  if (name == NULL)
    g_assert_cmpuint (row, ==, PPV_NONE);
  else
    g_assert_cmpstr (ppv_symbol_index_get (index, row)->name, ==, name);
}

static void
test_finds_the_range_an_address_is_in (void)
{
  static const Row rows[] = {
    { 0x300, 0x10, "third", PPV_SYMBOL_GLOBAL },
    { 0x100, 0x10, "first", PPV_SYMBOL_GLOBAL },
    { 0x110, 0x10, "second", PPV_SYMBOL_GLOBAL },
  };
  g_autoptr (PpvSymbolIndex) index = build (rows, G_N_ELEMENTS (rows));

  assert_name (index, 0xff, NULL);
  assert_name (index, 0x100, "first");
  assert_name (index, 0x10f, "first");
  assert_name (index, 0x110, "second");
  assert_name (index, 0x120, NULL);
  assert_name (index, 0x30f, "third");
  assert_name (index, 0x310, NULL);
  assert_name (index, G_MAXUINT64, NULL);
}

static void
test_finds_nothing_in_no_symbols (void)
{
  g_autoptr (PpvSymbolIndex) index = build (NULL, 0);

  assert_name (index, 0, NULL);
}

static void
test_lets_symbols_without_a_size_reach_the_next (void)
{
  static const Row rows[] = {
    { 0x1000, 0, "a", PPV_SYMBOL_GLOBAL },
    { 0x1800, 0, "b", PPV_SYMBOL_GLOBAL },
  };
  g_autoptr (PpvSymbolIndex) index = build (rows, G_N_ELEMENTS (rows));

  assert_name (index, 0x17ff, "a");
  assert_name (index, 0x1800, "b");
  assert_name (index, 0x2fff, "b");
  assert_name (index, 0x3000, NULL);
}

static void
test_prefers_the_name_people_use (void)
{
  static const Row rows[] = {
    { 0x10, 4, "__malloc", PPV_SYMBOL_GLOBAL }, { 0x10, 4, "malloc", PPV_SYMBOL_GLOBAL },
    { 0x20, 4, "strong", PPV_SYMBOL_LOCAL },    { 0x20, 4, "weak", PPV_SYMBOL_WEAK },
    { 0x30, 4, "local", PPV_SYMBOL_LOCAL },     { 0x30, 4, "global", PPV_SYMBOL_GLOBAL },
    { 0x40, 4, "short", PPV_SYMBOL_GLOBAL },    { 0x40, 4, "longer", PPV_SYMBOL_GLOBAL },
    { 0x50, 4, "_ZN1a1bEv", PPV_SYMBOL_LOCAL }, { 0x50, 4, "c", PPV_SYMBOL_LOCAL },
  };
  g_autoptr (PpvSymbolIndex) index = build (rows, G_N_ELEMENTS (rows));

  assert_name (index, 0x10, "malloc");
  assert_name (index, 0x20, "strong");
  assert_name (index, 0x30, "global");
  assert_name (index, 0x40, "longer");
  assert_name (index, 0x50, "_ZN1a1bEv");
  assert_name (index, 0x53, "_ZN1a1bEv");
}

static void
test_prefers_a_function_to_labels_in_it (void)
{
  static const Row rows[] = {
    { 0x100, 0x100, "function", PPV_SYMBOL_LOCAL },
    { 0x120, 0, "label", PPV_SYMBOL_LOCAL },
    { 0x140, 0x10, "inner", PPV_SYMBOL_LOCAL },
  };
  g_autoptr (PpvSymbolIndex) index = build (rows, G_N_ELEMENTS (rows));

  assert_name (index, 0x130, "function");
  assert_name (index, 0x148, "inner");
  assert_name (index, 0x150, "function");
}

static void
test_holds_sizes_beyond_the_end_of_memory (void)
{
  static const Row rows[] = {
    { 0x100, G_MAXUINT64, "endless", PPV_SYMBOL_LOCAL },
    { G_MAXUINT64, 0, "last", PPV_SYMBOL_LOCAL },
  };
  g_autoptr (PpvSymbolIndex) index = build (rows, G_N_ELEMENTS (rows));

  assert_name (index, G_MAXUINT64 - 1, "endless");
  assert_name (index, 0xff, NULL);
}

/* Many aliases of one address, asked for many times, must not be compared each time. */
static void
test_is_quick_with_many_aliases (void)
{
  enum { N_ALIASES = 200000 };
  g_autoptr (PpvSymbolIndex) index = ppv_symbol_index_new (0);
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < N_ALIASES; i++)
    ppv_symbol_index_add (index, 0x1000, N_ALIASES, "_ZN1a1bEv", PPV_SYMBOL_LOCAL, 0);
  ppv_symbol_index_finish (index);
  for (guint i = 0; i < N_ALIASES; i++)
    assert_name (index, 0x1000 + i, "_ZN1a1bEv");
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/symbol-index/finds-the-range-an-address-is-in",
                   test_finds_the_range_an_address_is_in);
  g_test_add_func ("/symbol-index/finds-nothing-in-no-symbols", test_finds_nothing_in_no_symbols);
  g_test_add_func ("/symbol-index/lets-symbols-without-a-size-reach-the-next",
                   test_lets_symbols_without_a_size_reach_the_next);
  g_test_add_func ("/symbol-index/prefers-the-name-people-use", test_prefers_the_name_people_use);
  g_test_add_func ("/symbol-index/prefers-a-function-to-labels-in-it",
                   test_prefers_a_function_to_labels_in_it);
  g_test_add_func ("/symbol-index/holds-sizes-beyond-the-end-of-memory",
                   test_holds_sizes_beyond_the_end_of_memory);
  g_test_add_func ("/symbol-index/is-quick-with-many-aliases", test_is_quick_with_many_aliases);
  return g_test_run ();
}
