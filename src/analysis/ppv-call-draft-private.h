/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-call-tree.h"
#include "ppv-interner.h"

/*
 * All of a node in one place, as stacks come by in no order of memory.  Most nodes have
 * one child only, which is found here.
 */
typedef struct {
  gint64        self;
  gint64        total;
  guint64       samples;
  gint64        most;    /* the largest cost of one stack in the node */
  PpvFunctionId function;
  PpvFrameId    frame;   /* of that stack */
  guint32       parent;  /* the caller's node, or PPV_NONE */
  guint32       first;   /* the child that was made first, or PPV_NONE */
  PpvFunctionId first_function;
  guint32       size;    /* nodes of the subtree */
  guint32       place;   /* in depth-first order */
} PpvCallNode;

/*
 * PpvCallDraft: the nodes of a call tree in any order, callers before callees
 * @profile: the profile
 * @n_nodes: number of nodes
 * @nodes: with their own costs; the totals are made with the tree
 * @index: of all nodes but roots and first children, where each is looked up
 *
 * Totals are one backward loop; then each node's place in depth-first order follows from
 * the sizes of the subtrees before it.
 */
typedef struct {
  const PpvProfile *profile;
  guint32           n_nodes;
  PpvCallNode      *nodes;
  PpvInterner       index;

  /*< private >*/
  guint32          *child_begin; /* n_nodes + 3 positions in children */
  guint32          *children;    /* all nodes, grouped by parent */
} PpvCallDraft;

void         ppv_call_draft_init        (PpvCallDraft        *self,
                                         const PpvProfile    *profile,
                                         gsize                most_nodes);
void         ppv_call_draft_clear       (PpvCallDraft        *self);
guint32      ppv_call_draft_append      (PpvCallDraft        *self,
                                         guint32              parent,
                                         PpvFunctionId        function,
                                         PpvFrameId           frame);
/* The nodes in their order; node_of_stack is left to the caller.  (transfer full) */
PpvCallTree *ppv_call_draft_make_tree   (PpvCallDraft        *self);

/* Of the stacks of samples, whether or not the profile has calls. */
PpvCallTree *ppv_call_tree_of_stacks    (const PpvProfile    *profile,
                                         const PpvStackCosts *costs);
/* An estimate from who called whom; NULL when there is no such thing to know. */
PpvCallTree *ppv_call_tree_estimate     (const PpvProfile    *profile,
                                         const PpvStackCosts *costs);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvCallDraft, ppv_call_draft_clear)
