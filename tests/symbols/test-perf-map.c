/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-perf-map.h"

static PpvSymbolIndex *
parse (const char *text)
{
  return ppv_perf_map_parse (g_strdup (text), strlen (text));
}

static const char *
name_at (PpvSymbolIndex *index, guint64 address)
{
  guint32 row = ppv_symbol_index_find (index, address);

  return row != PPV_NONE ? ppv_symbol_index_get (index, row)->name : NULL;
}

static void
test_keeps_spaces_in_names (void)
{
  g_autoptr (PpvSymbolIndex) index = parse ("7f00 10 JS:*fib /work.js:2:13\r\n"
                                            "0x8000 0x20 LazyCompile:~main");

  g_assert_cmpstr (name_at (index, 0x7f00), ==, "JS:*fib /work.js:2:13");
  g_assert_cmpstr (name_at (index, 0x7f10), ==, NULL);
  g_assert_cmpstr (name_at (index, 0x801f), ==, "LazyCompile:~main");
}

static void
test_lets_later_lines_hide_earlier_ones (void)
{
  g_autoptr (PpvSymbolIndex) index = parse ("1000 100 old\n"
                                            "1040 20 new\n"
                                            "1050 100 newest\n"
                                            "1150 10 beside\n"
                                            "1150 10 instead\n");

  g_assert_cmpstr (name_at (index, 0x103f), ==, "old");
  g_assert_cmpstr (name_at (index, 0x1040), ==, "new");
  g_assert_cmpstr (name_at (index, 0x104f), ==, "new");
  g_assert_cmpstr (name_at (index, 0x1050), ==, "newest");
  g_assert_cmpstr (name_at (index, 0x10ff), ==, "newest");
  g_assert_cmpstr (name_at (index, 0x114f), ==, "newest");
  g_assert_cmpstr (name_at (index, 0x1150), ==, "instead");
  g_assert_cmpstr (name_at (index, 0x1160), ==, NULL);
}

/* Every address against a painter that overwrites what was there before. */
static void
test_agrees_with_painting_in_order (void)
{
  enum { N_ADDRESSES = 64, N_LINES = 40 };

  for (guint round = 0; round < 500; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (PpvSymbolIndex) index = NULL;
      gint painted[N_ADDRESSES];

      memset (painted, 0xff, sizeof painted);
      for (gint line = 0; line < N_LINES; line++)
        {
          gint start = g_test_rand_int_range (0, N_ADDRESSES);
          gint size = g_test_rand_int_range (1, 1 + MIN (16, N_ADDRESSES - start));

          g_string_append_printf (text, "%x %x %d\n", (guint) start, (guint) size, line);
          for (gint at = start; at < start + size; at++)
            painted[at] = line;
        }
      index = parse (text->str);
      for (guint at = 0; at < N_ADDRESSES; at++)
        {
          const char *name = name_at (index, at);

          g_assert_cmpint (name != NULL ? atoi (name) : -1, ==, painted[at]);
        }
    }
}

static void
test_skips_damaged_lines (void)
{
  g_autoptr (PpvSymbolIndex) index = parse ("\n"
                                            "1000\n"
                                            "1000 10\n"
                                            "1000 10 \n"
                                            "1000 0 empty\n"
                                            "xyz 10 name\n"
                                            "1000 -1 name\n"
                                            "11112222333344445 10 name\n"
                                            "ffffffffffffffff ffffffffffffffff end\n");

  g_assert_cmpstr (name_at (index, 0x1000), ==, NULL);
  g_assert_cmpuint (ppv_symbol_index_get_n (index), <=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perf-map/keeps-spaces-in-names", test_keeps_spaces_in_names);
  g_test_add_func ("/perf-map/lets-later-lines-hide-earlier-ones",
                   test_lets_later_lines_hide_earlier_ones);
  g_test_add_func ("/perf-map/agrees-with-painting-in-order", test_agrees_with_painting_in_order);
  g_test_add_func ("/perf-map/skips-damaged-lines", test_skips_damaged_lines);
  return g_test_run ();
}
