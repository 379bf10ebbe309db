/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-reader.h"

G_BEGIN_DECLS

/* The build id in ELF notes that are aligned to @align (4 or 8) bytes, in hex, or NULL. */
char    *ppv_build_id_from_notes (PpvReader   notes,
                                  gsize       align);
char    *ppv_build_id_to_hex     (const guint8 *bytes,
                                  gsize       length);
/* Whether @text is what may stand in a path: hex digits, and as many as build ids have. */
gboolean ppv_build_id_is_valid   (const char *text);
/* Old recordings fill short build ids with zeros. */
gboolean ppv_build_id_equal      (const char *a,
                                  const char *b);
/* "ab/cdef…", as folders of files by build id are laid out. */
char    *ppv_build_id_path       (const char *text);
/* That of the running kernel, or NULL. */
char    *ppv_build_id_of_kernel  (void);

G_END_DECLS
