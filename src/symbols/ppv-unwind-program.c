/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Programs of call frame instructions: DWARF 5 section 6.4.2, the GNU extensions
 * of the LSB, and those of the AArch64 DWARF ABI.
 */

#include "config.h"

#include <dwarf.h>
#include <string.h>

#include "ppv-unwind-program.h"

/* The state is kept at most twice over by compilers. */
enum { MAX_REMEMBERED = 16 };

enum {
  MAX_ROWS = 16 * 1024 * 1024,
  AARCH64_SIGN_STATE = 34, /* the register whose rule says whether x30 is signed */
  AARCH64_NEGATE_RA_STATE_WITH_PC = 0x2c,
};

typedef struct {
  const PpvUnwindCie *cie;
  PpvUnwindRules *rules;
  PpvUnwindRows *rows; /* NULL while the CIE itself is run */
  PpvReader program;
  PpvUnwindState state;
  PpvUnwindState remembered[MAX_REMEMBERED];
  guint n_remembered;
  guint64 address; /* of the code */
  guint32 start;   /* its offset in the file */
  guint64 size;
  guint64 at; /* bytes of code that have their rows */
  guint32 rule;
  gboolean changed; /* @state is not what @rule stands for */
} Run;

void
ppv_unwind_rows_add (PpvUnwindRows *self, guint32 start, guint32 rule)
{
  if (self->n_rows > 0 && self->rows[self->n_rows - 1].start == start)
    self->n_rows--;
  if (self->n_rows > 0 && self->rows[self->n_rows - 1].rule == rule)
    return;
  if (self->n_rows == self->n_room)
    {
      self->full = self->full || self->n_rows == MAX_ROWS;
      if (self->full)
        return;
      self->n_room = MAX (self->n_room * 2, 1024);
      self->rows = g_renew (PpvUnwindRow, self->rows, self->n_room);
    }
  self->rows[self->n_rows++] = (PpvUnwindRow){ start, rule };
}

/* --- addresses ------------------------------------------------------------------ */

static guint64
read_fixed (PpvReader *reader, guint8 format)
{
  switch (format)
    {
    case DW_EH_PE_uleb128:
      return ppv_reader_uleb (reader);
    case DW_EH_PE_udata2:
      return ppv_reader_u16 (reader);
    case DW_EH_PE_udata4:
      return ppv_reader_u32 (reader);
    case DW_EH_PE_sleb128:
      return (guint64) ppv_reader_sleb (reader);
    case DW_EH_PE_sdata2:
      return (guint64) (gint64) (gint16) ppv_reader_u16 (reader);
    case DW_EH_PE_sdata4:
      return (guint64) (gint64) (gint32) ppv_reader_u32 (reader);
    case DW_EH_PE_udata8:
    case DW_EH_PE_sdata8:
      return ppv_reader_u64 (reader);
    default:
      reader->failed = TRUE;
      return 0;
    }
}

/* Addresses relative to text, data or functions are on machines we do not unwind. */
gboolean
ppv_unwind_read_pointer (PpvReader *reader, guint8 encoding, guint8 address_bytes, guint64 *value)
{
  guint64 here = ppv_reader_offset (reader);
  guint8 format = encoding & 0x0f;

  if (format == DW_EH_PE_absptr)
    format = address_bytes == 4 ? DW_EH_PE_udata4 : DW_EH_PE_udata8;
  *value = read_fixed (reader, format);
  if ((encoding & 0x70) == DW_EH_PE_pcrel)
    *value += here;
  else if ((encoding & 0x70) != DW_EH_PE_absptr)
    return FALSE;
  return !reader->failed && !(encoding & DW_EH_PE_indirect);
}

/* --- instructions ------------------------------------------------------------- */

/* What was said until now holds up to @at. */
static void
close_row (Run *run)
{
  if (run->rows == NULL)
    return;
  if (run->changed)
    run->rule = run->state.cfa == PPV_UNWIND_CFA_NONE
                    ? PPV_NONE
                    : ppv_unwind_rules_add (run->rules, &run->state);
  run->changed = FALSE;
  ppv_unwind_rows_add (run->rows, run->start + (guint32) run->at, run->rule);
}

