/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli-output.h"
#include "ppv-cli-text.h"

G_BEGIN_DECLS

/**
 * PpvColumn:
 * @title: its heading
 * @right: whether it is aligned to the right
 * @share: 0 for columns that are never cut; of the others, how much of the room
 *     that is left each gets
 * @cut: how its cells are shortened
 */
typedef struct {
  const char *title;
  gboolean    right;
  guint       share;
  PpvCut      cut;
} PpvColumn;

/**
 * PpvTable:
 *
 * Rows of text in columns, fitted to a width.  Cells are escaped for terminals
 * as they come in.
 */
typedef struct _PpvTable PpvTable;

/* @columns must live as long. */
PpvTable *ppv_table_new   (const PpvColumn *columns,
                           guint            n_columns);
void      ppv_table_free  (PpvTable        *self);
/* The next cell, row by row. */
void      ppv_table_add   (PpvTable        *self,
                           const char      *cell);
/* The same, taking @cell over. */
void      ppv_table_take  (PpvTable        *self,
                           char            *cell);
void      ppv_table_print (const PpvTable  *self,
                           PpvOutput       *output);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvTable, ppv_table_free)

G_END_DECLS
