/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-dwarf-context.h"

G_BEGIN_DECLS

/**
 * PpvDwarfUnit: (skip)
 *
 * What one compiler run made: its functions by address, and of those that were asked
 * for what is inlined in them.
 */
typedef struct _PpvDwarfUnit PpvDwarfUnit;

/*
 * @lines of its addresses, and @files its DIEs mean by number, are nullable and belong
 * to a context, as does @unit.
 */
PpvDwarfUnit     *ppv_dwarf_unit_new      (PpvDwarfContext *context,
                                           Dwarf_Die       *unit,
                                           PpvDwarfLines   *lines,
                                           PpvDwarfLines   *files);
void              ppv_dwarf_unit_free     (PpvDwarfUnit    *self);
/* As ppv_dwarf_find (). */
guint             ppv_dwarf_unit_find     (PpvDwarfUnit    *self,
                                           guint64          address,
                                           PpvDwarfFrame   *frames,
                                           guint            n_room);
PpvDwarfFunction *ppv_dwarf_unit_function (PpvDwarfUnit    *self,
                                           guint64          address);

/* Adds the addresses of the code of @die to @ranges; how many there were. */
guint             ppv_dwarf_die_ranges    (PpvDwarfContext *context,
                                           Dwarf_Die       *die,
                                           PpvDwarfRanges  *ranges,
                                           guint32          value);

G_END_DECLS
