/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-call-draft-private.h"
#include "ppv-frames-private.h"
#include "ppv-number.h"

void
ppv_call_draft_init (PpvCallDraft *self, const PpvProfile *profile, gsize most_nodes)
{
  *self = (PpvCallDraft){ .profile = profile };
  self->nodes = g_new (PpvCallNode, most_nodes);
  ppv_interner_init (&self->index, 0);
}

void
ppv_call_draft_clear (PpvCallDraft *self)
{
  g_free (self->nodes);
  ppv_interner_clear (&self->index);
  g_free (self->child_begin);
  g_free (self->children);
}

guint32
ppv_call_draft_append (PpvCallDraft *self, guint32 parent, PpvFunctionId function, PpvFrameId frame)
{
  self->nodes[self->n_nodes] = (PpvCallNode){ .function = function,
                                              .frame = frame,
                                              .parent = parent,
                                              .first = PPV_NONE,
                                              .first_function = PPV_NONE,
                                              .size = 1 };
  return self->n_nodes++;
}

static void
add_up (PpvCallDraft *self)
{
  gboolean saturated = FALSE;

  for (guint32 i = self->n_nodes; i-- > 0;)
    {
      PpvCallNode *node = &self->nodes[i];
      PpvCallNode *parent;

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
list_children (PpvCallDraft *self)
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
  const PpvCallDraft *self = draft;
  const PpvCallNode *left = &self->nodes[*(const guint32 *) a];
  const PpvCallNode *right = &self->nodes[*(const guint32 *) b];
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
find_places (PpvCallDraft *self)
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
place_node (PpvCallTree *self, const PpvCallDraft *draft, const PpvCallNode *node)
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
place_nodes (PpvCallTree *self, const PpvCallDraft *draft)
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

PpvCallTree *
ppv_call_draft_make_tree (PpvCallDraft *self)
{
  PpvCallTree *tree = g_new0 (PpvCallTree, 1);

  add_up (self);
  list_children (self);
  find_places (self);
  place_nodes (tree, self);
  return tree;
}
