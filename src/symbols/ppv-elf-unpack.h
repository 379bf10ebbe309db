/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-elf-file.h"

G_BEGIN_DECLS

/*
 * An ELF file in memory that has nothing but the sections of @file whose names are wanted,
 * uncompressed and named as if they had never been otherwise.  libelf would do that too,
 * but for zlib alone, and in three times as much time.
 * Returns: (transfer full) (nullable): NULL when none of them is compressed, when one
 *     cannot be uncompressed, when they come to more than may be, or when the file is not
 *     64-bit and in the byte order of this machine
 */
PpvElfFile *ppv_elf_unpack        (const PpvElfFile *file,
                                   gboolean        (*wants) (const char *name));
/* More bytes of sections than a file like this one may have once they are uncompressed. */
guint64     ppv_elf_most_unpacked (const PpvElfFile *file);
/* How long a section says it is when uncompressed. */
guint64     ppv_elf_unpacked_size (Elf_Scn          *section,
                                   const GElf_Shdr  *header,
                                   const char       *name);

G_END_DECLS
