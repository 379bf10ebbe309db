/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The floor under DWARF stacks: unwinds every copied stack of a perf.data file by
 * sorted rows, with a cache of the rows by process and address, looks up no name
 * and keeps nothing.  Prints one line of JSON, with the CPU time so far.
 */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "floor-rows.h"
#include "recorded-stacks.h"

enum { MAX_DEPTH = 1024, CACHE_BITS = 14 };

typedef struct {
  guint64 address;
  guint32 pid;
  Row row;
} Cached;

typedef struct {
  RecordedStacks *recorded;
  GHashTable *modules; /* path to Rows */
  Cached *cache;
  guint64 n_unwound;
  guint64 n_truncated;
  guint64 hash;
} Floor;

typedef struct {
  guint64 bp, sp, ip;
  guint64 bottom; /* the address of the first byte that was copied */
} State;

static Rows *
get_rows (Floor *floor, const char *path)
{
  gpointer rows = NULL;

  if (!g_hash_table_lookup_extended (floor->modules, path, NULL, &rows))
    {
      rows = *path == '/' ? rows_new (path) : NULL;
      g_hash_table_insert (floor->modules, (gpointer) path, rows);
    }
  return rows;
}

static Row
look_up_row (Floor *floor, guint32 pid, guint64 address)
{
  const RecordedMap *map = recorded_stacks_find_map (floor->recorded, pid, address);
  const Rows *rows = map != NULL ? get_rows (floor, map->path) : NULL;
  const Row *found = NULL;
  Row row = { .rule = ROW_NONE };

  if (rows == NULL)
    return row;
  address -= rows_get_bias (rows, map->start, map->offset);
  found = rows_find (rows, address);
  if (found != NULL)
    row = *found;
  /* an entry of 16 bytes pushes a word by its second instruction, which ends at the 11th */
  if (row.rule == ROW_PLT && (address & 15) >= 11)
    row.caller_offset = 16;
  return row;
}

static const Row *
get_row (Floor *floor, guint32 pid, guint64 address)
{
  Cached *cached = &floor->cache[(address * 0x9e3779b97f4a7c15u) >> (64 - CACHE_BITS)];

  if (cached->address != address || cached->pid != pid)
    {
      cached->row = look_up_row (floor, pid, address);
      cached->address = address;
      cached->pid = pid;
    }
  return &cached->row;
}

/* FALSE when the word was not copied. */
static gboolean
read_word (const State *state, const RecordedStack *stack, guint64 address, guint64 *value)
{
  guint64 offset = address - state->bottom;

  if (stack->size < 8 || offset > stack->size - 8)
    return FALSE;
  memcpy (value, stack->bytes + offset, 8);
  return TRUE;
}

/* Goes to the caller; FALSE at the end of the stack or of what was copied of it. */
static gboolean
step (Floor *floor, State *state, const RecordedStack *stack, const Row *row)
{
  guint64 caller;

  if (row->rule == ROW_NONE)
    return FALSE;
  caller = (row->rule == ROW_BP ? state->bp : state->sp) + (guint64) row->caller_offset;
  if (!read_word (state, stack, caller - 8, &state->ip))
    {
      floor->n_truncated++;
      return FALSE;
    }
  /* in an epilogue it lies below the stack pointer already, and the register has it */
  if (row->bp_is_saved)
    read_word (state, stack, caller + (guint64) row->bp_offset, &state->bp);
  state->sp = caller;
  return state->ip != 0;
}

static void
unwind (const RecordedStack *stack, gpointer user_data)
{
  Floor *floor = user_data;
  State state = { .bp = stack->registers[RECORDED_BP],
                  .sp = stack->registers[RECORDED_SP],
                  .ip = stack->registers[RECORDED_IP],
                  .bottom = stack->registers[RECORDED_SP] };

  for (guint depth = 0; depth < MAX_DEPTH; depth++)
    {
      const Row *row = get_row (floor, stack->pid, depth > 0 ? state.ip - 1 : state.ip);

      floor->n_unwound++;
      floor->hash = (floor->hash ^ state.ip) * 0x9e3779b97f4a7c15u;
      if (!step (floor, &state, stack, row))
        break;
    }
}

static void
print (const Floor *floor)
{
  double seconds = (double) clock () / CLOCKS_PER_SEC;
  const RecordedStacks *recorded = floor->recorded;

  printf ("{\"samples\": %" G_GUINT64_FORMAT ", \"frames\": %" G_GUINT64_FORMAT
          ", \"unwound\": %" G_GUINT64_FORMAT ", \"truncated\": %" G_GUINT64_FORMAT
          ", \"total\": %" G_GUINT64_FORMAT ", \"hash\": %" G_GUINT64_FORMAT
          ", \"seconds\": %.4f}\n",
          recorded->n_samples, recorded->n_addresses + floor->n_unwound, floor->n_unwound,
          floor->n_truncated, recorded->period, recorded->hash ^ floor->hash, seconds);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RecordedStacks) recorded = NULL;
  g_autofree Cached *cache = g_new0 (Cached, 1 << CACHE_BITS);
  g_autoptr (GHashTable) modules =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) rows_free);
  Floor floor = { .modules = modules, .cache = cache };

  if (argc != 2 || (recorded = recorded_stacks_new (argv[1], &error)) == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "usage: floor-unwind FILE");
      return 2;
    }
  floor.recorded = recorded;
  recorded_stacks_walk (recorded, unwind, &floor);
  print (&floor);
  return 0;
}
