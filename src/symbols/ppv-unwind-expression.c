/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Expressions of call frame information: DWARF 5 section 2.5, without what section
 * 6.4.2 excludes (they have no types, and call nothing).
 */

#include "config.h"

#include <dwarf.h>

#include "ppv-reader.h"
#include "ppv-unwind-expression.h"

/* Those of signal frames take two operations, those of the PLT nine. */
enum { MAX_STACK = 64, MAX_OPERATIONS = 1000, X86_64_PC = 16 };

typedef struct {
  PpvReader code;
  const PpvUnwindRegisters *registers;
  PpvUnwindMemory *memory;
  guint n_values;
  guint64 values[MAX_STACK];
} Machine;

static gboolean
push (Machine *self, guint64 value)
{
  if (self->n_values == MAX_STACK)
    return FALSE;
  self->values[self->n_values++] = value;
  return TRUE;
}

/* The value @depth below the top, or NULL. */
static guint64 *
peek (Machine *self, guint64 depth)
{
  return depth < self->n_values ? &self->values[self->n_values - 1 - depth] : NULL;
}

static gboolean
push_register (Machine *self, guint64 reg, gint64 offset)
{
  /* the number of the return address stands for the instruction's */
  if (reg == X86_64_PC && !(self->registers->known >> reg & 1))
    return push (self, self->registers->pc + (guint64) offset);
  if (reg >= PPV_UNWIND_N_REGISTERS || !(self->registers->known >> reg & 1))
    return FALSE;
  return push (self, self->registers->value[reg] + (guint64) offset);
}

static gboolean
push_constant (Machine *self, guint8 code)
{
  PpvReader *reader = &self->code;

  switch (code)
    {
    case DW_OP_const1u:
      return push (self, ppv_reader_u8 (reader));
    case DW_OP_const1s:
      return push (self, (guint64) (gint8) ppv_reader_u8 (reader));
    case DW_OP_const2u:
      return push (self, ppv_reader_u16 (reader));
    case DW_OP_const2s:
      return push (self, (guint64) (gint16) ppv_reader_u16 (reader));
    case DW_OP_const4u:
      return push (self, ppv_reader_u32 (reader));
    case DW_OP_const4s:
      return push (self, (guint64) (gint32) ppv_reader_u32 (reader));
    case DW_OP_addr:
    case DW_OP_const8u:
    case DW_OP_const8s:
      return push (self, ppv_reader_u64 (reader));
    case DW_OP_constu:
      return push (self, ppv_reader_uleb (reader));
    default:
      return push (self, (guint64) ppv_reader_sleb (reader));
    }
}

static gboolean
dereference (Machine *self, guint8 size)
{
  guint64 *top = peek (self, 0);

  if (top == NULL || size == 0 || size > 8 || !ppv_unwind_memory_read (self->memory, *top, top))
    return FALSE;
  if (size < 8) /* the low bytes come first on all machines we know */
    *top &= (G_GUINT64_CONSTANT (1) << (size * 8)) - 1;
  return TRUE;
}

static gboolean
shuffle (Machine *self, guint8 code)
{
  guint64 *top = peek (self, 0), *second = peek (self, 1), *third = peek (self, 2);
  guint64 kept = top != NULL ? *top : 0;
  const guint64 *picked;

  switch (code)
    {
    case DW_OP_dup:
      return top != NULL && push (self, kept);
    case DW_OP_drop:
      self->n_values -= top != NULL;
      return top != NULL;
    case DW_OP_over:
      return second != NULL && push (self, *second);
    case DW_OP_pick:
      picked = peek (self, ppv_reader_u8 (&self->code));
      return picked != NULL && push (self, *picked);
    case DW_OP_swap:
      if (second == NULL)
        return FALSE;
      *top = *second;
      *second = kept;
      return TRUE;
    default: /* DW_OP_rot */
      if (third == NULL)
        return FALSE;
      *top = *second;
      *second = *third;
      *third = kept;
      return TRUE;
    }
}

static gboolean
apply_to_one (Machine *self, guint8 code)
{
  guint64 *top = peek (self, 0);

  if (top == NULL)
    return FALSE;
  switch (code)
    {
    case DW_OP_abs:
      *top = (gint64) *top < 0 ? 0 - *top : *top;
      return TRUE;
    case DW_OP_neg:
      *top = 0 - *top;
      return TRUE;
    case DW_OP_not:
      *top = ~*top;
      return TRUE;
    default: /* DW_OP_plus_uconst */
      *top += ppv_reader_uleb (&self->code);
      return TRUE;
    }
}

/* Division and shifts are where C leaves results to chance. */
static gboolean
divide (guint64 *a, guint64 b, gboolean remainder)
{
  if (b == 0)
    return FALSE;
  if (remainder)
    *a %= b;
  else if ((gint64) b == -1)
    *a = 0 - *a;
  else
    *a = (guint64) ((gint64) *a / (gint64) b);
  return TRUE;
}

