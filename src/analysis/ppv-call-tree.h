/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-stack-costs.h"

G_BEGIN_DECLS

/**
 * PpvCallTree: (skip)
 * @n_nodes: number of call nodes
 * @function: function of each node
 * @frame: one frame of the node, that of its most costly stack; for lines
 * @parent: the caller's node, or PPV_NONE for a root
 * @end: one past the last descendant
 * @depth: number of callers; roots have 0
 * @self: cost with the node on top, in the metric's unit
 * @total: @self of the node and all its descendants
 * @samples: number of samples with the node on top or below
 * @node_of_stack: (array): the node each row of the stack table fell into,
 *     PPV_NONE for those without cost below them
 * @sum: cost of all roots
 *
 * Who called whom, and what it cost: stacks that agree function by function
 * share a node, whatever the addresses and lines within.
 *
 * A profile with calls, #PpvCallTable, and no stacks gives an estimate: a caller has of all
 * below a function the share it has of the function's cost.  No samples are counted then.
 *
 * Nodes are in depth-first order, siblings by descending total (equal ones by
 * name).  Hence the descendants of n are n + 1 … end[n] - 1, and drawing or
 * printing the tree is one loop.  Order and merging follow the call node table
 * of the Firefox Profiler.
 */
typedef struct {
  guint32        n_nodes;
  PpvFunctionId *function;
  PpvFrameId    *frame;
  guint32       *parent;
  guint32       *end;
  guint32       *depth;
  gint64        *self;
  gint64        *total;
  guint64       *samples;
  guint32       *node_of_stack;
  gint64         sum;
} PpvCallTree;

/* Linear in the number of stacks, but for sorting siblings. */
PPV_PUBLIC PpvCallTree *ppv_call_tree_new  (const PpvProfile    *profile,
                                            const PpvStackCosts *costs);
PPV_PUBLIC void         ppv_call_tree_free (PpvCallTree         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvCallTree, ppv_call_tree_free)

G_END_DECLS
