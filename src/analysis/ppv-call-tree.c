/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-call-draft-private.h"
#include "ppv-number.h"

/* Gives 0 to the stacks with cost at or below them, PPV_NONE to the rest; returns how many. */
static guint32
mark_stacks (const PpvStackTable *stacks, const PpvStackCosts *costs, guint32 *node_of_stack)
{
  guint32 n_marked = 0;

  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    node_of_stack[i] = PPV_NONE;
  for (PpvStackId i = stacks->n_rows; i-- > 0;)
    {
      if (costs->self[i] != 0 || costs->samples[i] > 0)
        node_of_stack[i] = 0;
      if (node_of_stack[i] == PPV_NONE)
        continue;
      n_marked++;
      if (stacks->parent[i] != PPV_NONE)
        node_of_stack[stacks->parent[i]] = 0;
    }
  return n_marked;
}

static guint32
look_up_node (PpvCallDraft *self, guint32 parent, PpvFunctionId function, PpvFrameId frame)
{
  guint32 hash = ppv_hash_pair (parent, function);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &self->index, hash,
                     self->nodes[slot->row].parent == parent &&
                         self->nodes[slot->row].function == function);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (&self->index, slot, hash,
                              ppv_call_draft_append (self, parent, function, frame));
}

static guint32
intern_node (PpvCallDraft *self, guint32 parent, PpvFrameId frame)
{
  PpvFunctionId function = ppv_profile_get_frames (self->profile)->function[frame];
  PpvCallNode *above = parent != PPV_NONE ? &self->nodes[parent] : NULL;

  if (above != NULL && above->first_function == function)
    return above->first;
  if (above == NULL || above->first != PPV_NONE)
    return look_up_node (self, parent, function, frame);
  above->first = ppv_call_draft_append (self, parent, function, frame);
  above->first_function = function;
  return above->first;
}

static void
add_stack (PpvCallNode *self, const PpvStackCosts *costs, PpvStackId stack, PpvFrameId frame)
{
  gboolean saturated = FALSE;

  self->self = ppv_add_saturating (self->self, costs->self[stack], &saturated);
  self->samples += costs->samples[stack];
  if (costs->self[stack] > self->most)
    {
      self->most = costs->self[stack];
      self->frame = frame;
    }
}

static void
make_nodes (PpvCallDraft *self,
            const PpvStackTable *stacks,
            const PpvStackCosts *costs,
            guint32 *node_of_stack)
{
  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    {
      PpvStackId caller = stacks->parent[i];

      if (node_of_stack[i] == PPV_NONE)
        continue;
      node_of_stack[i] =
          intern_node (self, caller == PPV_NONE ? caller : node_of_stack[caller], stacks->frame[i]);
      add_stack (&self->nodes[node_of_stack[i]], costs, i, stacks->frame[i]);
    }
}

PpvCallTree *
ppv_call_tree_of_stacks (const PpvProfile *profile, const PpvStackCosts *costs)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  guint32 *node_of_stack = g_new (guint32, stacks->n_rows);
  guint32 n_marked = mark_stacks (stacks, costs, node_of_stack);
  g_auto (PpvCallDraft) draft = { 0 };
  PpvCallTree *self;

  ppv_call_draft_init (&draft, profile, n_marked);
  make_nodes (&draft, stacks, costs, node_of_stack);
  self = ppv_call_draft_make_tree (&draft);
  self->node_of_stack = node_of_stack;
  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    if (node_of_stack[i] != PPV_NONE)
      node_of_stack[i] = draft.nodes[node_of_stack[i]].place;
  return self;
}

/**
 * ppv_call_tree_new: (skip)
 * @profile: a profile
 * @costs: what its stacks cost
 *
 * Returns: (transfer full): the tree
 */
PpvCallTree *
ppv_call_tree_new (const PpvProfile *profile, const PpvStackCosts *costs)
{
  PpvCallTree *self;

  g_return_val_if_fail (profile != NULL && costs != NULL, NULL);
  g_return_val_if_fail (costs->n_stacks == ppv_profile_get_stacks (profile)->n_rows, NULL);

  self = ppv_call_tree_estimate (profile, costs);
  return self != NULL ? self : ppv_call_tree_of_stacks (profile, costs);
}

/**
 * ppv_call_tree_free: (skip)
 * @self: (nullable): a tree
 */
void
ppv_call_tree_free (PpvCallTree *self)
{
  if (self == NULL)
    return;
  g_free (self->function);
  g_free (self->frame);
  g_free (self->parent);
  g_free (self->end);
  g_free (self->depth);
  g_free (self->self);
  g_free (self->total);
  g_free (self->samples);
  g_free (self->node_of_stack);
  g_free (self);
}
