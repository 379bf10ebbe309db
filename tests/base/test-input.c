/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <archive.h>
#include <glib/gstdio.h>

#include "ppv-error.h"
#include "ppv-spool.h"
#include "ppv-test-input.h"

/* Far more than stays in memory: small pieces, and pieces that are large by themselves. */
static void
test_keeps_spooled_pieces_in_their_order (void)
{
  static const gsize lengths[] = { 8, 40, 3000, 100, 70000, 65535, 1, 65536, 64, 0, 200000 };
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (GByteArray) expected = g_byte_array_new ();
  g_autoptr (GBytes) all = NULL;
  g_autoptr (PpvInput) input = NULL;
  g_auto (PpvSpool) spool = { 0 };
  const guint8 *bytes = g_bytes_get_data (numbers, NULL);

  ppv_spool_init (&spool);
  for (gsize i = 0; spool.size < 20 << 20; i++)
    {
      gsize length = lengths[i % G_N_ELEMENTS (lengths)];

      g_byte_array_append (expected, bytes + 8 * (i % 100000), (guint) length);
      g_assert_true (ppv_spool_append (&spool, bytes + 8 * (i % 100000), length, NULL));
    }
  input = ppv_spool_finish (&spool, "pieces", NULL);
  all = g_bytes_new_static (expected->data, expected->len);
  ppv_test_assert_holds (input, all);
}