static guint64
shift_right (guint64 value, guint64 by, gboolean is_signed)
{
  guint64 fill = is_signed && (gint64) value < 0 ? G_MAXUINT64 : 0;

  if (by >= 64)
    return fill;
  return by == 0 ? value : value >> by | fill << (64 - by);
}

static gboolean
compare (gint64 a, gint64 b, guint8 code)
{
  switch (code)
    {
    case DW_OP_eq:
      return a == b;
    case DW_OP_ne:
      return a != b;
    case DW_OP_lt:
      return a < b;
    case DW_OP_le:
      return a <= b;
    case DW_OP_gt:
      return a > b;
    default: /* DW_OP_ge */
      return a >= b;
    }
}

static guint64
combine (guint64 a, guint64 b, guint8 code)
{
  switch (code)
    {
    case DW_OP_and:
      return a & b;
    case DW_OP_or:
      return a | b;
    case DW_OP_xor:
      return a ^ b;
    case DW_OP_plus:
      return a + b;
    case DW_OP_minus:
      return a - b;
    case DW_OP_mul:
      return a * b;
    case DW_OP_shl:
      return b < 64 ? a << b : 0;
    case DW_OP_shr:
    case DW_OP_shra:
      return shift_right (a, b, code == DW_OP_shra);
    default:
      return (guint64) compare ((gint64) a, (gint64) b, code);
    }
}

static gboolean
apply_to_two (Machine *self, guint8 code)
{
  const guint64 *top = peek (self, 0);
  guint64 *below = peek (self, 1);

  if (below == NULL)
    return FALSE;
  self->n_values--;
  if (code == DW_OP_div || code == DW_OP_mod)
    return divide (below, *top, code == DW_OP_mod);
  *below = combine (*below, *top, code);
  return TRUE;
}

static gboolean
jump (Machine *self, guint8 code)
{
  gint16 by = (gint16) ppv_reader_u16 (&self->code);
  const guint64 *top = peek (self, 0);

  if (code == DW_OP_bra)
    {
      if (top == NULL)
        return FALSE;
      self->n_values--;
      if (*top == 0)
        return TRUE;
    }
  if (by < self->code.begin - self->code.at || by > self->code.end - self->code.at)
    return FALSE;
  self->code.at += by;
  return TRUE;
}

static gboolean
run_operation (Machine *self)
{
  guint8 code = ppv_reader_u8 (&self->code);
  guint64 reg;

  if (code >= DW_OP_lit0 && code <= DW_OP_lit31)
    return push (self, code - DW_OP_lit0);
  if (code >= DW_OP_breg0 && code <= DW_OP_breg31)
    return push_register (self, code - DW_OP_breg0, ppv_reader_sleb (&self->code));
  switch (code)
    {
    case DW_OP_addr:
    case DW_OP_const1u ... DW_OP_consts:
      return push_constant (self, code);
    case DW_OP_bregx:
      reg = ppv_reader_uleb (&self->code);
      return push_register (self, reg, ppv_reader_sleb (&self->code));
    case DW_OP_deref:
      return dereference (self, 8);
    case DW_OP_deref_size:
      return dereference (self, ppv_reader_u8 (&self->code));
    case DW_OP_dup ... DW_OP_rot:
      return shuffle (self, code);
    case DW_OP_abs:
    case DW_OP_neg:
    case DW_OP_not:
    case DW_OP_plus_uconst:
      return apply_to_one (self, code);
    case DW_OP_skip:
    case DW_OP_bra:
      return jump (self, code);
    case DW_OP_nop:
      return TRUE;
    case DW_OP_and:
    case DW_OP_div:
    case DW_OP_minus ... DW_OP_mul:
    case DW_OP_or:
    case DW_OP_plus:
    case DW_OP_shl ... DW_OP_xor:
    case DW_OP_eq ... DW_OP_ne:
      return apply_to_two (self, code);
    default:
      return FALSE;
    }
}

gboolean
ppv_unwind_evaluate (const PpvUnwindRules *rules,
                     gint32 expression,
                     const PpvUnwindRegisters *registers,
                     PpvUnwindMemory *memory,
                     const guint64 *cfa,
                     guint64 *result)
{
  const guint8 *bytes = rules->expressions->data + expression;
  gsize length = (gsize) (bytes[0] | bytes[1] << 8);
  Machine self = { .code = ppv_reader_over (bytes + 2, length, 0, memory->swap),
                   .registers = registers,
                   .memory = memory };
  guint n_operations = 0;

  if (cfa != NULL)
    push (&self, *cfa);
  while (ppv_reader_left (&self.code) > 0)
    if (n_operations++ == MAX_OPERATIONS || !run_operation (&self) || self.code.failed)
      return FALSE;
  if (self.n_values == 0)
    return FALSE;
  *result = self.values[self.n_values - 1];
  return TRUE;
}
