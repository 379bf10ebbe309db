/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ppv-sink.h"

enum { BUFFER_BYTES = 128 * 1024 };

struct _PpvSink {
  char *path;      /* NULL for standard output and memory */
  char *temporary; /* renamed to @path by the commit; NULL when written directly */
  int fd;          /* -1 for memory and after the commit */
  int failure;     /* errno of the first failure, or 0 */
  GString *memory; /* NULL unless a memory sink */
  GString *scratch;
  gsize n_buffered;
  char *buffer;
};

static gboolean
set_failure (GError **error, const char *path, int failure)
{
  const char *name = path != NULL ? path : _ ("standard output");

  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (failure),
               _ ("Cannot write “%s”: %s"), name, g_strerror (failure));
  return FALSE;
}

/* The file a rename must replace: what a symbolic link leads to, not the link. */
static char *
resolve (const char *path)
{
  g_autofree char *resolved = realpath (path, NULL);

  return g_strdup (resolved != NULL ? resolved : path);
}

/* Gives the new file the mode of the @old one, and its owner where that is allowed. */
static gboolean
take_over_mode (int fd, const struct stat *old)
{
  if (fchown (fd, old->st_uid, old->st_gid) != 0)
    g_debug ("the owner changes: %s", g_strerror (errno));
  return fchmod (fd, old->st_mode & 0777) == 0;
}

static gboolean
open_temporary (PpvSink *self, const struct stat *old)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *name = g_build_filename (folder, ".perprovis-XXXXXX", NULL);

  self->fd = g_mkstemp_full (name, O_WRONLY | O_CLOEXEC, 0666);
  if (self->fd < 0)
    return FALSE;
  self->temporary = g_steal_pointer (&name);
  return old == NULL || take_over_mode (self->fd, old);
}

