/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-dwarf-ranges.h"
#include "ppv-reader.h"

G_BEGIN_DECLS

/* From @address to that of the next row it is @line of @file; line 0 for none. */
typedef struct {
  guint64 address;
  guint32 file;
  guint32 line;
} PpvDwarfLineRow;

/* Rows of one function or section, by address: @begin to @end - 1. */
typedef struct {
  guint32 begin;
  guint32 end;
} PpvDwarfSequence;

/**
 * PpvDwarfLineProgram: (skip)
 * @version: of the table
 * @step: bytes of an instruction
 * @line_base: least advance of a special opcode
 * @line_range: how many advances of the line those have
 * @opcode_base: the first special opcode
 * @lengths: number of operands of the standard ones, from 1
 *
 * How to read a line number program.
 */
typedef struct {
  guint16       version;
  guint8        step;
  gint8         line_base;
  guint8        line_range;
  guint8        opcode_base;
  const guint8 *lengths;
} PpvDwarfLineProgram;

/*
 * Appends to @rows, @sequences and @ranges, whose values are rows of @sequences, what
 * @code says.  Takes room for at most a row a byte.
 */
void ppv_dwarf_line_program_run (const PpvDwarfLineProgram *self,
                                 PpvReader                  code,
                                 GArray                    *rows,
                                 GArray                    *sequences,
                                 PpvDwarfRanges            *ranges);

G_END_DECLS
