/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gelf.h>

#include "ppv-macros.h"

G_BEGIN_DECLS

/**
 * PpvElfFile: (skip)
 * @elf: of libelf
 * @build_id: in hex, or NULL
 * @fd: its descriptor, or -1 when it is in memory
 * @size: bytes of it
 *
 * An open ELF file.  Nothing in it is believed: every call of libelf may say no.
 */
typedef struct {
  Elf    *elf;
  char   *build_id;
  int     fd;
  gsize   size;

  /*< private >*/
  guint8 *memory;
  GArray *segments;
} PpvElfFile;

/*
 * PpvElfSections: (skip)
 * @section: where the walk is
 * @header: its header
 * @name: its name, "" for one that is not in the file
 *
 * A walk over the sections of a file, but for those without a header.
 */
typedef struct {
  Elf_Scn    *section;
  GElf_Shdr   header;
  const char *name;

  /*< private >*/
  Elf        *elf;
  size_t      names;
} PpvElfSections;

/* Takes @fd.  NULL when it is no ELF file. */
PpvElfFile *ppv_elf_file_new           (int               fd);
/* Takes @bytes. */
PpvElfFile *ppv_elf_file_new_from_memory (guint8         *bytes,
                                        gsize             length);
void        ppv_elf_file_free          (PpvElfFile       *self);
/* Where the byte at @offset of the file is loaded. */
gboolean    ppv_elf_file_find_address  (const PpvElfFile *self,
                                        guint64           offset,
                                        guint64          *address);
/* Where what is loaded at @address is in the file. */
gboolean    ppv_elf_file_find_offset   (const PpvElfFile *self,
                                        guint64           address,
                                        guint64          *offset);
/* Whether its numbers are of the other byte order. */
gboolean    ppv_elf_is_swapped         (Elf              *elf);
/* The first section of @type (SHT_NULL for any) and @name (NULL for any), or NULL. */
Elf_Scn    *ppv_elf_file_find_section  (const PpvElfFile *self,
                                        guint32           type,
                                        const char       *name,
                                        GElf_Shdr        *header);
/* Before the first section of @elf, which is borrowed. */
void        ppv_elf_sections_init      (PpvElfSections   *self,
                                        Elf              *elf);
/* Goes to the next one; FALSE behind the last. */
gboolean    ppv_elf_sections_next      (PpvElfSections   *self);
/* The contents of a section that has some and is not absurdly large, or NULL. */
Elf_Data   *ppv_elf_section_data       (Elf_Scn          *section);
/* Where it really is, below @root (NULL for "/"), or NULL. */
char       *ppv_elf_file_dup_path      (const PpvElfFile *self,
                                        const char       *root);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvElfFile, ppv_elf_file_free)

G_END_DECLS