static gboolean
open_path (PpvSink *self)
{
  struct stat old;

  if (stat (self->path, &old) != 0)
    return errno == ENOENT && open_temporary (self, NULL);
  if (S_ISREG (old.st_mode))
    return access (self->path, W_OK) == 0 && open_temporary (self, &old);
  self->fd = open (self->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  return self->fd >= 0;
}

/**
 * ppv_sink_new_file: (skip)
 * @path: where the bytes go, "-" for standard output
 * @error: return location for an error
 *
 * Returns: (transfer full): a sink, or NULL with a G_FILE_ERROR
 */
PpvSink *
ppv_sink_new_file (const char *path, GError **error)
{
  g_autoptr (PpvSink) self = g_new0 (PpvSink, 1);

  g_return_val_if_fail (path != NULL, NULL);

  self->buffer = g_malloc (BUFFER_BYTES);
  self->fd = STDOUT_FILENO;
  if (g_str_equal (path, "-"))
    return g_steal_pointer (&self);
  self->fd = -1;
  self->path = resolve (path);
  if (open_path (self))
    return g_steal_pointer (&self);
  set_failure (error, path, errno);
  return NULL;
}

/**
 * ppv_sink_new_memory: (skip)
 *
 * Returns: (transfer full): a sink for ppv_sink_get_text()
 */
PpvSink *
ppv_sink_new_memory (void)
{
  PpvSink *self = g_new0 (PpvSink, 1);

  self->fd = -1;
  self->memory = g_string_new (NULL);
  return self;
}

/* Standard output may have been set to non-blocking by whoever shares it. */
static gboolean
is_passing (int fd)
{
  struct pollfd wait = { fd, POLLOUT, 0 };

  if (errno == EAGAIN)
    return poll (&wait, 1, -1) >= 0 || errno == EINTR;
  return errno == EINTR;
}

static void
write_out (PpvSink *self, const char *bytes, gsize length)
{
  while (length > 0 && self->failure == 0)
    {
      gssize n_written = write (self->fd, bytes, length);

      if (n_written >= 0)
        {
          bytes += n_written;
          length -= (gsize) n_written;
        }
      else if (!is_passing (self->fd))
        self->failure = errno;
    }
}

static void
flush (PpvSink *self)
{
  write_out (self, self->buffer, self->n_buffered);
  self->n_buffered = 0;
}

/* Only what is larger than the buffer goes past it. */
static void
write_more (PpvSink *self, const char *bytes, gsize length)
{
  if (self->memory != NULL)
    {
      g_string_append_len (self->memory, bytes, (gssize) length);
      return;
    }
  flush (self);
  if (length >= BUFFER_BYTES)
    {
      write_out (self, bytes, length);
      return;
    }
  memcpy (self->buffer, bytes, length);
  self->n_buffered = length;
}

/**
 * ppv_sink_write: (skip)
 * @self: a sink
 * @bytes: what to write
 * @length: how many
 */
void
ppv_sink_write (PpvSink *self, const char *bytes, gsize length)
{
  g_return_if_fail (self != NULL && (bytes != NULL || length == 0));

  if (G_LIKELY (self->buffer != NULL && length <= BUFFER_BYTES - self->n_buffered))
    {
      memcpy (self->buffer + self->n_buffered, bytes, length);
      self->n_buffered += length;
      return;
    }
  write_more (self, bytes, length);
}

/**
 * ppv_sink_puts: (skip)
 * @self: a sink
 * @text: what to write
 */
void
ppv_sink_puts (PpvSink *self, const char *text)
{
  g_return_if_fail (text != NULL);

  ppv_sink_write (self, text, strlen (text));
}

static GString *
empty_scratch (PpvSink *self)
{
  if (self->scratch == NULL)
    self->scratch = g_string_new (NULL);
  return g_string_truncate (self->scratch, 0);
}

/**
 * ppv_sink_printf: (skip)
 * @self: a sink
 * @format: as in printf(3); fractions take the locale's point
 * @...: its arguments
 */
void
ppv_sink_printf (PpvSink *self, const char *format, ...)
{
  GString *text;
  va_list arguments;

  g_return_if_fail (self != NULL && format != NULL);

  text = empty_scratch (self);
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
  ppv_sink_write (self, text->str, text->len);
}

/**
 * ppv_sink_escaped: (skip)
 * @self: a sink
 * @escape: an escaper of ppv-text.h
 * @text: valid UTF-8
 */
void
ppv_sink_escaped (PpvSink *self,
                  void (*escape) (GString *into, const char *text, gssize length),
                  const char *text)
{
  GString *into;

  g_return_if_fail (self != NULL && escape != NULL && text != NULL);

  into = empty_scratch (self);
  escape (into, text, -1);
  ppv_sink_write (self, into->str, into->len);
}

/**
 * ppv_sink_get_text: (skip)
 * @self: a memory sink
 *
 * Returns: (transfer none): what was written so far
 */
const char *
ppv_sink_get_text (PpvSink *self)
{
  g_return_val_if_fail (self != NULL && self->memory != NULL, NULL);

  return self->memory->str;
}

/**
 * ppv_sink_is_failed: (skip)
 * @self: a sink
 *
 * Returns: whether a write failed
 */
gboolean
ppv_sink_is_failed (PpvSink *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->failure != 0;
}

/* Closing may be the first to tell of a failure, on network file systems. */
static void
finish_file (PpvSink *self)
{
  int fd = self->fd;

  /* pipes and devices cannot be synced, and say so with EINVAL */
  if (self->failure == 0 && fsync (fd) != 0 && errno != EINVAL && errno != ENOTSUP)
    self->failure = errno;
  self->fd = -1;
  if (close (fd) != 0 && errno != EINTR && self->failure == 0)
    self->failure = errno;
  if (self->temporary == NULL || self->failure != 0)
    return;
  if (rename (self->temporary, self->path) != 0)
    self->failure = errno;
  else
    g_clear_pointer (&self->temporary, g_free);
}

/**
 * ppv_sink_commit: (skip)
 * @self: a sink, written to the end
 * @error: return location for an error
 *
 * Writes out what is buffered and puts the file into its place.
 *
 * Returns: TRUE, or FALSE with the G_FILE_ERROR of the first failure
 */
gboolean
ppv_sink_commit (PpvSink *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->buffer != NULL)
    flush (self);
  if (self->path != NULL && self->fd >= 0)
    finish_file (self);
  return self->failure == 0 || set_failure (error, self->path, self->failure);
}

/**
 * ppv_sink_free: (skip)
 * @self: (nullable): a sink
 */
void
ppv_sink_free (PpvSink *self)
{
  if (self == NULL)
    return;
  if (self->path != NULL && self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  if (self->memory != NULL)
    g_string_free (self->memory, TRUE);
  if (self->scratch != NULL)
    g_string_free (self->scratch, TRUE);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self->buffer);
  g_free (self);
}
