/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-dwarf.h"
#include "ppv-jit-dump.h"
#include "ppv-module-files.h"
#include "ppv-symbol-index.h"

G_BEGIN_DECLS

/**
 * PpvModuleSymbols: (skip)
 * @index: (nullable): the names
 * @files: (nullable): of the module, which names point into
 * @dump: (nullable): what names point into, of generated code
 * @file: (nullable): what turns addresses of the recording into those of @index
 * @is_image: whether addresses of the recording are already those of the file's segments
 * @shift: without @file, how far recorded addresses are behind those of @index
 * @has_modules: of a kernel: whether @index has its modules as well
 * @dwarf: (nullable): lines and inlined functions
 * @state: how it went
 * @mangled: whether names are as a linker knows them
 *
 * What is known of the functions of one module.
 */
typedef struct {
  PpvSymbolIndex *index;
  PpvModuleFiles *files;
  PpvJitDump     *dump;
  PpvElfFile     *file;
  gboolean        is_image;
  guint64         shift;
  gboolean        has_modules;
  PpvDwarf       *dwarf;
  PpvSymbolState  state;
  gboolean        mangled;
} PpvModuleSymbols;

void    ppv_module_symbols_open_file (PpvModuleSymbols       *self,
                                      const PpvSymbolOptions *options,
                                      const char             *path,
                                      const char             *build_id);
/* A perf map or a jitdump. */
void    ppv_module_symbols_open_map  (PpvModuleSymbols       *self,
                                      const PpvSymbolOptions *options,
                                      const char             *path);
void    ppv_module_symbols_clear     (PpvModuleSymbols       *self);
/* Makes of an address of the recording one of @index and @dwarf; FALSE where there is none. */
gboolean ppv_module_symbols_locate   (const PpvModuleSymbols *self,
                                      guint64                *address);
/* The row in @index of the function at such an address, or PPV_NONE. */
guint32 ppv_module_symbols_find      (const PpvModuleSymbols *self,
                                      guint64                 address);

G_END_DECLS