/* FALSE at the end of the code. */
static gboolean
advance (Run *run, guint64 delta)
{
  guint64 next;

  if (__builtin_mul_overflow (delta, run->cie->code_alignment, &delta) ||
      __builtin_add_overflow (run->at, delta, &next))
    next = G_MAXUINT64;
  if (next == run->at)
    return TRUE;
  close_row (run);
  run->at = next;
  return run->at < run->size;
}

/* An offset in units of the CIE's data alignment; one that is too large fits nothing. */
static gint64
read_factored (Run *run, gboolean is_signed)
{
  gint64 offset =
      is_signed ? ppv_reader_sleb (&run->program) : (gint64) ppv_reader_uleb (&run->program);
  gint64 value;

  if (__builtin_mul_overflow (offset, run->cie->data_alignment, &value))
    return G_MAXINT64;
  return value;
}

static gint64
negated (gint64 value)
{
  return (gint64) (0 - (guint64) value);
}

static void
set_cfa (Run *run, guint64 reg, gint64 value)
{
  run->state.cfa =
      reg < PPV_UNWIND_N_REGISTERS && value == (gint32) value ? (guint8) reg : PPV_UNWIND_CFA_NONE;
  run->state.cfa_value = run->state.cfa == PPV_UNWIND_CFA_NONE ? 0 : (gint32) value;
}

/*
 * The expression of every PLT: rsp + 8 + ((rip & 15) >= N) * 8, where N is the byte of
 * an entry behind its push.  Returns N, or -1.
 */
static gint32
plt_expression (const guint8 *bytes, gsize length)
{
  static const guint8 plt[] = { DW_OP_breg7, 8, DW_OP_breg16, 0,          DW_OP_lit15,
                                DW_OP_and,   0, DW_OP_ge,     DW_OP_lit3, DW_OP_shl,
                                DW_OP_plus };
  enum { THRESHOLD = 6 };

  if (length != sizeof plt || memcmp (bytes, plt, THRESHOLD) != 0 ||
      memcmp (bytes + THRESHOLD + 1, plt + THRESHOLD + 1, sizeof plt - THRESHOLD - 1) != 0 ||
      bytes[THRESHOLD] < DW_OP_lit0 || bytes[THRESHOLD] > DW_OP_lit15)
    return -1;
  return bytes[THRESHOLD] - DW_OP_lit0;
}

static void
set_cfa_expression (Run *run)
{
  guint64 length = ppv_reader_uleb (&run->program);
  const guint8 *bytes = ppv_reader_take (&run->program, length);
  gint32 plt = bytes != NULL ? plt_expression (bytes, (gsize) length) : -1;

  run->state.cfa = PPV_UNWIND_CFA_NONE;
  run->state.cfa_value = 0;
  if (bytes == NULL)
    return;
  if (plt >= 0 && run->cie->machine == PPV_UNWIND_X86_64)
    {
      run->state.cfa = PPV_UNWIND_CFA_PLT;
      run->state.cfa_value = plt;
      return;
    }
  run->state.cfa_value = ppv_unwind_rules_expression (run->rules, bytes, (gsize) length);
  if (run->state.cfa_value >= 0)
    run->state.cfa = PPV_UNWIND_CFA_EXPRESSION;
}

static void
set_expression (Run *run, guint64 reg, PpvUnwindHow how)
{
  guint64 length = ppv_reader_uleb (&run->program);
  const guint8 *bytes = ppv_reader_take (&run->program, length);
  gint32 expression = -1;

  if (bytes != NULL && reg < PPV_UNWIND_N_REGISTERS)
    expression = ppv_unwind_rules_expression (run->rules, bytes, (gsize) length);
  ppv_unwind_state_set (&run->state, reg, expression < 0 ? PPV_UNWIND_UNDEFINED : how, expression);
}

/* The rule that the CIE began with. */
static void
restore (Run *run, guint64 reg)
{
  PpvUnwindState initial = run->cie->initial;
  const PpvUnwindSave *save = ppv_unwind_state_find (&initial, reg);

  if (run->rows != NULL && save != NULL)
    ppv_unwind_state_set (&run->state, reg, save->how, save->value);
  else
    ppv_unwind_state_keep (&run->state, reg);
}

