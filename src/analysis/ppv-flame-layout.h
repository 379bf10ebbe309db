/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-call-tree.h"

G_BEGIN_DECLS

/**
 * PpvFlameBox: (skip)
 * @node: call node it shows
 * @depth: row, 0 for the roots (or the zoomed node's outermost caller)
 * @left: where it begins, 0 to 1 of the width
 * @width: how wide it is, 0 to 1
 */
typedef struct {
  guint32 node;
  guint32 depth;
  double  left;
  double  width;
} PpvFlameBox;

/**
 * PpvFlameLayout: (skip)
 * @n_boxes: number of boxes
 * @boxes: by depth, then from left to right: each row is a range
 * @n_rows: number of rows
 * @row_begin: (array): @n_rows + 1 indices into @boxes
 * @root: the zoomed node, or PPV_NONE for everything
 *
 * Flame graph geometry.  Siblings stand in the order of their names, as flame
 * graphs have them, so that two profiles look alike.  A node narrower than the
 * limit is left out with all below it.  When zoomed, the callers of the root are
 * boxes of the full width, and the root's subtree fills the width.
 */
typedef struct {
  gsize        n_boxes;
  PpvFlameBox *boxes;
  guint32      n_rows;
  gsize       *row_begin;
  guint32      root;
} PpvFlameLayout;

PPV_PUBLIC PpvFlameLayout    *ppv_flame_layout_new  (const PpvProfile     *profile,
                                                     const PpvCallTree    *tree,
                                                     guint32               root,
                                                     double                least_width);
PPV_PUBLIC void               ppv_flame_layout_free (PpvFlameLayout       *self);
/* The box at @x (0 to 1) in row @depth, or NULL; a binary search. */
PPV_PUBLIC const PpvFlameBox *ppv_flame_layout_find (const PpvFlameLayout *self,
                                                     guint32               depth,
                                                     double                x);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvFlameLayout, ppv_flame_layout_free)

/*
 * Cost of the samples that have a matching function in their stack, once a
 * sample: what "matched 12.3 %" says.  @matches has a byte for each function.
 */
PPV_PUBLIC gint64             ppv_call_tree_matched (const PpvCallTree    *tree,
                                                     const guint8         *matches);

G_END_DECLS
