/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files from a server of this test on 127.0.0.1; nothing else is ever asked. */

#include "config.h"

#include <dlfcn.h>
#include <string.h>

#include "ppv-download.h"
#include "ppv-elf-maker.h"
#include "ppv-symbol-scene.h"

#define OWN_ID "00112233445566778899aabbccddeeff00112233"
#define OTHER_ID "ff112233445566778899aabbccddeeff00112233"
#define LIMIT (G_GUINT64_CONSTANT (1) << 20)
#define IN_CODE (ELF_MAKER_OFFSET + 0x14)

typedef struct {
  SymbolScene scene;
  GSocketService *service;
  PpvDownload *download;
  GCancellable *cancellable;
  GHashTable *files; /* path -> GBytes */
  gint n_asked;      /* atomic */
  gint stalls;       /* atomic: answers begin and never end */
} Server;

/* "GET /path HTTP/1.1" and lines up to an empty one. */
static char *
read_request (GInputStream *input)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  g_autofree char *first = NULL;
  g_auto (GStrv) words = NULL;

  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  first = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      if (line == NULL || line[0] == '\0')
        break;
    }
  words = g_strsplit (first != NULL ? first : "", " ", 3);
  return g_strdup (g_strv_length (words) > 1 ? words[1] : "");
}

static gboolean
answer (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  Server *server = user_data;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autofree char *path = read_request (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  GBytes *file = g_hash_table_lookup (server->files, path);
  g_autofree char *head = NULL;

  g_atomic_int_inc (&server->n_asked);
  if (file == NULL)
    head = g_strdup ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  else
    head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %" G_GSIZE_FORMAT
                            "\r\nConnection: close\r\n\r\n",
                            g_bytes_get_size (file));
  g_output_stream_write_all (output, head, strlen (head), NULL, NULL, NULL);
  for (guint i = 0; i < 200 && g_atomic_int_get (&server->stalls); i++)
    g_usleep (G_USEC_PER_SEC / 20);
  if (file != NULL)
    g_output_stream_write_all (output, g_bytes_get_data (file, NULL), g_bytes_get_size (file), NULL,
                               NULL, NULL);
  return TRUE;
}

/* FALSE, and the test is skipped, without the client. */
static gboolean
server_init (Server *self, guint64 limit)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;
  g_autofree char *cache = NULL;
  gpointer handle = dlopen ("libdebuginfod.so.1", RTLD_NOW | RTLD_LOCAL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  *self = (Server){ 0 };
  if (handle == NULL)
    {
      g_test_skip ("libdebuginfod.so.1 is not installed");
      return FALSE;
    }
  symbol_scene_init (&self->scene);
  self->files =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_bytes_unref);
  self->service = g_threaded_socket_service_new (4);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (answer), self);
  g_socket_service_start (self->service);
  url = g_strdup_printf ("http://127.0.0.1:%u",
                         g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  cache = g_build_filename (self->scene.folder, "cache", NULL);
  g_setenv ("DEBUGINFOD_URLS", url, TRUE);
  g_setenv ("DEBUGINFOD_CACHE_PATH", cache, TRUE);
  g_setenv ("no_proxy", "127.0.0.1", TRUE);
  self->cancellable = g_cancellable_new ();
  self->download = ppv_download_new ();
  g_assert_true (ppv_download_open (self->download, limit, self->cancellable, &error));
  g_assert_no_error (error);
  self->scene.options.download = self->download;
  return TRUE;
}

/* The service takes connections in the main context, which therefore has to run meanwhile. */
static gpointer
run_context (gpointer stop)
{
  while (!g_atomic_int_get ((gint *) stop))
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  return NULL;
}

static void
server_run (Server *self)
{
  gint stop = FALSE;
  GThread *thread = g_thread_new ("server", run_context, &stop);

  symbol_scene_run (&self->scene);
  g_atomic_int_set (&stop, TRUE);
  g_thread_join (thread);
}

static void
server_clear (Server *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_object_unref (self->service);
  ppv_download_free (self->download);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->files);
  symbol_scene_clear (&self->scene);
}

static GBytes *
make_file (const char *build_id, const char *name)
{
  ElfMaker maker;

  elf_maker_init (&maker, build_id);
  if (name != NULL)
    elf_maker_symbol (&maker, name, ELF_MAKER_ADDRESS + 0x10, 0x10, 1);
  return elf_maker_finish (&maker, name != NULL ? SHT_SYMTAB : SHT_NULL);
}

static void
serve (Server *self, const char *kind, GBytes *file)
{
  g_autofree char *path = g_strconcat ("/buildid/" OWN_ID "/", kind, NULL);

  g_hash_table_insert (self->files, (gpointer) g_intern_string (path), file);
}

static gboolean
has_warning (const PpvProfile *profile, const char *code)
{
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);

  for (guint32 i = 0; i < n_warnings; i++)
    if (g_str_equal (warnings[i].code, code))
      return TRUE;
  return FALSE;
}

static PpvFrameId
record (Server *self, const char *build_id)
{
  return symbol_scene_record (&self->scene, PPV_MODULE_USER, "/gone/tool", build_id, IN_CODE);
}

