/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Totals with recursion counted once: the stacks are walked depth first, with a
 * counter for each key that says how often it is on the way to the root.  A
 * subtree counts for its root's key only where that is not on the way already.
 */

#include "config.h"

#include "ppv-number.h"
#include "ppv-stack-walk-private.h"

typedef struct {
  const guint32 *parent;
  const guint32 *key;
  PpvStackId first_root;
  PpvStackId *first; /* first child with cost at or below it */
  PpvStackId *next;  /* next such sibling */
  gint64 *below;     /* cost of the row and all below it */
  guint64 *samples_below;
  guint32 *on_path; /* by key */
  gint64 *total;
  guint64 *samples;
} Walk;

static void
walk_clear (Walk *self)
{
  g_free (self->first);
  g_free (self->next);
  g_free (self->below);
  g_free (self->samples_below);
  g_free (self->on_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static void
link_stack (Walk *self, PpvStackId stack)
{
  PpvStackId parent = self->parent[stack];
  PpvStackId *first = parent == PPV_NONE ? &self->first_root : &self->first[parent];
  gboolean saturated = FALSE;

  self->next[stack] = *first;
  *first = stack;
  if (parent == PPV_NONE)
    return;
  self->below[parent] = ppv_add_saturating (self->below[parent], self->below[stack], &saturated);
  self->samples_below[parent] += self->samples_below[stack];
}

/* Backward, so that children are complete before their parent. */
static void
link_stacks (Walk *self, const PpvStackCosts *costs)
{
  self->first_root = PPV_NONE;
  self->first = g_new (PpvStackId, costs->n_stacks);
  self->next = g_new (PpvStackId, costs->n_stacks);
  self->below = g_memdup2 (costs->self, costs->n_stacks * sizeof *self->below);
  self->samples_below = g_memdup2 (costs->samples, costs->n_stacks * sizeof *self->samples_below);
  for (PpvStackId i = 0; i < costs->n_stacks; i++)
    self->first[i] = PPV_NONE;
  for (PpvStackId i = costs->n_stacks; i-- > 0;)
    if (costs->self[i] != 0 || costs->samples[i] > 0 || self->first[i] != PPV_NONE)
      link_stack (self, i);
}

static void
enter (Walk *self, PpvStackId stack)
{
  guint32 key = self->key[stack];
  gboolean saturated = FALSE;

  if (key == PPV_NONE || self->on_path[key]++ > 0)
    return;
  self->total[key] = ppv_add_saturating (self->total[key], self->below[stack], &saturated);
  self->samples[key] += self->samples_below[stack];
}

static void
leave (Walk *self, PpvStackId stack)
{
  if (self->key[stack] != PPV_NONE)
    self->on_path[self->key[stack]]--;
}

void
ppv_stack_walk_totals (const PpvProfile *profile,
                       const PpvStackCosts *costs,
                       const guint32 *key_of_stack,
                       guint32 n_keys,
                       gint64 *total,
                       guint64 *samples)
{
  g_auto (Walk) self = { .parent = ppv_profile_get_stacks (profile)->parent,
                         .key = key_of_stack,
                         .total = total,
                         .samples = samples };
  PpvStackId stack;

  link_stacks (&self, costs);
  self.on_path = g_new0 (guint32, n_keys);
  stack = self.first_root;
  while (stack != PPV_NONE)
    {
      enter (&self, stack);
      if (self.first[stack] != PPV_NONE)
        {
          stack = self.first[stack];
          continue;
        }
      for (; stack != PPV_NONE && self.next[stack] == PPV_NONE; stack = self.parent[stack])
        leave (&self, stack);
      if (stack == PPV_NONE)
        break;
      leave (&self, stack);
      stack = self.next[stack];
    }
}
