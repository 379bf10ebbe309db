/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-unwind-expression.h"
#include "ppv-unwind-private.h"

enum {
  X86_64_FRAME_POINTER = 6,
  X86_64_STACK_POINTER = 7,
  AARCH64_FRAME_POINTER = 29,
  AARCH64_STACK_POINTER = 31,
};

enum { KNOWN_BITS = 15, N_KNOWN = 1 << KNOWN_BITS };

/* Stacks are not larger, so what is farther away was no address of one. */
#define MAX_STACK_BYTES (G_GUINT64_CONSTANT (1) << 30)

/* An address of a user on AArch64 has 48 bits; a signature is in those above. */
#define AARCH64_ADDRESS ((G_GUINT64_CONSTANT (1) << 48) - 1)

/* An address that was asked for lately, and what is said of its code. */
typedef struct {
  guint64 address;
  guint32 space;
  PpvModuleId module;        /* PPV_NONE in no mapping */
  gboolean is_entry;         /* it is where a program begins, which nobody called */
  const PpvUnwindRule *rule; /* NULL when nothing is said */
  const PpvUnwindRules *rules;
} Known;

struct _PpvUnwindWalker {
  PpvUnwinder *unwinder;
  PpvUnwindFindMap find_map;
  gpointer user_data;
  PpvUnwindMachine machine;
  guint stack_pointer; /* numbers of registers */
  guint frame_pointer;
  PpvUnwindRegisters registers;
  PpvUnwindMemory memory;
  Known known[N_KNOWN]; /* by hash; the newer one stays */
};

/**
 * ppv_unwind_walker_new: (skip)
 * @unwinder: whose tables to use; must outlive the walker
 * @find_map: tells what is mapped where
 * @user_data: for @find_map
 *
 * Returns: (transfer full): a walker for one thread
 */
PpvUnwindWalker *
ppv_unwind_walker_new (PpvUnwinder *unwinder, PpvUnwindFindMap find_map, gpointer user_data)
{
  PpvUnwindWalker *self;

  g_return_val_if_fail (unwinder != NULL && find_map != NULL, NULL);

  self = g_new0 (PpvUnwindWalker, 1);
  self->unwinder = unwinder;
  self->find_map = find_map;
  self->user_data = user_data;
  self->machine = ppv_unwinder_get_machine (unwinder);
  self->memory.swap = ppv_unwinder_get_swap (unwinder);
  self->stack_pointer =
      self->machine == PPV_UNWIND_X86_64 ? X86_64_STACK_POINTER : AARCH64_STACK_POINTER;
  self->frame_pointer =
      self->machine == PPV_UNWIND_X86_64 ? X86_64_FRAME_POINTER : AARCH64_FRAME_POINTER;
  for (guint i = 0; i < N_KNOWN; i++)
    self->known[i].space = PPV_NONE;
  return self;
}

/**
 * ppv_unwind_walker_free: (skip)
 * @self: (transfer full) (nullable): a walker
 */
void
ppv_unwind_walker_free (PpvUnwindWalker *self)
{
  g_free (self);
}

/* --- what is known of an address ---------------------------------------------------- */

static void
learn (PpvUnwindWalker *self, Known *known, guint32 space, guint64 address)
{
  PpvUnwindMap map;

  *known = (Known){ address, space, PPV_NONE, FALSE, NULL, NULL };
  if (!self->find_map (space, address, &map, self->user_data))
    return;
  known->module = map.module;
  known->rule = ppv_unwinder_find (self->unwinder, map.module, address + map.delta, &known->rules);
  known->is_entry = ppv_unwinder_is_entry (self->unwinder, map.module, address + map.delta);
}

static const Known *
look_up (PpvUnwindWalker *self, guint32 space, guint64 address)
{
  guint64 hash = (address + ((guint64) space << 40)) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  Known *known = &self->known[hash >> (64 - KNOWN_BITS)];

  if (G_UNLIKELY (known->address != address || known->space != space))
    learn (self, known, space, address);
  return known;
}

/* --- a step --------------------------------------------------------------------- */

static gboolean
is_known (const PpvUnwindRegisters *registers, guint reg)
{
  return reg < PPV_UNWIND_N_REGISTERS && registers->known >> reg & 1;
}

static void
set_register (PpvUnwindRegisters *registers, guint reg, guint64 value)
{
  registers->value[reg] = value;
  registers->known |= G_GUINT64_CONSTANT (1) << reg;
}

static gboolean
find_cfa (PpvUnwindWalker *self,
          const PpvUnwindRule *rule,
          const PpvUnwindRules *rules,
          guint64 *cfa)
{
  const PpvUnwindRegisters *registers = &self->registers;

  switch (rule->cfa)
    {
    case PPV_UNWIND_CFA_EXPRESSION:
      return ppv_unwind_evaluate (rules, rule->cfa_value, registers, &self->memory, NULL, cfa);
    case PPV_UNWIND_CFA_PLT:
      *cfa = registers->value[X86_64_STACK_POINTER] + 8;
      if ((registers->pc & 15) >= (guint64) rule->cfa_value)
        *cfa += 8;
      return is_known (registers, X86_64_STACK_POINTER);
    default:
      *cfa = registers->value[rule->cfa] + (guint64) (gint64) rule->cfa_value;
      return is_known (registers, rule->cfa);
    }
}

