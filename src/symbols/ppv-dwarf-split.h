/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-dwarf-context.h"
#include "ppv-symbolize.h"

G_BEGIN_DECLS

/**
 * PpvDwarfSplits: (skip)
 *
 * The files in which the debug information of a module is that was compiled with
 * -gsplit-dwarf: a .dwo file for each unit, or a package (.dwp) of them.
 */
typedef struct _PpvDwarfSplits PpvDwarfSplits;

/* @options (nullable) tells where to look besides where the files were when it was compiled. */
PpvDwarfSplits  *ppv_dwarf_splits_new  (const PpvElfFile       *file,
                                        const PpvSymbolOptions *options);
void             ppv_dwarf_splits_free (PpvDwarfSplits         *self);
/*
 * The unit that @skeleton, of @main, stands for, whose line table is @lines.
 * Returns: (transfer full) (nullable): what it is read by, to be freed before @self; NULL
 *     when there is no such unit, or none that may be opened
 */
PpvDwarfContext *ppv_dwarf_splits_open (PpvDwarfSplits         *self,
                                        PpvDwarfContext        *main,
                                        Dwarf_Die              *skeleton,
                                        PpvDwarfLines          *lines,
                                        Dwarf_Die              *unit);
/*
 * Where the ranges of @die, of a unit of @context, begin in their section, for
 * dwarf_ranges(), which would take them as relative to 0.
 * Returns: 0 when it has none
 */
ptrdiff_t        ppv_dwarf_split_ranges (const PpvDwarfContext *context,
                                        Dwarf_Die              *die);

G_END_DECLS
