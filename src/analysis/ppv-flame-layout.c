/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Boxes are made row by row: each box of a row appends its children to the next.
 * So they come out by depth, and from left to right within it.
 */

#include "config.h"

#include <string.h>

#include "ppv-flame-layout.h"
#include "ppv-frames-private.h"
#include "ppv-number.h"

typedef struct {
  const PpvProfile *profile;
  const PpvCallTree *tree;
  double least_width;
  GArray *boxes;    /* of PpvFlameBox */
  GArray *rows;     /* where each row begins in boxes, gsize */
  GArray *siblings; /* nodes that stand side by side, guint32 */
} Builder;

static void
builder_clear (Builder *self)
{
  g_array_unref (self->boxes);
  g_array_unref (self->rows);
  g_array_unref (self->siblings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Builder, builder_clear)

static int
compare_names (gconstpointer a, gconstpointer b, gpointer builder)
{
  const Builder *self = builder;
  guint32 left = *(const guint32 *) a;
  guint32 right = *(const guint32 *) b;
  int order = strcmp (ppv_function_name (self->profile, self->tree->function[left]),
                      ppv_function_name (self->profile, self->tree->function[right]));

  return order != 0 ? order : (left > right) - (left < right);
}

/*
 * Collects the nodes begin … end - 1 that are siblings (their descendants stand
 * between them) and have a positive total; returns the sum of these totals.
 */
static gint64
collect_siblings (Builder *self, guint32 begin, guint32 end)
{
  gboolean saturated = FALSE;
  gint64 sum = 0;

  g_array_set_size (self->siblings, 0);
  for (guint32 i = begin; i < end; i = self->tree->end[i])
    if (self->tree->total[i] > 0)
      {
        g_array_append_val (self->siblings, i);
        sum = ppv_add_saturating (sum, self->tree->total[i], &saturated);
      }
  if (self->siblings->len > 1)
    g_array_sort_with_data (self->siblings, compare_names, self);
  return sum;
}

/*
 * Puts the siblings begin … end - 1 side by side from @left on.  @total is what
 * @width stands for; they share the width where they sum up to more, as they do
 * beside siblings with negative costs.
 */
static void
add_siblings (Builder *self,
              guint32 begin,
              guint32 end,
              guint32 depth,
              double left,
              double width,
              gint64 total)
{
  gint64 sum = collect_siblings (self, begin, end);
  double scale = width / (double) MAX (sum, total);
  double before = 0;

  for (guint i = 0; i < self->siblings->len; i++)
    {
      guint32 node = g_array_index (self->siblings, guint32, i);
      double cost = (double) self->tree->total[node];
      PpvFlameBox box = { node, depth, left + before * scale, cost * scale };

      if (box.width >= self->least_width)
        g_array_append_val (self->boxes, box);
      before += cost;
    }
}

static void
begin_row (Builder *self)
{
  gsize begin = self->boxes->len;

  g_array_append_val (self->rows, begin);
}

/* The callers of @root, outermost first, and @root itself, a row and the full width each. */
static void
add_chain (Builder *self, guint32 root)
{
  guint32 depth = self->tree->depth[root];

  if (self->tree->total[root] <= 0)
    return;
  g_array_set_size (self->boxes, depth + 1);
  for (guint32 node = root; node != PPV_NONE; node = self->tree->parent[node])
    {
      guint32 row = self->tree->depth[node];

      g_array_index (self->boxes, PpvFlameBox, row) = (PpvFlameBox){ node, row, 0, 1 };
    }
  for (gsize i = 0; i <= depth; i++)
    g_array_append_val (self->rows, i);
}

static void
add_roots (Builder *self)
{
  begin_row (self);
  add_siblings (self, 0, self->tree->n_nodes, 0, 0, 1, MAX (self->tree->sum, 1));
}

static void
add_rows_below (Builder *self)
{
  gsize row;
  gsize end;

  while (self->rows->len > 0)
    {
      row = g_array_index (self->rows, gsize, self->rows->len - 1);
      end = self->boxes->len;
      begin_row (self);
      if (row == end)
        break;
      for (gsize i = row; i < end; i++)
        {
          PpvFlameBox box = g_array_index (self->boxes, PpvFlameBox, i);

          add_siblings (self, box.node + 1, self->tree->end[box.node], box.depth + 1, box.left,
                        box.width, self->tree->total[box.node]);
        }
    }
}

/* The last two rows are empty: the first of them is the end of the last real one. */
static PpvFlameLayout *
finish (Builder *self, guint32 root)
{
  PpvFlameLayout *layout = g_new0 (PpvFlameLayout, 1);

  if (self->rows->len > 0)
    g_array_set_size (self->rows, self->rows->len - 1);
  else
    begin_row (self);
  layout->n_boxes = self->boxes->len;
  layout->boxes = (PpvFlameBox *) (gpointer) g_array_steal (self->boxes, NULL);
  layout->n_rows = self->rows->len - 1;
  layout->row_begin = (gsize *) (gpointer) g_array_steal (self->rows, NULL);
  layout->root = root;
  return layout;
}

/**
 * ppv_flame_layout_new: (skip)
 * @profile: a profile
 * @tree: its call tree
 * @root: the node that fills the width, or PPV_NONE for everything
 * @least_width: narrower nodes are left out, 0 to 1
 *
 * Nodes without a positive total have no width, and so no box.
 *
 * Returns: (transfer full): the boxes
 */
PpvFlameLayout *
ppv_flame_layout_new (const PpvProfile *profile,
                      const PpvCallTree *tree,
                      guint32 root,
                      double least_width)
{
  g_auto (Builder) builder = { profile, tree, least_width, NULL, NULL, NULL };

  g_return_val_if_fail (profile != NULL && tree != NULL, NULL);
  g_return_val_if_fail (root == PPV_NONE || root < tree->n_nodes, NULL);

  builder.boxes = g_array_new (FALSE, FALSE, sizeof (PpvFlameBox));
  builder.rows = g_array_new (FALSE, FALSE, sizeof (gsize));
  builder.siblings = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (root == PPV_NONE)
    add_roots (&builder);
  else
    add_chain (&builder, root);
  add_rows_below (&builder);
  return finish (&builder, root);
}

/**
 * ppv_flame_layout_free: (skip)
 * @self: (nullable): a layout
 */
void
ppv_flame_layout_free (PpvFlameLayout *self)
{
  if (self == NULL)
    return;
  g_free (self->boxes);
  g_free (self->row_begin);
  g_free (self);
}

/**
 * ppv_flame_layout_find: (skip)
 * @self: a layout
 * @depth: a row
 * @x: where, 0 to 1 of the width
 *
 * Returns: (nullable) (transfer none): the box there
 */
const PpvFlameBox *
ppv_flame_layout_find (const PpvFlameLayout *self, guint32 depth, double x)
{
  gsize low;
  gsize high;
  const PpvFlameBox *box;

  g_return_val_if_fail (self != NULL, NULL);

  if (depth >= self->n_rows)
    return NULL;
  low = self->row_begin[depth];
  high = self->row_begin[depth + 1];
  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->boxes[middle].left <= x)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == self->row_begin[depth])
    return NULL;
  box = &self->boxes[low - 1];
  return x < box->left + box->width ? box : NULL;
}

/**
 * ppv_call_tree_matched: (skip)
 * @tree: a call tree
 * @matches: (array): a byte for each row of the function table
 *
 * Returns: the cost of the samples with such a function in their stack
 */
gint64
ppv_call_tree_matched (const PpvCallTree *tree, const guint8 *matches)
{
  gboolean saturated = FALSE;
  gint64 sum = 0;
  guint32 node = 0;

  g_return_val_if_fail (tree != NULL && matches != NULL, 0);

  while (node < tree->n_nodes)
    {
      gboolean matched = matches[tree->function[node]];

      if (matched)
        sum = ppv_add_saturating (sum, tree->total[node], &saturated);
      node = matched ? tree->end[node] : node + 1;
    }
  return sum;
}
