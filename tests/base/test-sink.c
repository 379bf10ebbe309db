/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ppv-sink.h"
#include "ppv-text.h"

/* A folder of its own for each test, which must hold one file at its end at most. */
typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->folder = g_dir_make_tmp (NULL, NULL);
  fixture->path = g_build_filename (fixture->folder, "out.svg", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_remove (fixture->path);
  /* fails when a temporary file was left behind */
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static PpvSink *
open_sink (const char *path)
{
  g_autoptr (GError) error = NULL;
  PpvSink *sink = ppv_sink_new_file (path, &error);

  g_assert_no_error (error);
  return sink;
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, expected);
}

static void
put_old_file (Fixture *fixture)
{
  g_assert_true (g_file_set_contents (fixture->path, "old", -1, NULL));
}

static void
commit (PpvSink *sink)
{
  g_autoptr (GError) error = NULL;

  ppv_sink_commit (sink, &error);
  g_assert_no_error (error);
}

static void
test_replaces_a_file_at_the_commit_only (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (PpvSink) sink = NULL;

  put_old_file (fixture);
  sink = open_sink (fixture->path);
  ppv_sink_puts (sink, "new");
  assert_contents (fixture->path, "old");
  commit (sink);
  assert_contents (fixture->path, "new");
}

static void
test_leaves_the_old_file_without_a_commit (Fixture *fixture, gconstpointer user_data)
{
  put_old_file (fixture);
  {
    g_autoptr (PpvSink) sink = open_sink (fixture->path);

    ppv_sink_puts (sink, "new");
  }
  assert_contents (fixture->path, "old");
}

static void
test_keeps_the_mode_of_the_file (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (PpvSink) sink = NULL;
  struct stat status;

  put_old_file (fixture);
  g_assert_cmpint (chmod (fixture->path, 0640), ==, 0);
  sink = open_sink (fixture->path);
  commit (sink);
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0640);
}

static void
test_gives_a_new_file_the_mode_of_the_umask (Fixture *fixture, gconstpointer user_data)
{
  mode_t old_mask = umask (027);
  g_autoptr (PpvSink) sink = open_sink (fixture->path);
  struct stat status;

  umask (old_mask);
  commit (sink);
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 07777, ==, 0640);
}

static void
test_writes_through_a_symbolic_link (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autoptr (PpvSink) sink = NULL;

  put_old_file (fixture);
  g_assert_cmpint (symlink ("out.svg", link), ==, 0);
  sink = open_sink (link);
  ppv_sink_puts (sink, "new");
  commit (sink);
  assert_contents (fixture->path, "new");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_unlink (link);
}

static void
test_names_the_path_it_cannot_write (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "none", "out.svg", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (ppv_sink_new_file (path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_refuses_a_folder (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ppv_sink_new_file (fixture->folder, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
}

/* Stands for a full disk, wherever in the file it comes. */
static void
test_leaves_the_old_file_when_any_write_fails (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *block = g_strnfill (50000, 'x');
  struct rlimit before;

  put_old_file (fixture);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  for (rlim_t size = 0; size < 500000; size += 49999)
    {
      g_autoptr (PpvSink) sink = open_sink (fixture->path);
      g_autoptr (GError) error = NULL;
      struct rlimit limit = { size, before.rlim_max };

      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      for (guint i = 0; i < 10; i++)
        ppv_sink_write (sink, block, 50000);
      g_assert_false (ppv_sink_commit (sink, &error));
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
      g_assert_true (error->domain == G_FILE_ERROR);
      g_assert_true (ppv_sink_is_failed (sink));
      assert_contents (fixture->path, "old");
    }
}

static void
test_leaves_nothing_when_the_rename_fails (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (PpvSink) sink = open_sink (fixture->path);
  g_autoptr (GError) error = NULL;

  ppv_sink_puts (sink, "new");
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  g_assert_false (ppv_sink_commit (sink, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
}

static void
test_reports_a_full_device (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (PpvSink) sink = NULL;
  g_autoptr (GError) error = NULL;

  if (access ("/dev/full", W_OK) != 0)
    {
      g_test_skip ("there is no /dev/full");
      return;
    }
  sink = open_sink ("/dev/full");
  ppv_sink_puts (sink, "x");
  g_assert_false (ppv_sink_commit (sink, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
}

static void
test_tells_of_a_closed_pipe_early (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *block = g_strnfill (200000, 'x');
  g_autoptr (PpvSink) sink = NULL;
  g_autoptr (GError) error = NULL;
  int reader;

  signal (SIGPIPE, SIG_IGN);
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  reader = open (fixture->path, O_RDONLY | O_NONBLOCK);
  sink = open_sink (fixture->path);
  close (reader);
  g_assert_false (ppv_sink_is_failed (sink));
  ppv_sink_write (sink, block, 200000);
  g_assert_true (ppv_sink_is_failed (sink));
  g_assert_false (ppv_sink_commit (sink, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_PIPE);
}

static void
test_keeps_the_order_of_small_and_large_writes (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (PpvSink) sink = open_sink (fixture->path);

  for (gsize length = 1; length < 1000000; length = length * 3 + 1)
    {
      g_autofree char *block = g_strnfill (length, (gchar) ('a' + length % 26));

      ppv_sink_puts (sink, "small");
      ppv_sink_write (sink, block, length);
      g_string_append (expected, "small");
      g_string_append_len (expected, block, (gssize) length);
    }
  commit (sink);
  assert_contents (fixture->path, expected->str);
}

static void
test_collects_in_memory (void)
{
  g_autoptr (PpvSink) sink = ppv_sink_new_memory ();

  ppv_sink_printf (sink, "%d %s ", 1, "two");
  ppv_sink_escaped (sink, ppv_escape_xml, "<a>");
  ppv_sink_write (sink, "xyz", 1);
  g_assert_cmpstr (ppv_sink_get_text (sink), ==, "1 two &lt;a&gt;x");
  commit (sink);
}

static void
add (const char *path, void (*function) (Fixture *fixture, gconstpointer user_data))
{
  g_test_add (path, Fixture, NULL, set_up, function, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/sink/replaces-a-file-at-the-commit-only", test_replaces_a_file_at_the_commit_only);
  add ("/sink/leaves-the-old-file-without-a-commit", test_leaves_the_old_file_without_a_commit);
  add ("/sink/keeps-the-mode-of-the-file", test_keeps_the_mode_of_the_file);
  add ("/sink/gives-a-new-file-the-mode-of-the-umask", test_gives_a_new_file_the_mode_of_the_umask);
  add ("/sink/writes-through-a-symbolic-link", test_writes_through_a_symbolic_link);
  add ("/sink/names-the-path-it-cannot-write", test_names_the_path_it_cannot_write);
  add ("/sink/refuses-a-folder", test_refuses_a_folder);
  add ("/sink/leaves-the-old-file-when-any-write-fails",
       test_leaves_the_old_file_when_any_write_fails);
  add ("/sink/leaves-nothing-when-the-rename-fails", test_leaves_nothing_when_the_rename_fails);
  add ("/sink/reports-a-full-device", test_reports_a_full_device);
  add ("/sink/tells-of-a-closed-pipe-early", test_tells_of_a_closed_pipe_early);
  add ("/sink/keeps-the-order-of-small-and-large-writes",
       test_keeps_the_order_of_small_and_large_writes);
  g_test_add_func ("/sink/collects-in-memory", test_collects_in_memory);
  return g_test_run ();
}
