/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <elfutils/libdw.h>

#include "ppv-macros.h"

G_BEGIN_DECLS

/**
 * PpvDwarfCursor: (skip)
 * @die: where it is
 * @depth: how many DIEs it was told to enter and has not left
 * @begin: where it began
 * @end: end of the unit
 *
 * Walks over the DIEs below one in the order they are stored in, without recursion.
 */
typedef struct {
  Dwarf_Die     die;
  guint         depth;
  const guint8 *begin;
  const guint8 *end;
} PpvDwarfCursor;

/* One past the last byte of the unit of @unit; @info_size bounds it. */
const guint8 *ppv_dwarf_unit_end    (Dwarf_Die       *unit,
                                     guint64          info_size);
/* Goes to the first DIE below @die; FALSE when there is none. */
gboolean      ppv_dwarf_cursor_init (PpvDwarfCursor  *self,
                                     Dwarf_Die       *die,
                                     const guint8    *end);
/* Goes on, below the present DIE or, unless told to @enter it, behind all of it. */
gboolean      ppv_dwarf_cursor_next (PpvDwarfCursor  *self,
                                     gboolean         enter);
/* How many bytes it has walked over, at least 1. */
guint64       ppv_dwarf_cursor_get_bytes (const PpvDwarfCursor *self);

G_END_DECLS
