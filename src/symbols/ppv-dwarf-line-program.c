/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The state machine of section 6.2.2 of the DWARF 5 standard. */

#include "config.h"

#include <dwarf.h>

#include "ppv-dwarf-line-program.h"

typedef struct {
  const PpvDwarfLineProgram *program;
  GArray *rows;
  GArray *sequences;
  PpvDwarfRanges *ranges;
  guint32 begin; /* first row of the sequence */
  guint64 address;
  guint64 file;
  guint64 line;
} Machine;

static void
reset (Machine *self)
{
  self->begin = self->rows->len;
  self->address = 0;
  self->file = 1;
  self->line = 1;
}

/*
 * Of several rows of an address the last one counts, as the others are of no length;
 * and addresses that go back are damage.
 */
static void
append_row (Machine *self)
{
  PpvDwarfLineRow row = { self->address, (guint32) MIN (self->file, G_MAXUINT32), 0 };
  PpvDwarfLineRow *last = NULL;

  if (self->line <= G_MAXINT32)
    row.line = (guint32) self->line;
  if (self->rows->len > self->begin)
    last = &g_array_index (self->rows, PpvDwarfLineRow, self->rows->len - 1);
  if (last != NULL && last->address == row.address)
    *last = row;
  else if (last == NULL ||
           (last->address < row.address && (last->line != row.line || last->file != row.file)))
    g_array_append_val (self->rows, row);
}

static void
end_sequence (Machine *self)
{
  PpvDwarfSequence sequence = { self->begin, self->rows->len };

  if (sequence.end > sequence.begin)
    {
      guint64 start = g_array_index (self->rows, PpvDwarfLineRow, sequence.begin).address;

      ppv_dwarf_ranges_add (self->ranges, start, self->address, self->sequences->len);
      g_array_append_val (self->sequences, sequence);
    }
  reset (self);
}

static void
advance (Machine *self, guint64 n_steps)
{
  self->address += n_steps * self->program->step;
}

static void
run_special (Machine *self, guint8 opcode)
{
  const PpvDwarfLineProgram *program = self->program;
  guint8 adjusted = (guint8) (opcode - program->opcode_base);

  advance (self, adjusted / program->line_range);
  self->line += (guint64) (gint64) (program->line_base + adjusted % program->line_range);
  append_row (self);
}

static guint64
read_address (PpvReader *operands)
{
  return ppv_reader_left (operands) >= 8 ? ppv_reader_u64 (operands) : ppv_reader_u32 (operands);
}

static void
run_extended (Machine *self, PpvReader *code)
{
  PpvReader operands = ppv_reader_sub (code, ppv_reader_uleb (code));

  switch (ppv_reader_u8 (&operands))
    {
    case DW_LNE_end_sequence:
      end_sequence (self);
      break;
    case DW_LNE_set_address:
      self->address = read_address (&operands);
      break;
    default: /* files of their own nobody writes; discriminators tell nothing here */
      break;
    }
}

static void
skip_operands (const Machine *self, guint8 opcode, PpvReader *code)
{
  for (guint8 n = self->program->lengths[opcode - 1]; n > 0; n--)
    ppv_reader_uleb (code);
}

static void
run_standard (Machine *self, guint8 opcode, PpvReader *code)
{
  switch (opcode)
    {
    case DW_LNS_copy:
      append_row (self);
      break;
    case DW_LNS_advance_pc:
      advance (self, ppv_reader_uleb (code));
      break;
    case DW_LNS_advance_line:
      self->line += (guint64) ppv_reader_sleb (code);
      break;
    case DW_LNS_set_file:
      self->file = ppv_reader_uleb (code);
      break;
    case DW_LNS_const_add_pc:
      advance (self, (guint8) (255 - self->program->opcode_base) / self->program->line_range);
      break;
    case DW_LNS_fixed_advance_pc:
      self->address += ppv_reader_u16 (code);
      break;
    default:
      skip_operands (self, opcode, code);
      break;
    }
}

void
ppv_dwarf_line_program_run (const PpvDwarfLineProgram *self,
                            PpvReader code,
                            GArray *rows,
                            GArray *sequences,
                            PpvDwarfRanges *ranges)
{
  Machine machine = { self, rows, sequences, ranges };

  if (self->line_range == 0 || self->opcode_base == 0)
    return;
  reset (&machine);
  while (ppv_reader_left (&code) > 0 && !code.failed)
    {
      guint8 opcode = ppv_reader_u8 (&code);

      if (opcode >= self->opcode_base)
        run_special (&machine, opcode);
      else if (opcode == 0)
        run_extended (&machine, &code);
      else
        run_standard (&machine, opcode, &code);
    }
}
