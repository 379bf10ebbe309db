/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "ppv-profile-json.h"
#include "ppv-tree-rows.h"

/*
 * A bottom-up tree can have a node for every frame of every stack: this is more
 * than anybody reads, and a bound for what a hostile file costs.
 */
enum { MOST_ROWS = 1000000 };

static PpvTreeRows *
new_rows (gint64 sum, double percent)
{
  PpvTreeRows *self = g_new0 (PpvTreeRows, 1);
  double least = ceil (fabs ((double) sum) * percent / 100);

  self->rows = g_array_new (FALSE, FALSE, sizeof (PpvTreeRow));
  self->sum = sum;
  self->least = least < (double) (G_MAXINT64 / 2) ? (gint64) least : G_MAXINT64;
  return self;
}

/**
 * ppv_tree_rows_free: (skip)
 * @self: rows
 */
void
ppv_tree_rows_free (PpvTreeRows *self)
{
  g_array_unref (self->rows);
  g_free (self);
}

static PpvTreeRow *
row_at (const PpvTreeRows *self, guint32 row)
{
  return &g_array_index (self->rows, PpvTreeRow, row);
}

/**
 * ppv_tree_rows_top_down: (skip)
 * @profile: a profile
 * @costs: what its stacks cost
 * @percent: branches with a smaller share are hidden; 0 for none
 *
 * Returns: (transfer full): callers above those they call
 */
PpvTreeRows *
ppv_tree_rows_top_down (const PpvProfile *profile, const PpvStackCosts *costs, double percent)
{
  g_autoptr (PpvCallTree) tree = ppv_call_tree_new (profile, costs);
  PpvTreeRows *self = new_rows (costs->sum, percent);
  g_autofree guint32 *row_of_node = g_new (guint32, MAX (tree->n_nodes, 1));

  for (guint32 node = 0; node < tree->n_nodes;)
    {
      guint32 parent = tree->parent[node];
      PpvTreeRow row = { .parent = parent == PPV_NONE ? PPV_NONE : row_of_node[parent],
                         .depth = tree->depth[node],
                         .function = tree->function[node],
                         .frame = tree->frame[node],
                         .total = tree->total[node],
                         .self = tree->self[node] };

      if (row.total < self->least)
        {
          self->n_hidden++;
          node = tree->end[node];
          continue;
        }
      row_of_node[node++] = self->rows->len;
      g_array_append_val (self->rows, row);
    }
  return self;
}

/* A node whose turn is still to come. */
typedef struct {
  guint32 node;
  guint32 parent_row;
} Pending;

static void
push_children (GArray *pending, guint32 first, guint32 n_children, guint32 parent_row)
{
  for (guint32 i = n_children; i > 0; i--)
    {
      Pending child = { first + i - 1, parent_row };

      g_array_append_val (pending, child);
    }
}

/* Makes the row of a node, with what began there as its own cost. */
static void
add_inverted (PpvTreeRows *self,
              const PpvProfile *profile,
              PpvInvertedTree *tree,
              Pending at,
              GArray *pending)
{
  PpvInvertedNode node = *ppv_inverted_tree_expand (tree, at.node);
  PpvTreeRow row = { .parent = at.parent_row,
                     .depth = node.depth,
                     .function = ppv_profile_get_frames (profile)->function[node.frame],
                     .frame = node.frame,
                     .total = node.total,
                     .self = node.total };

  for (guint32 i = 0; i < node.n_children; i++)
    row.self -= ppv_inverted_tree_get (tree, node.first_child + i)->total;
  push_children (pending, node.first_child, node.n_children, self->rows->len);
  g_array_append_val (self->rows, row);
}

/**
 * ppv_tree_rows_bottom_up: (skip)
 * @profile: a profile
 * @costs: what its stacks cost
 * @merge: which frames are one
 * @percent: branches with a smaller share are hidden; 0 for none
 *
 * Returns: (transfer full): what costs above those that called it
 */
PpvTreeRows *
ppv_tree_rows_bottom_up (const PpvProfile *profile,
                         const PpvStackCosts *costs,
                         PpvMerge merge,
                         double percent)
{
  g_autoptr (PpvInvertedTree) tree = ppv_inverted_tree_new (profile, costs, merge);
  g_autoptr (GArray) pending = g_array_new (FALSE, FALSE, sizeof (Pending));
  PpvTreeRows *self = new_rows (costs->sum, percent);

  push_children (pending, 0, ppv_inverted_tree_n_roots (tree), PPV_NONE);
  while (pending->len > 0)
    {
      Pending at = g_array_index (pending, Pending, pending->len - 1);

      g_array_set_size (pending, pending->len - 1);
      if (self->rows->len >= MOST_ROWS ||
          ppv_inverted_tree_get (tree, at.node)->total < self->least)
        self->n_hidden++;
      else
        add_inverted (self, profile, tree, at, pending);
    }
  return self;
}

