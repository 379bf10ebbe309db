/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>

#include "ppv-error.h"
#include "ppv-input.h"

enum { N_NUMBERS = 150000 };

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->folder = g_dir_make_tmp (NULL, NULL);
  fixture->path = g_build_filename (fixture->folder, "file.data", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_remove (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* 1.2 MB in which each place is told from each other. */
static GBytes *
new_numbers (void)
{
  guint64 *numbers = g_new (guint64, N_NUMBERS);

  for (guint64 i = 0; i < N_NUMBERS; i++)
    numbers[i] = i * 7;
  return g_bytes_new_take (numbers, N_NUMBERS * sizeof (guint64));
}

static GBytes *
new_zeros (gsize size)
{
  return g_bytes_new_take (g_malloc0 (size), size);
}

static void
put_file (Fixture *fixture, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (fixture->path, data, (gssize) size, NULL));
}

static PpvInput *
open_file (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  PpvInput *input = ppv_input_open (fixture->path, NULL, NULL, &error);

  g_assert_no_error (error);
  return input;
}

/* All bytes, window by window, @want at a time. */
static GBytes *
read_all (PpvInput *input, gsize want)
{
  GByteArray *all = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  const guint8 *window;
  gsize got;

  while ((window = ppv_input_window (input, all->len, want, &got, &error)) != NULL && got > 0)
    g_byte_array_append (all, window, (guint) got);
  g_assert_no_error (error);
  return g_byte_array_free_to_bytes (all);
}

static void
assert_holds (PpvInput *input, GBytes *expected)
{
  g_autoptr (GBytes) all = read_all (input, 1);

  g_assert_cmpuint (ppv_input_get_size (input), ==, g_bytes_get_size (expected));
  g_assert_true (g_bytes_equal (all, expected));
}

/* libarchive 3.6 crashes on writing this, so here is what lz4 writes. */
static GBytes *
new_empty_lz4 (void)
{
  static const guint8 frame[] = { 0x04, 0x22, 0x4d, 0x18, 0x64, 0x40, 0xa7, 0,
                                  0,    0,    0,    0x05, 0x5d, 0xcc, 0x02 };

  return g_bytes_new_static (frame, sizeof frame);
}

/* @bytes wrapped by @filter, one of libarchive's. */
static GBytes *
wrap (GBytes *bytes, int filter)
{
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  gsize capacity = length + length / 8 + 65536;
  guint8 *wrapped = g_malloc (capacity);
  size_t n_used = 0;

  g_assert_cmpint (archive_write_add_filter (archive, filter), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_set_format_raw (archive), ==, ARCHIVE_OK);
  archive_write_set_bytes_in_last_block (archive, 1);
  g_assert_cmpint (archive_write_open_memory (archive, wrapped, capacity, &n_used), ==, ARCHIVE_OK);
  archive_entry_set_filetype (entry, AE_IFREG);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  if (length > 0)
    g_assert_cmpint (archive_write_data (archive, data, length), ==, (la_ssize_t) length);
  archive_entry_free (entry);
  g_assert_cmpint (archive_write_free (archive), ==, ARCHIVE_OK);
  return g_bytes_new_take (wrapped, n_used);
}

static GBytes *
join (GBytes *first, GBytes *second)
{
  GByteArray *both = g_byte_array_new ();

  g_byte_array_append (both, g_bytes_get_data (first, NULL), (guint) g_bytes_get_size (first));
  g_byte_array_append (both, g_bytes_get_data (second, NULL), (guint) g_bytes_get_size (second));
  return g_byte_array_free_to_bytes (both);
}

static void
test_gives_bytes_in_memory_as_they_are (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = new_numbers ();
  g_autoptr (PpvInput) input = ppv_input_new_bytes (numbers, "bytes");
  const guint8 *data = g_bytes_get_data (numbers, NULL);
  gsize got;

  g_assert_true (ppv_input_window (input, 1000, 1, &got, NULL) == data + 1000);
  g_assert_cmpuint (got, ==, g_bytes_get_size (numbers) - 1000);
  g_assert_true (ppv_input_window (input, 8, G_MAXSIZE, &got, NULL) == data + 8);
  g_assert_cmpuint (got, ==, g_bytes_get_size (numbers) - 8);
  g_assert_nonnull (ppv_input_window (input, G_MAXUINT64, 1, &got, NULL));
  g_assert_cmpuint (got, ==, 0);
}

static void
test_reads_a_file_from_end_to_end (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = new_numbers ();
  g_autoptr (PpvInput) input = NULL;

  put_file (fixture, numbers);
  input = open_file (fixture);
  assert_holds (input, numbers);
  g_assert_cmpstr (ppv_input_get_name (input), ==, "file.data");
  g_assert_null (ppv_input_get_damage (input));
}

static void
test_gives_what_is_wanted_anywhere (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = new_numbers ();
  gsize size = g_bytes_get_size (numbers);
  g_autoptr (PpvInput) input = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  put_file (fixture, numbers);
  input = open_file (fixture);
  for (guint i = 0; i < 2000; i++)
    {
      guint64 offset = (guint64) g_rand_int_range (rand, 0, (gint32) size + 10);
      gsize want = (gsize) g_rand_int_range (rand, 0, i % 100 == 0 ? 1300000 : 5000);
      gsize there = offset < size ? size - (gsize) offset : 0;
      gsize got;
      const guint8 *window = ppv_input_window (input, offset, want, &got, NULL);

      g_assert_cmpuint (got, >=, MIN (want, there));
      g_assert_cmpuint (got, <=, there);
      g_assert_true (
          got == 0 ||
          memcmp (window, (const guint8 *) g_bytes_get_data (numbers, NULL) + offset, got) == 0);
    }
}

static void
test_duplicates_have_windows_of_their_own (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = new_numbers ();
  g_autoptr (PpvInput) input = NULL;
  g_autoptr (PpvInput) other = NULL;
  const guint8 *window;
  gsize got;

  put_file (fixture, numbers);
  input = open_file (fixture);
  other = ppv_input_dup (input);
  window = ppv_input_window (input, 8, 8, &got, NULL);
  ppv_input_window (other, 1100000, 8, &got, NULL);
  g_assert_cmpint (*window, ==, 7);
  g_clear_pointer (&input, ppv_input_free);
  assert_holds (other, numbers);
}

static void
test_a_file_that_shrinks_ends_early (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = new_numbers ();
  g_autoptr (PpvInput) input = NULL;
  g_autoptr (GError) error = NULL;
  gsize got;

  put_file (fixture, numbers);
  input = open_file (fixture);
  g_assert_cmpint (truncate (fixture->path, 1100004), ==, 0);
  g_assert_nonnull (ppv_input_window (input, 1100000, 100, &got, &error));
  g_assert_cmpuint (got, ==, 4);
  g_assert_nonnull (ppv_input_window (input, 1100004, 1, &got, &error));
  g_assert_cmpuint (got, ==, 0);
  g_assert_no_error (error);
  g_assert_cmpuint (ppv_input_get_size (input), ==, g_bytes_get_size (numbers));
}

/* A length from a damaged header must not become an allocation. */
static void
test_asks_for_no_more_memory_than_there_is_file (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) zeros = new_zeros (100);
  g_autoptr (PpvInput) input = NULL;
  gsize got;

  put_file (fixture, zeros);
  input = open_file (fixture);
  g_assert_nonnull (ppv_input_window (input, 10, G_MAXSIZE, &got, NULL));
  g_assert_cmpuint (got, ==, 90);
}

