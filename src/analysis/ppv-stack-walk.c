/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Totals with recursion counted once: the stacks are walked depth first, with a
 * counter for each key that says how often it is on the way to the root.  A
 * subtree counts for its root's key only where that is not on the way already.
 */

#include "config.h"

#include "ppv-number.h"
#include "ppv-stack-walk-private.h"

/* All of a stack in half a cache line, as the walk comes by in no order of memory. */
typedef struct {
  gint64 below; /* cost of the stack and all below it */
  guint64 samples_below;
  guint32 key;
  PpvStackId parent;
  PpvStackId first; /* first child with cost at or below it */
  PpvStackId next;  /* next such sibling */
} Link;

typedef struct {
  Link *links; /* by row of the stack table */
  PpvStackId first_root;
  guint32 *on_path; /* by key */
  gint64 *total;
  guint64 *samples;
} Walk;

static void
walk_clear (Walk *self)
{
  g_free (self->links);
  g_free (self->on_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static void
hang_below_parent (Walk *self, PpvStackId stack)
{
  Link *link = &self->links[stack];
  Link *parent = link->parent != PPV_NONE ? &self->links[link->parent] : NULL;
  PpvStackId *first = parent != NULL ? &parent->first : &self->first_root;
  gboolean saturated = FALSE;

  link->next = *first;
  *first = stack;
  if (parent == NULL)
    return;
  parent->below = ppv_add_saturating (parent->below, link->below, &saturated);
  parent->samples_below += link->samples_below;
}

static void
make_links (Walk *self,
            const PpvStackTable *stacks,
            const PpvStackCosts *costs,
            const guint32 *key_of_stack)
{
  self->first_root = PPV_NONE;
  self->links = g_new (Link, costs->n_stacks);
  for (PpvStackId i = 0; i < costs->n_stacks; i++)
    self->links[i] = (Link){ costs->self[i],    costs->samples[i], key_of_stack[i],
                             stacks->parent[i], PPV_NONE,          PPV_NONE };
  /* backward, so that children are complete before their parent */
  for (PpvStackId i = costs->n_stacks; i-- > 0;)
    if (costs->self[i] != 0 || costs->samples[i] > 0 || self->links[i].first != PPV_NONE)
      hang_below_parent (self, i);
}

static void
enter (Walk *self, const Link *link)
{
  gboolean saturated = FALSE;

  if (link->key == PPV_NONE || self->on_path[link->key]++ > 0)
    return;
  self->total[link->key] = ppv_add_saturating (self->total[link->key], link->below, &saturated);
  self->samples[link->key] += link->samples_below;
}

/* Leaves @stack and the callers that have no more children; returns where to go on. */
static PpvStackId
leave (Walk *self, PpvStackId stack)
{
  while (stack != PPV_NONE)
    {
      const Link *link = &self->links[stack];

      if (link->key != PPV_NONE)
        self->on_path[link->key]--;
      if (link->next != PPV_NONE)
        return link->next;
      stack = link->parent;
    }
  return PPV_NONE;
}

/*
 * ppv_stack_walk_totals:
 * @profile: a profile
 * @costs: what its stacks cost
 * @key_of_stack: (array): a key or PPV_NONE for each stack
 * @n_keys: number of keys
 * @total: (array): added to, in the metric's unit
 * @samples: (array): added to
 */
void
ppv_stack_walk_totals (const PpvProfile *profile,
                       const PpvStackCosts *costs,
                       const guint32 *key_of_stack,
                       guint32 n_keys,
                       gint64 *total,
                       guint64 *samples)
{
  g_auto (Walk) self = { .total = total, .samples = samples };
  PpvStackId stack;

  make_links (&self, ppv_profile_get_stacks (profile), costs, key_of_stack);
  self.on_path = g_new0 (guint32, n_keys);
  stack = self.first_root;
  while (stack != PPV_NONE)
    {
      const Link *link = &self.links[stack];

      enter (&self, link);
      stack = link->first != PPV_NONE ? link->first : leave (&self, stack);
    }
}
