/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Every test with every wrapping. */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <archive.h>
#include <glib/gstdio.h>

#include "ppv-error.h"
#include "ppv-test-input.h"

/* libarchive 3.6 crashes on writing this, so here is what lz4 writes. */
static GBytes *
new_empty_lz4 (void)
{
  static const guint8 frame[] = { 0x04, 0x22, 0x4d, 0x18, 0x64, 0x40, 0xa7, 0,
                                  0,    0,    0,    0x05, 0x5d, 0xcc, 0x02 };

  return g_bytes_new_static (frame, sizeof frame);
}

static GBytes *
join (GBytes *first, GBytes *second)
{
  GByteArray *both = g_byte_array_new ();

  g_byte_array_append (both, g_bytes_get_data (first, NULL), (guint) g_bytes_get_size (first));
  g_byte_array_append (both, g_bytes_get_data (second, NULL), (guint) g_bytes_get_size (second));
  return g_byte_array_free_to_bytes (both);
}

typedef struct {
  const char *name;
  const char *suffix;
  int filter;
} Kind;

static const Kind kinds[] = {
  { "gzip", ".gz", ARCHIVE_FILTER_GZIP }, { "bzip2", ".bz2", ARCHIVE_FILTER_BZIP2 },
  { "xz", ".xz", ARCHIVE_FILTER_XZ },     { "zstd", ".zst", ARCHIVE_FILTER_ZSTD },
  { "lz4", ".lz4", ARCHIVE_FILTER_LZ4 },
};

static void
test_takes_a_wrapping_off (PpvTestFile *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (GBytes) wrapped = ppv_test_wrap (numbers, kind->filter);
  g_autofree char *path = g_strconcat (fixture->path, kind->suffix, NULL);
  g_autoptr (PpvInput) input = NULL;

  g_assert_cmpuint (g_bytes_get_size (wrapped), <, g_bytes_get_size (numbers));
  ppv_test_file_put (fixture, wrapped);
  g_assert_cmpint (g_rename (fixture->path, path), ==, 0);
  input = ppv_input_open (path, NULL, NULL, NULL);
  g_assert_cmpstr (ppv_input_get_name (input), ==, "file.data");
  g_assert_null (ppv_input_get_damage (input));
  ppv_test_assert_holds (input, numbers);
  g_unlink (path);
}

static void
test_takes_one_layer_off (PpvTestFile *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (GBytes) inner = ppv_test_wrap (numbers, kind->filter);
  g_autoptr (GBytes) outer = ppv_test_wrap (inner, kind->filter);
  g_autoptr (PpvInput) input = NULL;

  ppv_test_file_put (fixture, outer);
  input = ppv_test_file_open (fixture);
  ppv_test_assert_holds (input, inner);
}

static void
test_unwraps_an_empty_file (PpvTestFile *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) nothing = ppv_test_zeros (0);
  gboolean is_lz4 = kind->filter == ARCHIVE_FILTER_LZ4;
  g_autoptr (GBytes) wrapped = is_lz4 ? new_empty_lz4 () : ppv_test_wrap (nothing, kind->filter);
  g_autoptr (PpvInput) input = NULL;

  ppv_test_file_put (fixture, wrapped);
  input = ppv_test_file_open (fixture);
  ppv_test_assert_holds (input, nothing);
  g_assert_null (ppv_input_get_damage (input));
}

static void
test_unwraps_one_member_after_the_other (PpvTestFile *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (GBytes) wrapped = ppv_test_wrap (numbers, kind->filter);
  g_autoptr (GBytes) both = join (numbers, numbers);
  g_autoptr (GBytes) both_wrapped = join (wrapped, wrapped);
  g_autoptr (PpvInput) input = NULL;

  ppv_test_file_put (fixture, both_wrapped);
  input = ppv_test_file_open (fixture);
  ppv_test_assert_holds (input, both);
}

/* Wherever it is cut, what comes out is the beginning of the whole, and damage is told. */
static void
test_keeps_what_comes_before_a_cut (PpvTestFile *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (GBytes) wrapped = ppv_test_wrap (numbers, kind->filter);
  gsize size = g_bytes_get_size (wrapped);

  for (guint i = 1; i < 16; i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (wrapped, 0, 8 + (size - 9) * i / 16);
      g_autoptr (PpvInput) input = NULL;
      g_autoptr (GBytes) all = NULL;

      ppv_test_file_put (fixture, cut);
      input = ppv_test_file_open (fixture);
      all = ppv_test_read_all (input, 1);
      g_assert_nonnull (ppv_input_get_damage (input));
      g_assert_nonnull (strstr (ppv_input_get_damage (input), kind->name));
      g_assert_true (g_bytes_get_size (all) == 0 ||
                     memcmp (g_bytes_get_data (all, NULL), g_bytes_get_data (numbers, NULL),
                             g_bytes_get_size (all)) == 0);
    }
}