static gboolean
remember (Run *run)
{
  if (run->n_remembered == MAX_REMEMBERED)
    return FALSE;
  run->remembered[run->n_remembered++] = run->state;
  return TRUE;
}

static gboolean
recall (Run *run)
{
  if (run->n_remembered == 0)
    return FALSE;
  run->state = run->remembered[--run->n_remembered];
  return TRUE;
}

/* SPARC, too, has this number, for its windows. */
static gboolean
negate_ra_state (Run *run)
{
  if (run->cie->machine != PPV_UNWIND_AARCH64)
    return FALSE;
  run->state.flags ^= PPV_UNWIND_SIGNED;
  return TRUE;
}

/* Compilers older than the instruction above set the register by an expression "lit1". */
static void
set_value_expression (Run *run, guint64 reg)
{
  PpvReader peek = run->program;

  if (run->cie->machine == PPV_UNWIND_AARCH64 && reg == AARCH64_SIGN_STATE &&
      ppv_reader_uleb (&peek) == 1)
    {
      run->state.flags &= (guint8) ~PPV_UNWIND_SIGNED;
      if (ppv_reader_u8 (&peek) == DW_OP_lit1)
        run->state.flags |= PPV_UNWIND_SIGNED;
    }
  set_expression (run, reg, PPV_UNWIND_VAL_EXPRESSION);
}

