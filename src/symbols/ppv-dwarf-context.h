/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <elfutils/libdw.h>

#include "ppv-dwarf-lines.h"
#include "ppv-dwarf-ranges.h"
#include "ppv-dwarf.h"

G_BEGIN_DECLS

/**
 * PpvDwarfContext: (skip)
 * @dwarf: of libdw; borrowed
 * @text: its sections that line tables are in
 * @info_size: bytes of its .debug_info
 * @abbrev: its .debug_abbrev
 * @addr: its .debug_addr
 * @ranges: its .debug_ranges
 * @rnglists: its .debug_rnglists
 * @aranges: its .debug_aranges
 * @split: whether it is a .dwo file
 * @base: of a .dwo file: what its ranges are relative to
 * @skeleton: (nullable): of a .dwo file: the line table of what stands for it, whose
 *     files it means when it has none of its own
 * @folder: (nullable): where it was compiled, for units that do not say so
 * @shared: (nullable): borrowed: of what dwz moved out of it
 * @tables: offset in .debug_line -> PpvDwarfLines; units may share a table
 * @functions: place of a DIE in memory -> PpvDwarfFunction
 * @scopes: what functions are declared in
 * @allowed: offset in .debug_abbrev -> whether these abbreviations may be used
 * @n_abbrev_bytes: how many bytes of abbreviations may still be read
 * @n_line_bytes: how many bytes of line tables may still be read
 * @n_die_bytes: how many bytes of DIEs may still be walked over
 * @n_rows: how many ranges and inlined places may still be kept
 * @n_name_bytes: how many bytes of names may still be made
 *
 * What the units of one Dwarf share.  The last five are bounds of what is read: a whole
 * file needs as many as it has bytes, one whose parts overlap would need far more.
 */
typedef struct _PpvDwarfContext {
  Dwarf       *dwarf;
  PpvDwarfText text;
  guint64      info_size;
  PpvReader    abbrev;
  PpvReader    addr;
  PpvReader    ranges;
  PpvReader    rnglists;
  PpvReader    aranges;
  gboolean     split;
  Dwarf_Addr   base;
  PpvDwarfLines *skeleton;
  const char  *folder;
  struct _PpvDwarfContext *shared;
  GHashTable  *tables;
  GHashTable  *functions;
  struct _PpvDwarfScopes *scopes;
  GHashTable  *allowed;
  guint64      n_abbrev_bytes;
  guint64      n_line_bytes;
  guint64      n_die_bytes;
  guint64      n_rows;
  guint64      n_name_bytes;
} PpvDwarfContext;

/* @dwarf is borrowed. */
PpvDwarfContext  *ppv_dwarf_context_new      (Dwarf           *dwarf);
void              ppv_dwarf_context_free     (PpvDwarfContext *self);
/* The line table of the unit of @unit, or NULL. */
PpvDwarfLines    *ppv_dwarf_context_lines    (PpvDwarfContext *self,
                                              Dwarf_Die       *unit);
/*
 * Whether the DIEs of a unit with the abbreviations at @offset may be read: an
 * abbreviation of a great many attributes would make each of them cost as much.
 */
gboolean          ppv_dwarf_context_allows   (PpvDwarfContext *self,
                                              guint64          offset);
/* The function of @die, which may be an instance of it. */
PpvDwarfFunction *ppv_dwarf_context_function (PpvDwarfContext *self,
                                              Dwarf_Die       *die);
/* Puts what @function, one of these, is declared in before its name, if linkers have none. */
void              ppv_dwarf_context_qualify  (PpvDwarfContext  *self,
                                              PpvDwarfFunction *function);

G_END_DECLS
