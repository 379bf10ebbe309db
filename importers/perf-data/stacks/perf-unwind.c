/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "container/perf-format.h"
#include "perf-unwind.h"

/* perf_event_attr.sample_regs_user: bits of asm/perf_regs.h of each machine. */
enum {
  X86_IP = 8,
  X86_LAST = 23,
  ARM64_PC = 32,
};

/* PERF_SAMPLE_REGS_ABI_64 of linux/perf_event.h */
enum { REGISTERS_OF_64_BITS = 2 };

enum { PC = 0xff, NONE = 0xfe };

/* A record has less, and so do 64 pieces. */
enum { MOST_STACK_BYTES = 1 << 16 };

/* What one read brings: about as long as the call of the system takes. */
enum { PIECES_AT_ONCE = 2 };

/* The number in DWARF of each register of the kernel's x86 order: ax, bx, cx, dx, si, di … */
static const guint8 x86_64_numbers[] = { 0,    3,    2,    1,    4, 5, 6,  7,  PC, NONE, NONE, NONE,
                                         NONE, NONE, NONE, NONE, 8, 9, 10, 11, 12, 13,   14,   15 };

struct _PerfUnwind {
  PpvUnwindWalker *walker; /* NULL: nothing can be unwound */
  PpvUnwindMachine machine;
  gboolean swap;
  PpvInput *input;
  const PerfSample *sample; /* the present one, when it was only skimmed */
  guint8 *copy;             /* of its stack, as far as it was read; else NULL */
  guint64 absent;           /* the pieces that were not */
  guint64 n_stacks[PERF_N_ROOTS];
  guint64 n_not_unwound;
  guint64 n_guessed;
};

/* --- machine -------------------------------------------------------------------- */

static gboolean
have_stacks (const PerfFile *file)
{
  for (guint i = 0; i < file->events.events->len; i++)
    if (g_array_index (file->events.events, PerfEvent, i).sample_type & PERF_SAMPLE_STACK_USER)
      return TRUE;
  return FALSE;
}

/* The file says what uname(2) said; a pipe may not, but registers tell machines apart. */
static gboolean
find_machine (const PerfFile *file, PpvUnwindMachine *machine)
{
  const char *name = file->architecture;
  guint64 mask = 0;

  for (guint i = 0; i < file->events.events->len; i++)
    mask |= g_array_index (file->events.events, PerfEvent, i).regs_user;
  if (name[0] != '\0')
    {
      *machine = strcmp (name, "x86_64") == 0 ? PPV_UNWIND_X86_64 : PPV_UNWIND_AARCH64;
      return *machine == PPV_UNWIND_X86_64 || g_str_has_prefix (name, "aarch64") ||
             strcmp (name, "arm64") == 0;
    }
  *machine = mask >> ARM64_PC & 1 ? PPV_UNWIND_AARCH64 : PPV_UNWIND_X86_64;
  return mask >> ARM64_PC & 1 || (mask >> X86_IP & 1 && mask >> (X86_LAST + 1) == 0);
}

PpvUnwinder *
perf_unwinder_new (const PerfFile *file,
                   PpvProfileBuilder *builder,
                   const PpvSymbolOptions *options)
{
  PpvUnwindMachine machine;

  if (!have_stacks (file) || !find_machine (file, &machine))
    return NULL;
  return ppv_unwinder_new (machine, file->swap, builder, options);
}

/* --- one thread's --------------------------------------------------------------- */

static gboolean
find_map (guint32 epoch, guint64 address, PpvUnwindMap *map, gpointer user_data)
{
  const PerfMap *found = perf_view_map (user_data, epoch, address);

  if (found == NULL)
    return FALSE;
  *map = (PpvUnwindMap){ found->delta, found->module };
  return TRUE;
}