static gboolean
run_cfa (Run *run, guint8 code)
{
  PpvReader *program = &run->program;
  guint64 reg;

  switch (code)
    {
    case DW_CFA_def_cfa:
      reg = ppv_reader_uleb (program);
      set_cfa (run, reg, (gint64) ppv_reader_uleb (program));
      return TRUE;
    case DW_CFA_def_cfa_sf:
      reg = ppv_reader_uleb (program);
      set_cfa (run, reg, read_factored (run, TRUE));
      return TRUE;
    case DW_CFA_def_cfa_register:
      set_cfa (run, ppv_reader_uleb (program), run->state.cfa_value);
      return TRUE;
    case DW_CFA_def_cfa_offset:
      set_cfa (run, run->state.cfa, (gint64) ppv_reader_uleb (program));
      return TRUE;
    case DW_CFA_def_cfa_offset_sf:
      set_cfa (run, run->state.cfa, read_factored (run, TRUE));
      return TRUE;
    case DW_CFA_def_cfa_expression:
      set_cfa_expression (run);
      return TRUE;
    case DW_CFA_remember_state:
      return remember (run);
    case DW_CFA_restore_state:
      return recall (run);
    case DW_CFA_AARCH64_negate_ra_state:
    case AARCH64_NEGATE_RA_STATE_WITH_PC:
      return negate_ra_state (run);
    case DW_CFA_GNU_args_size:
      (void) ppv_reader_uleb (program);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Instructions whose first operand is a register, which has been read. */
static gboolean
run_register (Run *run, guint64 reg, guint8 code)
{
  PpvReader *program = &run->program;
  PpvUnwindState *state = &run->state;

  switch (code)
    {
    case DW_CFA_offset_extended:
      ppv_unwind_state_set (state, reg, PPV_UNWIND_SAVED, read_factored (run, FALSE));
      break;
    case DW_CFA_offset_extended_sf:
      ppv_unwind_state_set (state, reg, PPV_UNWIND_SAVED, read_factored (run, TRUE));
      break;
    case DW_CFA_GNU_negative_offset_extended:
      ppv_unwind_state_set (state, reg, PPV_UNWIND_SAVED, negated (read_factored (run, FALSE)));
      break;
    case DW_CFA_val_offset:
      ppv_unwind_state_set (state, reg, PPV_UNWIND_OFFSET, read_factored (run, FALSE));
      break;
    case DW_CFA_val_offset_sf:
      ppv_unwind_state_set (state, reg, PPV_UNWIND_OFFSET, read_factored (run, TRUE));
      break;
    case DW_CFA_register:
      ppv_unwind_state_set (state, reg, PPV_UNWIND_IN_REGISTER, (gint64) ppv_reader_uleb (program));
      break;
    case DW_CFA_expression:
      set_expression (run, reg, PPV_UNWIND_EXPRESSION);
      break;
    case DW_CFA_val_expression:
      set_value_expression (run, reg);
      break;
    case DW_CFA_undefined:
      ppv_unwind_state_set (state, reg, PPV_UNWIND_UNDEFINED, 0);
      break;
    case DW_CFA_same_value:
      ppv_unwind_state_keep (state, reg);
      break;
    default: /* DW_CFA_restore_extended */
      restore (run, reg);
      break;
    }
  return TRUE;
}

static gboolean
run_extended (Run *run, guint8 code)
{
  switch (code)
    {
    case DW_CFA_offset_extended ... DW_CFA_register:
    case DW_CFA_expression:
    case DW_CFA_offset_extended_sf:
    case DW_CFA_val_offset ... DW_CFA_val_expression:
    case DW_CFA_GNU_negative_offset_extended:
      return run_register (run, ppv_reader_uleb (&run->program), code);
    default:
      return run_cfa (run, code);
    }
}

static gboolean
set_location (Run *run)
{
  guint64 address;

  if (!ppv_unwind_read_pointer (&run->program, run->cie->encoding, run->cie->address_bytes,
                                &address) ||
      address < run->address + run->at)
    return FALSE;
  close_row (run);
  run->at = address - run->address;
  return run->at < run->size;
}

/* FALSE at the end of the code, or where the program makes no sense. */
static gboolean
run_instruction (Run *run)
{
  guint8 code = ppv_reader_u8 (&run->program);

  switch (code)
    {
    case DW_CFA_nop:
      return TRUE;
    case DW_CFA_set_loc:
      return set_location (run);
    case DW_CFA_advance_loc1:
      return advance (run, ppv_reader_u8 (&run->program));
    case DW_CFA_advance_loc2:
      return advance (run, ppv_reader_u16 (&run->program));
    case DW_CFA_advance_loc4:
      return advance (run, ppv_reader_u32 (&run->program));
    case DW_CFA_MIPS_advance_loc8:
      return advance (run, ppv_reader_u64 (&run->program));
    default:
      break;
    }
  if ((code & 0xc0) == DW_CFA_advance_loc)
    return advance (run, code & 0x3f);
  run->changed = TRUE;
  if ((code & 0xc0) == DW_CFA_offset)
    ppv_unwind_state_set (&run->state, code & 0x3f, PPV_UNWIND_SAVED, read_factored (run, FALSE));
  else if ((code & 0xc0) == DW_CFA_restore)
    restore (run, code & 0x3f);
  else
    return run_extended (run, code);
  return TRUE;
}

/* FALSE when it broke off before its end, and before that of the code. */
static gboolean
run_all (Run *run)
{
  while (ppv_reader_left (&run->program) > 0)
    if (!run_instruction (run))
      return run->at >= run->size && !run->program.failed;
  return !run->program.failed;
}

gboolean
ppv_unwind_program_begin (PpvUnwindCie *cie, PpvUnwindRules *rules, PpvReader program)
{
  Run run;

  /* the states to remember have no value yet */
  run.cie = cie;
  run.rules = rules;
  run.rows = NULL;
  run.program = program;
  run.state = cie->initial;
  run.n_remembered = 0;
  run.address = 0;
  run.start = 0;
  run.size = G_MAXUINT64;
  run.at = 0;
  if (!run_all (&run))
    return FALSE;
  cie->initial = run.state;
  return TRUE;
}

void
ppv_unwind_program_run (const PpvUnwindCie *cie,
                        PpvUnwindRules *rules,
                        const PpvUnwindFde *fde,
                        guint32 start,
                        guint32 size,
                        PpvUnwindRows *rows)
{
  Run run;

  run.cie = cie;
  run.rules = rules;
  run.rows = rows;
  run.program = ppv_reader_over (fde->program, fde->length, fde->program_address, cie->swap);
  run.state = cie->initial;
  run.n_remembered = 0;
  run.address = fde->address;
  run.start = start;
  run.size = size;
  run.at = 0;
  run.rule = PPV_NONE;
  run.changed = TRUE;
  if (!run_all (&run))
    {
      run.changed = FALSE;
      run.rule = PPV_NONE;
    }
  if (run.at < run.size)
    close_row (&run);
}
