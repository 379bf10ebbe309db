/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-call-tree.h"
#include "ppv-cli-output.h"
#include "ppv-inverted-tree.h"
#include "ppv-json-writer.h"

G_BEGIN_DECLS

/**
 * PpvTreeRow:
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
 * PpvTreeRows:
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

/* What to call a row; (transfer full). */
typedef char *(*PpvTreeLabel) (const PpvProfile *profile,
                               const PpvTreeRow *row);

/* Below @percent of everything nothing is shown. */
PpvTreeRows *ppv_tree_rows_top_down  (const PpvProfile    *profile,
                                      const PpvStackCosts *costs,
                                      double               percent);
PpvTreeRows *ppv_tree_rows_bottom_up (const PpvProfile    *profile,
                                      const PpvStackCosts *costs,
                                      PpvMerge             merge,
                                      double               percent);
void         ppv_tree_rows_free      (PpvTreeRows         *self);
/* Keeps the @n_rows with the most cost. */
void         ppv_tree_rows_keep      (PpvTreeRows         *self,
                                      guint                n_rows);
/* As an indented tree; @with_self has a column for it. */
void         ppv_tree_rows_print     (const PpvTreeRows   *self,
                                      const PpvProfile    *profile,
                                      const char          *unit,
                                      gboolean             with_self,
                                      PpvTreeLabel         label,
                                      PpvOutput           *output);

/* Writes the members of a row's object, without its children. */
typedef void (*PpvTreeMembers) (PpvJsonWriter    *json,
                                const PpvProfile *profile,
                                const PpvTreeRow *row);

/* The member "children" of the object that is open. */
void         ppv_tree_rows_write     (const PpvTreeRows   *self,
                                      const PpvProfile    *profile,
                                      PpvTreeMembers       members,
                                      PpvJsonWriter       *json);
/*
 * The same for an object that stands for the whole tree: a lone root is the
 * object itself, several are children of one called "all".
 */
void         ppv_tree_rows_write_rooted (const PpvTreeRows *self,
                                      const PpvProfile    *profile,
                                      PpvTreeMembers       members,
                                      PpvJsonWriter       *json);
/* name, value, self, module, file, line: as flame graphs have it. */
void         ppv_tree_rows_members   (PpvJsonWriter       *json,
                                      const PpvProfile    *profile,
                                      const PpvTreeRow    *row);
/* The name of a row's function. */
char        *ppv_tree_rows_function  (const PpvProfile    *profile,
                                      const PpvTreeRow    *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvTreeRows, ppv_tree_rows_free)

G_END_DECLS
