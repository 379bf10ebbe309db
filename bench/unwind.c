/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Unwinding alone: our unwinder over every copied stack of a perf.data file, its
 * tables included, without profile and names.  Prints one line of JSON.
 */

#include "config.h"

#include <stdio.h>
#include <time.h>

#include "ppv-unwind.h"
#include "ppv.h"
#include "recorded-stacks.h"

enum { MAX_DEPTH = 1024 };

/* The number in DWARF of each register in perf's order; flags and segments have none. */
static const gint8 numbers[RECORDED_N_REGISTERS] = { 0,  3,  2,  1,  4, 5, 6,  7,  -1, -1, -1, -1,
                                                     -1, -1, -1, -1, 8, 9, 10, 11, 12, 13, 14, 15 };

typedef struct {
  RecordedStacks *recorded;
  PpvUnwindWalker *walker;
  GHashTable *modules; /* path to module + 1 */
  guint64 n_unwound;
  guint64 n_truncated;
} Unwinding;

/* Addresses in a module are offsets in its file. */
static gboolean
find_map (guint32 pid, guint64 address, PpvUnwindMap *map, gpointer user_data)
{
  Unwinding *self = user_data;
  const RecordedMap *found = recorded_stacks_find_map (self->recorded, pid, address);

  if (found == NULL)
    return FALSE;
  map->delta = found->offset - found->start;
  map->module = GPOINTER_TO_UINT (g_hash_table_lookup (self->modules, found->path)) - 1;
  return TRUE;
}

static void
unwind (const RecordedStack *recorded, gpointer user_data)
{
  Unwinding *self = user_data;
  PpvUnwindRegisters registers = { .pc = recorded->registers[RECORDED_IP] };
  PpvUnwindStack stack = { recorded->bytes, recorded->size, recorded->registers[RECORDED_SP],
                           FALSE };
  guint64 frames[MAX_DEPTH];
  PpvUnwindWalk walk;

  for (guint i = 0; i < RECORDED_N_REGISTERS; i++)
    if (numbers[i] >= 0)
      {
        registers.value[numbers[i]] = recorded->registers[i];
        registers.known |= (guint64) (self->recorded->mask >> i & 1) << numbers[i];
      }
  walk =
      ppv_unwind_walker_walk (self->walker, recorded->pid, &registers, &stack, frames, MAX_DEPTH);
  self->n_unwound += walk.n_frames;
  self->n_truncated += walk.end == PPV_UNWIND_TRUNCATED;
}

/* The builder only says what the modules are called. */
static void
add_modules (Unwinding *self, PpvProfileBuilder *builder)
{
  GHashTableIter iter;
  gpointer maps;

  g_hash_table_iter_init (&iter, self->recorded->processes);
  while (g_hash_table_iter_next (&iter, NULL, &maps))
    for (guint i = 0; i < ((GArray *) maps)->len; i++)
      {
        const char *path = g_array_index ((GArray *) maps, RecordedMap, i).path;
        PpvStringId name = ppv_profile_builder_string (builder, path, -1);
        PpvModuleId module = ppv_profile_builder_module (
            builder, name, 0, *path == '/' ? PPV_MODULE_USER : PPV_MODULE_JIT);

        g_hash_table_insert (self->modules, (gpointer) path, GUINT_TO_POINTER (module + 1));
      }
}

static void
unwind_all (Unwinding *self)
{
  static const PpvSymbolOptions options = { .enabled = TRUE };
  PpvLimits limits;
  g_autoptr (PpvProfileBuilder) builder = NULL;
  g_autoptr (PpvUnwinder) unwinder = NULL;
  g_autoptr (PpvUnwindWalker) walker = NULL;

  ppv_limits_init (&limits);
  builder = ppv_profile_builder_new (&limits);
  add_modules (self, builder);
  unwinder = ppv_unwinder_new (PPV_UNWIND_X86_64, FALSE, builder, &options);
  walker = ppv_unwind_walker_new (unwinder, find_map, self);
  self->walker = walker;
  recorded_stacks_walk (self->recorded, unwind, self);
  self->walker = NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RecordedStacks) recorded = NULL;
  g_autoptr (GHashTable) modules = g_hash_table_new (g_str_hash, g_str_equal);
  Unwinding self = { .modules = modules };

  if (argc != 2 || (recorded = recorded_stacks_new (argv[1], &error)) == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "usage: unwind FILE");
      return 2;
    }
  self.recorded = recorded;
  unwind_all (&self);
  printf ("{\"unwound\": %" G_GUINT64_FORMAT ", \"truncated\": %" G_GUINT64_FORMAT
          ", \"nanoseconds\": %.1f}\n",
          self.n_unwound, self.n_truncated,
          1e9 * (double) clock () / CLOCKS_PER_SEC / (double) MAX (self.n_unwound, 1));
  return 0;
}
