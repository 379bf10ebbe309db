/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Recordings long enough to be read by several threads: the answer must be the one
 * of a single thread, row for row, also where samples are damaged, limits are met, or
 * somebody gives up.
 */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ppv-test-import.h"
#include "ppv-test-same.h"
#include "ppv.h"

/* Parts are of a MiB at least. */
enum { LONG_ENOUGH = 5 << 20 };

/* Words of the header, and what the header of a pipe has instead. */
enum { HEADER_SIZE = 8, DATA_OFFSET = 40, DATA_SIZE = 48, FEATURES = 72, PIPE_HEADER = 16 };

/* How the recording of copied stacks was made, and what stands behind each copy. */
enum { COPY_BYTES = 512, BEHIND_COPY = 16, MORE_COPY_BYTES = 40000 };

enum { SAMPLE = 9, USER_RECORDS = 64, RECORD_HEADER = 8 };

static const char *const recordings[] = { "sample.perf.data", "several.perf.data",
                                          "fields.perf.data", "group.perf.data",
                                          "stacks.perf.data", "pipe.perf.data" };

static guint64
get_word (const GByteArray *bytes, gsize offset)
{
  guint64 word;

  memcpy (&word, bytes->data + offset, sizeof word);
  return word;
}

static void
set_word (GByteArray *bytes, gsize offset, guint64 word)
{
  memcpy (bytes->data + offset, &word, sizeof word);
}

static gsize
count_features (const GByteArray *bytes)
{
  gsize n_features = 0;

  for (guint i = 0; i < 4; i++)
    n_features += (gsize) __builtin_popcountll (get_word (bytes, FEATURES + 8 * i));
  return n_features;
}

/*
 * One more of each sample between @begin and @end, with another word in some of them, and
 * of a few of the kernel's other records.
 */
static void
append_records (GByteArray *bytes, gsize begin, gsize end, GRand *random)
{
  guint16 size;

  for (gsize at = begin; at < end; at += size)
    {
      guint at_copy = bytes->len;

      memcpy (&size, bytes->data + at + 6, sizeof size);
      if (bytes->data[at] != SAMPLE &&
          (bytes->data[at] >= USER_RECORDS || g_rand_int_range (random, 0, 20) > 0))
        continue;
      g_byte_array_set_size (bytes, at_copy + size);
      memcpy (bytes->data + at_copy, bytes->data + at, size);
      if (bytes->data[at] == SAMPLE && g_rand_int_range (random, 0, 10) == 0 &&
          size >= RECORD_HEADER + 16)
        {
          gint n_words = (size - RECORD_HEADER) / 8;
          gsize word = (gsize) g_rand_int_range (random, 0, MIN (n_words, 24));

          bytes->data[at_copy + RECORD_HEADER + word * 8] ^= (guint8) g_rand_int (random);
        }
    }
}

/* The records are those from @from on now; the table of sections, at @table, goes behind them. */
static void
move_records (GByteArray *bytes, guint from, gsize table)
{
  guint size = (guint) (count_features (bytes) * 16);

  set_word (bytes, DATA_OFFSET, from);
  set_word (bytes, DATA_SIZE, bytes->len - from);
  g_byte_array_set_size (bytes, bytes->len + size);
  memcpy (bytes->data + bytes->len - size, bytes->data + table, size);
}

/* The recording with its samples again and again, behind what the file is otherwise. */
static GByteArray *
prolong (const char *name)
{
  g_autoptr (GBytes) original = ppv_test_read_data (name);
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  GByteArray *bytes = g_byte_array_new ();
  gboolean is_pipe;
  gsize begin = PIPE_HEADER, end = g_bytes_get_size (original);
  guint from = (guint) end;

  g_byte_array_append (bytes, g_bytes_get_data (original, NULL), (guint) end);
  is_pipe = get_word (bytes, HEADER_SIZE) == PIPE_HEADER;
  if (!is_pipe)
    {
      begin = (gsize) get_word (bytes, DATA_OFFSET);
      end = begin + (gsize) get_word (bytes, DATA_SIZE);
      g_byte_array_set_size (bytes, from + (guint) (end - begin));
      memcpy (bytes->data + from, bytes->data + begin, end - begin);
    }
  while (bytes->len < LONG_ENOUGH)
    append_records (bytes, begin, end, random);
  if (!is_pipe)
    move_records (bytes, from, end);
  return bytes;
}

/* Of the sample at @at, which ends with its copy, how much of it is real, and a word. */
static void
enlarge_copy (GByteArray *bytes, guint at, guint16 size)
{
  guint behind = at + size - COPY_BYTES - BEHIND_COPY;
  guint16 larger = (guint16) (size + MORE_COPY_BYTES);
  guint8 end[BEHIND_COPY];

  g_assert_cmpuint (get_word (bytes, behind - 8), ==, COPY_BYTES);
  set_word (bytes, behind - 8, COPY_BYTES + MORE_COPY_BYTES);
  memcpy (bytes->data + at + 6, &larger, sizeof larger);
  memcpy (end, bytes->data + at + size - BEHIND_COPY, BEHIND_COPY);
  g_byte_array_set_size (bytes, at + larger);
  memset (bytes->data + at + size - BEHIND_COPY, 0xaa, MORE_COPY_BYTES);
  memcpy (bytes->data + at + larger - BEHIND_COPY, end, BEHIND_COPY);
}

