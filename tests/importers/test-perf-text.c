/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* White box: fields of bits, and the words for them. */

#include "config.h"

#include <string.h>

#include "samples/perf-text.h"

static void
assert_source (guint64 source, const char *wanted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  perf_data_source_text (text, source);
  g_assert_cmpstr (text->str, ==, wanted);
}

static guint64
at (guint64 value, guint shift)
{
  return value << shift;
}

static void
test_says_where_data_came_from (void)
{
  /* LOAD | LVL_HIT, LVL_L1 | SNOOP_NONE | TLB_HIT, TLB_L1, TLB_L2 */
  assert_source (at (2, 0) | at (2 | 8, 5) | at (2, 19) | at (2 | 8 | 0x10, 26),
                 "load, L1 hit, no snoop, TLB L1 or L2 hit");
  /* STORE | LVL_MISS, LVL_L1 | LOCKED */
  assert_source (at (4, 0) | at (4 | 8, 5) | at (2, 24), "store, L1 miss, locked");
  /* LOAD | LVL_HIT | REMOTE, LVLNUM_RAM | HITM, FWD | HOPS_2 */
  assert_source (at (2, 0) | at (2, 5) | at (1, 37) | at (0xd, 33) | at (0x10, 19) | at (1, 38) |
                     at (3, 43),
                 "load, remote RAM hit (remote socket), snoop hit modified, forwarded");
  assert_source (at (2, 0) | at (9, 33) | at (4, 40) | at (5, 46),
                 "load, CXL, blocked by address, region 5");
  /* all not available, as for events without memory */
  assert_source (at (1, 0) | at (1, 5) | at (1, 19) | at (1, 24) | at (1, 26) | at (0xf, 33),
                 "unknown");
  assert_source (0, "unknown");
}

/* Flags as a struct of bits lies in memory, from the first bit on. */
typedef struct {
  guint at;
  guint n_bits;
  guint64 value;
} Field;

static guint64
put_fields (const Field *fields, guint n_fields, gboolean big)
{
  guint64 word = 0;

  for (guint i = 0; i < n_fields; i++)
    word |= fields[i].value << (big ? 64 - fields[i].at - fields[i].n_bits : fields[i].at);
  return word;
}

static void
test_reads_branches_of_both_byte_orders (void)
{
  static const Field fields[] = { { 0, 1, 1 },  { 2, 1, 1 },  { 4, 16, 300 }, { 20, 4, 4 },
                                  { 24, 2, 3 }, { 26, 4, 0 }, { 30, 3, 1 } };
  static const Field newer[] = { { 1, 1, 1 }, { 3, 1, 1 }, { 20, 4, 15 }, { 26, 4, 1 } };

  for (guint big = 0; big < 2; big++)
    {
      gboolean swap = (G_BYTE_ORDER == G_BIG_ENDIAN) != (big != 0);
      guint64 words[] = { 0x4010, 0x4100, put_fields (fields, G_N_ELEMENTS (fields), big != 0),
                          0x5010, 0x5100, put_fields (newer, G_N_ELEMENTS (newer), big != 0),
                          0x6010, 0x6100, 0 };
      PerfSample sample = { .n_branches = 3 };
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint i = 0; swap && i < G_N_ELEMENTS (words); i++)
        words[i] = GUINT64_SWAP_LE_BE (words[i]);
      sample.branches = ppv_reader_over (words, sizeof words, 0, swap);
      perf_branch_text (text, &sample, 3);
      g_assert_cmpstr (text->str, ==,
                       "0x4010/0x4100/M/X/-/300/CALL/SPEC_CORRECT_PATH/USER "
                       "0x5010/0x5100/P/-/A/0/FAULT_DATA 0x6010/0x6100/-/-/-/0/-");
      g_string_set_size (text, 0);
      perf_branch_text (text, &sample, 1);
      g_assert_cmpstr (text->str, ==, "0x4010/0x4100/M/X/-/300/CALL/SPEC_CORRECT_PATH/USER …");
    }
}

static void
test_has_a_word_for_any_flags (void)
{
  for (guint i = 0; i < 10000; i++)
    {
      guint64 flags = (guint64) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
      guint64 words[] = { 1, 2, flags };
      PerfSample sample = { .n_branches = 1 };
      g_autoptr (GString) text = g_string_new (NULL);

      sample.branches = ppv_reader_over (words, sizeof words, 0, i % 2 != 0);
      perf_branch_text (text, &sample, 1);
      perf_data_source_text (text, flags);
      g_assert_cmpuint (text->len, >, 10);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perf-text/says-where-data-came-from", test_says_where_data_came_from);
  g_test_add_func ("/perf-text/reads-branches-of-both-byte-orders",
                   test_reads_branches_of_both_byte_orders);
  g_test_add_func ("/perf-text/has-a-word-for-any-flags", test_has_a_word_for_any_flags);
  return g_test_run ();
}