/* One register of the caller, from those of this frame. */
static gboolean
recover (PpvUnwindWalker *self,
         const PpvUnwindSave *save,
         const PpvUnwindRules *rules,
         guint64 cfa,
         PpvUnwindRegisters *caller)
{
  const PpvUnwindRegisters *registers = &self->registers;
  guint64 value = cfa + (guint64) (gint64) save->value;

  switch (save->how)
    {
    case PPV_UNWIND_SAVED:
      if (!ppv_unwind_memory_read (&self->memory, value, &value))
        return FALSE;
      break;
    case PPV_UNWIND_OFFSET:
      break;
    case PPV_UNWIND_IN_REGISTER:
      if (save->value < 0 || !is_known (registers, (guint) save->value))
        return FALSE;
      value = registers->value[save->value];
      break;
    case PPV_UNWIND_EXPRESSION:
      if (!ppv_unwind_evaluate (rules, save->value, registers, &self->memory, &cfa, &value) ||
          !ppv_unwind_memory_read (&self->memory, value, &value))
        return FALSE;
      break;
    case PPV_UNWIND_VAL_EXPRESSION:
      if (!ppv_unwind_evaluate (rules, save->value, registers, &self->memory, &cfa, &value))
        return FALSE;
      break;
    default:
      return FALSE;
    }
  set_register (caller, save->reg, value);
  return TRUE;
}

/*
 * What was saved cannot be read.  Below the stack pointer that is because it is popped
 * already, on the way out of a function, and the register is as it was before.  Else
 * it is unknown from then on, which ends the walk when something depends on it: FALSE
 * for the return address, which always does.
 */
static gboolean
do_without (const PpvUnwindWalker *self,
            const PpvUnwindRule *rule,
            const PpvUnwindSave *save,
            PpvUnwindRegisters *caller)
{
  if (save->reg == rule->ra)
    return FALSE;
  if (!self->memory.missed || self->memory.miss >= self->memory.stack->address)
    caller->known &= ~(G_GUINT64_CONSTANT (1) << save->reg);
  return TRUE;
}

static gboolean
recover_all (PpvUnwindWalker *self,
             const PpvUnwindRule *rule,
             const PpvUnwindRules *rules,
             guint64 cfa)
{
  PpvUnwindRegisters caller = self->registers;

  set_register (&caller, self->stack_pointer, cfa);
  for (guint i = 0; i < rule->n_saves; i++)
    {
      self->memory.missed = FALSE;
      if (!recover (self, &rule->saves[i], rules, cfa, &caller) &&
          !do_without (self, rule, &rule->saves[i], &caller))
        return FALSE;
    }
  self->registers = caller;
  return TRUE;
}

/* The same for a rule that only has places on the stack, as nearly all do. */
static gboolean
recover_plain (PpvUnwindWalker *self, const PpvUnwindRule *rule, guint64 cfa)
{
  PpvUnwindRegisters *registers = &self->registers;

  set_register (registers, self->stack_pointer, cfa);
  for (guint i = 0; i < rule->n_saves; i++)
    {
      const PpvUnwindSave *save = &rule->saves[i];

      if (G_LIKELY (ppv_unwind_memory_read (&self->memory, cfa + (guint64) (gint64) save->value,
                                            &registers->value[save->reg])))
        registers->known |= G_GUINT64_CONSTANT (1) << save->reg;
      else if (!do_without (self, rule, save, registers))
        return FALSE;
    }
  return TRUE;
}

/* Why the caller was not found. */
static PpvUnwindEnd
why (const PpvUnwindWalker *self)
{
  const PpvUnwindStack *stack = self->memory.stack;

  if (self->memory.missed && !stack->whole && self->memory.miss >= stack->address &&
      self->memory.miss - stack->address < MAX_STACK_BYTES)
    return PPV_UNWIND_TRUNCATED;
  return PPV_UNWIND_BROKEN;
}

/*
 * Stacks grow down, so the caller's part is above; where nothing was pushed yet it is
 * at the same place, but for two such frames in a row.  Signal handlers may have a
 * stack of their own anywhere.
 */
static gboolean
grows (const PpvUnwindWalker *self, const PpvUnwindRule *rule, guint64 before, gboolean exact)
{
  guint64 after = self->registers.value[self->stack_pointer];

  if (rule->flags & PPV_UNWIND_SIGNAL)
    return TRUE;
  return after > before || (after == before && exact && self->machine != PPV_UNWIND_X86_64);
}