static int
compare_totals (gconstpointer a, gconstpointer b, gpointer rows)
{
  guint32 left = *(const guint32 *) a;
  guint32 right = *(const guint32 *) b;
  gint64 left_total = row_at (rows, left)->total;
  gint64 right_total = row_at (rows, right)->total;

  if (left_total != right_total)
    return left_total > right_total ? -1 : 1;
  return left < right ? -1 : left > right;
}

/**
 * ppv_tree_rows_keep: (skip)
 * @self: rows
 * @n_rows: how many of them
 *
 * Keeps the rows with the most cost.  A parent has at least the cost of its child
 * and comes before it, so it stays with it.
 */
void
ppv_tree_rows_keep (PpvTreeRows *self, guint n_rows)
{
  guint32 n_all = self->rows->len;
  g_autofree guint32 *order = NULL;
  g_autofree guint32 *moved_to = NULL;
  guint32 n_kept = 0;

  if (n_rows >= n_all)
    return;
  order = g_new (guint32, n_all);
  moved_to = g_new (guint32, n_all);
  for (guint32 i = 0; i < n_all; i++)
    {
      order[i] = i;
      moved_to[i] = PPV_NONE;
    }
  g_qsort_with_data (order, (int) n_all, sizeof *order, compare_totals, self);
  for (guint32 i = 0; i < n_rows; i++)
    moved_to[order[i]] = 0;
  for (guint32 i = 0; i < n_all; i++)
    {
      PpvTreeRow row = *row_at (self, i);

      if (moved_to[i] == PPV_NONE)
        continue;
      if (row.parent != PPV_NONE)
        row.parent = moved_to[row.parent];
      *row_at (self, n_kept) = row;
      moved_to[i] = n_kept++;
    }
  self->n_hidden += n_all - n_kept;
  g_array_set_size (self->rows, n_kept);
}

/* Ends objects and their children until @n_left are open. */
static void
close_rows (PpvJsonWriter *json, guint32 n_open, guint32 n_left)
{
  for (; n_open > n_left; n_open--)
    {
      ppv_json_end (json);
      ppv_json_end (json);
    }
}

/* The rows from @first on as an array; those at @depth are its elements. */
static void
write_children (const PpvTreeRows *self,
                const PpvProfile *profile,
                guint32 first,
                guint32 depth,
                PpvTreeMembers members,
                PpvJsonWriter *json)
{
  guint32 n_open = 0;

  ppv_json_begin_array (json, "children");
  for (guint32 i = first; i < self->rows->len; i++)
    {
      const PpvTreeRow *row = row_at (self, i);

      close_rows (json, n_open, row->depth - depth);
      ppv_json_begin_object (json, NULL);
      members (json, profile, row);
      ppv_json_begin_array (json, "children");
      n_open = row->depth - depth + 1;
    }
  close_rows (json, n_open, 0);
  ppv_json_end (json);
}

/**
 * ppv_tree_rows_write: (skip)
 * @self: rows
 * @profile: their profile
 * @members: writes those of a row
 * @json: a writer with an object open
 */
void
ppv_tree_rows_write (const PpvTreeRows *self,
                     const PpvProfile *profile,
                     PpvTreeMembers members,
                     PpvJsonWriter *json)
{
  write_children (self, profile, 0, 0, members, json);
}

/**
 * ppv_tree_rows_write_rooted: (skip)
 * @self: rows
 * @profile: their profile
 * @members: writes those of a row
 * @json: a writer with an object open, which stands for the whole tree
 */
void
ppv_tree_rows_write_rooted (const PpvTreeRows *self,
                            const PpvProfile *profile,
                            PpvTreeMembers members,
                            PpvJsonWriter *json)
{
  guint32 n_roots = 0;

  for (guint32 i = 0; i < self->rows->len && n_roots < 2; i++)
    n_roots += row_at (self, i)->depth == 0;
  if (n_roots == 1)
    {
      members (json, profile, row_at (self, 0));
      write_children (self, profile, 1, 1, members, json);
      return;
    }
  ppv_json_string (json, "name", "all");
  ppv_json_cost (json, "value", self->sum);
  write_children (self, profile, 0, 0, members, json);
}

/**
 * ppv_tree_rows_members: (skip)
 * @json: a writer with an object open
 * @profile: a profile
 * @row: a row
 */
void
ppv_tree_rows_members (PpvJsonWriter *json, const PpvProfile *profile, const PpvTreeRow *row)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);

  ppv_json_string (json, "name", ppv_profile_get_string (profile, functions->name[row->function]));
  ppv_json_cost (json, "value", row->total);
  ppv_json_cost (json, "self", row->self);
  ppv_profile_write_function (json, profile, row->function);
  if (ppv_profile_get_frames (profile)->inlined[row->frame])
    ppv_json_bool (json, "inlined", TRUE);
}
