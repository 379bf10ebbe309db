/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-flame-layout.h"
#include "ppv-plugin.h"
#include "ppv-selection.h"
#include "svg-palette.h"

G_BEGIN_DECLS

/* A function that has a box. */
typedef struct {
  PpvFunctionId function;
  char         *name;     /* as shown: no controls or overrides of the direction in it */
  char         *module;   /* as shown, its base name; "" when unknown */
  SvgCategory   category;
  guint         color;
} SvgName;

/* A box of the picture; a parent precedes its children. */
typedef struct {
  guint32 node;   /* of the call tree */
  guint32 parent; /* its box, or PPV_NONE for a root */
  guint32 name;   /* row of the names */
  guint32 depth;
  gint64  left;   /* cost of everything left of it, in the metric's unit */
  gint64  total;
  gint64  self;
} SvgBox;

/**
 * SvgGraph: (skip)
 * @costs: what is drawn
 * @n_rows: rows of boxes
 * @boxes: by row, then from left to right
 * @names: what they are called
 * @n_hidden: boxes too narrow to be drawn
 * @hidden: their cost, which no box above them shows as its own
 *
 * A flame graph reduced to what a picture of some width can show.
 */
typedef struct {
  PpvStackCosts *costs;
  guint32        n_rows;
  gsize          n_boxes;
  SvgBox        *boxes;
  guint32        n_names;
  SvgName       *names;
  guint32        n_hidden;
  gint64         hidden;
} SvgGraph;

/* @least_width is the narrowest box, as part of the whole width. */
SvgGraph *svg_graph_new  (const PpvProfile    *profile,
                          const PpvSelection  *selection,
                          const SvgPalette    *palette,
                          double               least_width,
                          GCancellable        *cancellable,
                          GError             **error);
void      svg_graph_free (SvgGraph            *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvgGraph, svg_graph_free)

G_END_DECLS
