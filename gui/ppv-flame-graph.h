/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv.h"

G_BEGIN_DECLS

/* What code is, for its colour. */
typedef enum {
  PPV_CATEGORY_USER,
  PPV_CATEGORY_KERNEL,
  PPV_CATEGORY_JIT,
  PPV_CATEGORY_UNKNOWN, /* no code, or nobody knows its name */
} PpvCategory;

/**
 * PpvFlameGraph:
 * @profile: what it was made from
 * @tree: the call tree of the selection
 * @category: (array): a #PpvCategory for each function
 * @unit: of the metric; belongs to @profile
 *
 * A call tree with what is needed to name and colour its nodes: reference
 * counted and immutable.
 */
typedef struct {
  PpvProfile  *profile;
  PpvCallTree *tree;
  guint8      *category;
  const char  *unit;
} PpvFlameGraph;

/**
 * PpvFlameMatch:
 * @functions: a byte for each function: whether it was found
 * @cost: of the samples with such a function, once a sample
 *
 * What a search found in a flame graph.
 */
typedef struct {
  GBytes *functions;
  gint64  cost;
} PpvFlameMatch;

PpvFlameGraph *ppv_flame_graph_new        (PpvProfile          *profile,
                                           const PpvSelection  *selection,
                                           GCancellable        *cancellable,
                                           GError             **error);
PpvFlameGraph *ppv_flame_graph_ref        (PpvFlameGraph       *self);
void           ppv_flame_graph_unref      (PpvFlameGraph       *self);
const char    *ppv_flame_graph_get_name   (const PpvFlameGraph *self,
                                           guint32              node);
/* "" when it is not known. */
const char    *ppv_flame_graph_get_module (const PpvFlameGraph *self,
                                           guint32              node);
/* The node of @self that the same calls lead to as to @other's @node, or PPV_NONE. */
guint32        ppv_flame_graph_find       (const PpvFlameGraph *self,
                                           const PpvFlameGraph *other,
                                           guint32              node);
/* The calls to a node, as selections write them: "^main;draw".  NULL when they are too many;
 * (transfer full). */
char          *ppv_flame_graph_get_path   (const PpvFlameGraph *self,
                                           guint32              node);
/* Name and module of a node; (transfer full). */
char          *ppv_flame_graph_get_title  (const PpvFlameGraph *self,
                                           guint32              node);
/* Self and total of a node, to follow its title; (transfer full). */
char          *ppv_flame_graph_get_costs  (const PpvFlameGraph *self,
                                           guint32              node,
                                           guint32              root);
/* Title and costs: a line about a node, with shares of everything and of @root's cost;
 * (transfer full). */
char          *ppv_flame_graph_describe   (const PpvFlameGraph *self,
                                           guint32              node,
                                           guint32              root);
/* NULL when @text asks for nothing. */
PpvFlameMatch *ppv_flame_match_new        (const PpvFlameGraph *graph,
                                           const char          *text);
void           ppv_flame_match_free       (PpvFlameMatch       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvFlameGraph, ppv_flame_graph_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvFlameMatch, ppv_flame_match_free)

G_END_DECLS
