/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-elf-file.h"
#include "ppv-symbol-index.h"

G_BEGIN_DECLS

/*
 * Adds the functions of the symbol table of @type, SHT_SYMTAB or SHT_DYNSYM, by
 * the addresses they are loaded at; those of a module of the kernel as if its code
 * were loaded at 0.  Names belong to @file.
 * Returns: whether there is such a table
 */
gboolean ppv_elf_symbols_add (const PpvElfFile *file,
                              guint32           type,
                              PpvSymbolIndex   *into);

G_END_DECLS
