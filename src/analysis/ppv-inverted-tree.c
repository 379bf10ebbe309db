/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Each node owns a run of entries: the stacks that pass through it, and how far
 * up each was followed.  Expanding a node moves its entries one caller up and
 * sorts them, in place, into the runs of its children; those that have no caller
 * are dropped.  So there is never more than one entry a stack.
 */

#include "config.h"

#include <string.h>

#include "ppv-frames-private.h"
#include "ppv-inverted-tree.h"
#include "ppv-number.h"

typedef struct {
  PpvStackId stack; /* whose cost it is */
  PpvStackId at;    /* the caller of it that stands in the node */
} Entry;

/* The entries of a node. */
typedef struct {
  guint32 begin;
  guint32 n_entries;
} Run;

/* A group of entries on the way to become a node. */
typedef struct {
  guint32 key;
  PpvFrameId frame;
  guint32 n_entries;
  gint64 most; /* the largest cost of one entry */
  gint64 total;
  guint64 samples;
} Group;

struct _PpvInvertedTree {
  const PpvProfile *profile;
  const PpvStackCosts *costs;
  PpvMerge merge;
  guint32 n_roots;
  GArray *nodes; /* of PpvInvertedNode */
  GArray *runs;  /* of Run, by node */
  Entry *entries;
};

static guint32
entry_key (const PpvInvertedTree *self, const Entry *entry)
{
  PpvFrameId frame = ppv_profile_get_stacks (self->profile)->frame[entry->at];

  return self->merge == PPV_MERGE_NOTHING ? frame
                                          : ppv_profile_get_frames (self->profile)->function[frame];
}

static guint32
append_group (GArray *groups, guint32 key)
{
  Group group = { .key = key };

  g_array_append_val (groups, group);
  return groups->len - 1;
}

static guint32
intern_group (GArray *groups, PpvInterner *index, guint32 key)
{
  guint32 hash = ppv_hash_u64 (key);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, index, hash, g_array_index (groups, Group, slot->row).key == key);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (index, slot, hash, append_group (groups, key));
}

static void
add_entry (const PpvInvertedTree *self, Group *group, const Entry *entry)
{
  gint64 cost = self->costs->self[entry->stack];
  gboolean saturated = FALSE;

  if (group->n_entries == 0 || cost > group->most)
    {
      group->most = cost;
      group->frame = ppv_profile_get_stacks (self->profile)->frame[entry->at];
    }
  group->n_entries++;
  group->total = ppv_add_saturating (group->total, cost, &saturated);
  group->samples += self->costs->samples[entry->stack];
}

/* Finds the groups of @n_entries entries and says for each entry which is its own. */
static GArray *
find_groups (const PpvInvertedTree *self,
             const Entry *entries,
             guint32 n_entries,
             guint32 *group_of_entry)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (Group));
  PpvInterner index;

  ppv_interner_init (&index, 0);
  for (guint32 i = 0; i < n_entries; i++)
    {
      group_of_entry[i] = intern_group (groups, &index, entry_key (self, &entries[i]));
      add_entry (self, &g_array_index (groups, Group, group_of_entry[i]), &entries[i]);
    }
  ppv_interner_clear (&index);
  return groups;
}

typedef struct {
  const PpvProfile *profile;
  const GArray *groups;
} Order;

static int
compare_groups (gconstpointer left, gconstpointer right, gpointer data)
{
  const Order *order = data;
  const PpvFrameTable *frames = ppv_profile_get_frames (order->profile);
  const Group *a = &g_array_index (order->groups, Group, *(const guint32 *) left);
  const Group *b = &g_array_index (order->groups, Group, *(const guint32 *) right);
  int names;

  if (a->total != b->total)
    return a->total > b->total ? -1 : 1;
  names = strcmp (ppv_function_name (order->profile, frames->function[a->frame]),
                  ppv_function_name (order->profile, frames->function[b->frame]));
  return names != 0 ? names : (a->key > b->key) - (a->key < b->key);
}

/* The groups as their nodes are to stand; (transfer full). */
static guint32 *
order_groups (const PpvInvertedTree *self, const GArray *groups)
{
  Order data = { self->profile, groups };
  guint32 *order = g_new (guint32, groups->len);

  for (guint32 i = 0; i < groups->len; i++)
    order[i] = i;
  if (groups->len > 1)
    g_qsort_with_data (order, (gint) groups->len, sizeof *order, compare_groups, &data);
  return order;
}

static void
append_node (PpvInvertedTree *self, const Group *group, guint32 parent, guint32 begin)
{
  PpvInvertedNode node = {
    .frame = group->frame, .parent = parent, .total = group->total, .samples = group->samples
  };
  Run run = { begin, group->n_entries };

  if (parent != PPV_NONE)
    node.depth = g_array_index (self->nodes, PpvInvertedNode, parent).depth + 1;
  g_array_append_val (self->nodes, node);
  g_array_append_val (self->runs, run);
}

/*
 * Sorts the entries begin … begin + n_entries - 1 into a node for each key, below
 * @parent; returns the number of nodes.
 */