static void
test_gives_bytes_in_memory_as_they_are (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
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
test_reads_a_file_from_end_to_end (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (PpvInput) input = NULL;

  ppv_test_file_put (fixture, numbers);
  input = ppv_test_file_open (fixture);
  ppv_test_assert_holds (input, numbers);
  g_assert_cmpstr (ppv_input_get_name (input), ==, "file.data");
  g_assert_null (ppv_input_get_damage (input));
}

static void
test_gives_what_is_wanted_anywhere (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  gsize size = g_bytes_get_size (numbers);
  g_autoptr (PpvInput) input = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  ppv_test_file_put (fixture, numbers);
  input = ppv_test_file_open (fixture);
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
test_reads_no_more_than_is_asked_for (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (PpvInput) in_memory = ppv_input_new_bytes (numbers, "numbers");
  g_autoptr (PpvInput) input = NULL;
  const guint8 *all = g_bytes_get_data (numbers, NULL);
  gsize length = g_bytes_get_size (numbers);
  PpvInput *inputs[2];

  ppv_test_file_put (fixture, numbers);
  input = ppv_test_file_open (fixture);
  inputs[0] = input;
  inputs[1] = in_memory;
  for (guint i = 0; i < 2; i++)
    {
      guint8 buffer[16];
      gsize got;

      g_assert_true (ppv_input_read (inputs[i], 5, buffer, 16, &got, NULL));
      g_assert_cmpuint (got, ==, 16);
      g_assert_true (memcmp (buffer, all + 5, got) == 0);
      g_assert_true (ppv_input_read (inputs[i], length - 3, buffer, 16, &got, NULL));
      g_assert_cmpuint (got, ==, 3);
      g_assert_true (memcmp (buffer, all + length - 3, got) == 0);
      g_assert_true (ppv_input_read (inputs[i], G_MAXUINT64, buffer, 16, &got, NULL));
      g_assert_cmpuint (got, ==, 0);
    }
}

static void
test_duplicates_have_windows_of_their_own (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (PpvInput) input = NULL;
  g_autoptr (PpvInput) other = NULL;
  const guint8 *window;
  gsize got;

  ppv_test_file_put (fixture, numbers);
  input = ppv_test_file_open (fixture);
  other = ppv_input_dup (input);
  window = ppv_input_window (input, 8, 8, &got, NULL);
  ppv_input_window (other, 1100000, 8, &got, NULL);
  g_assert_cmpint (*window, ==, 7);
  g_clear_pointer (&input, ppv_input_free);
  ppv_test_assert_holds (other, numbers);
}

static void
test_a_file_that_shrinks_ends_early (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (PpvInput) input = NULL;
  g_autoptr (GError) error = NULL;
  gsize got;

  ppv_test_file_put (fixture, numbers);
  input = ppv_test_file_open (fixture);
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
test_asks_for_no_more_memory_than_there_is_file (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) zeros = ppv_test_zeros (100);
  g_autoptr (PpvInput) input = NULL;
  gsize got;

  ppv_test_file_put (fixture, zeros);
  input = ppv_test_file_open (fixture);
  g_assert_nonnull (ppv_input_window (input, 10, G_MAXSIZE, &got, NULL));
  g_assert_cmpuint (got, ==, 90);
}

static void
test_an_empty_file_has_no_bytes (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) nothing = ppv_test_zeros (0);
  g_autoptr (PpvInput) input = NULL;

  ppv_test_file_put (fixture, nothing);
  input = ppv_test_file_open (fixture);
  ppv_test_assert_holds (input, nothing);
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
test_refuses_what_is_not_a_file (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autofree char *data = g_build_filename (fixture->path, "data", NULL);

  assert_refused (fixture->path, G_FILE_ERROR, G_FILE_ERROR_NOENT, "");
  assert_refused (fixture->folder, G_FILE_ERROR, G_FILE_ERROR_ISDIR, "");
  assert_refused ("/dev/zero", PPV_ERROR, PPV_ERROR_UNSUPPORTED, "device");
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", data), ==, 0);
  assert_refused (fixture->path, G_FILE_ERROR, G_FILE_ERROR_LOOP, "");
  g_unlink (data);
}

/* perf record --threads: a folder is its first file, which knows the others by name only. */
static void
test_reads_the_first_file_of_a_folder (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autofree char *data = g_build_filename (fixture->path, "data", NULL);
  g_autofree char *link = g_build_filename (fixture->path, "link", NULL);
  g_autoptr (PpvInput) input = NULL;
  g_autoptr (PpvInput) sibling = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (data, "12345", 5, NULL));
  g_assert_cmpint (symlink (data, link), ==, 0);
  input = ppv_test_file_open (fixture);
  g_assert_cmpuint (ppv_input_get_size (input), ==, 5);
  sibling = ppv_input_open_sibling (input, "data", NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ppv_input_get_size (sibling), ==, 5);
  g_assert_null (ppv_input_open_sibling (input, "data.1", NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_null (ppv_input_open_sibling (input, "link", NULL, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_LOOP);
  g_assert_null (ppv_input_open_sibling (sibling, "data", NULL, NULL, NULL));
  g_unlink (link);
  g_unlink (data);
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
assert_reads_from_pipe (PpvTestFile *fixture, GBytes *written, GBytes *expected)
{
  Feed job = { fixture->path, written };
  g_autoptr (PpvInput) input = NULL;
  GThread *thread;

  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  thread = g_thread_new ("feed", feed, &job);
  input = ppv_test_file_open (fixture);
  g_thread_join (thread);
  ppv_test_assert_holds (input, expected);
  g_unlink (fixture->path);
}

static void
test_reads_pipes_to_their_end (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (GBytes) wrapped = ppv_test_wrap (numbers, ARCHIVE_FILTER_GZIP);
  g_autoptr (GBytes) large = ppv_test_zeros (17 << 20);
  g_autoptr (GBytes) tiny = ppv_test_zeros (3);

  assert_reads_from_pipe (fixture, numbers, numbers);
  assert_reads_from_pipe (fixture, wrapped, numbers);
  assert_reads_from_pipe (fixture, large, large);
  assert_reads_from_pipe (fixture, tiny, tiny);
}

/* A pipe may never end: neither may what is read of it. */
static void
test_stops_reading_a_pipe_at_the_limit (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) zeros = ppv_test_zeros (3000);
  g_autoptr (GError) error = NULL;
  Feed job = { fixture->path, zeros };
  PpvLimits limits;
  GThread *thread;

  ppv_limits_init (&limits);
  limits.inflate_bytes = 2999;
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  thread = g_thread_new ("feed", feed, &job);
  g_assert_null (ppv_input_open (fixture->path, &limits, NULL, &error));
  g_thread_join (thread);
  g_assert_error (error, PPV_ERROR, PPV_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "--limit-inflate-bytes"));
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_waits_for_a_silent_pipe_until_cancelled (PpvTestFile *fixture, gconstpointer user_data)
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
assert_reads_from_stdin (PpvTestFile *fixture, off_t place, GBytes *expected)
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
  ppv_test_assert_holds (input, expected);
}

static void
test_reads_standard_input (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) numbers = ppv_test_numbers ();
  g_autoptr (GBytes) wrapped = ppv_test_wrap (numbers, ARCHIVE_FILTER_ZSTD);
  g_autoptr (GBytes) rest = g_bytes_new_from_bytes (numbers, 9, g_bytes_get_size (numbers) - 9);

  ppv_test_file_put (fixture, numbers);
  assert_reads_from_stdin (fixture, 0, numbers);
  assert_reads_from_stdin (fixture, 9, rest);
  ppv_test_file_put (fixture, wrapped);
  assert_reads_from_stdin (fixture, 0, numbers);
}

static void
test_repairs_the_name (PpvTestFile *fixture, gconstpointer user_data)
{
  g_autoptr (GBytes) nothing = ppv_test_zeros (0);
  g_autoptr (PpvInput) input = ppv_input_new_bytes (nothing, "a\xff");

  g_assert_cmpstr (ppv_input_get_name (input), ==, "a%FF");
}

static void
add (const char *path, void (*function) (PpvTestFile *fixture, gconstpointer user_data))
{
  g_test_add (path, PpvTestFile, NULL, ppv_test_file_set_up, function, ppv_test_file_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/input/keeps-spooled-pieces-in-their-order",
                   test_keeps_spooled_pieces_in_their_order);
  add ("/input/gives-bytes-in-memory-as-they-are", test_gives_bytes_in_memory_as_they_are);
  add ("/input/reads-a-file-from-end-to-end", test_reads_a_file_from_end_to_end);
  add ("/input/gives-what-is-wanted-anywhere", test_gives_what_is_wanted_anywhere);
  add ("/input/reads-no-more-than-is-asked-for", test_reads_no_more_than_is_asked_for);
  add ("/input/duplicates-have-windows-of-their-own", test_duplicates_have_windows_of_their_own);
  add ("/input/a-file-that-shrinks-ends-early", test_a_file_that_shrinks_ends_early);
  add ("/input/asks-for-no-more-memory-than-there-is-file",
       test_asks_for_no_more_memory_than_there_is_file);
  add ("/input/an-empty-file-has-no-bytes", test_an_empty_file_has_no_bytes);
  add ("/input/refuses-what-is-not-a-file", test_refuses_what_is_not_a_file);
  add ("/input/reads-the-first-file-of-a-folder", test_reads_the_first_file_of_a_folder);
  add ("/input/reads-pipes-to-their-end", test_reads_pipes_to_their_end);
  add ("/input/stops-reading-a-pipe-at-the-limit", test_stops_reading_a_pipe_at_the_limit);
  add ("/input/waits-for-a-silent-pipe-until-cancelled",
       test_waits_for_a_silent_pipe_until_cancelled);
  add ("/input/reads-standard-input", test_reads_standard_input);
  add ("/input/repairs-the-name", test_repairs_the_name);
  return g_test_run ();
}
