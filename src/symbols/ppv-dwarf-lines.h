/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-reader.h"

G_BEGIN_DECLS

/**
 * PpvDwarfText: (skip)
 * @line: .debug_line
 * @line_str: .debug_line_str
 * @str: .debug_str
 *
 * The sections line tables are in.
 */
typedef struct {
  PpvReader line;
  PpvReader line_str;
  PpvReader str;
} PpvDwarfText;

/**
 * PpvDwarfLines: (skip)
 *
 * One table of .debug_line, versions 2 to 5: source files by number, and the lines
 * of addresses, searched by two binary searches.
 */
typedef struct _PpvDwarfLines PpvDwarfLines;

/*
 * The table at @offset, of code compiled in @folder (nullable).  Nothing is copied of
 * @text, which must outlive it.
 * Returns: (transfer full): what can be read of it, perhaps nothing
 */
PpvDwarfLines *ppv_dwarf_lines_new      (const PpvDwarfText *text,
                                         guint64             offset,
                                         const char         *folder);
void           ppv_dwarf_lines_free     (PpvDwarfLines      *self);
/* How many bytes it took. */
guint64        ppv_dwarf_lines_get_size (const PpvDwarfLines *self);
/* The path of file @number, or NULL. */
const char    *ppv_dwarf_lines_get_file (PpvDwarfLines      *self,
                                         guint64             number);
/* The place of @address; FALSE when the table has none.  @line 0 is code of no line. */
gboolean       ppv_dwarf_lines_find     (PpvDwarfLines      *self,
                                         guint64             address,
                                         const char        **file,
                                         guint32            *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvDwarfLines, ppv_dwarf_lines_free)

G_END_DECLS
