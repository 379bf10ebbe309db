/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>

#include "ppv-test-input.h"

enum { N_NUMBERS = 150000 };

void
ppv_test_file_set_up (PpvTestFile *self, gconstpointer user_data)
{
  self->folder = g_dir_make_tmp (NULL, NULL);
  self->path = g_build_filename (self->folder, "file.data", NULL);
}

void
ppv_test_file_tear_down (PpvTestFile *self, gconstpointer user_data)
{
  g_remove (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
}

GBytes *
ppv_test_numbers (void)
{
  guint64 *numbers = g_new (guint64, N_NUMBERS);

  for (guint64 i = 0; i < N_NUMBERS; i++)
    numbers[i] = i * 7;
  return g_bytes_new_take (numbers, N_NUMBERS * sizeof (guint64));
}

GBytes *
ppv_test_zeros (gsize size)
{
  return g_bytes_new_take (g_malloc0 (size), size);
}

void
ppv_test_file_put (PpvTestFile *self, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_true (g_file_set_contents (self->path, data, (gssize) size, NULL));
}

PpvInput *
ppv_test_file_open (PpvTestFile *self)
{
  g_autoptr (GError) error = NULL;
  PpvInput *input = ppv_input_open (self->path, NULL, NULL, &error);

  g_assert_no_error (error);
  return input;
}

GBytes *
ppv_test_read_all (PpvInput *input, gsize want)
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

void
ppv_test_assert_holds (PpvInput *input, GBytes *expected)
{
  g_autoptr (GBytes) all = ppv_test_read_all (input, 1);

  g_assert_cmpuint (ppv_input_get_size (input), ==, g_bytes_get_size (expected));
  g_assert_true (g_bytes_equal (all, expected));
}

GBytes *
ppv_test_wrap (GBytes *bytes, int filter)
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
