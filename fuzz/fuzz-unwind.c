/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * libFuzzer target for unwinding: a byte of switches, a section of call frame
 * information, and the last bytes as a stack.  Any of them must give a walk that ends.
 */

#include "config.h"

#include "ppv-unwind-private.h"

enum { STACK_BYTES = 256, N_FRAMES = 512, N_STARTS = 8 };

/* The switches. */
enum { IS_DEBUG = 1 << 0, IS_AARCH64 = 1 << 1, IS_SWAPPED = 1 << 2, IS_WHOLE = 1 << 3 };

/* Where code and stack are; programs of the seeds are at the former. */
#define CODE G_GUINT64_CONSTANT (0x400000)
#define STACK G_GUINT64_CONSTANT (0x7ff0000000)

extern int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static gboolean
find_map (guint32 space, guint64 address, PpvUnwindMap *map, gpointer user_data)
{
  *map = (PpvUnwindMap){ 0, address < STACK ? 0 : 1 };
  return TRUE;
}

static void
walk (PpvUnwinder *unwinder, const PpvUnwindStack *stack, guint64 start)
{
  g_autoptr (PpvUnwindWalker) walker = ppv_unwind_walker_new (unwinder, find_map, NULL);
  PpvUnwindRegisters registers = { .known = G_MAXUINT32 };
  guint64 frames[N_FRAMES];

  for (guint i = 0; i < N_STARTS; i++)
    {
      registers.pc = start + i * 7;
      for (guint reg = 0; reg < PPV_UNWIND_N_REGISTERS; reg++)
        registers.value[reg] = STACK + (reg % 4) * 16;
      g_assert (ppv_unwind_walker_walk (walker, 0, &registers, stack, frames, N_FRAMES).n_frames <=
                N_FRAMES);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (PpvUnwinder) unwinder = NULL;
  PpvUnwindStack stack = { .size = STACK_BYTES, .address = STACK };
  PpvUnwindMachine machine;
  PpvUnwindTable *table;

  if (size < 1 + STACK_BYTES)
    return 0;
  machine = data[0] & IS_AARCH64 ? PPV_UNWIND_AARCH64 : PPV_UNWIND_X86_64;
  table = ppv_unwind_table_over (
      ppv_reader_over (data + 1, size - 1 - STACK_BYTES, CODE, data[0] & IS_SWAPPED),
      data[0] & IS_DEBUG ? PPV_UNWIND_DEBUG_FRAME : PPV_UNWIND_EH_FRAME, machine);
  stack.bytes = data + size - STACK_BYTES;
  stack.whole = data[0] & IS_WHOLE;
  unwinder = ppv_unwinder_new_over (machine, data[0] & IS_SWAPPED, table);
  walk (unwinder, &stack, table->n_rows > 0 ? table->rows[0].start : CODE);
  return 0;
}
