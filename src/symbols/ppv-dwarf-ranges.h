/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-interner.h"

G_BEGIN_DECLS

/**
 * PpvDwarfRange: (skip)
 * @start: first address
 * @end: one past the last
 * @value: what is there
 * @around: row of the narrowest range before this one that reaches beyond it, or PPV_NONE
 */
typedef struct {
  guint64 start;
  guint64 end;
  guint32 value;
  guint32 around;
} PpvDwarfRange;

/**
 * PpvDwarfRanges: (skip)
 *
 * Ranges of addresses that lie in each other, as blocks of code do: filled once,
 * finished once, then searched for the innermost.  Whatever ranges a damaged file
 * has, each search ends.
 */
typedef struct {
  GArray *rows; /* of PpvDwarfRange */
} PpvDwarfRanges;

void    ppv_dwarf_ranges_init   (PpvDwarfRanges       *self);
void    ppv_dwarf_ranges_clear  (PpvDwarfRanges       *self);
/* Of two equal ranges the one with the greater value is the inner one. */
void    ppv_dwarf_ranges_add    (PpvDwarfRanges       *self,
                                 guint64               start,
                                 guint64               end,
                                 guint32               value);
void    ppv_dwarf_ranges_finish (PpvDwarfRanges       *self);
/* The value of the innermost range with @address, or PPV_NONE. */
guint32 ppv_dwarf_ranges_find   (const PpvDwarfRanges *self,
                                 guint64               address);

G_END_DECLS
