/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

enum { PPV_STREAM_HEAD_BYTES = 8 };

/**
 * PpvStream: (skip)
 * @fd: what is read, from where it stands; not owned
 * @size: bytes of the file, or 0 when it has no size of its own
 * @cancellable: (nullable): polled with every read
 * @head: the first bytes, which ppv_stream_read() gives again
 * @n_head: how many there are
 * @n_head_read: how many of them were given
 * @n_read: how many bytes were read from @fd
 *
 * Bytes that come in their own time and once: a pipe, a terminal, or a file
 * that is unwrapped from its beginning.
 */
typedef struct {
  int           fd;
  guint64       size;
  GCancellable *cancellable;
  guint8        head[PPV_STREAM_HEAD_BYTES];
  gsize         n_head;
  gsize         n_head_read;
  guint64       n_read;
} PpvStream;

/* Fills @head, to tell by it what follows. */
gboolean ppv_stream_peek (PpvStream  *self,
                          GError    **error);
/* Waits for bytes; @got is 0 at the end only. */
gboolean ppv_stream_read (PpvStream  *self,
                          guint8     *buffer,
                          gsize       size,
                          gsize      *got,
                          GError    **error);

G_END_DECLS