PerfUnwind *
perf_unwind_new (PpvUnwinder *unwinder, const PerfView *view, gboolean swap)
{
  PerfUnwind *self = g_new0 (PerfUnwind, 1);

  self->swap = swap;
  if (unwinder == NULL)
    return self;
  self->machine = ppv_unwinder_get_machine (unwinder);
  self->walker = ppv_unwind_walker_new (unwinder, find_map, (gpointer) view);
  return self;
}

void
perf_unwind_free (PerfUnwind *self)
{
  ppv_unwind_walker_free (self->walker);
  g_free (self->copy);
  g_free (self);
}

void
perf_unwind_read_from (PerfUnwind *self, PpvInput *input)
{
  self->input = input;
}

/* --- pieces --------------------------------------------------------------------- */

/*
 * Most frames are near each other, but for one with a large array here and there: a walk
 * touches a few pieces of a stack, which takes less time to read than all of it.
 */
static gboolean
fetch_piece (const PpvUnwindStack *stack, guint piece)
{
  PerfUnwind *self = stack->user_data;
  const PerfSample *sample = self->sample;
  gsize begin = (gsize) piece * PPV_UNWIND_PIECE;
  gsize wanted = MIN (stack->size - begin, PIECES_AT_ONCE * PPV_UNWIND_PIECE);
  gsize got = 0;

  if (sample->stack_at_hand >= begin + MIN (wanted, PPV_UNWIND_PIECE))
    {
      got = MIN (sample->stack_at_hand - begin, wanted);
      memcpy (self->copy + begin, sample->stack + begin, got);
    }
  else if (!ppv_input_read (self->input, sample->stack_offset + begin, self->copy + begin, wanted,
                            &got, NULL))
    return FALSE; /* as the walk will see, which reads in the same place */
  for (guint i = 0; i * PPV_UNWIND_PIECE < got; i++)
    if (got >= (i + 1) * PPV_UNWIND_PIECE || begin + got == stack->size)
      self->absent &= ~(G_GUINT64_CONSTANT (1) << (piece + i));
  return !(self->absent >> piece & 1);
}

/* The stack of a sample that was only skimmed. */
static void
take_pieces (PerfUnwind *self, const PerfSample *sample, PpvUnwindStack *stack)
{
  if (self->copy == NULL)
    self->copy = g_malloc (MOST_STACK_BYTES);
  self->sample = sample;
  self->absent = G_MAXUINT64;
  stack->bytes = self->copy;
  stack->absent = &self->absent;
  stack->fetch = fetch_piece;
  stack->user_data = self;
}

/* --- registers ------------------------------------------------------------------ */

static guint8
number_of (PpvUnwindMachine machine, guint bit)
{
  if (machine == PPV_UNWIND_X86_64)
    return bit < G_N_ELEMENTS (x86_64_numbers) ? x86_64_numbers[bit] : NONE;
  return bit == ARM64_PC ? PC : bit < PPV_UNWIND_N_REGISTERS ? (guint8) bit : NONE;
}

/* The kernel gives those of the mask, the lowest bit first.  FALSE without an address. */
static gboolean
read_registers (const PerfUnwind *self, const PerfSample *sample, PpvUnwindRegisters *registers)
{
  guint64 mask = sample->user_regs_mask;
  PpvReader reader = ppv_reader_over (
      sample->user_regs, (gsize) __builtin_popcountll (mask) * sizeof (guint64), 0, self->swap);
  gboolean has_pc = FALSE;

  registers->known = 0;
  for (; mask != 0; mask &= mask - 1)
    {
      guint8 number = number_of (self->machine, (guint) __builtin_ctzll (mask));
      guint64 value = ppv_reader_u64 (&reader);

      if (number == PC)
        {
          registers->pc = value;
          has_pc = TRUE;
        }
      else if (number != NONE)
        {
          registers->value[number] = value;
          registers->known |= G_GUINT64_CONSTANT (1) << number;
        }
    }
  return has_pc && !reader.failed;
}

/* --- stacks --------------------------------------------------------------------- */