static void
test_an_empty_file_has_no_bytes (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) nothing = new_zeros (0);
  g_autoptr (PpvInput) input = NULL;

  put_file (fixture, nothing);
  input = open_file (fixture);
  assert_holds (input, nothing);
}

static void
assert_refused (const char *path, GQuark domain, gint code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ppv_input_open (path, NULL, NULL, &error));
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_refuses_what_is_not_a_file (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *data = g_build_filename (fixture->path, "data", NULL);

  assert_refused (fixture->path, G_FILE_ERROR, G_FILE_ERROR_NOENT, "");
  assert_refused (fixture->folder, G_FILE_ERROR, G_FILE_ERROR_ISDIR, "");
  assert_refused ("/dev/zero", PPV_ERROR, PPV_ERROR_UNSUPPORTED, "device");
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (data, "", 0, NULL));
  assert_refused (fixture->path, PPV_ERROR, PPV_ERROR_UNSUPPORTED, "not read yet");
  g_unlink (data);
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
test_takes_a_wrapping_off (Fixture *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) numbers = new_numbers ();
  g_autoptr (GBytes) wrapped = wrap (numbers, kind->filter);
  g_autofree char *path = g_strconcat (fixture->path, kind->suffix, NULL);
  g_autoptr (PpvInput) input = NULL;

  g_assert_cmpuint (g_bytes_get_size (wrapped), <, g_bytes_get_size (numbers));
  put_file (fixture, wrapped);
  g_assert_cmpint (g_rename (fixture->path, path), ==, 0);
  input = ppv_input_open (path, NULL, NULL, NULL);
  g_assert_cmpstr (ppv_input_get_name (input), ==, "file.data");
  g_assert_null (ppv_input_get_damage (input));
  assert_holds (input, numbers);
  g_unlink (path);
}

