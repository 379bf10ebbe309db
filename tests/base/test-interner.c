/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-interner.h"

enum { N_KEYS = 200000 };

/* A table of numbers with the index over it. */
typedef struct {
  PpvInterner index;
  GArray *keys;
} Numbers;

static guint32
intern (Numbers *self, guint64 key, guint32 hash)
{
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &self->index, hash,
                     g_array_index (self->keys, guint64, slot->row) == key);
  if (slot->row != PPV_NONE)
    return slot->row;
  g_array_append_val (self->keys, key);
  return ppv_interner_insert (&self->index, slot, hash, self->keys->len - 1);
}

static void
numbers_init (Numbers *self, guint32 n_expected)
{
  ppv_interner_init (&self->index, n_expected);
  self->keys = g_array_new (FALSE, FALSE, sizeof (guint64));
}

static void
numbers_clear (Numbers *self)
{
  ppv_interner_clear (&self->index);
  g_array_unref (self->keys);
}

static void
test_gives_each_key_one_row_while_it_grows (void)
{
  Numbers numbers;

  numbers_init (&numbers, 0);
  for (guint round = 0; round < 2; round++)
    for (guint32 i = 0; i < N_KEYS; i++)
      g_assert_cmpuint (intern (&numbers, i * 4096ull, ppv_hash_u64 (i * 4096ull)), ==, i);
  g_assert_cmpuint (numbers.index.n_used, ==, N_KEYS);
  numbers_clear (&numbers);
}

static void
test_tells_keys_of_equal_hash_apart (void)
{
  Numbers numbers;

  numbers_init (&numbers, 0);
  for (guint round = 0; round < 2; round++)
    for (guint32 i = 0; i < 1000; i++)
      g_assert_cmpuint (intern (&numbers, i, 0xffffffff), ==, i);
  numbers_clear (&numbers);
}

static void
test_has_room_for_what_was_announced (void)
{
  Numbers numbers;
  PpvInternerSlot *slots;

  numbers_init (&numbers, N_KEYS);
  slots = numbers.index.slots;
  for (guint32 i = 0; i < N_KEYS; i++)
    intern (&numbers, i, ppv_hash_u64 (i));
  g_assert_true (slots == numbers.index.slots);
  numbers_clear (&numbers);
}

static void
test_keeps_no_row_that_could_not_be_made (void)
{
  Numbers numbers;
  PpvInternerSlot *slot;

  numbers_init (&numbers, 0);
  PPV_INTERNER_FIND (slot, &numbers.index, 7, slot->row == 0);
  g_assert_cmpuint (ppv_interner_insert (&numbers.index, slot, 7, PPV_NONE), ==, PPV_NONE);
  g_assert_cmpuint (numbers.index.n_used, ==, 0);
  g_assert_cmpuint (intern (&numbers, 7, 7), ==, 0);
  numbers_clear (&numbers);
}

static void
test_hashes_all_bytes_of_a_text (void)
{
  char text[40] = { 0 };

  for (gsize length = 1; length < sizeof text; length++)
    for (gsize i = 0; i < length; i++)
      {
        guint64 before = ppv_hash_bytes (text, length);

        text[i] = 1;
        g_assert_cmphex (ppv_hash_bytes (text, length), !=, before);
        text[i] = 0;
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interner/gives-each-key-one-row-while-it-grows",
                   test_gives_each_key_one_row_while_it_grows);
  g_test_add_func ("/interner/tells-keys-of-equal-hash-apart", test_tells_keys_of_equal_hash_apart);
  g_test_add_func ("/interner/has-room-for-what-was-announced",
                   test_has_room_for_what_was_announced);
  g_test_add_func ("/interner/keeps-no-row-that-could-not-be-made",
                   test_keeps_no_row_that_could_not_be_made);
  g_test_add_func ("/interner/hashes-all-bytes-of-a-text", test_hashes_all_bytes_of_a_text);
  return g_test_run ();
}