static void
test_survives_damage (PpvTestFile *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (GBytes) wrapped = ppv_test_wrap (numbers, kind->filter);
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (GBytes) copy =
          g_bytes_new (g_bytes_get_data (wrapped, NULL), g_bytes_get_size (wrapped));
      gsize size;
      guint8 *bytes = g_bytes_unref_to_data (g_steal_pointer (&copy), &size);
      g_autoptr (PpvInput) input = NULL;
      g_autoptr (GError) error = NULL;

      for (guint n_flips = 0; n_flips < 8; n_flips++)
        bytes[g_rand_int_range (rand, 8, (gint32) size)] ^=
            (guint8) (1 << g_rand_int_range (rand, 0, 8));
      copy = g_bytes_new_take (bytes, size);
      ppv_test_file_put (fixture, copy);
      input = ppv_input_open (fixture->path, NULL, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
test_stops_a_bomb_at_the_limit (PpvTestFile *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) zeros = ppv_test_zeros (17 << 20);
  g_autoptr (GBytes) bomb = ppv_test_wrap (zeros, kind->filter);
  g_autoptr (PpvInput) input = NULL;
  g_autoptr (GError) error = NULL;
  PpvLimits limits;

  ppv_test_file_put (fixture, bomb);
  ppv_limits_init (&limits);
  limits.inflate_ratio = 2;
  limits.inflate_bytes = 9 << 20;
  g_assert_null (ppv_input_open (fixture->path, &limits, NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "--limit-inflate-bytes"));
  limits.inflate_bytes = 17 << 20;
  input = ppv_input_open (fixture->path, &limits, NULL, NULL);
  ppv_test_assert_holds (input, zeros);
}

static void
test_stops_unwrapping_when_cancelled (PpvTestFile *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (GBytes) wrapped = ppv_test_wrap (numbers, kind->filter);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  ppv_test_file_put (fixture, wrapped);
  g_cancellable_cancel (cancellable);
  g_assert_null (ppv_input_open (fixture->path, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A file of a few kilobytes, whose parts are less than what comes out at a time elsewhere. */
static void
test_keeps_all_of_a_small_file_but_its_end (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (GBytes) few = g_bytes_new_from_bytes (numbers, 0, 20000);
  g_autoptr (GBytes) wrapped = ppv_test_wrap (few, ARCHIVE_FILTER_GZIP);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (wrapped, 0, g_bytes_get_size (wrapped) - 9);
  g_autoptr (PpvInput) input = NULL;
  g_autoptr (GBytes) all = NULL;

  ppv_test_file_put (fixture, cut);
  input = ppv_test_file_open (fixture);
  all = ppv_test_read_all (input, 1);
  g_assert_nonnull (ppv_input_get_damage (input));
  g_assert_cmpuint (g_bytes_get_size (all), >, 19900);
  g_assert_cmpint (
      memcmp (g_bytes_get_data (all, NULL), g_bytes_get_data (few, NULL), g_bytes_get_size (all)),
      ==, 0);
}

static void
test_tells_of_what_stands_behind (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (GBytes) wrapped = ppv_test_wrap (numbers, ARCHIVE_FILTER_GZIP);
  g_autoptr (GBytes) zeros = ppv_test_zeros (100000);
  g_autoptr (GBytes) padded = join (wrapped, zeros);
  g_autoptr (GBytes) followed = join (padded, numbers);
  g_autoptr (PpvInput) input = NULL;

  ppv_test_file_put (fixture, padded);
  input = ppv_test_file_open (fixture);
  ppv_test_assert_holds (input, numbers);
  g_assert_null (ppv_input_get_damage (input));
  g_clear_pointer (&input, ppv_input_free);
  ppv_test_file_put (fixture, followed);
  input = ppv_test_file_open (fixture);
  ppv_test_assert_holds (input, numbers);
  g_assert_nonnull (ppv_input_get_damage (input));
}

/* All characters, so that units of each kind fall upon each place between two reads. */
static GBytes *
new_characters (void)
{
  GString *text = g_string_new (NULL);

  for (gunichar character = 1; character < 0x110000; character += character < 0x3000 ? 1 : 7)
    if (g_unichar_validate (character))
      g_string_append_unichar (text, character);
  return g_string_free_to_bytes (text);
}

static GBytes *
encode (GBytes *text, const char *charset, const char *mark)
{
  gsize length;
  g_autofree char *encoded =
      g_convert (g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text), charset, "UTF-8",
                 NULL, &length, NULL);
  GByteArray *marked = g_byte_array_new ();

  g_assert_nonnull (encoded);
  g_byte_array_append (marked, (const guint8 *) mark, 2);
  g_byte_array_append (marked, (const guint8 *) encoded, (guint) length);
  return g_byte_array_free_to_bytes (marked);
}

static void
test_reads_both_byte_orders (PpvTestFile *fixture, gconstpointer user_data)
{
  static const char *const charsets[][2] = { { "UTF-16LE", "\xff\xfe" },
                                             { "UTF-16BE", "\xfe\xff" } };
  g_autoptr (GBytes) characters = new_characters ();

  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      g_autoptr (GBytes) encoded = encode (characters, charsets[i][0], charsets[i][1]);
      g_autoptr (PpvInput) input = NULL;

      ppv_test_file_put (fixture, encoded);
      input = ppv_test_file_open (fixture);
      ppv_test_assert_holds (input, characters);
      g_assert_null (ppv_input_get_damage (input));
    }
}

static void
test_tells_of_half_a_character (PpvTestFile *fixture, gconstpointer user_data)
{
  static const guint8 cut[] = { 0xff, 0xfe, 'a', 0, 0x3d, 0xd8, 'b', 0, 0x3d, 0xd8, 'c' };
  g_autoptr (GBytes) bytes = g_bytes_new_static (cut, sizeof cut);
  g_autoptr (GBytes) expected = g_bytes_new_static ("a\xef\xbf\xbd"
                                                    "b\xef\xbf\xbd",
                                                    8);
  g_autoptr (PpvInput) input = NULL;

  ppv_test_file_put (fixture, bytes);
  input = ppv_test_file_open (fixture);
  ppv_test_assert_holds (input, expected);
  g_assert_nonnull (strstr (ppv_input_get_damage (input), "UTF-16"));
}

static void
add_kind (const char *what,
          const Kind *kind,
          void (*function) (PpvTestFile *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strdup_printf ("/unwrap/%s/%s", kind->name, what);

  g_test_add (path, PpvTestFile, kind, ppv_test_file_set_up, function, ppv_test_file_tear_down);
}

static void
add_wrappings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      add_kind ("takes-a-wrapping-off", &kinds[i], test_takes_a_wrapping_off);
      add_kind ("takes-one-layer-off", &kinds[i], test_takes_one_layer_off);
      add_kind ("unwraps-an-empty-file", &kinds[i], test_unwraps_an_empty_file);
      add_kind ("unwraps-one-member-after-the-other", &kinds[i],
                test_unwraps_one_member_after_the_other);
      add_kind ("keeps-what-comes-before-a-cut", &kinds[i], test_keeps_what_comes_before_a_cut);
      add_kind ("survives-damage", &kinds[i], test_survives_damage);
      add_kind ("stops-a-bomb-at-the-limit", &kinds[i], test_stops_a_bomb_at_the_limit);
      add_kind ("stops-unwrapping-when-cancelled", &kinds[i], test_stops_unwrapping_when_cancelled);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_wrappings ();
  g_test_add ("/unwrap/gzip/keeps-all-of-a-small-file-but-its-end", PpvTestFile, NULL,
              ppv_test_file_set_up, test_keeps_all_of_a_small_file_but_its_end,
              ppv_test_file_tear_down);
  g_test_add ("/unwrap/gzip/tells-of-what-stands-behind", PpvTestFile, NULL, ppv_test_file_set_up,
              test_tells_of_what_stands_behind, ppv_test_file_tear_down);
  g_test_add ("/unwrap/utf-16/reads-both-byte-orders", PpvTestFile, NULL, ppv_test_file_set_up,
              test_reads_both_byte_orders, ppv_test_file_tear_down);
  g_test_add ("/unwrap/utf-16/tells-of-half-a-character", PpvTestFile, NULL, ppv_test_file_set_up,
              test_tells_of_half_a_character, ppv_test_file_tear_down);
  return g_test_run ();
}
