/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-flame-walk.h"

/* The widest box on top of @box, or NULL. */
static const PpvFlameBox *
find_callee (const PpvFlameGraph *graph, const PpvFlameLayout *layout, const PpvFlameBox *box)
{
  const guint32 *parent = graph->tree->parent;
  const PpvFlameBox *widest = NULL;

  if (box->depth + 1 >= layout->n_rows)
    return NULL;
  for (gsize i = layout->row_begin[box->depth + 1]; i < layout->row_begin[box->depth + 2]; i++)
    {
      const PpvFlameBox *other = &layout->boxes[i];

      if (parent[other->node] == box->node && (widest == NULL || other->width > widest->width))
        widest = other;
    }
  return widest;
}

static const PpvFlameBox *
find_neighbour (const PpvFlameLayout *layout, const PpvFlameBox *box, gboolean right)
{
  gsize i = (gsize) (box - layout->boxes);

  if (right)
    return i + 1 < layout->row_begin[box->depth + 1] ? box + 1 : NULL;
  return i > layout->row_begin[box->depth] ? box - 1 : NULL;
}

/**
 * ppv_flame_walk_find: (skip)
 * @graph: a graph
 * @layout: its layout
 * @node: a node, or PPV_NONE
 *
 * Returns: (nullable): its box
 */
const PpvFlameBox *
ppv_flame_walk_find (const PpvFlameGraph *graph, const PpvFlameLayout *layout, guint32 node)
{
  guint32 depth;

  if (node >= graph->tree->n_nodes)
    return NULL;
  depth = graph->tree->depth[node];
  if (depth >= layout->n_rows)
    return NULL;
  for (gsize i = layout->row_begin[depth]; i < layout->row_begin[depth + 1]; i++)
    if (layout->boxes[i].node == node)
      return &layout->boxes[i];
  return NULL;
}

/**
 * ppv_flame_walk_step: (skip)
 * @graph: a graph
 * @layout: its layout
 * @box: one of its boxes
 * @move: where to
 *
 * Returns: (nullable): the box there
 */
const PpvFlameBox *
ppv_flame_walk_step (const PpvFlameGraph *graph,
                     const PpvFlameLayout *layout,
                     const PpvFlameBox *box,
                     PpvFlameMove move)
{
  switch (move)
    {
    case PPV_FLAME_CALLER:
      return ppv_flame_walk_find (graph, layout, graph->tree->parent[box->node]);
    case PPV_FLAME_CALLEE:
      return find_callee (graph, layout, box);
    case PPV_FLAME_LEFT:
    case PPV_FLAME_RIGHT:
    default:
      return find_neighbour (layout, box, move == PPV_FLAME_RIGHT);
    }
}
