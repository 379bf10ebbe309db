/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * First a draft whose nodes are in the order of the stack table, callers before
 * callees, so that totals are one backward loop; then each node's place in
 * depth-first order follows from the sizes of the subtrees before it.
 */

#include "config.h"

#include <string.h>

#include "ppv-call-tree.h"
#include "ppv-frames-private.h"
#include "ppv-number.h"

typedef struct {
  const PpvProfile *profile;
  guint32 n_nodes;
  PpvFunctionId *function;
  PpvFrameId *frame;
  guint32 *parent;
  gint64 *self;
  gint64 *total;
  guint64 *samples;
  gint64 *most;         /* the largest cost of one stack in the node */
  guint32 *size;        /* nodes of the subtree */
  guint32 *place;       /* in depth-first order */
  guint32 *child_begin; /* n_nodes + 3 positions in children; see child_slot () */
  guint32 *children;    /* all nodes, grouped by parent */
} Draft;

static void
draft_init (Draft *self, const PpvProfile *profile, gsize most_nodes)
{
  self->profile = profile;
  self->n_nodes = 0;
  self->function = g_new (PpvFunctionId, most_nodes);
  self->frame = g_new (PpvFrameId, most_nodes);
  self->parent = g_new (guint32, most_nodes);
  self->self = g_new (gint64, most_nodes);
  self->samples = g_new (guint64, most_nodes);
  self->most = g_new (gint64, most_nodes);
}

static void
draft_clear (Draft *self)
{
  g_free (self->function);
  g_free (self->frame);
  g_free (self->parent);
  g_free (self->self);
  g_free (self->total);
  g_free (self->samples);
  g_free (self->most);
  g_free (self->size);
  g_free (self->place);
  g_free (self->child_begin);
  g_free (self->children);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

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
append_node (Draft *self, guint32 parent, PpvFunctionId function, PpvFrameId frame)
{
  guint32 node = self->n_nodes++;

  self->function[node] = function;
  self->frame[node] = frame;
  self->parent[node] = parent;
  self->self[node] = 0;
  self->samples[node] = 0;
  self->most[node] = 0;
  return node;
}

static guint32
intern_node (Draft *self, PpvInterner *index, guint32 parent, PpvFrameId frame)
{
  PpvFunctionId function = ppv_profile_get_frames (self->profile)->function[frame];
  guint32 hash = ppv_hash_pair (parent, function);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, index, hash,
                     self->parent[slot->row] == parent && self->function[slot->row] == function);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (index, slot, hash, append_node (self, parent, function, frame));
}

static void
add_stack (
    Draft *self, guint32 node, const PpvStackCosts *costs, PpvStackId stack, PpvFrameId frame)
{
  gboolean saturated = FALSE;

  self->self[node] = ppv_add_saturating (self->self[node], costs->self[stack], &saturated);
  self->samples[node] += costs->samples[stack];
  if (costs->self[stack] > self->most[node])
    {
      self->most[node] = costs->self[stack];
      self->frame[node] = frame;
    }
}

static void
make_nodes (Draft *self,
            const PpvStackTable *stacks,
            const PpvStackCosts *costs,
            guint32 *node_of_stack,
            guint32 n_marked)
{
  PpvInterner index;

  ppv_interner_init (&index, n_marked / 2);
  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    {
      PpvStackId caller = stacks->parent[i];

      if (node_of_stack[i] == PPV_NONE)
        continue;
      node_of_stack[i] = intern_node (
          self, &index, caller == PPV_NONE ? caller : node_of_stack[caller], stacks->frame[i]);
      add_stack (self, node_of_stack[i], costs, i, stacks->frame[i]);
    }
  ppv_interner_clear (&index);
}

static void
add_up (Draft *self)
{
  gboolean saturated = FALSE;

  self->total = g_memdup2 (self->self, self->n_nodes * sizeof *self->self);
  self->size = g_new (guint32, self->n_nodes);
  for (guint32 i = 0; i < self->n_nodes; i++)
    self->size[i] = 1;
  for (guint32 i = self->n_nodes; i-- > 0;)
    {
      guint32 parent = self->parent[i];

      if (parent == PPV_NONE)
        continue;
      self->total[parent] = ppv_add_saturating (self->total[parent], self->total[i], &saturated);
      self->samples[parent] += self->samples[i];
      self->size[parent] += self->size[i];
    }
}

/* Where the children of @node are listed: 0 for the roots, which have PPV_NONE above them. */
static guint32
child_slot (guint32 node)
{
  return node == PPV_NONE ? 0 : node + 1;
}

