/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Treaps with shared parts.  Recursion goes as deep as the tree, which random
 * priorities keep near 2 ln n whatever the file holds: about 30 for a million
 * mappings.  They differ from run to run; a file could be made to fit known ones.
 */

#include "config.h"

#include "perf-maps.h"

typedef struct {
  PerfMap map;
  guint32 priority;
  guint32 owner;
  PerfSpace left;
  PerfSpace right;
} Node;

void
perf_maps_init (PerfMaps *self)
{
  self->nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  self->priorities = g_rand_new ();
}

void
perf_maps_clear (PerfMaps *self)
{
  g_array_unref (self->nodes);
  g_rand_free (self->priorities);
}

/* Valid until a node is added. */
static Node *
get (const PerfMaps *self, PerfSpace space)
{
  return &g_array_index (self->nodes, Node, space);
}

static PerfSpace
add_leaf (PerfMaps *self, const PerfMap *map, guint32 owner)
{
  Node node = { *map, g_rand_int (self->priorities), owner, PERF_NO_SPACE, PERF_NO_SPACE };

  g_array_append_val (self->nodes, node);
  return self->nodes->len - 1;
}

/* @space, or a copy when it is somebody else's. */
static PerfSpace
own (PerfMaps *self, PerfSpace space, guint32 owner)
{
  Node copy = *get (self, space);

  if (copy.owner == owner)
    return space;
  copy.owner = owner;
  g_array_append_val (self->nodes, copy);
  return self->nodes->len - 1;
}

/* Mappings that begin before @address to @left, the others to @right. */
static void
split (PerfMaps *self,
       PerfSpace space,
       guint64 address,
       guint32 owner,
       PerfSpace *left,
       PerfSpace *right)
{
  PerfSpace inner;

  if (space == PERF_NO_SPACE)
    {
      *left = *right = PERF_NO_SPACE;
      return;
    }
  space = own (self, space, owner);
  if (get (self, space)->map.start < address)
    {
      split (self, get (self, space)->right, address, owner, &inner, right);
      get (self, space)->right = inner;
      *left = space;
    }
  else
    {
      split (self, get (self, space)->left, address, owner, left, &inner);
      get (self, space)->left = inner;
      *right = space;
    }
}

/* All of @left comes before all of @right. */
static PerfSpace
merge (PerfMaps *self, PerfSpace left, PerfSpace right, guint32 owner)
{
  PerfSpace inner;

  if (left == PERF_NO_SPACE)
    return right;
  if (right == PERF_NO_SPACE)
    return left;
  if (get (self, left)->priority > get (self, right)->priority)
    {
      left = own (self, left, owner);
      inner = merge (self, get (self, left)->right, right, owner);
      get (self, left)->right = inner;
      return left;
    }
  right = own (self, right, owner);
  inner = merge (self, left, get (self, right)->left, owner);
  get (self, right)->left = inner;
  return right;
}

/* The last address, which unlike the end always fits. */
static guint64
last_address (const PerfMap *map)
{
  return map->end - 1;
}

/* The mapping that begins last, or NULL. */
static const PerfMap *
last_of (const PerfMaps *self, PerfSpace space)
{
  if (space == PERF_NO_SPACE)
    return NULL;
  while (get (self, space)->right != PERF_NO_SPACE)
    space = get (self, space)->right;
  return &get (self, space)->map;
}

/* The first mapping that has an address of @map, or NULL. */
static const PerfMap *
first_overlap (const PerfMaps *self, PerfSpace space, const PerfMap *map)
{
  const PerfMap *first = NULL;

  while (space != PERF_NO_SPACE)
    {
      const Node *node = get (self, space);

      if (last_address (&node->map) < map->start)
        space = node->right;
      else
        {
          if (node->map.start <= last_address (map))
            first = &node->map;
          space = node->left;
        }
    }
  return first;
}

static gboolean
says_the_same (const PerfMap *known, const PerfMap *map)
{
  return known->delta == map->delta && known->module == map->module && known->start <= map->start &&
         last_address (known) >= last_address (map);
}

gboolean
perf_maps_conflicts (const PerfMaps *self, PerfSpace space, const PerfMap *map)
{
  const PerfMap *first = first_overlap (self, space, map);

  return first != NULL && !says_the_same (first, map);
}

/* @right with the part of @old behind @map, if there is one. */
static PerfSpace
keep_tail (PerfMaps *self, PerfMap old, const PerfMap *map, PerfSpace right, guint32 owner)
{
  if (last_address (&old) <= last_address (map))
    return right;
  old.start = map->end;
  return merge (self, add_leaf (self, &old, owner), right, owner);
}

PerfSpace
perf_maps_insert (PerfMaps *self, PerfSpace space, const PerfMap *map, guint32 owner)
{
  PerfSpace left, covered, right = PERF_NO_SPACE, last;
  const PerfMap *old = first_overlap (self, space, map);

  if (old != NULL && says_the_same (old, map))
    return space;
  split (self, space, map->start, owner, &left, &covered);
  if (map->end != 0)
    split (self, covered, map->end, owner, &covered, &right);
  old = last_of (self, covered);
  if (old != NULL)
    right = keep_tail (self, *old, map, right, owner);
  old = last_of (self, left);
  if (old != NULL && last_address (old) >= map->start)
    {
      PerfMap head = *old;

      right = keep_tail (self, head, map, right, owner);
      split (self, left, head.start, owner, &left, &last);
      get (self, last)->map.end = map->start;
      left = merge (self, left, last, owner);
    }
  left = merge (self, left, add_leaf (self, map, owner), owner);
  return merge (self, left, right, owner);
}

const PerfMap *
perf_maps_find (const PerfMaps *self, PerfSpace space, guint64 address)
{
  while (space != PERF_NO_SPACE)
    {
      const Node *node = get (self, space);

      if (address < node->map.start)
        space = node->left;
      else if (address > last_address (&node->map))
        space = node->right;
      else
        return &node->map;
    }
  return NULL;
}
