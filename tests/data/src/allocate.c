/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the massif fixtures record: a tree of nodes (recursion), a table that
 * grows and shrinks again (a peak before the end), and many small strings (a
 * rest below massif's threshold).
 */

#include <stdlib.h>
#include <string.h>

typedef struct _Node Node;

struct _Node {
  Node *left;
  Node *right;
  char *name;
};

static Node *
grow (int depth)
{
  Node *node = calloc (1, sizeof *node);

  if (node == NULL)
    abort ();
  node->name = strdup ("leaf");
  if (depth > 0)
    {
      node->left = grow (depth - 1);
      node->right = grow (depth - 1);
    }
  return node;
}

static void
fell (Node *node)
{
  if (node == NULL)
    return;
  fell (node->left);
  fell (node->right);
  free (node->name);
  free (node);
}

static size_t
fill_table (size_t n_rows)
{
  char *table = NULL;
  size_t sum = 0;

  for (size_t size = 4096; size <= n_rows; size *= 2)
    {
      char *larger = realloc (table, size);

      if (larger == NULL)
        abort ();
      table = larger;
      memset (table, 1, size);
      sum += (size_t) table[size - 1];
    }
  free (table);
  return sum;
}

int
main (void)
{
  Node *tree = grow (7);
  size_t sum = fill_table (65536);

  fell (tree);
  tree = grow (4);
  fell (tree);
  return sum == 0;
}
