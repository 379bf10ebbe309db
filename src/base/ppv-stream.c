/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "ppv-stream-private.h"

/* How long a silent pipe keeps a cancellation waiting, in milliseconds. */
enum { WAIT_MS = 50 };

/*
 * Until there is something to read.  A pipe without a writer yet would read as
 * ended, but is not ready for poll(2).
 */
static gboolean
wait_for_bytes (PpvStream *self, GError **error)
{
  struct pollfd wait = { self->fd, POLLIN, 0 };
  int n_ready = 0;

  while (n_ready == 0 || (n_ready < 0 && errno == EINTR))
    {
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      n_ready = poll (&wait, 1, WAIT_MS);
    }
  return TRUE;
}

static gboolean
read_some (PpvStream *self, guint8 *buffer, gsize size, gsize *got, GError **error)
{
  gssize n_read;

  do
    {
      if (!wait_for_bytes (self, error))
        return FALSE;
      n_read = read (self->fd, buffer, size);
    }
  while (n_read < 0 && (errno == EINTR || errno == EAGAIN));
  if (n_read < 0)
    {
      int failure = errno;

      g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (failure),
                   _ ("Reading stopped after %" PRIu64 " bytes: %s"), self->n_read,
                   g_strerror (failure));
      return FALSE;
    }
  self->n_read += (guint64) n_read;
  *got = (gsize) n_read;
  return TRUE;
}

gboolean
ppv_stream_peek (PpvStream *self, GError **error)
{
  gsize got = 1;

  while (self->n_head < sizeof self->head && got > 0)
    {
      if (!read_some (self, self->head + self->n_head, sizeof self->head - self->n_head, &got,
                      error))
        return FALSE;
      self->n_head += got;
    }
  return TRUE;
}

gboolean
ppv_stream_read (PpvStream *self, guint8 *buffer, gsize size, gsize *got, GError **error)
{
  gsize n_left = self->n_head - self->n_head_read;

  if (n_left == 0)
    return read_some (self, buffer, size, got, error);
  *got = MIN (n_left, size);
  memcpy (buffer, self->head + self->n_head_read, *got);
  self->n_head_read += *got;
  return TRUE;
}
