/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-elf-file.h"
#include "ppv-symbolize.h"

G_BEGIN_DECLS

/**
 * PpvModuleFile:
 * @PPV_MODULE_FILE_MAIN: what was mapped: segments, .dynsym, .eh_frame
 * @PPV_MODULE_FILE_DEBUG: its separate debug information: .symtab, DWARF, .debug_frame
 * @PPV_MODULE_FILE_MINI: its MiniDebugInfo: .symtab, at times .debug_frame
 * @PPV_MODULE_FILE_ALT: what dwz moved out of the DWARF of DEBUG, else of MAIN, for dwarf_setalt()
 *
 * The files of a module.  The first three, in this order, are where to look for
 * a section: the first one that has it has the best.  All of them have the
 * addresses of MAIN.
 */
typedef enum {
  PPV_MODULE_FILE_MAIN,
  PPV_MODULE_FILE_DEBUG,
  PPV_MODULE_FILE_MINI,
  PPV_MODULE_FILE_ALT,
} PpvModuleFile;

#define PPV_N_MODULE_FILES 4

/**
 * PpvModuleFiles: (skip)
 *
 * What there is on this machine of one recorded module: looked for in the folders
 * of the options, where it was recorded, in perf's build-id cache and, when asked,
 * on servers.  A file of another build id is never taken.  For one thread.
 */
typedef struct _PpvModuleFiles PpvModuleFiles;

/* @build_id "" takes any MAIN.  Nothing is opened before it is asked for. */
PpvModuleFiles *ppv_module_files_new       (const PpvSymbolOptions *options,
                                            const char             *path,
                                            const char             *build_id);
void            ppv_module_files_free      (PpvModuleFiles         *self);
/* Returns: (transfer none) (nullable): the same every time, until @self is freed */
PpvElfFile     *ppv_module_files_get       (PpvModuleFiles         *self,
                                            PpvModuleFile           which);
/* How it went with MAIN: PPV_SYMBOLS_FOUND, or why not. */
PpvSymbolState  ppv_module_files_get_state (PpvModuleFiles         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvModuleFiles, ppv_module_files_free)

G_END_DECLS
