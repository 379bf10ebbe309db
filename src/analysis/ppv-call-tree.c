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

/*
 * All of a node in one place, as the stacks come by in no order of memory.  Most nodes
 * have one child only, which is found here.
 */
typedef struct {
  gint64 self;
  gint64 total;
  guint64 samples;
  gint64 most; /* the largest cost of one stack in the node */
  PpvFunctionId function;
  PpvFrameId frame;
  guint32 parent;
  guint32 first; /* the child that was made first, or PPV_NONE */
  PpvFunctionId first_function;
  guint32 size;  /* nodes of the subtree */
  guint32 place; /* in depth-first order */
} Node;

typedef struct {
  const PpvProfile *profile;
  guint32 n_nodes;
  Node *nodes;
  PpvInterner index;    /* of all nodes but roots and first children */
  guint32 *child_begin; /* n_nodes + 3 positions in children; see child_slot () */
  guint32 *children;    /* all nodes, grouped by parent */
} Draft;

static void
draft_init (Draft *self, const PpvProfile *profile, gsize most_nodes)
{
  self->profile = profile;
  self->n_nodes = 0;
  self->nodes = g_new (Node, most_nodes);
  ppv_interner_init (&self->index, 0);
}

static void
draft_clear (Draft *self)
{
  g_free (self->nodes);
  ppv_interner_clear (&self->index);
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
  self->nodes[self->n_nodes] = (Node){ .function = function,
                                       .frame = frame,
                                       .parent = parent,
                                       .first = PPV_NONE,
                                       .first_function = PPV_NONE,
                                       .size = 1 };
  return self->n_nodes++;
}

static guint32
look_up_node (Draft *self, guint32 parent, PpvFunctionId function, PpvFrameId frame)
{
  guint32 hash = ppv_hash_pair (parent, function);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &self->index, hash,
                     self->nodes[slot->row].parent == parent &&
                         self->nodes[slot->row].function == function);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (&self->index, slot, hash,
                              append_node (self, parent, function, frame));
}

static guint32
intern_node (Draft *self, guint32 parent, PpvFrameId frame)
{
  PpvFunctionId function = ppv_profile_get_frames (self->profile)->function[frame];
  Node *above = parent != PPV_NONE ? &self->nodes[parent] : NULL;

  if (above != NULL && above->first_function == function)
    return above->first;
  if (above == NULL || above->first != PPV_NONE)
    return look_up_node (self, parent, function, frame);
  above->first = append_node (self, parent, function, frame);
  above->first_function = function;
  return above->first;
}

static void
add_stack (Node *self, const PpvStackCosts *costs, PpvStackId stack, PpvFrameId frame)
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
make_nodes (Draft *self,
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

static void
add_up (Draft *self)
{
  gboolean saturated = FALSE;

  for (guint32 i = self->n_nodes; i-- > 0;)
    {
      Node *node = &self->nodes[i];
      Node *parent;

      node->total = ppv_add_saturating (node->total, node->self, &saturated);
      if (node->parent == PPV_NONE)
        continue;
      parent = &self->nodes[node->parent];
      parent->total = ppv_add_saturating (parent->total, node->total, &saturated);
      parent->samples += node->samples;
      parent->size += node->size;
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
    self->child_begin[child_slot (self->nodes[i].parent) + 2]++;
  for (gsize i = 2; i < (gsize) self->n_nodes + 3; i++)
    self->child_begin[i] += self->child_begin[i - 1];
  for (guint32 i = 0; i < self->n_nodes; i++)
    self->children[self->child_begin[child_slot (self->nodes[i].parent) + 1]++] = i;
}

static int
compare_siblings (gconstpointer a, gconstpointer b, gpointer draft)
{
  const Draft *self = draft;
  const Node *left = &self->nodes[*(const guint32 *) a];
  const Node *right = &self->nodes[*(const guint32 *) b];
  int order;

  if (left->total != right->total)
    return left->total > right->total ? -1 : 1;
  order = strcmp (ppv_function_name (self->profile, left->function),
                  ppv_function_name (self->profile, right->function));
  if (order != 0)
    return order;
  return left->function < right->function ? -1 : 1;
}

static void
find_places (Draft *self)
{
  for (guint32 slot = 0; slot <= self->n_nodes && self->n_nodes > 0; slot++)
    {
      guint32 *child = &self->children[self->child_begin[slot]];
      guint32 *end = &self->children[self->child_begin[slot + 1]];
      guint32 next = slot == 0 ? 0 : self->nodes[slot - 1].place + 1;

      if (end - child > 1)
        g_qsort_with_data (child, (gint) (end - child), sizeof *child, compare_siblings, self);
      for (; child < end; child++)
        {
          self->nodes[*child].place = next;
          next += self->nodes[*child].size;
        }
    }
}

static void
place_node (PpvCallTree *self, const Draft *draft, const Node *node)
{
  guint32 place = node->place;
  guint32 parent = node->parent == PPV_NONE ? PPV_NONE : draft->nodes[node->parent].place;

  self->function[place] = node->function;
  self->frame[place] = node->frame;
  self->parent[place] = parent;
  self->end[place] = place + node->size;
  self->depth[place] = parent == PPV_NONE ? 0 : self->depth[parent] + 1;
  self->self[place] = node->self;
  self->total[place] = node->total;
  self->samples[place] = node->samples;
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
    place_node (self, draft, &draft->nodes[i]);
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
  make_nodes (&draft, stacks, costs, self->node_of_stack);
  add_up (&draft);
  list_children (&draft);
  find_places (&draft);
  place_nodes (self, &draft);
  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    if (self->node_of_stack[i] != PPV_NONE)
      self->node_of_stack[i] = draft.nodes[self->node_of_stack[i]].place;
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
