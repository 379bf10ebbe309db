/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-elf-file.h"
#include "ppv-reader.h"

G_BEGIN_DECLS

/**
 * PpvDwarfPart: (skip)
 * @name: of a section of a .dwo file, such as ".debug_info.dwo"
 * @bytes: its contents
 * @made: (nullable): what they are in when they are not those of a file
 */
typedef struct {
  char        name[64];
  PpvReader   bytes;
  GByteArray *made;
} PpvDwarfPart;

/* All sections of a .dwo file, as PpvDwarfPart; they stay with @file. */
GArray  *ppv_dwarf_parts_of_file     (const PpvElfFile *file);
/*
 * Of a package of .dwo files (.dwp), those parts of its sections that belong to the unit
 * @id, and of the strings, which all units share, its own; NULL when it is not in there.
 * DWARF 5, 7.3.5, and the GNU form before it.
 */
GArray  *ppv_dwarf_parts_of_unit     (const PpvElfFile *package,
                                      guint64           id);
/* One more.  @bytes are borrowed. */
void     ppv_dwarf_parts_append      (GArray           *parts,
                                      const char       *name,
                                      PpvReader         bytes);

G_END_DECLS
