/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-module-symbols.h"

G_BEGIN_DECLS

/**
 * PpvKernel: (skip)
 * @build_id: in hex, or ""
 * @release: (nullable): as uname(1) has it
 * @symbol: (nullable): a symbol whose address was recorded
 * @address: that address
 *
 * What a recording tells of its kernel.
 */
typedef struct {
  const char *build_id;
  const char *release;
  const char *symbol;
  guint64     address;
} PpvKernel;

/* What @builder knows of it; its texts are valid until a string is added. */
PpvKernel ppv_kernel_of_builder     (PpvProfileBuilder *builder);
/*
 * The kernel's symbols: as the kernel itself listed them, from perf's cache, a
 * folder of @options or the running kernel, if it is that; else from its vmlinux.
 */
void ppv_kernel_symbols_open        (PpvModuleSymbols       *self,
                                     const PpvSymbolOptions *options,
                                     const PpvKernel        *kernel);
/* Those of the module of the kernel at @path, whose code began at @address. */
void ppv_kernel_symbols_open_module (PpvModuleSymbols       *self,
                                     const PpvSymbolOptions *options,
                                     const char             *path,
                                     const char             *build_id,
                                     guint64                 address);

G_END_DECLS
