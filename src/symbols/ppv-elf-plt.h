/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-elf-file.h"
#include "ppv-symbol-index.h"

G_BEGIN_DECLS

/* Adds the jumps to functions of other files, each by the name of its target and "@plt". */
void ppv_elf_plt_add (const PpvElfFile *file,
                      PpvSymbolIndex   *into);

G_END_DECLS