/* The children of slot i become children[child_begin[i]] … [child_begin[i + 1] - 1]. */
static void
list_children (Draft *self)
{
  self->child_begin = g_new0 (guint32, (gsize) self->n_nodes + 3);
  self->children = g_new (guint32, self->n_nodes);
  for (guint32 i = 0; i < self->n_nodes; i++)
    self->child_begin[child_slot (self->parent[i]) + 2]++;
  for (gsize i = 2; i < (gsize) self->n_nodes + 3; i++)
    self->child_begin[i] += self->child_begin[i - 1];
  for (guint32 i = 0; i < self->n_nodes; i++)
    self->children[self->child_begin[child_slot (self->parent[i]) + 1]++] = i;
}

static int
compare_siblings (gconstpointer a, gconstpointer b, gpointer draft)
{
  const Draft *self = draft;
  guint32 left = *(const guint32 *) a;
  guint32 right = *(const guint32 *) b;
  int order;

  if (self->total[left] != self->total[right])
    return self->total[left] > self->total[right] ? -1 : 1;
  order = strcmp (ppv_function_name (self->profile, self->function[left]),
                  ppv_function_name (self->profile, self->function[right]));
  if (order != 0)
    return order;
  return self->function[left] < self->function[right] ? -1 : 1;
}

static void
find_places (Draft *self)
{
  self->place = g_new (guint32, self->n_nodes);
  for (guint32 slot = 0; slot <= self->n_nodes && self->n_nodes > 0; slot++)
    {
      guint32 *child = &self->children[self->child_begin[slot]];
      guint32 *end = &self->children[self->child_begin[slot + 1]];
      guint32 next = slot == 0 ? 0 : self->place[slot - 1] + 1;

      if (end - child > 1)
        g_qsort_with_data (child, (gint) (end - child), sizeof *child, compare_siblings, self);
      for (; child < end; child++)
        {
          self->place[*child] = next;
          next += self->size[*child];
        }
    }
}

static void
place_node (PpvCallTree *self, const Draft *draft, guint32 node)
{
  guint32 place = draft->place[node];
  guint32 parent = draft->parent[node] == PPV_NONE ? PPV_NONE : draft->place[draft->parent[node]];

  self->function[place] = draft->function[node];
  self->frame[place] = draft->frame[node];
  self->parent[place] = parent;
  self->end[place] = place + draft->size[node];
  self->depth[place] = parent == PPV_NONE ? 0 : self->depth[parent] + 1;
  self->self[place] = draft->self[node];
  self->total[place] = draft->total[node];
  self->samples[place] = draft->samples[node];
}

static void
place_nodes (PpvCallTree *self, const Draft *draft)
{
  gboolean saturated = FALSE;

  self->n_nodes = draft->n_nodes;
  self->function = g_new (PpvFunctionId, self->n_nodes);
  self->frame = g_new (PpvFrameId, self->n_nodes);
  self->parent = g_new (guint32, self->n_nodes);
  self->end = g_new (guint32, self->n_nodes);
  self->depth = g_new (guint32, self->n_nodes);
  self->self = g_new (gint64, self->n_nodes);
  self->total = g_new (gint64, self->n_nodes);
  self->samples = g_new (guint64, self->n_nodes);
  for (guint32 i = 0; i < draft->n_nodes; i++)
    place_node (self, draft, i);
  for (guint32 i = 0; i < self->n_nodes; i = self->end[i])
    self->sum = ppv_add_saturating (self->sum, self->total[i], &saturated);
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
  const PpvStackTable *stacks;
  g_auto (Draft) draft = { 0 };
  PpvCallTree *self;
  guint32 n_marked;

  g_return_val_if_fail (profile != NULL && costs != NULL, NULL);
  stacks = ppv_profile_get_stacks (profile);
  g_return_val_if_fail (costs->n_stacks == stacks->n_rows, NULL);

  self = g_new0 (PpvCallTree, 1);
  self->node_of_stack = g_new (guint32, stacks->n_rows);
  n_marked = mark_stacks (stacks, costs, self->node_of_stack);
  draft_init (&draft, profile, n_marked);
  make_nodes (&draft, stacks, costs, self->node_of_stack, n_marked);
  add_up (&draft);
  list_children (&draft);
  find_places (&draft);
  place_nodes (self, &draft);
  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    if (self->node_of_stack[i] != PPV_NONE)
      self->node_of_stack[i] = draft.place[self->node_of_stack[i]];
  return self;
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
