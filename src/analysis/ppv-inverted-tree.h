/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-stack-costs.h"

G_BEGIN_DECLS

typedef enum {
  PPV_MERGE_FUNCTIONS, /* frames of one function are one node */
  PPV_MERGE_NOTHING,   /* each frame (address, line) is a node, as massif shows it */
} PpvMerge;

/**
 * PpvInvertedNode: (skip)
 * @frame: one frame of the node
 * @parent: the node it calls, or PPV_NONE for a root
 * @depth: number of nodes above
 * @total: cost of the samples that end in this path, in the metric's unit
 * @samples: their number
 * @expanded: whether the children were made
 * @first_child: first of its children, in a row; valid when @expanded
 * @n_children: their number; valid when @expanded
 */
typedef struct {
  PpvFrameId frame;
  guint32    parent;
  guint32    depth;
  gint64     total;
  guint64    samples;
  gboolean   expanded;
  guint32    first_child;
  guint32    n_children;
} PpvInvertedNode;

/**
 * PpvInvertedTree: (skip)
 *
 * The bottom-up tree: roots are the functions on top of the stacks, children
 * their callers.  It is never made whole: a node's children are computed when
 * it is expanded.  Siblings are by descending total, equal ones by name.
 * Roots' totals add up to the sum of the costs; children's totals to the
 * parent's, less what began there.
 */
typedef struct _PpvInvertedTree PpvInvertedTree;

/* Borrows @profile and @costs, which must live longer. */
PPV_PUBLIC PpvInvertedTree       *ppv_inverted_tree_new    (const PpvProfile    *profile,
                                                            const PpvStackCosts *costs,
                                                            PpvMerge             merge);
PPV_PUBLIC void                   ppv_inverted_tree_free   (PpvInvertedTree     *self);
PPV_PUBLIC guint32                ppv_inverted_tree_n_roots (PpvInvertedTree    *self);
/* Nodes 0 … n_roots - 1 are the roots.  Valid until the next expansion. */
PPV_PUBLIC const PpvInvertedNode *ppv_inverted_tree_get    (PpvInvertedTree     *self,
                                                            guint32              node);
/* Makes the children of @node (once) and returns it, valid until the next expansion. */
PPV_PUBLIC const PpvInvertedNode *ppv_inverted_tree_expand (PpvInvertedTree     *self,
                                                            guint32              node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvInvertedTree, ppv_inverted_tree_free)

G_END_DECLS