/*
 * The recording with larger copies of stacks, of which no more is real than before: they
 * are long enough for one thread to read only parts of them.
 */
static GByteArray *
enlarge_copies (const char *name)
{
  g_autoptr (GBytes) original = ppv_test_read_data (name);
  GByteArray *bytes = g_bytes_unref_to_array (g_steal_pointer (&original));
  gsize begin = (gsize) get_word (bytes, DATA_OFFSET);
  gsize end = begin + (gsize) get_word (bytes, DATA_SIZE);
  guint from = bytes->len;
  guint16 size;

  for (gsize at = begin; at < end; at += size)
    {
      guint at_copy = bytes->len;

      memcpy (&size, bytes->data + at + 6, sizeof size);
      g_byte_array_set_size (bytes, at_copy + size);
      memcpy (bytes->data + at_copy, bytes->data + at, size);
      if (bytes->data[at] == SAMPLE)
        enlarge_copy (bytes, at_copy, size);
    }
  move_records (bytes, from, end);
  return bytes;
}

/* --- loading ------------------------------------------------------------------------ */

typedef struct {
  char *path;
} File;

static File
write_file (const GByteArray *bytes)
{
  g_autoptr (GError) error = NULL;
  File file;
  int fd = g_file_open_tmp ("ppv-threads-XXXXXX", &file.path, &error);

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (file.path, (const char *) bytes->data, (gssize) bytes->len, &error);
  g_assert_no_error (error);
  return file;
}

static void
remove_file (File *file)
{
  g_unlink (file->path);
  g_free (file->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (File, remove_file)

static PpvLoad *
new_load (const File *file, guint n_threads)
{
  PpvLoad *load = ppv_load_new (file->path);
  PpvSymbolOptions nowhere = { .enabled = FALSE };

  ppv_load_set_symbols (load, &nowhere);
  ppv_load_set_threads (load, n_threads);
  return load;
}

static PpvProfile *
run (PpvLoad *load)
{
  g_autoptr (GError) error = NULL;
  PpvProfile *profile = ppv_load_run (load, NULL, &error);

  g_assert_no_error (error);
  ppv_profile_check (profile, &error);
  g_assert_no_error (error);
  return profile;
}

static void
test_any_number_of_threads_gives_one_answer (gconstpointer user_data)
{
  static const guint n_threads[] = { 2, 3, 7 };
  g_autoptr (GByteArray) bytes = prolong (user_data);
  g_auto (File) file = write_file (bytes);
  g_autoptr (PpvLoad) load = new_load (&file, 1);
  g_autoptr (PpvProfile) alone = run (load);

  for (guint i = 0; i < G_N_ELEMENTS (n_threads); i++)
    {
      g_autoptr (PpvLoad) again = new_load (&file, n_threads[i]);
      g_autoptr (PpvProfile) together = run (again);

      ppv_test_assert_same (alone, together);
    }
}

static void
test_limits_are_met_where_one_thread_meets_them (void)
{
  static const guint rows[] = { 3, 50, 700, 6000, 20000 };
  g_autoptr (GByteArray) bytes = prolong ("sample.perf.data");
  g_auto (File) file = write_file (bytes);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (PpvLoad) load = new_load (&file, 1);
      g_autoptr (PpvLoad) again = new_load (&file, 4);
      g_autoptr (PpvProfile) alone = NULL;
      g_autoptr (PpvProfile) together = NULL;

      ppv_load_get_limits (load)->rows = ppv_load_get_limits (again)->rows = rows[i];
      alone = run (load);
      together = run (again);
      g_assert_false (ppv_profile_is_complete (alone));
      ppv_test_assert_same (alone, together);
    }
}

static void
test_long_copies_are_unwound_as_short_ones (void)
{
  static const char *const whole[] = {
    "_start;main;run;sort_words;sort_words;sort_words;compare_words",
    "_start;main;run;read_words;count_word",
    "_start;main;run;write_text",
  };
  g_autoptr (GBytes) original = ppv_test_read_data ("unwound.perf.data");
  g_autoptr (GByteArray) as_it_is = g_bytes_unref_to_array (g_steal_pointer (&original));
  g_autoptr (GByteArray) bytes = enlarge_copies ("unwound.perf.data");
  g_auto (File) short_copies = write_file (as_it_is);
  g_auto (File) long_copies = write_file (bytes);
  g_autoptr (PpvLoad) load = new_load (&short_copies, 1);
  g_autoptr (PpvLoad) again = new_load (&long_copies, 1);
  g_autofree char *programs = g_test_build_filename (G_TEST_DIST, "data", "programs", NULL);
  const char *symbol_path[] = { programs, NULL };
  PpvSymbolOptions symbols = { .enabled = TRUE, .symbol_path = symbol_path };
  g_autoptr (PpvProfile) one = NULL;
  g_autoptr (PpvProfile) other = NULL;

  ppv_load_set_symbols (load, &symbols);
  ppv_load_set_symbols (again, &symbols);
  one = run (load);
  other = run (again);
  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)
    {
      gint64 weight = ppv_test_stack_weight (one, whole[i]);

      g_assert_cmpint (weight, >, 0);
      g_assert_cmpint (ppv_test_stack_weight (other, whole[i]), ==, weight);
    }
  /* those that go on behind what is real are no longer cut off, but wrong */
  g_assert_cmpuint (ppv_test_warned (other, "stack-broken"), ==,
                    ppv_test_warned (one, "stack-truncated"));
}