static void
test_fetches_programs (void)
{
  Server server;
  PpvFrameId frame;

  if (!server_init (&server, LIMIT))
    return;
  serve (&server, "executable", make_file (OWN_ID, "from_afar"));
  frame = record (&server, OWN_ID);
  server_run (&server);
  g_assert_cmpstr (symbol_scene_name (&server.scene, frame), ==, "from_afar");
  g_assert_cmpint (g_atomic_int_get (&server.n_asked), ==, 1);
  server_clear (&server);
}

static void
test_fetches_debug_files (void)
{
  Server server;
  PpvFrameId frame;

  if (!server_init (&server, LIMIT))
    return;
  serve (&server, "executable", make_file (OWN_ID, NULL));
  serve (&server, "debuginfo", make_file (OWN_ID, "from_afar"));
  frame = record (&server, OWN_ID);
  server_run (&server);
  g_assert_cmpstr (symbol_scene_name (&server.scene, frame), ==, "from_afar");
  server_clear (&server);
}

static void
test_takes_nothing_of_another_build (void)
{
  Server server;
  PpvFrameId frame;

  if (!server_init (&server, LIMIT))
    return;
  serve (&server, "executable", make_file (OTHER_ID, "planted"));
  frame = record (&server, OWN_ID);
  server_run (&server);
  g_assert_cmpstr (symbol_scene_name (&server.scene, frame), ==, "tool+0x214");
  g_assert_cmpint (symbol_scene_state (&server.scene, frame), ==, PPV_SYMBOLS_OTHER_BUILD);
  server_clear (&server);
}

static void
test_takes_what_is_no_program_for_nothing (void)
{
  Server server;
  PpvFrameId frame;

  if (!server_init (&server, LIMIT))
    return;
  serve (&server, "executable", g_bytes_new_static ("<html>Please log in</html>", 26));
  frame = record (&server, OWN_ID);
  server_run (&server);
  g_assert_cmpint (symbol_scene_state (&server.scene, frame), ==, PPV_SYMBOLS_NO_FILE);
  server_clear (&server);
}

static void
test_spends_no_more_than_it_may (void)
{
  Server server;
  PpvFrameId frame;

  if (!server_init (&server, 1024))
    return;
  serve (&server, "executable", make_file (OWN_ID, "from_afar"));
  frame = record (&server, OWN_ID);
  server_run (&server);
  g_assert_cmpint (symbol_scene_state (&server.scene, frame), ==, PPV_SYMBOLS_NO_FILE);
  g_assert_true (has_warning (server.scene.profile, "download-limit"));
  server_clear (&server);
}

static void
test_asks_only_for_what_is_a_build_id (void)
{
  Server server;

  if (!server_init (&server, LIMIT))
    return;
  record (&server, "");
  record (&server, "../../../etc/passwd");
  record (&server, "xyz");
  server_run (&server);
  g_assert_cmpint (g_atomic_int_get (&server.n_asked), ==, 0);
  server_clear (&server);
}

static void
test_says_when_a_server_is_not_there (void)
{
  Server server;
  PpvFrameId frame;

  if (!server_init (&server, LIMIT))
    return;
  g_setenv ("DEBUGINFOD_URLS", "http://127.0.0.1:1", TRUE);
  frame = record (&server, OWN_ID);
  server_run (&server);
  g_assert_cmpint (symbol_scene_state (&server.scene, frame), ==, PPV_SYMBOLS_NO_FILE);
  g_assert_true (has_warning (server.scene.profile, "download-failed"));
  server_clear (&server);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (G_USEC_PER_SEC / 4);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_stops_when_cancelled (void)
{
  Server server;
  GThread *thread;
  gint64 begin = g_get_monotonic_time ();

  if (!server_init (&server, LIMIT))
    return;
  g_atomic_int_set (&server.stalls, TRUE);
  serve (&server, "executable", make_file (OWN_ID, "from_afar"));
  record (&server, OWN_ID);
  thread = g_thread_new ("cancel", cancel_soon, server.cancellable);
  server_run (&server);
  g_thread_join (thread);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
  g_atomic_int_set (&server.stalls, FALSE);
  server_clear (&server);
}

static void
test_needs_to_know_a_server (void)
{
  g_autoptr (PpvDownload) download = ppv_download_new ();
  g_autoptr (GError) error = NULL;

  g_unsetenv ("DEBUGINFOD_URLS");
  g_assert_false (ppv_download_open (download, LIMIT, NULL, &error));
  g_assert_nonnull (strstr (error->message, "DEBUGINFOD_URLS"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/download/fetches-programs", test_fetches_programs);
  g_test_add_func ("/download/fetches-debug-files", test_fetches_debug_files);
  g_test_add_func ("/download/takes-nothing-of-another-build", test_takes_nothing_of_another_build);
  g_test_add_func ("/download/takes-what-is-no-program-for-nothing",
                   test_takes_what_is_no_program_for_nothing);
  g_test_add_func ("/download/spends-no-more-than-it-may", test_spends_no_more_than_it_may);
  g_test_add_func ("/download/asks-only-for-what-is-a-build-id",
                   test_asks_only_for_what_is_a_build_id);
  g_test_add_func ("/download/says-when-a-server-is-not-there",
                   test_says_when_a_server_is_not_there);
  g_test_add_func ("/download/stops-when-cancelled", test_stops_when_cancelled);
  g_test_add_func ("/download/needs-to-know-a-server", test_needs_to_know_a_server);
  return g_test_run ();
}