static void
test_takes_one_layer_off (Fixture *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) numbers = new_numbers ();
  g_autoptr (GBytes) inner = wrap (numbers, kind->filter);
  g_autoptr (GBytes) outer = wrap (inner, kind->filter);
  g_autoptr (PpvInput) input = NULL;

  put_file (fixture, outer);
  input = open_file (fixture);
  assert_holds (input, inner);
}

static void
test_unwraps_an_empty_file (Fixture *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) nothing = new_zeros (0);
  gboolean is_lz4 = kind->filter == ARCHIVE_FILTER_LZ4;
  g_autoptr (GBytes) wrapped = is_lz4 ? new_empty_lz4 () : wrap (nothing, kind->filter);
  g_autoptr (PpvInput) input = NULL;

  put_file (fixture, wrapped);
  input = open_file (fixture);
  assert_holds (input, nothing);
  g_assert_null (ppv_input_get_damage (input));
}

static void
test_unwraps_one_member_after_the_other (Fixture *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) numbers = new_numbers ();
  g_autoptr (GBytes) wrapped = wrap (numbers, kind->filter);
  g_autoptr (GBytes) both = join (numbers, numbers);
  g_autoptr (GBytes) both_wrapped = join (wrapped, wrapped);
  g_autoptr (PpvInput) input = NULL;

  put_file (fixture, both_wrapped);
  input = open_file (fixture);
  assert_holds (input, both);
}

/* Wherever it is cut, what comes out is the beginning of the whole, and damage is told. */
static void
test_keeps_what_comes_before_a_cut (Fixture *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) numbers = new_numbers ();
  g_autoptr (GBytes) wrapped = wrap (numbers, kind->filter);
  gsize size = g_bytes_get_size (wrapped);

  for (guint i = 1; i < 16; i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (wrapped, 0, 8 + (size - 9) * i / 16);
      g_autoptr (PpvInput) input = NULL;
      g_autoptr (GBytes) all = NULL;

      put_file (fixture, cut);
      input = open_file (fixture);
      all = read_all (input, 1);
      g_assert_nonnull (ppv_input_get_damage (input));
      g_assert_nonnull (strstr (ppv_input_get_damage (input), kind->name));
      g_assert_true (g_bytes_get_size (all) == 0 ||
                     memcmp (g_bytes_get_data (all, NULL), g_bytes_get_data (numbers, NULL),
                             g_bytes_get_size (all)) == 0);
    }
}

static void
test_survives_damage (Fixture *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) numbers = new_numbers ();
  g_autoptr (GBytes) wrapped = wrap (numbers, kind->filter);
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
      put_file (fixture, copy);
      input = ppv_input_open (fixture->path, NULL, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
test_stops_a_bomb_at_the_limit (Fixture *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) zeros = new_zeros (17 << 20);
  g_autoptr (GBytes) bomb = wrap (zeros, kind->filter);
  g_autoptr (PpvInput) input = NULL;
  g_autoptr (GError) error = NULL;
  PpvLimits limits;

  put_file (fixture, bomb);
  ppv_limits_init (&limits);
  limits.inflate_ratio = 2;
  limits.inflate_bytes = 9 << 20;
  g_assert_null (ppv_input_open (fixture->path, &limits, NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "--limit-inflate-bytes"));
  limits.inflate_bytes = 17 << 20;
  input = ppv_input_open (fixture->path, &limits, NULL, NULL);
  assert_holds (input, zeros);
}

