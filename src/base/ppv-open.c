/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How an input comes to be: files as they are, streams and wrapped files by way of a spool. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "ppv-input-private.h"
#include "ppv-unwrap-private.h"

enum { BLOCK_BYTES = 64 * 1024 };

/* The first file of a folder that perf record --threads writes. */
static const char first_file[] = "data";

static gboolean
set_failure (GError **error, const char *path, int failure)
{
  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (failure),
               _ ("Cannot open “%s”: %s"), path, g_strerror (failure));
  return FALSE;
}

static gboolean
check_kind (int fd, const char *path, struct stat *status, GError **error)
{
  if (fstat (fd, status) != 0)
    return set_failure (error, path, errno);
  if (S_ISREG (status->st_mode) || S_ISFIFO (status->st_mode) || g_str_equal (path, "-"))
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_UNSUPPORTED,
               _ ("“%s” is a device or a socket; only files, pipes and standard input are read"),
               path);
  return FALSE;
}

/* Not blocking: opening a pipe nobody writes to, or some devices, would hang. */
static int
open_path (const char *path)
{
  if (g_str_equal (path, "-"))
    return fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
  return open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

static void
remove_suffix (char *name, const PpvWrapping *wrapping)
{
  for (gsize i = 0; wrapping->suffixes[i] != NULL; i++)
    {
      gsize length = strlen (name);
      gsize suffix_length = strlen (wrapping->suffixes[i]);

      if (length > suffix_length && g_str_has_suffix (name, wrapping->suffixes[i]))
        name[length - suffix_length] = '\0';
    }
}

static gboolean
copy_stream (PpvStream *stream, const PpvLimits *limits, PpvSpool *into, GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK_BYTES);
  gsize got;

  do
    {
      if (!ppv_stream_read (stream, block, BLOCK_BYTES, &got, error) ||
          !ppv_unwrap_append (stream, limits, into, block, got, error))
        return FALSE;
    }
  while (got > 0);
  return TRUE;
}

static gboolean
spool (PpvInputStore *self, PpvStream *stream, const PpvLimits *limits, GError **error)
{
  const PpvWrapping *wrapping = ppv_wrapping_find (stream->head, stream->n_head);
  g_auto (PpvSpool) into;

  ppv_spool_init (&into);
  if (wrapping == NULL)
    {
      if (!copy_stream (stream, limits, &into, error))
        return FALSE;
    }
  else if (!ppv_unwrap (wrapping, stream, limits, &into, &self->damage, error))
    return FALSE;
  else
    remove_suffix (self->name, wrapping);
  return ppv_spool_move (&into, self, error);
}

/*
 * Files stay where they are unless they are wrapped.  Files without a size (in
 * /proc) and a standard input somebody has read from already are streams.
 */
static gboolean
fill (PpvInputStore *self,
      const struct stat *status,
      const PpvLimits *limits,
      GCancellable *cancellable,
      GError **error)
{
  PpvStream stream = { .fd = self->fd, .cancellable = cancellable };
  gboolean is_file =
      S_ISREG (status->st_mode) && status->st_size > 0 && lseek (self->fd, 0, SEEK_CUR) == 0;

  stream.size = is_file ? (guint64) status->st_size : 0;
  if (!ppv_stream_peek (&stream, error))
    return FALSE;
  if (!is_file || ppv_wrapping_find (stream.head, stream.n_head) != NULL)
    return spool (self, &stream, limits, error);
  self->size = stream.size;
  posix_fadvise (self->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  return TRUE;
}

/* Nothing but a file that is in @folder itself: no link, no pipe, no device. */
static int
open_beside (int folder, const char *name, struct stat *status)
{
  int fd = openat (folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);

  if (fd < 0 || (fstat (fd, status) == 0 && S_ISREG (status->st_mode)))
    return fd;
  close (fd);
  errno = EINVAL;
  return -1;
}

/* A folder gives way to the file in it, and is kept to find that one's siblings. */
static gboolean
enter_folder (PpvInputStore *self, const char *path, GError **error)
{
  struct stat status;

  if (fstat (self->fd, &status) != 0)
    return set_failure (error, path, errno);
  if (!S_ISDIR (status.st_mode))
    return TRUE;
  self->folder = self->fd;
  self->fd = open_beside (self->folder, first_file, &status);
  return self->fd >= 0 || set_failure (error, path, errno == ENOENT ? EISDIR : errno);
}

/* The folder of a plain file, in which there may be others of the same recording. */
static void
remember_folder (PpvInputStore *self, const char *path)
{
  g_autofree char *folder = NULL;

  if (self->folder >= 0 || g_str_equal (path, "-"))
    return;
  folder = g_path_get_dirname (path);
  self->folder = open (folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
}

/**
 * ppv_input_open: (skip)
 * @path: of a file, or "-" for standard input
 * @limits: (nullable): what unwrapping may spend, or NULL for the defaults
 * @cancellable: (nullable): a way to stop
 * @error: return location for an error
 *
 * Returns: (transfer full): the input, or NULL with a PPV_ERROR, G_FILE_ERROR or
 *     G_IO_ERROR_CANCELLED
 */
PpvInput *
ppv_input_open (const char *path,
                const PpvLimits *limits,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (PpvInputStore) store = NULL;
  g_autofree char *name = NULL;
  PpvLimits defaults;
  struct stat status;

  g_return_val_if_fail (path != NULL, NULL);

  ppv_limits_init (&defaults);
  name = g_path_get_basename (path);
  store = ppv_input_store_new (name);
  store->fd = open_path (path);
  if (store->fd < 0)
    {
      set_failure (error, path, errno);
      return NULL;
    }
  if (!enter_folder (store, path, error))
    return NULL;
  remember_folder (store, path);
  if (!check_kind (store->fd, path, &status, error) ||
      !fill (store, &status, limits != NULL ? limits : &defaults, cancellable, error))
    return NULL;
  return ppv_input_new_store (g_steal_pointer (&store));
}

/**
 * ppv_input_open_sibling: (skip)
 * @self: an input
 * @name: of a file in its folder; never made of what a file says
 * @limits: (nullable): what unwrapping may spend, or NULL for the defaults
 * @cancellable: (nullable): a way to stop
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the input, or NULL: with an error when the
 *     file is there and cannot be read, without one when it is not there
 */
PpvInput *
ppv_input_open_sibling (const PpvInput *self,
                        const char *name,
                        const PpvLimits *limits,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (PpvInputStore) store = NULL;
  PpvLimits defaults;
  struct stat status;
  int folder;

  g_return_val_if_fail (self != NULL && name != NULL && strchr (name, '/') == NULL, NULL);

  folder = ppv_input_get_store (self)->folder;
  if (folder < 0)
    return NULL;
  ppv_limits_init (&defaults);
  store = ppv_input_store_new (name);
  store->fd = open_beside (folder, name, &status);
  if (store->fd < 0 && errno != ENOENT)
    set_failure (error, name, errno);
  if (store->fd < 0 ||
      !fill (store, &status, limits != NULL ? limits : &defaults, cancellable, error))
    return NULL;
  return ppv_input_new_store (g_steal_pointer (&store));
}
