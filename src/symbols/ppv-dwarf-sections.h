/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <elfutils/libdw.h>

#include "ppv-elf-file.h"

G_BEGIN_DECLS

/*
 * The debug information of @file, of which libdw sees only what somebody asks for, and sees
 * it uncompressed.  @unpacked becomes what the result reads instead of @file, or NULL; it
 * is freed after the result.
 * Returns: (transfer full) (nullable): NULL when there is none, or more than may be read
 */
Dwarf *ppv_dwarf_sections_open (const PpvElfFile  *file,
                                PpvElfFile       **unpacked);

G_END_DECLS
