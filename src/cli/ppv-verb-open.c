/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <sys/wait.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "ppv-cli.h"

#define VIEWER "perprovis-gtk"

/* How long the viewer is watched for ending at once, as without a display it cannot use. */
enum { WATCH_MS = 300, STEP_MS = 20 };

static char *
viewer_in (const char *folder, const char *below)
{
  g_autofree char *path = g_build_filename (folder, below, VIEWER, NULL);

  return g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (path, G_FILE_TEST_IS_DIR)
             ? g_steal_pointer (&path)
             : NULL;
}

/*
 * Beside this program; in the build tree, where libtool keeps programs in .libs
 * and wrappers beside it; else wherever programs are.
 */
static char *
find_viewer (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup (".");
  gboolean built = g_str_has_suffix (folder, "/.libs");
  const char *const places[] = { built ? ".." : "", built ? "../gui" : "", NULL };
  char *viewer = NULL;

  for (guint i = 0; places[i] != NULL && viewer == NULL && program != NULL; i++)
    viewer = viewer_in (folder, places[i]);
  return viewer != NULL ? viewer : g_find_program_in_path (VIEWER);
}

static gboolean
is_set (const char *variable)
{
  const char *value = g_getenv (variable);

  return value != NULL && value[0] != '\0';
}

static gboolean
check_files (char **files, GError **error)
{
  for (guint i = 0; files[i] != NULL; i++)
    if (access (files[i], R_OK) != 0)
      {
        g_autoptr (GFile) file = g_file_new_for_path (files[i]);
        G_GNUC_UNUSED g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);

        g_prefix_error (error, "%s: ", files[i]);
        return FALSE;
      }
  return TRUE;
}

/* The viewer lives on when the terminal is closed. */
static void
leave_terminal (gpointer data)
{
  setsid ();
}

static gboolean
watch_start (GPid viewer, GError **error)
{
  int status = 0;

  for (guint waited = 0; waited < WATCH_MS; waited += STEP_MS)
    {
      if (waitpid (viewer, &status, WNOHANG) == viewer)
        return g_spawn_check_wait_status (status, error);
      g_usleep (STEP_MS * 1000);
    }
  return TRUE;
}

static gboolean
start_viewer (const char *viewer, char **files, gboolean verbose, GError **error)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL;
  GPid pid;

  g_ptr_array_add (arguments, (gpointer) viewer);
  g_ptr_array_add (arguments, (gpointer) "--");
  for (guint i = 0; files[i] != NULL; i++)
    g_ptr_array_add (arguments, files[i]);
  g_ptr_array_add (arguments, NULL);
  if (!verbose)
    flags |= G_SPAWN_STDERR_TO_DEV_NULL;
  if (!g_spawn_async (NULL, (char **) arguments->pdata, NULL, flags, leave_terminal, NULL, &pid,
                      error) ||
      !watch_start (pid, error))
    {
      g_prefix_error (error, "%s: ", viewer);
      return FALSE;
    }
  return TRUE;
}

static gboolean
run_open (PpvCommand *command, GError **error)
{
  g_autofree char *viewer = find_viewer ();

  if (!check_files (command->options.files, error))
    return FALSE;
  if (viewer == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("the viewer %s is not installed; perprovis hotspots shows the same in the "
                    "terminal"),
                 VIEWER);
  else if (!is_set ("WAYLAND_DISPLAY") && !is_set ("DISPLAY"))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("there is no display for the viewer; perprovis hotspots shows the same in the "
                    "terminal"));
  else
    return start_viewer (viewer, command->options.files, command->options.verbose, error);
  return FALSE;
}

const PpvVerb ppv_verb_open = {
  .name = "open",
  .arguments = N_ ("FILE…"),
  .summary = N_ ("start the viewer on it"),
  .least_files = 1,
  .most_files = G_MAXUINT,
  .run = run_open,
};