/* On to the caller; else @end is set.  @exact: the frame did not call, it was interrupted. */
static gboolean
step (PpvUnwindWalker *self,
      const PpvUnwindRule *rule,
      const PpvUnwindRules *rules,
      gboolean exact,
      PpvUnwindEnd *end)
{
  PpvUnwindRegisters *registers = &self->registers;
  guint64 before = registers->value[self->stack_pointer];
  guint64 cfa;

  *end = PPV_UNWIND_COMPLETE;
  if (rule->flags & PPV_UNWIND_BOTTOM)
    return FALSE;
  *end = PPV_UNWIND_BROKEN;
  if (rule->flags & PPV_UNWIND_KEPT && self->machine == PPV_UNWIND_X86_64)
    return FALSE;
  self->memory.missed = FALSE;
  if (!find_cfa (self, rule, rules, &cfa) ||
      !(rule->flags & PPV_UNWIND_PLAIN ? recover_plain (self, rule, cfa)
                                       : recover_all (self, rule, rules, cfa)))
    {
      *end = why (self);
      return FALSE;
    }
  registers->pc = registers->value[rule->ra];
  if (rule->flags & PPV_UNWIND_SIGNED)
    registers->pc &= AARCH64_ADDRESS;
  if (!is_known (registers, rule->ra) || !grows (self, rule, before, exact))
    return FALSE;
  *end = PPV_UNWIND_COMPLETE;
  return registers->pc != 0;
}

/* --- without a rule ------------------------------------------------------------- */

/* Whether something, if only a compiler at run time, has code at a return address. */
static gboolean
is_code (PpvUnwindWalker *self, guint32 space, guint64 address)
{
  const Known *known = look_up (self, space, address - 1);

  return known->rule != NULL ||
         (known->module != PPV_NONE && ppv_unwinder_is_untold (self->unwinder, known->module));
}

/*
 * Code that nothing is said of, mostly made at run time, may have kept the convention
 * of frame pointers: the caller's and the return address lie where it points.  That is
 * believed only when it points into the copy of the stack where the ABI aligns frames,
 * the caller's points farther out or is 0, and the return address is one of code.
 */
static gboolean
guess (PpvUnwindWalker *self, guint32 space)
{
  PpvUnwindRegisters *registers = &self->registers;
  guint64 frame = registers->value[self->frame_pointer];
  guint64 stack_pointer = registers->value[self->stack_pointer];
  guint64 outer, pc;

  if (!is_known (registers, self->frame_pointer) || frame % 16 != 0 || frame < stack_pointer ||
      !ppv_unwind_memory_read (&self->memory, frame, &outer) ||
      !ppv_unwind_memory_read (&self->memory, frame + 8, &pc))
    return FALSE;
  if (self->machine == PPV_UNWIND_AARCH64)
    pc &= AARCH64_ADDRESS;
  if ((outer != 0 && (outer <= frame || outer - frame > MAX_STACK_BYTES)) || pc == 0 ||
      !is_code (self, space, pc))
    return FALSE;
  registers->pc = pc;
  set_register (registers, self->stack_pointer, frame + 16);
  set_register (registers, self->frame_pointer, outer);
  return TRUE;
}

static PpvUnwindEnd
end_without_rule (const Known *known)
{
  if (known->module == PPV_NONE)
    return PPV_UNWIND_NO_MAP;
  return known->is_entry ? PPV_UNWIND_COMPLETE : PPV_UNWIND_NO_TABLE;
}

/**
 * ppv_unwind_walker_walk: (skip)
 * @self: a walker
 * @space: the address space of the process, for the walker's #PpvUnwindFindMap
 * @registers: those of the innermost frame; of x86-64 without number 16
 * @stack: (not nullable): from its stack pointer on
 * @frames: (out caller-allocates) (array length=n_room): addresses, the innermost first:
 *     where an instruction was interrupted its own, in a caller one less than
 *     the return address, so that it is inside of the call
 * @n_room: how many fit into @frames
 *
 * Returns: how many frames there are, and why there are no more
 */
PpvUnwindWalk
ppv_unwind_walker_walk (PpvUnwindWalker *self,
                        guint32 space,
                        const PpvUnwindRegisters *registers,
                        const PpvUnwindStack *stack,
                        guint64 *frames,
                        gsize n_room)
{
  PpvUnwindWalk walk = { PPV_UNWIND_LIMIT, 0, 0 };
  gboolean exact = TRUE;

  self->registers = *registers;
  self->memory.stack = stack;
  if (registers->pc == 0) /* of a process that is only being made */
    walk.end = PPV_UNWIND_COMPLETE;
  while (registers->pc != 0 && walk.n_frames < n_room)
    {
      guint64 pc = self->registers.pc;
      Known known = *look_up (self, space, exact ? pc : pc - 1);
      /* the kernel returns to the code behind a handler without calling it */
      gboolean is_signal = known.rule != NULL && known.rule->flags & PPV_UNWIND_SIGNAL;

      frames[walk.n_frames++] = is_signal ? pc : known.address;
      if (known.rule == NULL)
        {
          walk.end = end_without_rule (&known);
          if (walk.end != PPV_UNWIND_NO_TABLE || !guess (self, space))
            break;
          walk.n_guessed++;
        }
      else if (!step (self, known.rule, known.rules, exact, &walk.end))
        break;
      else
        walk.end = PPV_UNWIND_LIMIT;
      exact = is_signal;
    }
  return walk;
}
