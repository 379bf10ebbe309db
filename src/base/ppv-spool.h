/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-input.h"

G_BEGIN_DECLS

/**
 * PpvSpool: (skip)
 * @size: bytes held
 * @memory: them, while they are few; beyond, the last ones
 * @fd: an unlinked temporary file with the others, or -1
 *
 * Bytes on their way from a stream to a PpvInput.
 */
typedef struct {
  guint64     size;
  GByteArray *memory;
  int         fd;
} PpvSpool;

PPV_PUBLIC void      ppv_spool_init   (PpvSpool      *self);
PPV_PUBLIC void      ppv_spool_clear  (PpvSpool      *self);
PPV_PUBLIC gboolean  ppv_spool_append (PpvSpool      *self,
                                       const guint8  *bytes,
                                       gsize          length,
                                       GError       **error);
/* An input over what is held, which the spool gives away. */
PPV_PUBLIC PpvInput *ppv_spool_finish (PpvSpool      *self,
                                       const char    *name,
                                       GError       **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvSpool, ppv_spool_clear)

G_END_DECLS
