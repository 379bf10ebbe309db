/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @bytes begin like a file that is compressed. */
gboolean ppv_is_packed (const void *bytes,
                        gsize       length);
/*
 * What @bytes unpack to, one layer of gzip, bzip2, xz, zstd or lz4.
 * Returns: (transfer full): NULL when they are damaged, or more than @max_bytes
 */
guint8  *ppv_unpack    (const void *bytes,
                        gsize       length,
                        gsize       max_bytes,
                        gsize      *n_unpacked);

G_END_DECLS
