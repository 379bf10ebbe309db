/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-elf-file.h"
#include "ppv-unwind-program.h"

G_BEGIN_DECLS

/*
 * PpvUnwindTable: what one section of call frame information says, as rows in the
 * order of the code; never changed once made.
 */
typedef struct {
  PpvUnwindRules rules;
  PpvUnwindRow  *rows;
  guint32        n_rows;
} PpvUnwindTable;

typedef enum {
  PPV_UNWIND_EH_FRAME,
  PPV_UNWIND_DEBUG_FRAME,
} PpvUnwindKind;

/*
 * Of the section of @kind in @file.  Addresses of the code become offsets in @image,
 * which is @file or what it is the debug information of.
 * Returns: (nullable): NULL when there is none, or it is of another machine
 */
PpvUnwindTable      *ppv_unwind_table_new  (const PpvElfFile     *file,
                                            const PpvElfFile     *image,
                                            PpvUnwindKind         kind,
                                            PpvUnwindMachine      machine);
/* Of the bytes of a section, whose addresses are those of the code in the file. */
PpvUnwindTable      *ppv_unwind_table_over (PpvReader             section,
                                            PpvUnwindKind         kind,
                                            PpvUnwindMachine      machine);
void                 ppv_unwind_table_free (PpvUnwindTable       *self);
/* What is said of the code at @offset of the file, or NULL. */
const PpvUnwindRule *ppv_unwind_table_find (const PpvUnwindTable *self,
                                            guint64               offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvUnwindTable, ppv_unwind_table_free)

G_END_DECLS