static void
test_a_file_may_end_in_any_part (void)
{
  g_autoptr (GByteArray) bytes = prolong ("stacks.perf.data");

  for (guint i = 1; i < 6; i++)
    {
      g_autoptr (GByteArray) cut = g_byte_array_new ();
      g_auto (File) file = { NULL };
      g_autoptr (PpvLoad) load = NULL;
      g_autoptr (PpvLoad) again = NULL;
      g_autoptr (PpvProfile) alone = NULL;
      g_autoptr (PpvProfile) together = NULL;

      g_byte_array_append (cut, bytes->data, bytes->len / 6 * i + i);
      file = write_file (cut);
      load = new_load (&file, 1);
      again = new_load (&file, 3);
      alone = run (load);
      together = run (again);
      g_assert_cmpuint (ppv_test_warned (alone, "truncated"), ==, 1);
      ppv_test_assert_same (alone, together);
    }
}

/* Samples that are full of what looks like samples lie where the file is cut in two. */
static void
test_what_looks_like_records_is_not_taken_for_them (void)
{
  g_autoptr (GBytes) original = ppv_test_read_data ("pipe.perf.data");
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 fake[] = { SAMPLE | G_GUINT64_CONSTANT (24) << 48, 1, 2 };
  guint64 head = SAMPLE | G_GUINT64_CONSTANT (0xfff8) << 48;
  g_auto (File) file = { NULL };
  g_autoptr (PpvLoad) load = NULL;
  g_autoptr (PpvLoad) again = NULL;
  g_autoptr (PpvProfile) alone = NULL;
  g_autoptr (PpvProfile) together = NULL;

  g_byte_array_append (bytes, g_bytes_get_data (original, NULL),
                       (guint) g_bytes_get_size (original));
  while (bytes->len < LONG_ENOUGH)
    {
      g_byte_array_append (bytes, (const guint8 *) &head, sizeof head);
      for (guint i = 0; i < (0xfff8 - RECORD_HEADER) / sizeof fake; i++)
        g_byte_array_append (bytes, (const guint8 *) fake, sizeof fake);
    }
  file = write_file (bytes);
  load = new_load (&file, 1);
  again = new_load (&file, 2);
  alone = run (load);
  together = run (again);
  ppv_test_assert_same (alone, together);
}

/* Gives up a while after the load began, whatever its threads are doing then. */
static gpointer
give_up (gpointer data)
{
  g_usleep (g_random_int () % 30000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_all_threads_stop_when_it_is_cancelled (void)
{
  g_autoptr (GByteArray) bytes = prolong ("stacks.perf.data");
  g_auto (File) file = write_file (bytes);
  guint n_cancelled = 0;

  for (guint i = 0; i < 30 || n_cancelled == 0; i++)
    {
      g_autoptr (PpvLoad) load = new_load (&file, 4);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      GThread *thread = g_thread_new ("give-up", give_up, cancellable);
      g_autoptr (GError) error = NULL;
      g_autoptr (PpvProfile) profile = ppv_load_run (load, cancellable, &error);

      g_thread_join (thread);
      if (profile != NULL)
        continue;
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      n_cancelled++;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (recordings); i++)
    {
      g_autofree char *name =
          g_strdup_printf ("/perf-threads/any-number-gives-one-answer/%s", recordings[i]);

      g_test_add_data_func (name, recordings[i], test_any_number_of_threads_gives_one_answer);
    }
  g_test_add_func ("/perf-threads/limits-are-met-where-one-thread-meets-them",
                   test_limits_are_met_where_one_thread_meets_them);
  g_test_add_func ("/perf-threads/long-copies-are-unwound-as-short-ones",
                   test_long_copies_are_unwound_as_short_ones);
  g_test_add_func ("/perf-threads/a-file-may-end-in-any-part", test_a_file_may_end_in_any_part);
  g_test_add_func ("/perf-threads/what-looks-like-records-is-not-taken-for-them",
                   test_what_looks_like_records_is_not_taken_for_them);
  g_test_add_func ("/perf-threads/all-threads-stop-when-it-is-cancelled",
                   test_all_threads_stop_when_it_is_cancelled);
  return g_test_run ();
}
