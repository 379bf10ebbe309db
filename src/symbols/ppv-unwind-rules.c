/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-unwind-rules.h"

/* Ten times what the largest programs have. */
enum {
  MAX_WORDS = 4 * 1024 * 1024,
  MAX_EXPRESSION = 4096,
  MAX_EXPRESSIONS_BYTES = 16 * 1024 * 1024,
};

void
ppv_unwind_rules_init (PpvUnwindRules *self)
{
  *self = (PpvUnwindRules){ .expressions = g_byte_array_new () };
  self->factor = (guint64) g_random_int () << 32 | g_random_int () | 1;
  ppv_interner_init (&self->index, 0);
  ppv_interner_init (&self->expression_index, 0);
}

void
ppv_unwind_rules_clear (PpvUnwindRules *self)
{
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->expressions, g_byte_array_unref);
  ppv_interner_clear (&self->index);
  ppv_interner_clear (&self->expression_index);
}

void
ppv_unwind_rules_finish (PpvUnwindRules *self)
{
  ppv_interner_clear (&self->index);
  ppv_interner_clear (&self->expression_index);
  self->words = g_realloc_n (self->words, self->n_words, sizeof *self->words);
}

/* By a factor that no file knows, for else it could have all its rules meet in one slot. */
static guint32
hash_of (const PpvUnwindRules *self, gconstpointer bytes, gsize length)
{
  guint64 hash = length;
  guint64 word;

  for (gsize i = 0; i < length; i += sizeof word)
    {
      word = 0;
      memcpy (&word, (const guint8 *) bytes + i, MIN (sizeof word, length - i));
      hash = (hash ^ word) * self->factor;
      hash ^= hash >> 32;
    }
  return (guint32) hash;
}

/* What a walk wants to know at once of all registers. */
static guint8
flags_of (PpvUnwindState *state)
{
  guint8 flags = state->flags & (PPV_UNWIND_SIGNAL | PPV_UNWIND_SIGNED);
  gboolean plain = state->cfa < PPV_UNWIND_N_REGISTERS;
  const PpvUnwindSave *ra = ppv_unwind_state_find (state, state->ra);

  for (guint i = 0; i < state->n_saves; i++)
    plain = plain && state->saves[i].how == PPV_UNWIND_SAVED;
  if (ra == NULL)
    flags |= PPV_UNWIND_KEPT;
  else if (ra->how == PPV_UNWIND_UNDEFINED)
    flags |= PPV_UNWIND_BOTTOM;
  return plain ? flags | PPV_UNWIND_PLAIN : flags;
}

static guint32
append_words (PpvUnwindRules *self, const PpvUnwindState *state, guint32 n_words)
{
  guint32 at = self->n_words;

  if (n_words > MAX_WORDS - at)
    return PPV_NONE;
  if (at + n_words > self->n_room)
    {
      self->n_room = MAX (self->n_room * 2, 1024);
      self->words = g_renew (guint64, self->words, self->n_room);
    }
  memcpy (self->words + at, state, n_words * sizeof *self->words);
  self->n_words += n_words;
  return at;
}

guint32
ppv_unwind_rules_add (PpvUnwindRules *self, PpvUnwindState *state)
{
  guint32 n_words = state->n_saves + 1u;
  gsize n_bytes = n_words * sizeof *self->words;
  PpvInternerSlot *slot;
  guint32 hash;

  state->flags = flags_of (state);
  hash = hash_of (self, state, n_bytes);
  PPV_INTERNER_FIND (slot, &self->index, hash,
                     ppv_unwind_rules_get (self, slot->row)->n_saves == state->n_saves &&
                         memcmp (self->words + slot->row, state, n_bytes) == 0);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (&self->index, slot, hash, append_words (self, state, n_words));
}

static gboolean
is_expression (const PpvUnwindRules *self, guint32 at, const guint8 *operations, gsize length)
{
  const guint8 *known = self->expressions->data + at;

  return (gsize) (known[0] | known[1] << 8) == length &&
         memcmp (known + 2, operations, length) == 0;
}

gint32
ppv_unwind_rules_expression (PpvUnwindRules *self, const guint8 *operations, gsize length)
{
  guint8 head[2] = { (guint8) length, (guint8) (length >> 8) };
  guint32 at = self->expressions->len;
  guint32 hash;
  PpvInternerSlot *slot;

  if (length > MAX_EXPRESSION || length > MAX_EXPRESSIONS_BYTES - at)
    return -1;
  hash = hash_of (self, operations, length);
  PPV_INTERNER_FIND (slot, &self->expression_index, hash,
                     is_expression (self, slot->row, operations, length));
  if (slot->row != PPV_NONE)
    return (gint32) slot->row;
  g_byte_array_append (self->expressions, head, sizeof head);
  g_byte_array_append (self->expressions, operations, (guint) length);
  return (gint32) ppv_interner_insert (&self->expression_index, slot, hash, at);
}

PpvUnwindSave *
ppv_unwind_state_find (PpvUnwindState *state, guint64 reg)
{
  for (guint i = 0; i < state->n_saves; i++)
    if (state->saves[i].reg == reg)
      return &state->saves[i];
  return NULL;
}

/* Registers that nobody walks by, such as those of vectors, have no rules. */
void
ppv_unwind_state_set (PpvUnwindState *state, guint64 reg, PpvUnwindHow how, gint64 value)
{
  PpvUnwindSave *save = ppv_unwind_state_find (state, reg);

  if (reg >= PPV_UNWIND_N_REGISTERS)
    return;
  if (save == NULL)
    save = &state->saves[state->n_saves++];
  if (value != (gint32) value) /* no stack frame is that large */
    how = PPV_UNWIND_UNDEFINED;
  *save = (PpvUnwindSave){ how == PPV_UNWIND_UNDEFINED ? 0 : (gint32) value, (guint8) how,
                           (guint8) reg, 0 };
}

void
ppv_unwind_state_keep (PpvUnwindState *state, guint64 reg)
{
  PpvUnwindSave *save = ppv_unwind_state_find (state, reg);

  if (save != NULL)
    *save = state->saves[--state->n_saves];
}