static void
test_stops_unwrapping_when_cancelled (Fixture *fixture, gconstpointer user_data)
{
  const Kind *kind = user_data;
  g_autoptr (GBytes) numbers = new_numbers ();
  g_autoptr (GBytes) wrapped = wrap (numbers, kind->filter);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  put_file (fixture, wrapped);
  g_cancellable_cancel (cancellable);
  g_assert_null (ppv_input_open (fixture->path, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct {
  const char *path;
  GBytes *bytes;
} Feed;

static gpointer
feed (gpointer user_data)
{
  Feed *feed = user_data;
  gsize size;
  const guint8 *data = g_bytes_get_data (feed->bytes, &size);
  int fd = g_open (feed->path, O_WRONLY, 0);

  g_usleep (20000);
  while (size > 0)
    {
      gssize n_written = write (fd, data, MIN (size, 10007));

      g_assert_cmpint (n_written, >, 0);
      data += n_written;
      size -= (gsize) n_written;
    }
  close (fd);
  return NULL;
}

static void
assert_reads_from_pipe (Fixture *fixture, GBytes *written, GBytes *expected)
{
  Feed job = { fixture->path, written };
  g_autoptr (PpvInput) input = NULL;
  GThread *thread;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  thread = g_thread_new ("feed", feed, &job);
  input = open_file (fixture);
  g_thread_join (thread);
  assert_holds (input, expected);
  g_unlink (fixture->path);
}

static void
test_reads_pipes_to_their_end (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = new_numbers ();
  g_autoptr (GBytes) wrapped = wrap (numbers, ARCHIVE_FILTER_GZIP);
  g_autoptr (GBytes) large = new_zeros (17 << 20);
  g_autoptr (GBytes) tiny = new_zeros (3);

  assert_reads_from_pipe (fixture, numbers, numbers);
  assert_reads_from_pipe (fixture, wrapped, numbers);
  assert_reads_from_pipe (fixture, large, large);
  assert_reads_from_pipe (fixture, tiny, tiny);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_waits_for_a_silent_pipe_until_cancelled (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_null (ppv_input_open (fixture->path, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

/* As a shell would: the file as standard input, at some place in it. */
static void
assert_reads_from_stdin (Fixture *fixture, off_t place, GBytes *expected)
{
  int saved = dup (STDIN_FILENO);
  int fd = g_open (fixture->path, O_RDONLY, 0);
  g_autoptr (PpvInput) input = NULL;

  g_assert_cmpint (lseek (fd, place, SEEK_SET), ==, place);
  g_assert_cmpint (dup2 (fd, STDIN_FILENO), ==, STDIN_FILENO);
  input = ppv_input_open ("-", NULL, NULL, NULL);
  dup2 (saved, STDIN_FILENO);
  close (fd);
  close (saved);
  assert_holds (input, expected);
}

static void
test_reads_standard_input (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = new_numbers ();
  g_autoptr (GBytes) wrapped = wrap (numbers, ARCHIVE_FILTER_ZSTD);
  g_autoptr (GBytes) rest = g_bytes_new_from_bytes (numbers, 9, g_bytes_get_size (numbers) - 9);

  put_file (fixture, numbers);
  assert_reads_from_stdin (fixture, 0, numbers);
  assert_reads_from_stdin (fixture, 9, rest);
  put_file (fixture, wrapped);
  assert_reads_from_stdin (fixture, 0, numbers);
}

static void
test_repairs_the_name (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) nothing = new_zeros (0);
  g_autoptr (PpvInput) input = ppv_input_new_bytes (nothing, "a\xff");

  g_assert_cmpstr (ppv_input_get_name (input), ==, "a%FF");
}

static void
add (const char *path, void (*function) (Fixture *fixture, gconstpointer user_data))
{
  g_test_add (path, Fixture, NULL, set_up, function, tear_down);
}

static void
add_kind (const char *what,
          const Kind *kind,
          void (*function) (Fixture *fixture, gconstpointer user_data))
{
  g_autofree char *path = g_strdup_printf ("/input/%s/%s", kind->name, what);

  g_test_add (path, Fixture, kind, set_up, function, tear_down);
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
  add ("/input/gives-bytes-in-memory-as-they-are", test_gives_bytes_in_memory_as_they_are);
  add ("/input/reads-a-file-from-end-to-end", test_reads_a_file_from_end_to_end);
  add ("/input/gives-what-is-wanted-anywhere", test_gives_what_is_wanted_anywhere);
  add ("/input/duplicates-have-windows-of-their-own", test_duplicates_have_windows_of_their_own);
  add ("/input/a-file-that-shrinks-ends-early", test_a_file_that_shrinks_ends_early);
  add ("/input/asks-for-no-more-memory-than-there-is-file",
       test_asks_for_no_more_memory_than_there_is_file);
  add ("/input/an-empty-file-has-no-bytes", test_an_empty_file_has_no_bytes);
  add ("/input/refuses-what-is-not-a-file", test_refuses_what_is_not_a_file);
  add ("/input/reads-pipes-to-their-end", test_reads_pipes_to_their_end);
  add ("/input/waits-for-a-silent-pipe-until-cancelled",
       test_waits_for_a_silent_pipe_until_cancelled);
  add ("/input/reads-standard-input", test_reads_standard_input);
  add ("/input/repairs-the-name", test_repairs_the_name);
  add_wrappings ();
  return g_test_run ();
}
