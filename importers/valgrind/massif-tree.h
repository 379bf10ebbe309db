/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "common/text-map.h"
#include "massif-categories.h"
#include "ppv-lines.h"
#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/*
 * MassifTree: reads the heap tree of one snapshot after the other
 * @set: where its samples go
 * @categories: where they go instead; NULL in the files of massif itself
 * @root_bytes: of the tree that is being read
 * @n_nodes: of all trees
 *
 * massif's tree goes from the allocation function down to its callers, a line a
 * node, one leading blank a level:
 *
 *     n2: 60 (heap allocation functions) malloc/new/new[], --alloc-fns, etc.
 *      n0: 40 0x1092E2: main (t.c:11)
 *      n1: 20 0x109205: insert (t.c:5)
 *       n0: 20 0x1092F1: main (t.c:12)
 *
 * A path becomes a stack from its far end, main, to the allocation function.  A
 * node has a sample for the bytes its children do not account for, and leaves
 * have one whatever they count; so the inverted tree has the nodes of the file,
 * and a snapshot's weights add up to the root.  In execution trees the root is the
 * name of a category, and no frame.
 */
typedef struct {
  PpvProfileBuilder *builder;
  guint32            set;
  MassifCategories  *categories;
  TextMap            frames; /* by label */
  GArray            *open;   /* the node of each level */
  gint64             root_bytes;
  guint64            n_nodes;
  gboolean           left_out; /* whether the tree is of a category too many */
} MassifTree;

/* Figures are unsigned 64-bit numbers; of those that are too large it is said. */
gint64   massif_bytes              (PpvProfileBuilder *builder,
                                    guint64            bytes,
                                    guint64            offset);
void     massif_tree_init          (MassifTree        *self,
                                    PpvProfileBuilder *builder);
void     massif_tree_clear         (MassifTree        *self);
/* FALSE when it is no node, or one that hangs in the air. */
gboolean massif_tree_add_line      (MassifTree        *self,
                                    const PpvLines    *lines);
/* Whether there is a root and no node waits for another child. */
gboolean massif_tree_is_complete   (const MassifTree  *self);
/* Ends the tree before the line at @offset; FALSE when there was none. */
gboolean massif_tree_end           (MassifTree        *self,
                                    guint64            offset);

G_END_DECLS
