/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ppv-input-private.h"

/* What is kept in memory; more goes into a file, in pieces of a size that is cheap to write. */
enum { MEMORY_BYTES = 16 * 1024 * 1024, PIECE_BYTES = 64 * 1024 };

/**
 * ppv_spool_init: (skip)
 * @self: a spool to make empty
 */
void
ppv_spool_init (PpvSpool *self)
{
  self->size = 0;
  self->memory = g_byte_array_new ();
  self->fd = -1;
}

/**
 * ppv_spool_clear: (skip)
 * @self: a spool
 */
void
ppv_spool_clear (PpvSpool *self)
{
  g_clear_pointer (&self->memory, g_byte_array_unref);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

static gboolean
set_failure (GError **error, int failure)
{
  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (failure),
               _ ("Cannot keep what was read in a temporary file in “%s”: %s"), g_get_tmp_dir (),
               g_strerror (failure));
  return FALSE;
}

/* A file without a name, so that nothing stays behind however the program ends. */
static int
open_unnamed (void)
{
  g_autofree char *name = g_build_filename (g_get_tmp_dir (), "perprovis-XXXXXX", NULL);
  int fd = open (g_get_tmp_dir (), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    return fd;
  fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_unlink (name);
  return fd;
}

static gboolean
write_all (int fd, const guint8 *bytes, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize n_written = write (fd, bytes, length);

      if (n_written < 0 && errno != EINTR)
        return set_failure (error, errno);
      if (n_written < 0)
        continue;
      bytes += n_written;
      length -= (gsize) n_written;
    }
  return TRUE;
}

/* What is in memory goes into the file. */
static gboolean
flush (PpvSpool *self, GError **error)
{
  if (self->fd < 0)
    self->fd = open_unnamed ();
  if (self->fd < 0)
    return set_failure (error, errno);
  if (!write_all (self->fd, self->memory->data, self->memory->len, error))
    return FALSE;
  g_byte_array_unref (self->memory);
  self->memory = g_byte_array_sized_new (PIECE_BYTES);
  return TRUE;
}

/**
 * ppv_spool_append: (skip)
 * @self: a spool
 * @bytes: what to add
 * @length: how many bytes
 * @error: of G_FILE_ERROR, when the temporary file does not take them
 *
 * Returns: whether they are kept
 */
gboolean
ppv_spool_append (PpvSpool *self, const guint8 *bytes, gsize length, GError **error)
{
  gsize most = self->fd < 0 ? MEMORY_BYTES : PIECE_BYTES;

  if (self->memory->len + length > most && !flush (self, error))
    return FALSE;
  if (length < PIECE_BYTES || self->fd < 0)
    g_byte_array_append (self->memory, bytes, (guint) length);
  else if (!write_all (self->fd, bytes, length, error))
    return FALSE;
  self->size += length;
  return TRUE;
}

gboolean
ppv_spool_move (PpvSpool *self, PpvInputStore *store, GError **error)
{
  if (self->fd >= 0 && !flush (self, error))
    return FALSE;
  if (store->fd >= 0)
    close (store->fd);
  store->fd = self->fd;
  store->size = self->size;
  if (self->fd < 0)
    store->bytes = g_byte_array_free_to_bytes (g_steal_pointer (&self->memory));
  self->fd = -1;
  return TRUE;
}

/**
 * ppv_spool_finish: (skip)
 * @self: a spool, empty afterwards
 * @name: what to call its bytes
 * @error: of G_FILE_ERROR, when the temporary file does not take them
 *
 * Returns: (transfer full): an input over what was appended, or NULL
 */
PpvInput *
ppv_spool_finish (PpvSpool *self, const char *name, GError **error)
{
  g_autoptr (PpvInputStore) store = ppv_input_store_new (name);

  if (!ppv_spool_move (self, store, error))
    return NULL;
  return ppv_input_new_store (g_steal_pointer (&store));
}
