/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "recorded-stacks.h"

#include <string.h>

enum {
  RECORD_FORK = 7,
  RECORD_SAMPLE = 9,
  RECORD_MMAP2 = 10,
  SAMPLE_TID = 1 << 1,
  SAMPLE_CALLCHAIN = 1 << 5,
  SAMPLE_PERIOD = 1 << 8,
  SAMPLE_REGS_USER = 1 << 12,
  SAMPLE_STACK_USER = 1 << 13,
  SAMPLE_IDENTIFIER = 1 << 16,
  /* IP, TID, TIME, ADDR, ID, STREAM_ID, CPU, PERIOD and IDENTIFIER, a word each */
  WORDS_BEFORE_CHAIN =
      1 << 0 | 1 << 1 | 1 << 2 | 1 << 3 | 1 << 6 | 1 << 9 | 1 << 7 | 1 << 8 | 1 << 16,
  PROTECTION_EXECUTE = 4,
};

/* Words of a call chain from here on are no addresses. */
static const guint64 first_marker = (guint64) -4095;

static GArray *
get_maps (RecordedStacks *self, guint32 pid)
{
  GArray *maps = g_hash_table_lookup (self->processes, GUINT_TO_POINTER (pid));

  if (maps == NULL)
    {
      maps = g_array_new (FALSE, FALSE, sizeof (RecordedMap));
      g_hash_table_insert (self->processes, GUINT_TO_POINTER (pid), maps);
    }
  return maps;
}

static void
add_map (RecordedStacks *self, const guint8 *record)
{
  const guint32 *ids = (const guint32 *) (gconstpointer) (record + 8);
  const guint64 *words = (const guint64 *) (gconstpointer) (record + 16);
  guint32 protection = *(const guint32 *) (gconstpointer) (record + 64);
  RecordedMap map = { words[0], words[0] + words[1], words[2], (const char *) record + 72 };

  if ((protection & PROTECTION_EXECUTE) != 0)
    g_array_append_val (get_maps (self, ids[0]), map);
}

static void
fork_process (RecordedStacks *self, const guint8 *record)
{
  const guint32 *ids = (const guint32 *) (gconstpointer) (record + 8);
  GArray *maps;

  if (ids[0] == ids[1])
    return;
  maps = get_maps (self, ids[1]);
  if (maps->len > 0)
    g_array_append_vals (get_maps (self, ids[0]), maps->data, maps->len);
}

static const guint64 *
add_chain (RecordedStacks *self, const guint64 *words)
{
  guint64 n_words = *words++;

  for (guint64 i = 0; i < n_words; i++)
    if (words[i] < first_marker)
      {
        self->n_addresses++;
        self->hash = (self->hash ^ words[i]) * 0x9e3779b97f4a7c15u;
      }
  return words + n_words;
}

/* Words of the registers' ABI, the registers, the stack's size, the stack, and what of it is
 * copied. */
static gboolean
read_stack (const RecordedStacks *self, const guint64 *words, RecordedStack *stack)
{
  guint64 size;

  if (*words++ == 0) /* a kernel thread */
    return FALSE;
  for (guint i = 0; i < RECORDED_N_REGISTERS; i++)
    stack->registers[i] = (self->mask >> i & 1) != 0 ? *words++ : 0;
  size = *words++;
  stack->bytes = (const guint8 *) words;
  stack->size = 0;
  if (size > 0)
    stack->size = MIN (size, *(const guint64 *) (gconstpointer) (stack->bytes + size));
  return TRUE;
}

static void
add_sample (RecordedStacks *self, const guint64 *words, RecordedStackFunc found, gpointer user_data)
{
  guint n_words = (guint) __builtin_popcountll (self->sample_type & WORDS_BEFORE_CHAIN);
  RecordedStack stack;

  self->n_samples++;
  self->period += words[n_words - 1];
  stack.pid = (guint32) words[(self->sample_type & SAMPLE_IDENTIFIER) != 0 ? 2 : 1];
  if (read_stack (self, add_chain (self, words + n_words), &stack))
    found (&stack, user_data);
}

/* What comes first: size and type of the next record. */
static gboolean
next_record (const RecordedStacks *self, const guint8 *at, guint32 *type, guint16 *size)
{
  if (self->end - at < 8)
    return FALSE;
  *type = *(const guint32 *) (gconstpointer) at;
  *size = *(const guint16 *) (gconstpointer) (at + 6);
  return *size >= 8 && *size <= self->end - at;
}

/* Maps stand behind samples that need them, where cpus took turns: they are read first. */
static void
read_maps (RecordedStacks *self)
{
  guint32 type;
  guint16 size;

  for (const guint8 *at = self->begin; next_record (self, at, &type, &size); at += size)
    if (type == RECORD_MMAP2)
      add_map (self, at);
    else if (type == RECORD_FORK)
      fork_process (self, at);
}

void
recorded_stacks_walk (RecordedStacks *self, RecordedStackFunc found, gpointer user_data)
{
  guint32 type;
  guint16 size;

  for (const guint8 *at = self->begin; next_record (self, at, &type, &size); at += size)
    if (type == RECORD_SAMPLE)
      add_sample (self, (const guint64 *) (gconstpointer) (at + 8), found, user_data);
}

static gboolean
read_header (RecordedStacks *self, GError **error)
{
  static const guint64 needed =
      SAMPLE_TID | SAMPLE_CALLCHAIN | SAMPLE_PERIOD | SAMPLE_REGS_USER | SAMPLE_STACK_USER;
  const guint8 *bytes = (const guint8 *) g_mapped_file_get_contents (self->file);
  /* words of the header: 3 where the attributes are, 5 and 6 where the data is */
  const guint64 *header = (const guint64 *) (gconstpointer) bytes;
  const guint8 *attribute = bytes + header[3];

  self->begin = bytes + header[5];
  self->end = self->begin + header[6];
  self->sample_type = *(const guint64 *) (gconstpointer) (attribute + 24);
  self->mask = *(const guint64 *) (gconstpointer) (attribute + 80);
  if ((self->sample_type & needed) == needed)
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "no stacks are in the file");
  return FALSE;
}

RecordedStacks *
recorded_stacks_new (const char *path, GError **error)
{
  g_autoptr (RecordedStacks) self = g_new0 (RecordedStacks, 1);

  self->processes = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->file = g_mapped_file_new (path, FALSE, error);
  if (self->file == NULL || !read_header (self, error))
    return NULL;
  read_maps (self);
  return g_steal_pointer (&self);
}

void
recorded_stacks_free (RecordedStacks *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->processes);
  g_clear_pointer (&self->file, g_mapped_file_unref);
  g_free (self);
}

const RecordedMap *
recorded_stacks_find_map (RecordedStacks *self, guint32 pid, guint64 address)
{
  GArray *maps = get_maps (self, pid);

  for (guint i = maps->len; i-- > 0;)
    {
      const RecordedMap *map = &g_array_index (maps, RecordedMap, i);

      if (address >= map->start && address < map->end)
        return map;
    }
  return NULL;
}
