/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <elf.h>
#include <glib.h>

G_BEGIN_DECLS

enum {
  ELF_MAKER_OFFSET  = 0x200,   /* of the code in the file */
  ELF_MAKER_CODE    = 0x400,   /* bytes of it */
  ELF_MAKER_ADDRESS = 0x10200, /* where it is loaded */
};

/**
 * ElfMaker: (skip)
 *
 * Makes small ELF files of 64 bits: code without a meaning, a build id, symbols
 * in the code, and sections of any bytes.
 */
typedef struct {
  GByteArray *bytes;
  GArray     *headers; /* Elf64_Shdr */
  GArray     *symbols; /* Elf64_Sym */
  GString    *names;   /* of sections */
  GString    *strings; /* of symbols */
  guint16     type;    /* ET_DYN or ET_REL */
} ElfMaker;

void        elf_maker_init    (ElfMaker   *self,
                               const char *build_id);
/* A module of the kernel: no segments, and no section yet. */
void        elf_maker_init_object (ElfMaker *self);
/* @flags of SHF_.  Returns: its number */
guint16     elf_maker_section (ElfMaker   *self,
                               const char *name,
                               guint32     type,
                               guint64     flags,
                               const void *bytes,
                               gsize       length);
/* A function, in @section, 1 for the code of elf_maker_init(); @value as the table has it. */
void        elf_maker_symbol  (ElfMaker   *self,
                               const char *name,
                               guint64     value,
                               guint64     size,
                               guint16     section);
/* With a table of the symbols of @table_type, SHT_SYMTAB or SHT_DYNSYM, or SHT_NULL for none. */
GBytes     *elf_maker_finish  (ElfMaker   *self,
                               guint32     table_type);

G_END_DECLS
