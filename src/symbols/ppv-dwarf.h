/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-elf-file.h"
#include "ppv-symbolize.h"

G_BEGIN_DECLS

/**
 * PpvDwarfFunction: (skip)
 * @name: (nullable): as linkers know it, where it has such a name, else as it is written
 * @mangled: whether it is a linker's
 * @file: (nullable): where it is declared
 * @line: the line there, or 0
 * @tag: for the caller; PPV_NONE at first
 *
 * A function as its source has it: one however often it is inlined.
 */
typedef struct {
  const char *name;
  gboolean    mangled;
  const char *file;
  guint32     line;
  guint32     tag;
} PpvDwarfFunction;

/**
 * PpvDwarfFrame: (skip)
 * @function: (nullable): the function
 * @file: (nullable): source file of the place in it
 * @line: line of the place in it, or 0
 */
typedef struct {
  PpvDwarfFunction *function;
  const char       *file;
  guint32           line;
} PpvDwarfFrame;

/**
 * PpvDwarf: (skip)
 *
 * The debug information of one module: which lines and which inlined functions its
 * addresses belong to.  A unit of it is read when an address of it is first asked for.
 * Everything it gives belongs to it.  It has no state outside, so that each thread may
 * have modules of its own.
 */
typedef struct _PpvDwarf PpvDwarf;

/* Whether dwz moved something out of @file. */
gboolean          ppv_dwarf_needs_shared  (const PpvElfFile *file);
/*
 * @file is borrowed and must stay.  @shared (nullable, as long) has what dwz moved out
 * of it.  @options (nullable, as long) tells where else .dwo files may be.
 * Returns: (transfer full) (nullable): NULL when there is no debug information
 */
PpvDwarf         *ppv_dwarf_new           (const PpvElfFile *file,
                                           const PpvElfFile *shared,
                                           const PpvSymbolOptions *options);
void              ppv_dwarf_free          (PpvDwarf         *self);
/*
 * Fills @frames with the function around @address, as it is loaded, and those that are
 * inlined there, the outermost first; at most @n_room of them.
 * Returns: how many there are; 0 when nothing is known
 */
guint             ppv_dwarf_find          (PpvDwarf         *self,
                                           guint64           address,
                                           PpvDwarfFrame    *frames,
                                           guint             n_room);
/* The function around @address, or NULL. */
PpvDwarfFunction *ppv_dwarf_find_function (PpvDwarf         *self,
                                           guint64           address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvDwarf, ppv_dwarf_free)

G_END_DECLS
