/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "ppv.h"

static char *
write_file (const char *text, gssize length)
{
  char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("perprovis-load-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
  return path;
}

static PpvProfile *
load_text (const char *text, const char *format, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = write_file (text, -1);
  g_autoptr (PpvLoad) load = ppv_load_new (path);
  PpvProfile *profile;

  ppv_load_set_format (load, format);
  profile = ppv_load_run (load, cancellable, error);
  g_unlink (path);
  if (error != NULL && *error != NULL &&
      !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_assert_true (g_str_has_prefix ((*error)->message, path));
  return profile;
}

static void
test_recognises_reads_and_seals (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvProfile) profile = load_text ("main;a 3\nmain;b 4\n", NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (ppv_profile_get_format (profile), ==, "collapsed");
  g_assert_cmpint (ppv_profile_get_metric (profile, 0)->total, ==, 7);
}

static void
test_refuses_what_nobody_knows (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load_text ("\x7f what is this\n", NULL, NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_UNKNOWN_FORMAT);
}

static void
test_refuses_an_empty_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load_text ("", NULL, NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_TRUNCATED);
}

static void
test_refuses_a_file_that_is_not_there (void)
{
  g_autoptr (PpvLoad) load = ppv_load_new ("/nonexistent/file");
  g_autoptr (GError) error = NULL;

  g_assert_null (ppv_load_run (load, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, "/nonexistent/file: "));
}

static void
test_reads_as_it_is_told (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (load_text ("main;a 3\n", "massif", NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (load_text ("main;a 3\n", "no-such-format", NULL, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_USAGE);
}

static void
test_stops_when_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (load_text ("main;a 3\n", NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

typedef struct {
  GMainLoop *loop;
  PpvLoad *load;
  PpvProfile *profile;
  GError *error;
} Wait;

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->profile = ppv_load_run_finish (wait->load, result, &wait->error);
  g_main_loop_quit (wait->loop);
}

static void
test_loads_in_a_thread (void)
{
  g_autofree char *path = write_file ("main 1\n", -1);
  g_autoptr (PpvLoad) load = ppv_load_new (path);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Wait wait = { loop, load, NULL, NULL };

  ppv_load_run_async (load, NULL, on_loaded, &wait);
  g_main_loop_run (loop);
  g_unlink (path);
  g_assert_no_error (wait.error);
  g_assert_cmpint (ppv_profile_get_metric (wait.profile, 0)->total, ==, 1);
  g_assert_cmpint (ppv_load_get_stage (load), ==, PPV_LOAD_DONE);
  ppv_profile_unref (wait.profile);
}

/* Every importer is offered the files of the others. */
static void
test_no_importer_trips_over_another_format (void)
{
  static const char *const files[] = {
    "PERFILE2 and then nothing",       "2ELIFREP", "main;a 3\n",
    "desc: x\ncmd: y\ntime_unit: i\n", "\n\n\n",   "\x1f\x8b",
  };
  const PpvImporter *const *importers = ppv_host_list_importers (ppv_host_get ());

  g_assert_nonnull (*importers);
  for (; *importers != NULL; importers++)
    for (guint i = 0; i < G_N_ELEMENTS (files); i++)
      {
        g_autoptr (GBytes) bytes = g_bytes_new_static (files[i], strlen (files[i]));
        g_autoptr (PpvInput) input = ppv_input_new_bytes (bytes, "file");
        g_autoptr (GError) error = NULL;
        g_autoptr (PpvProfile) profile = ppv_load_input (input, *importers, NULL, NULL, &error);

        g_assert_true ((profile == NULL) == (error != NULL));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/load/recognises-reads-and-seals", test_recognises_reads_and_seals);
  g_test_add_func ("/load/refuses-what-nobody-knows", test_refuses_what_nobody_knows);
  g_test_add_func ("/load/refuses-an-empty-file", test_refuses_an_empty_file);
  g_test_add_func ("/load/refuses-a-file-that-is-not-there", test_refuses_a_file_that_is_not_there);
  g_test_add_func ("/load/reads-as-it-is-told", test_reads_as_it_is_told);
  g_test_add_func ("/load/stops-when-cancelled", test_stops_when_cancelled);
  g_test_add_func ("/load/loads-in-a-thread", test_loads_in_a_thread);
  g_test_add_func ("/load/no-importer-trips-over-another-format",
                   test_no_importer_trips_over_another_format);
  return g_test_run ();
}
