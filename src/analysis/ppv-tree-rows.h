/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-call-tree.h"
#include "ppv-inverted-tree.h"
#include "ppv-json-writer.h"

G_BEGIN_DECLS

/**
 * PpvTreeRow: (skip)
 * @parent: row of the parent, or PPV_NONE
 * @depth: number of parents
 * @function: its function
 * @frame: a frame of it
 * @total: cost of it and all below, in the metric's unit
 * @self: @total less that of all its children, shown or not
 */
typedef struct {
  guint32       parent;
  guint32       depth;
  PpvFunctionId function;
  PpvFrameId    frame;
  gint64        total;
  gint64        self;
} PpvTreeRow;

/**
 * PpvTreeRows: (skip)
 * @rows: (element-type PpvTreeRow): depth first
 * @sum: cost of everything
 * @least: rows with less cost were left out
 * @n_hidden: how many branches were left out
 *
 * The part of a call tree that is worth showing, either way up.
 */
typedef struct {
  GArray  *rows;
  gint64   sum;
  gint64   least;
  guint64  n_hidden;
} PpvTreeRows;

/* Below @percent of everything nothing is shown. */
PPV_PUBLIC PpvTreeRows *ppv_tree_rows_top_down  (const PpvProfile    *profile,
                                                 const PpvStackCosts *costs,
                                                 double               percent);
PPV_PUBLIC PpvTreeRows *ppv_tree_rows_bottom_up (const PpvProfile    *profile,
                                                 const PpvStackCosts *costs,
                                                 PpvMerge             merge,
                                                 double               percent);
PPV_PUBLIC void         ppv_tree_rows_free      (PpvTreeRows         *self);
/* Keeps the @n_rows with the most cost. */
PPV_PUBLIC void         ppv_tree_rows_keep      (PpvTreeRows         *self,
                                                 guint                n_rows);

/* Writes the members of a row's object, without its children. */
typedef void (*PpvTreeMembers) (PpvJsonWriter    *json,
                                const PpvProfile *profile,
                                const PpvTreeRow *row);

/* The member "children" of the object that is open. */
PPV_PUBLIC void         ppv_tree_rows_write     (const PpvTreeRows   *self,
                                                 const PpvProfile    *profile,
                                                 PpvTreeMembers       members,
                                                 PpvJsonWriter       *json);
/*
 * The same for an object that stands for the whole tree: a lone root is the
 * object itself, several are children of one called "all".
 */
PPV_PUBLIC void         ppv_tree_rows_write_rooted (const PpvTreeRows *self,
                                                 const PpvProfile    *profile,
                                                 PpvTreeMembers       members,
                                                 PpvJsonWriter       *json);
/* name, value, self, module, file, line, and inlined where it is so: as flame graphs have it. */
PPV_PUBLIC void         ppv_tree_rows_members   (PpvJsonWriter       *json,
                                                 const PpvProfile    *profile,
                                                 const PpvTreeRow    *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvTreeRows, ppv_tree_rows_free)

G_END_DECLS
