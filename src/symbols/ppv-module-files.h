/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-elf-file.h"
#include "ppv-symbolize.h"

G_BEGIN_DECLS

/*
 * The file of a module: in the folders of @options, where it was recorded, or in
 * perf's build-id cache.  A file whose build id is not @build_id is never taken;
 * "" takes any.
 * Returns: (transfer full): NULL with @state saying why
 */
PpvElfFile *ppv_module_files_open       (const PpvSymbolOptions *options,
                                         const char             *path,
                                         const char             *build_id,
                                         PpvSymbolState         *state);
/*
 * The separate debug information of @file, recorded at @path, of the same build.
 * Returns: (transfer full) (nullable)
 */
PpvElfFile *ppv_module_files_open_debug (const PpvSymbolOptions *options,
                                         const char             *path,
                                         const PpvElfFile       *file);

G_END_DECLS
