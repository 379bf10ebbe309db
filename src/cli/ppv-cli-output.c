/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "ppv-cli-output.h"
#include "ppv-number.h"

enum { USUAL_WIDTH = 80, LEAST_WIDTH = 40, MOST_WIDTH = 1000 };

static guint
terminal_width (void)
{
  const char *columns = g_getenv ("COLUMNS");
  struct winsize size;
  guint64 width = USUAL_WIDTH;

  if (columns == NULL || !ppv_parse_u64 (columns, strlen (columns), &width))
    {
      if (isatty (STDOUT_FILENO) && ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
          size.ws_col > 0)
        width = size.ws_col;
      else
        width = USUAL_WIDTH;
    }
  return (guint) CLAMP (width, LEAST_WIDTH, MOST_WIDTH);
}

static gboolean
wants_colour (void)
{
  const char *no_color = g_getenv ("NO_COLOR");
  const char *term = g_getenv ("TERM");

  return (no_color == NULL || no_color[0] == '\0') && term != NULL && !g_str_equal (term, "dumb");
}

/* $PAGER, else less if it is there; NULL for none. */
static char **
pager_arguments (void)
{
  const char *pager = g_getenv ("PAGER");
  g_auto (GStrv) arguments = NULL;
  g_autofree char *program = NULL;

  if (!g_shell_parse_argv (pager != NULL ? pager : "less", NULL, &arguments, NULL) ||
      g_str_equal (arguments[0], "cat"))
    return NULL;
  program = g_find_program_in_path (arguments[0]);
  return program != NULL ? g_steal_pointer (&arguments) : NULL;
}

/*
 * From here on standard output is the pager's input.  The pager ends when nobody
 * can write to it any more: no other child may ever hold an end of the pipe.
 */
static GPid
start_pager (void)
{
  GSpawnFlags flags = G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_CLOEXEC_PIPES;
  g_auto (GStrv) arguments = pager_arguments ();
  g_auto (GStrv) environment = g_get_environ ();
  GPid pager;
  int input;

  if (arguments == NULL)
    return 0;
  environment = g_environ_setenv (environment, "LESS", "FRX", FALSE);
  if (!g_spawn_async_with_pipes (NULL, arguments, environment, flags, NULL, NULL, &pager, &input,
                                 NULL, NULL, NULL))
    return 0;
  dup3 (input, STDOUT_FILENO, O_CLOEXEC);
  close (input);
  return pager;
}

static void
wait_for_pager (PpvOutput *self)
{
  if (self->pager == 0)
    return;
  close (STDOUT_FILENO);
  while (waitpid (self->pager, NULL, 0) < 0 && errno == EINTR)
    continue;
  g_spawn_close_pid (self->pager);
  self->pager = 0;
}

/* The file would be gone before it is read a second time, or the recording for good. */
static gboolean
check_not_input (const PpvCommand *command, const char *path, GError **error)
{
  struct stat output;
  struct stat input;

  if (g_str_equal (path, "-") || stat (path, &output) != 0 || !S_ISREG (output.st_mode))
    return TRUE;
  for (guint i = 0; command->options.files[i] != NULL; i++)
    if (stat (command->options.files[i], &input) == 0 && input.st_dev == output.st_dev &&
        input.st_ino == output.st_ino)
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                     _ ("%s: the output would replace the input"), path);
        return FALSE;
      }
  return TRUE;
}

static PpvOutput *
open_output (const PpvCommand *command, const char *path, gboolean text, GError **error)
{
  g_autoptr (PpvOutput) self = g_new0 (PpvOutput, 1);
  gboolean terminal = text && g_str_equal (path, "-") && isatty (STDOUT_FILENO);

  if (!check_not_input (command, path, error))
    return NULL;
  self->cancellable = g_object_ref (command->cancellable);
  self->width = terminal_width ();
  self->colour = terminal && wants_colour ();
  if (terminal)
    self->pager = start_pager ();
  self->sink = ppv_sink_new_file (path, error);
  return self->sink != NULL ? g_steal_pointer (&self) : NULL;
}

PpvOutput *
ppv_output_new (const PpvCommand *command, GError **error)
{
  const char *path = command->options.output != NULL ? command->options.output : "-";
  const char *format = command->options.format;

  return open_output (command, path, format == NULL || g_str_equal (format, "text"), error);
}

PpvOutput *
ppv_output_new_file (const PpvCommand *command, const char *path, GError **error)
{
  return open_output (command, path, FALSE, error);
}

gboolean
ppv_output_commit (PpvOutput *self, GError **error)
{
  gboolean done;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  done = ppv_sink_commit (self->sink, error);
  g_clear_pointer (&self->sink, ppv_sink_free);
  wait_for_pager (self);
  return done;
}

void
ppv_output_free (PpvOutput *self)
{
  g_clear_pointer (&self->sink, ppv_sink_free);
  wait_for_pager (self);
  g_clear_object (&self->cancellable);
  g_free (self);
}

const char *
ppv_output_bold (const PpvOutput *self)
{
  return self->colour ? "\033[1m" : "";
}

const char *
ppv_output_plain (const PpvOutput *self)
{
  return self->colour ? "\033[m" : "";
}
