/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile.h"

G_BEGIN_DECLS

typedef enum {
  PPV_FILE_DEFAULT  = 0,
  PPV_FILE_OWN_ONLY = 1 << 0, /* no link, of this user, and nobody else can write it */
} PpvFileFlags;

/*
 * Opens a file whose name came from a recording.  Only regular files of at most
 * @max_bytes on a real file system are ever opened, and nothing outside of @root
 * (NULL for "/").  Sets @size, or @state to PPV_SYMBOLS_NO_FILE or _NOT_ALLOWED.
 * Returns: a descriptor, or -1
 */
int   ppv_recorded_file_open (const char     *root,
                              const char     *path,
                              PpvFileFlags    flags,
                              guint64         max_bytes,
                              guint64        *size,
                              PpvSymbolState *state);
/* All of @fd, which it closes; @size is a guess.  NUL-terminated; NULL beyond @max_bytes. */
char *ppv_recorded_file_read (int             fd,
                              guint64         size,
                              guint64         max_bytes,
                              gsize          *length);
/* A file the running kernel makes up, such as /proc/kallsyms, or NULL. */
char *ppv_read_kernel_file   (const char     *path,
                              guint64         max_bytes,
                              gsize          *length);

G_END_DECLS
