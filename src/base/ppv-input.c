/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "ppv-input-private.h"
#include "ppv-text.h"

/*
 * A window after the one before is large, one elsewhere small: whoever jumps
 * about wants little of each place.
 */
enum { WINDOW_BYTES = 1024 * 1024, FIRST_WINDOW_BYTES = 64 * 1024 };

struct _PpvInput {
  PpvInputStore *store;
  const guint8 *window;
  guint64 offset; /* of @window in the file */
  gsize size;     /* of @window */
  guint8 *buffer; /* NULL for bytes in memory */
  gsize capacity;
};

PpvInputStore *
ppv_input_store_new (const char *name)
{
  PpvInputStore *self = g_new0 (PpvInputStore, 1);
  GString *repaired = g_string_new (NULL);

  ppv_text_repair (repaired, name, strlen (name));
  g_atomic_ref_count_init (&self->n_users);
  self->fd = self->folder = -1;
  self->name = g_string_free (repaired, FALSE);
  return self;
}

void
ppv_input_store_unref (PpvInputStore *self)
{
  if (!g_atomic_ref_count_dec (&self->n_users))
    return;
  if (self->fd >= 0)
    close (self->fd);
  if (self->folder >= 0)
    close (self->folder);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self->damage);
  g_free (self);
}

PpvInput *
ppv_input_new_store (PpvInputStore *store)
{
  PpvInput *self = g_new0 (PpvInput, 1);

  self->store = store;
  self->window = (const guint8 *) "";
  if (store->bytes != NULL && store->size > 0)
    self->window = g_bytes_get_data (store->bytes, &self->size);
  return self;
}

PpvInputStore *
ppv_input_get_store (const PpvInput *self)
{
  return self->store;
}

/**
 * ppv_input_new_bytes: (skip)
 * @bytes: the contents
 * @name: what to call them
 *
 * Returns: (transfer full): an input over @bytes as they are
 */
PpvInput *
ppv_input_new_bytes (GBytes *bytes, const char *name)
{
  PpvInputStore *store;

  g_return_val_if_fail (bytes != NULL && name != NULL, NULL);

  store = ppv_input_store_new (name);
  store->bytes = g_bytes_ref (bytes);
  store->size = g_bytes_get_size (bytes);
  return ppv_input_new_store (store);
}

/**
 * ppv_input_dup: (skip)
 * @self: an input
 *
 * Returns: (transfer full): the same bytes with a window of its own
 */
PpvInput *
ppv_input_dup (const PpvInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->store->n_users);
  return ppv_input_new_store (self->store);
}

/**
 * ppv_input_free: (skip)
 * @self: (nullable): an input
 */
void
ppv_input_free (PpvInput *self)
{
  if (self == NULL)
    return;
  ppv_input_store_unref (self->store);
  g_free (self->buffer);
  g_free (self);
}

/**
 * ppv_input_get_size: (skip)
 * @self: an input
 *
 * Returns: the size when it was opened, in bytes, unwrapped
 */
guint64
ppv_input_get_size (const PpvInput *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->store->size;
}

/**
 * ppv_input_get_name: (skip)
 * @self: an input
 *
 * Returns: (transfer none): the base name without the suffix of a wrapping, as
 *     valid UTF-8
 */
const char *
ppv_input_get_name (const PpvInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->store->name;
}

/**
 * ppv_input_get_damage: (skip)
 * @self: an input
 *
 * Returns: (transfer none) (nullable): why unwrapping ended early
 */
const char *
ppv_input_get_damage (const PpvInput *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->store->damage;
}

static gboolean
set_failure (GError **error, guint64 offset, int failure)
{
  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (failure),
               _ ("Reading stopped at byte %" PRIu64 ": %s"), offset, g_strerror (failure));
  return FALSE;
}

/* @size may come from a damaged file: there may not be as much memory. */
static gboolean
reserve (PpvInput *self, guint64 offset, gsize size, GError **error)
{
  if (size <= self->capacity)
    return TRUE;
  g_free (self->buffer);
  self->buffer = g_try_malloc (size);
  self->capacity = self->buffer != NULL ? size : 0;
  return self->buffer != NULL || set_failure (error, offset, ENOMEM);
}

/* As much of @size as there is; less only where the file ends. */
static gboolean
read_at (int fd, guint64 offset, guint8 *buffer, gsize size, gsize *got, GError **error)
{
  *got = 0;
  while (*got < size)
    {
      gssize n_read = pread (fd, buffer + *got, size - *got, (off_t) (offset + *got));

      if (n_read == 0)
        return TRUE;
      if (n_read < 0 && errno != EINTR)
        return set_failure (error, offset + *got, errno);
      *got += (gsize) MAX (n_read, 0);
    }
  return TRUE;
}

static gboolean
move_window (PpvInput *self, guint64 offset, gsize want, GError **error)
{
  gboolean is_next = offset - self->offset <= self->size && self->size > 0;
  gsize usual = is_next ? WINDOW_BYTES : FIRST_WINDOW_BYTES;
  gsize size = (gsize) MIN (MAX (want, usual), self->store->size - offset);

  self->size = 0;
  self->window = (const guint8 *) "";
  if (!reserve (self, offset, size, error))
    return FALSE;
  self->window = self->buffer;
  self->offset = offset;
  return read_at (self->store->fd, offset, self->buffer, size, &self->size, error);
}

/**
 * ppv_input_window: (skip)
 * @self: an input
 * @offset: of the first byte
 * @want: how many bytes there should be
 * @got: (out): how many there are: fewer only at the end of the file
 * @error: return location for an error
 *
 * Returns: (transfer none): the bytes, valid until the next call, or NULL for
 *     an error of the system
 */
const guint8 *
ppv_input_window (PpvInput *self, guint64 offset, gsize want, gsize *got, GError **error)
{
  guint64 into;

  g_return_val_if_fail (self != NULL && got != NULL, NULL);

  /* an offset before the window wraps around and is out of it as well */
  into = offset - self->offset;
  if (G_LIKELY (into < self->size && want <= self->size - into))
    {
      *got = self->size - (gsize) into;
      return self->window + into;
    }
  *got = 0;
  if (offset >= self->store->size)
    return (const guint8 *) "";
  if (self->store->fd < 0)
    {
      *got = self->size - (gsize) offset;
      return self->window + offset;
    }
  if (!move_window (self, offset, want, error))
    return NULL;
  *got = self->size;
  return self->window;
}

/**
 * ppv_input_read: (skip)
 * @self: an input
 * @offset: of the first byte
 * @buffer: where they go
 * @size: how many bytes are wanted
 * @got: (out): how many there are: fewer only at the end of the file
 * @error: return location for an error
 *
 * Returns: FALSE for an error of the system
 */
gboolean
ppv_input_read (
    const PpvInput *self, guint64 offset, gpointer buffer, gsize size, gsize *got, GError **error)
{
  const PpvInputStore *store;

  g_return_val_if_fail (self != NULL && buffer != NULL && got != NULL, FALSE);

  store = self->store;
  size = (gsize) MIN (size, store->size - MIN (offset, store->size));
  if (store->fd >= 0)
    return read_at (store->fd, offset, buffer, size, got, error);
  *got = size;
  if (size > 0)
    memcpy (buffer, (const guint8 *) g_bytes_get_data (store->bytes, NULL) + offset, size);
  return TRUE;
}
