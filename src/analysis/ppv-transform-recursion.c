/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Whether a function stands above a row is a question about a path, and paths may be as
 * long as the table.  So the tree is walked depth first, with the path in an array and for
 * each function the row it has there; on the way back both are put as they were.
 */

#include "config.h"

#include <string.h>

#include "ppv-transform-private.h"

/* A row on the way from the root, and what it has overwritten. */
typedef struct {
  PpvStackId row;
  PpvStackId next; /* child to go to */
  PpvFunctionId function;
  PpvStackId old_row;  /* of the function */
  guint32 depth;       /* of the new row; G_MAXUINT32 when none was made */
  PpvStackId old_path; /* at that depth */
} Visit;

typedef struct {
  const PpvProfile *profile;
  const PpvStackTable *from;
  const guint8 *hits;
  PpvStackMaker *to;
  PpvStackId *rows;
  PpvStackId *first_child; /* by row, then that of the roots */
  PpvStackId *sibling;
  PpvStackId *row_of; /* by function: its innermost new row, maybe of another path */
  GArray *depth_of;   /* guint32 by new row */
  PpvStackId *path;   /* new rows from the root */
  GArray *visits;
} Walk;

static void
list_children (Walk *self)
{
  guint32 n = self->from->n_rows;

  self->first_child = g_new (PpvStackId, (gsize) n + 1);
  self->sibling = g_new (PpvStackId, (gsize) n + 1);
  memset (self->first_child, 0xff, ((gsize) n + 1) * sizeof *self->first_child); /* PPV_NONE */
  for (guint32 i = n; i-- > 0;)
    {
      guint32 parent = MIN (self->from->parent[i], n);

      self->sibling[i] = self->first_child[parent];
      self->first_child[parent] = i;
    }
}

static guint32
depth_of (const Walk *self, PpvStackId row)
{
  return row == PPV_STACK_EMPTY ? 0 : g_array_index (self->depth_of, guint32, row);
}

/* The row of @function on the path that ends with @caller, or PPV_NONE. */
static PpvStackId
find_above (const Walk *self, PpvFunctionId function, PpvStackId caller)
{
  PpvStackId row = self->row_of[function];

  if (row == PPV_NONE || depth_of (self, row) > depth_of (self, caller) ||
      self->path[depth_of (self, row)] != row)
    return PPV_NONE;
  return row;
}

static void
enter (Walk *self, PpvStackId row)
{
  PpvStackId parent = self->from->parent[row];
  PpvStackId caller = parent == PPV_NONE ? PPV_STACK_EMPTY : self->rows[parent];
  PpvFrameId frame = self->from->frame[row];
  PpvFunctionId function = ppv_profile_get_frames (self->profile)->function[frame];
  PpvStackId above = self->hits[row] ? find_above (self, function, caller) : PPV_NONE;
  Visit visit = { row, self->first_child[row], function, self->row_of[function], G_MAXUINT32, 0 };

  if (above == PPV_NONE)
    {
      above = ppv_stack_maker_row (self->to, caller, frame);
      visit.depth = depth_of (self, caller) + 1;
      if (above >= self->depth_of->len)
        g_array_set_size (self->depth_of, above + 1);
      g_array_index (self->depth_of, guint32, above) = visit.depth;
      visit.old_path = self->path[visit.depth];
      self->path[visit.depth] = above;
      self->row_of[function] = above;
    }
  self->rows[row] = above;
  g_array_append_val (self->visits, visit);
}

static void
leave (Walk *self, const Visit *visit)
{
  self->row_of[visit->function] = visit->old_row;
  if (visit->depth != G_MAXUINT32)
    self->path[visit->depth] = visit->old_path;
  g_array_set_size (self->visits, self->visits->len - 1);
}

static void
walk (Walk *self, PpvStackId root)
{
  enter (self, root);
  while (self->visits->len > 0)
    {
      Visit *visit = &g_array_index (self->visits, Visit, self->visits->len - 1);
      PpvStackId next = visit->next;

      if (next == PPV_NONE)
        leave (self, visit);
      else
        {
          visit->next = self->sibling[next];
          enter (self, next);
        }
    }
}

void
ppv_transform_recursion (const PpvProfile *profile,
                         const PpvStackTable *from,
                         const guint8 *hits,
                         PpvStackMaker *to,
                         PpvStackId *rows)
{
  gsize n_functions = ppv_profile_get_functions (profile)->n_rows;
  Walk self = { profile, from, hits, to, rows };

  list_children (&self);
  self.row_of = g_new (PpvStackId, n_functions + 1);
  memset (self.row_of, 0xff, n_functions * sizeof *self.row_of); /* PPV_NONE */
  self.depth_of = g_array_new (FALSE, TRUE, sizeof (guint32));
  self.path = g_new0 (PpvStackId, (gsize) from->n_rows + 2);
  self.visits = g_array_new (FALSE, FALSE, sizeof (Visit));
  for (PpvStackId root = self.first_child[from->n_rows]; root != PPV_NONE;
       root = self.sibling[root])
    walk (&self, root);
  g_array_unref (self.visits);
  g_array_unref (self.depth_of);
  g_free (self.path);
  g_free (self.row_of);
  g_free (self.first_child);
  g_free (self.sibling);
}
