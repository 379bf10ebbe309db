/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-reader.h"

static const guint8 bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 'a', 'b', 0, 'c' };

static PpvReader
reader (gboolean swap)
{
  return ppv_reader_over (bytes, sizeof bytes, 100, swap);
}

static void
test_reads_numbers_in_either_byte_order (void)
{
  PpvReader same = reader (FALSE);
  PpvReader other = reader (TRUE);
  guint32 number;

  memcpy (&number, bytes, sizeof number);
  g_assert_cmphex (ppv_reader_u32 (&same), ==, number);
  g_assert_cmphex (ppv_reader_u32 (&other), ==, GUINT32_SWAP_LE_BE (number));
  number = ppv_reader_u16 (&other);
  g_assert_cmphex (ppv_reader_u16 (&same), ==, GUINT16_SWAP_LE_BE (number));
}

static void
test_gives_zeros_past_the_end_and_remembers (void)
{
  PpvReader self = reader (FALSE);

  ppv_reader_skip (&self, sizeof bytes - 2);
  g_assert_cmphex (ppv_reader_u32 (&self), ==, 0);
  g_assert_true (self.failed);
  g_assert_cmpuint (ppv_reader_left (&self), ==, 0);
  g_assert_cmpuint (ppv_reader_u8 (&self), ==, 0);
  g_assert_cmphex (ppv_reader_u16 (&self), ==, 0);
  g_assert_cmphex (ppv_reader_u64 (&self), ==, 0);
  g_assert_true (self.failed);
}

static void
test_refuses_lengths_that_would_wrap (void)
{
  PpvReader self = reader (FALSE);

  ppv_reader_skip (&self, 4);
  g_assert_null (ppv_reader_take (&self, G_MAXUINT64));
  g_assert_true (self.failed);
}

static void
test_fences_a_record_off (void)
{
  PpvReader self = reader (FALSE);
  PpvReader sub = ppv_reader_sub (&self, 3);

  g_assert_cmpuint (ppv_reader_left (&sub), ==, 3);
  ppv_reader_u32 (&sub);
  g_assert_true (sub.failed);
  g_assert_false (self.failed);
  g_assert_cmpuint (ppv_reader_u8 (&self), ==, 4);
  g_assert_cmpuint (ppv_reader_offset (&self), ==, 104);
}

static void
test_fails_a_record_that_is_not_all_there (void)
{
  PpvReader self = reader (FALSE);
  PpvReader sub = ppv_reader_sub (&self, sizeof bytes + 1);

  g_assert_true (sub.failed);
  g_assert_true (self.failed);
  g_assert_cmpuint (ppv_reader_left (&sub), ==, 0);
}

static void
test_ends_text_at_its_nul_or_its_field (void)
{
  PpvReader self = reader (FALSE);
  const char *text;
  gsize length;

  ppv_reader_skip (&self, 9);
  text = ppv_reader_text (&self, 3, &length);
  g_assert_true (length == 2 && memcmp (text, "ab", 2) == 0);
  text = ppv_reader_text (&self, 1, &length);
  g_assert_true (length == 1 && *text == 'c');
  g_assert_false (self.failed);
  text = ppv_reader_text (&self, 1, &length);
  g_assert_cmpuint (length, ==, 0);
  g_assert_true (self.failed);
}

/* The examples are those of the DWARF standard, figures 22 and 23. */
static void
test_reads_numbers_of_any_length (void)
{
  const guint8 numbers[] = { 0x02, 0x80, 0x01, 0xb9, 0x64, 0x7e, 0xff, 0x00, 0x80, 0x7f };
  const guint8 longest[] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f
  };
  PpvReader self = ppv_reader_over (numbers, sizeof numbers, 0, FALSE);

  g_assert_cmpuint (ppv_reader_uleb (&self), ==, 2);
  g_assert_cmpuint (ppv_reader_uleb (&self), ==, 128);
  g_assert_cmpuint (ppv_reader_uleb (&self), ==, 12857);
  g_assert_cmpint (ppv_reader_sleb (&self), ==, -2);
  g_assert_cmpint (ppv_reader_sleb (&self), ==, 127);
  g_assert_cmpint (ppv_reader_sleb (&self), ==, -128);
  g_assert_false (self.failed);
  g_assert_cmpuint (ppv_reader_uleb (&self), ==, 0);
  g_assert_true (self.failed);
  self = ppv_reader_over (longest, sizeof longest, 0, FALSE);
  g_assert_cmpuint (ppv_reader_uleb (&self), ==, G_MAXUINT64);
  g_assert_cmpuint (ppv_reader_left (&self), ==, 0);
}

/* Nothing is read from nowhere, and no pointer is moved: undefined behaviour to a compiler. */
static void
test_reads_nothing_from_nowhere (void)
{
  PpvReader self = ppv_reader_over (NULL, 0, 0, FALSE);

  g_assert_false (self.failed);
  g_assert_cmpuint (ppv_reader_u8 (&self), ==, 0);
  g_assert_true (self.failed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reader/reads-numbers-in-either-byte-order",
                   test_reads_numbers_in_either_byte_order);
  g_test_add_func ("/reader/gives-zeros-past-the-end-and-remembers",
                   test_gives_zeros_past_the_end_and_remembers);
  g_test_add_func ("/reader/refuses-lengths-that-would-wrap", test_refuses_lengths_that_would_wrap);
  g_test_add_func ("/reader/fences-a-record-off", test_fences_a_record_off);
  g_test_add_func ("/reader/fails-a-record-that-is-not-all-there",
                   test_fails_a_record_that_is_not_all_there);
  g_test_add_func ("/reader/ends-text-at-its-nul-or-its-field",
                   test_ends_text_at_its_nul_or_its_field);
  g_test_add_func ("/reader/reads-numbers-of-any-length", test_reads_numbers_of_any_length);
  g_test_add_func ("/reader/reads-nothing-from-nowhere", test_reads_nothing_from_nowhere);
  return g_test_run ();
}
