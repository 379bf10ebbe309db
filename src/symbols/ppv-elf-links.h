/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-elf-file.h"

G_BEGIN_DECLS

/* The file with the debug information, as .gnu_debuglink names it: no folder, or NULL. */
char    *ppv_elf_file_dup_debuglink (const PpvElfFile  *self,
                                     guint32           *crc);
/* Whether its bytes add up to what .gnu_debuglink says of them; reads them all. */
gboolean ppv_elf_file_has_crc       (const PpvElfFile  *self,
                                     guint32            crc);
/*
 * The path and, in hex, the build id of the file that .gnu_debugaltlink names.
 * Returns: (transfer full): NULL when there is none
 */
char    *ppv_elf_file_dup_altlink   (const PpvElfFile  *self,
                                     char             **build_id);
/* What .gnu_debugdata has, or NULL. */
PpvElfFile *ppv_elf_file_open_mini  (const PpvElfFile  *self);

G_END_DECLS