static guint32
make_nodes (PpvInvertedTree *self, guint32 parent, guint32 begin, guint32 n_entries)
{
  g_autofree Entry *old = g_memdup2 (self->entries + begin, n_entries * sizeof *old);
  g_autofree guint32 *group_of_entry = g_new (guint32, n_entries);
  g_autoptr (GArray) groups = find_groups (self, old, n_entries, group_of_entry);
  g_autofree guint32 *order = order_groups (self, groups);
  g_autofree guint32 *next = g_new (guint32, groups->len);

  for (guint32 i = 0; i < groups->len; i++)
    {
      const Group *group = &g_array_index (groups, Group, order[i]);

      next[order[i]] = begin;
      append_node (self, group, parent, begin);
      begin += group->n_entries;
    }
  for (guint32 i = 0; i < n_entries; i++)
    self->entries[next[group_of_entry[i]]++] = old[i];
  return groups->len;
}

static guint32
fill_entries (PpvInvertedTree *self)
{
  guint32 n_entries = 0;

  for (PpvStackId i = 0; i < self->costs->n_stacks; i++)
    if (self->costs->self[i] != 0 || self->costs->samples[i] > 0)
      n_entries++;
  self->entries = g_new (Entry, n_entries);
  n_entries = 0;
  for (PpvStackId i = 0; i < self->costs->n_stacks; i++)
    if (self->costs->self[i] != 0 || self->costs->samples[i] > 0)
      self->entries[n_entries++] = (Entry){ i, i };
  return n_entries;
}

/**
 * ppv_inverted_tree_new: (skip)
 * @profile: a profile
 * @costs: what its stacks cost
 * @merge: which frames make one node
 *
 * Returns: (transfer full): the tree, of which only the roots are there
 */
PpvInvertedTree *
ppv_inverted_tree_new (const PpvProfile *profile, const PpvStackCosts *costs, PpvMerge merge)
{
  PpvInvertedTree *self;

  g_return_val_if_fail (profile != NULL && costs != NULL, NULL);

  self = g_new0 (PpvInvertedTree, 1);
  self->profile = profile;
  self->costs = costs;
  self->merge = merge;
  self->nodes = g_array_new (FALSE, FALSE, sizeof (PpvInvertedNode));
  self->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  self->n_roots = make_nodes (self, PPV_NONE, 0, fill_entries (self));
  return self;
}

/**
 * ppv_inverted_tree_free: (skip)
 * @self: (nullable): a tree
 */
void
ppv_inverted_tree_free (PpvInvertedTree *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->nodes);
  g_array_unref (self->runs);
  g_free (self->entries);
  g_free (self);
}

/**
 * ppv_inverted_tree_n_roots: (skip)
 * @self: a tree
 *
 * Returns: the number of functions (or frames) that are on top of a stack
 */
guint32
ppv_inverted_tree_n_roots (PpvInvertedTree *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_roots;
}

/**
 * ppv_inverted_tree_get: (skip)
 * @self: a tree
 * @node: a node that was made
 *
 * Returns: (transfer none): the node, valid until the next expansion
 */
const PpvInvertedNode *
ppv_inverted_tree_get (PpvInvertedTree *self, guint32 node)
{
  g_return_val_if_fail (self != NULL && node < self->nodes->len, NULL);

  return &g_array_index (self->nodes, PpvInvertedNode, node);
}

/* Moves the entries of a node one caller up, those that have one to the front; how many have. */
static guint32
step_up (PpvInvertedTree *self, Run run)
{
  const PpvStackId *parent = ppv_profile_get_stacks (self->profile)->parent;
  Entry *entries = self->entries + run.begin;
  guint32 n_left = 0;

  for (guint32 i = 0; i < run.n_entries; i++)
    {
      Entry entry = { entries[i].stack, parent[entries[i].at] };

      if (entry.at == PPV_NONE)
        continue;
      entries[n_left++] = entry;
    }
  return n_left;
}

/**
 * ppv_inverted_tree_expand: (skip)
 * @self: a tree
 * @node: a node that was made
 *
 * Returns: (transfer none): the node with its children, valid until the next expansion
 */
const PpvInvertedNode *
ppv_inverted_tree_expand (PpvInvertedTree *self, guint32 node)
{
  PpvInvertedNode *expanded;
  guint32 first_child;
  guint32 n_children;
  Run run;

  g_return_val_if_fail (self != NULL && node < self->nodes->len, NULL);

  if (g_array_index (self->nodes, PpvInvertedNode, node).expanded)
    return &g_array_index (self->nodes, PpvInvertedNode, node);
  run = g_array_index (self->runs, Run, node);
  first_child = self->nodes->len;
  n_children = make_nodes (self, node, run.begin, step_up (self, run));
  expanded = &g_array_index (self->nodes, PpvInvertedNode, node);
  expanded->expanded = TRUE;
  expanded->first_child = first_child;
  expanded->n_children = n_children;
  return expanded;
}
