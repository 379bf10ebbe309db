/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-stack-draft-private.h"

enum { FIRST_ROWS = 1024 };

void
ppv_stack_draft_init (PpvStackDraft *self, const PpvProfile *profile)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  guint32 n = stacks->n_rows;

  *self = (PpvStackDraft){ n, g_memdup2 (stacks->parent, n * sizeof *stacks->parent),
                           g_memdup2 (stacks->frame, n * sizeof *stacks->frame),
                           g_new (PpvStackId, (gsize) n + 1) };
  for (PpvStackId i = 0; i < n; i++)
    self->map[i] = i;
}

void
ppv_stack_draft_clear (PpvStackDraft *self)
{
  g_clear_pointer (&self->parent, g_free);
  g_clear_pointer (&self->frame, g_free);
  g_clear_pointer (&self->map, g_free);
}

void
ppv_stack_maker_init (PpvStackMaker *self)
{
  *self = (PpvStackMaker){ 0 };
  ppv_interner_init (&self->index, FIRST_ROWS);
}

static guint32
append_row (PpvStackMaker *self, PpvStackId parent, PpvFrameId frame)
{
  if (self->n_rows == self->n_allocated)
    {
      self->n_allocated = MAX (self->n_allocated * 2, FIRST_ROWS);
      self->parent = g_renew (PpvStackId, self->parent, self->n_allocated);
      self->frame = g_renew (PpvFrameId, self->frame, self->n_allocated);
    }
  self->parent[self->n_rows] = parent;
  self->frame[self->n_rows] = frame;
  return self->n_rows++;
}

PpvStackId
ppv_stack_maker_row (PpvStackMaker *self, PpvStackId caller, PpvFrameId frame)
{
  PpvStackId parent = caller == PPV_STACK_EMPTY ? PPV_NONE : caller;
  guint32 hash = ppv_hash_pair (parent, frame);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &self->index, hash,
                     self->parent[slot->row] == parent && self->frame[slot->row] == frame);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (&self->index, slot, hash, append_row (self, parent, frame));
}

void
ppv_stack_maker_finish (PpvStackMaker *self, PpvStackDraft *draft)
{
  ppv_interner_clear (&self->index);
  g_free (draft->parent);
  g_free (draft->frame);
  draft->n_rows = self->n_rows;
  draft->parent = g_renew (PpvStackId, self->parent, (gsize) self->n_rows + 1);
  draft->frame = g_renew (PpvFrameId, self->frame, (gsize) self->n_rows + 1);
}