static PerfRoot
root_of (const PpvUnwindWalk *walk)
{
  switch (walk->end)
    {
    case PPV_UNWIND_COMPLETE:
      return PERF_ROOT_REAL;
    case PPV_UNWIND_TRUNCATED:
    case PPV_UNWIND_LIMIT:
      return PERF_ROOT_TRUNCATED;
    case PPV_UNWIND_NO_TABLE:
      return PERF_ROOT_NO_TABLE;
    default:
      return walk->n_frames == 1 && walk->end == PPV_UNWIND_NO_MAP ? PERF_ROOT_NO_TABLE
                                                                   : PERF_ROOT_BROKEN;
    }
}

gsize
perf_unwind_sample (PerfUnwind *self,
                    const PerfSample *sample,
                    guint32 epoch,
                    guint64 *frames,
                    gsize n_room,
                    PerfRoot *root)
{
  guint stack_pointer = self->machine == PPV_UNWIND_X86_64 ? 7 : 31;
  PpvUnwindRegisters registers;
  PpvUnwindStack stack = { .bytes = sample->stack,
                           .size = (gsize) sample->stack_size,
                           .whole = sample->stack_is_whole };
  PpvUnwindWalk walk;

  *root = PERF_ROOT_REAL;
  if (sample->stack_asked == 0 || sample->user_regs_abi == 0)
    return 0; /* of a kernel thread, which has no such stack */
  if (self->walker == NULL || sample->user_regs_abi != REGISTERS_OF_64_BITS ||
      !read_registers (self, sample, &registers))
    {
      self->n_not_unwound++;
      return 0;
    }
  if (registers.known >> stack_pointer & 1)
    stack.address = registers.value[stack_pointer];
  else
    stack.size = 0;
  if (sample->stack_at_hand < stack.size)
    take_pieces (self, sample, &stack);
  walk = ppv_unwind_walker_walk (self->walker, epoch, &registers, &stack, frames, n_room);
  *root = root_of (&walk);
  self->n_stacks[*root]++;
  self->n_guessed += walk.n_guessed > 0;
  return walk.n_frames;
}

const char *
perf_root_name (PerfRoot root)
{
  static const char *const names[] = { "[unknown]", "[stack truncated]", "[no unwind table]",
                                       "[broken stack]" };

  return names[root];
}

void
perf_unwind_merge (PerfUnwind *self, const PerfUnwind *other)
{
  for (guint i = 0; i < PERF_N_ROOTS; i++)
    self->n_stacks[i] += other->n_stacks[i];
  self->n_not_unwound += other->n_not_unwound;
  self->n_guessed += other->n_guessed;
}

static void
tell (PpvProfileBuilder *builder, const char *code, guint64 count, const char *text)
{
  if (count > 0)
    ppv_profile_builder_warn_many (builder, PPV_NOTE, code, PPV_NO_ADDRESS, count, "%s", text);
}

void
perf_unwind_tell (const PerfUnwind *self, PpvProfileBuilder *builder)
{
  tell (builder, "stacks-not-unwound", self->n_not_unwound,
        _ ("Samples have copies of the user stack (--call-graph dwarf) of a kind that cannot be "
           "unwound: their callers are missing"));
  tell (builder, "stack-truncated", self->n_stacks[PERF_ROOT_TRUNCATED],
        _ ("Copies of the user stack end before the outermost caller, which is shown as "
           "[stack truncated]; --call-graph dwarf,65528 records more"));
  tell (builder, "no-unwind-table", self->n_stacks[PERF_ROOT_NO_TABLE],
        _ ("Stacks lead to code that no file has unwind tables for; its callers are shown as "
           "[no unwind table]"));
  tell (builder, "stack-broken", self->n_stacks[PERF_ROOT_BROKEN],
        _ ("Stacks lead to what cannot be a caller; they end in [broken stack]"));
  tell (builder, "frame-pointer-guessed", self->n_guessed,
        _ ("Stacks were unwound by frame pointers where code has no unwind tables"));
}
