/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-arcs.h"
#include "ppv-calls-private.h"
#include "ppv-frames-private.h"
#include "ppv-number.h"
#include "ppv-stack-walk-private.h"

struct _PpvArcs {
  const PpvProfile *profile;
  GArray *arcs;       /* of PpvArc; by caller, then from the most costly */
  guint32 *by_callee; /* rows of arcs; by callee, then from the most costly */
};

static guint32
append_arc (PpvArcs *self, PpvFunctionId caller, PpvFunctionId callee)
{
  PpvArc arc = { caller, callee, 0, 0 };

  g_array_append_val (self->arcs, arc);
  return self->arcs->len - 1;
}

static inline gboolean
is_arc (const PpvArcs *self, guint32 row, PpvFunctionId caller, PpvFunctionId callee)
{
  const PpvArc *arc = &g_array_index (self->arcs, PpvArc, row);

  return arc->caller == caller && arc->callee == callee;
}

static guint32
intern_arc (PpvArcs *self, PpvInterner *index, PpvFunctionId caller, PpvFunctionId callee)
{
  guint32 hash = ppv_hash_pair (caller, callee);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, index, hash, is_arc (self, slot->row, caller, callee));
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (index, slot, hash, append_arc (self, caller, callee));
}

/* The arc each stack ends in, PPV_NONE for roots; (transfer full). */
static guint32 *
find_arcs (PpvArcs *self)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (self->profile);
  const PpvFunctionId *function = ppv_profile_get_frames (self->profile)->function;
  guint32 *arc_of_stack = g_new (guint32, stacks->n_rows);
  PpvInterner index;

  ppv_interner_init (&index, 0);
  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    {
      PpvStackId caller = stacks->parent[i];

      arc_of_stack[i] = caller == PPV_NONE
                            ? PPV_NONE
                            : intern_arc (self, &index, function[stacks->frame[caller]],
                                          function[stacks->frame[i]]);
    }
  ppv_interner_clear (&index);
  return arc_of_stack;
}

static void
add_totals (PpvArcs *self, const PpvStackCosts *costs)
{
  g_autofree guint32 *arc_of_stack = find_arcs (self);
  g_autofree gint64 *total = g_new0 (gint64, self->arcs->len);
  g_autofree guint64 *samples = g_new0 (guint64, self->arcs->len);
  guint32 n_kept = 0;

  ppv_stack_walk_totals (self->profile, costs, arc_of_stack, self->arcs->len, total, samples);
  for (guint32 i = 0; i < self->arcs->len; i++)
    {
      PpvArc arc = g_array_index (self->arcs, PpvArc, i);

      if (samples[i] == 0 && total[i] == 0)
        continue;
      arc.total = total[i];
      arc.samples = samples[i];
      g_array_index (self->arcs, PpvArc, n_kept++) = arc;
    }
  g_array_set_size (self->arcs, n_kept);
}

/* Of profiles that tell calls: what they cost, and how many there were. */
static void
add_calls (PpvArcs *self, const PpvCalls *calls)
{
  const PpvFunctionId *function = ppv_profile_get_frames (self->profile)->function;
  gboolean saturated = FALSE;
  PpvInterner index;

  ppv_interner_init (&index, 0);
  for (gsize i = 0; i < calls->table->n_rows; i++)
    {
      guint32 row =
          intern_arc (self, &index, function[calls->table->caller[i]], calls->table->callee[i]);
      PpvArc *arc = &g_array_index (self->arcs, PpvArc, row);

      arc->total = ppv_add_saturating (arc->total, calls->cost[i], &saturated);
      arc->samples += calls->table->count[i];
    }
  ppv_interner_clear (&index);
}

static int
compare_costs (const PpvProfile *profile,
               const PpvArc *left,
               const PpvArc *right,
               PpvFunctionId a,
               PpvFunctionId b)
{
  int order = (left->total < right->total) - (left->total > right->total);

  if (order == 0)
    order = strcmp (ppv_function_name (profile, a), ppv_function_name (profile, b));
  return order != 0 ? order : (a > b) - (a < b);
}

static int
compare_by_caller (gconstpointer a, gconstpointer b, gpointer profile)
{
  const PpvArc *left = a;
  const PpvArc *right = b;

  if (left->caller != right->caller)
    return left->caller < right->caller ? -1 : 1;
  return compare_costs (profile, left, right, left->callee, right->callee);
}

static int
compare_by_callee (gconstpointer a, gconstpointer b, gpointer arcs)
{
  const PpvArcs *self = arcs;
  const PpvArc *left = &g_array_index (self->arcs, PpvArc, *(const guint32 *) a);
  const PpvArc *right = &g_array_index (self->arcs, PpvArc, *(const guint32 *) b);

  if (left->callee != right->callee)
    return left->callee < right->callee ? -1 : 1;
  return compare_costs (self->profile, left, right, left->caller, right->caller);
}

static void
sort_arcs (PpvArcs *self)
{
  guint32 n_arcs = self->arcs->len;

  self->by_callee = g_new (guint32, n_arcs);
  for (guint32 i = 0; i < n_arcs; i++)
    self->by_callee[i] = i;
  if (n_arcs < 2)
    return;
  g_array_sort_with_data (self->arcs, compare_by_caller, (gpointer) self->profile);
  g_qsort_with_data (self->by_callee, (gint) n_arcs, sizeof *self->by_callee, compare_by_callee,
                     self);
}

/**
 * ppv_arcs_new: (skip)
 * @profile: a profile
 * @costs: what its stacks cost
 *
 * Returns: (transfer full): all arcs with cost or samples
 */
PpvArcs *
ppv_arcs_new (const PpvProfile *profile, const PpvStackCosts *costs)
{
  PpvArcs *self;
  PpvCalls calls;

  g_return_val_if_fail (profile != NULL && costs != NULL, NULL);

  self = g_new0 (PpvArcs, 1);
  self->profile = profile;
  self->arcs = g_array_new (FALSE, FALSE, sizeof (PpvArc));
  if (ppv_calls_find_all (&calls, profile, costs))
    add_calls (self, &calls);
  else
    add_totals (self, costs);
  sort_arcs (self);
  return self;
}

/**
 * ppv_arcs_free: (skip)
 * @self: (nullable): arcs
 */
void
ppv_arcs_free (PpvArcs *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->arcs);
  g_free (self->by_callee);
  g_free (self);
}

/**
 * ppv_arcs_list: (skip)
 * @self: arcs
 * @n_arcs: (out): their number
 *
 * Returns: (transfer none): the arcs
 */
const PpvArc *
ppv_arcs_list (const PpvArcs *self, guint32 *n_arcs)
{
  g_return_val_if_fail (self != NULL && n_arcs != NULL, NULL);

  *n_arcs = self->arcs->len;
  return (const PpvArc *) (gpointer) self->arcs->data;
}

/* The arc at @position of the order that serves callers or callees. */
static const PpvArc *
arc_at (const PpvArcs *self, gboolean callers, guint32 position)
{
  return &g_array_index (self->arcs, PpvArc, callers ? self->by_callee[position] : position);
}

/* Where the arcs of @function begin, or would begin. */
static guint32
find_first (const PpvArcs *self, PpvFunctionId function, gboolean callers)
{
  guint32 low = 0;
  guint32 high = self->arcs->len;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      const PpvArc *arc = arc_at (self, callers, middle);

      if ((callers ? arc->callee : arc->caller) < function)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* At most @limit arcs to or from @function, by descending total. */
static GArray *
list_arcs (const PpvArcs *self, PpvFunctionId function, gboolean callers, guint limit)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (PpvArc));

  for (guint32 i = find_first (self, function, callers); i < self->arcs->len; i++)
    {
      const PpvArc *arc = arc_at (self, callers, i);

      if ((callers ? arc->callee : arc->caller) != function || found->len >= limit)
        break;
      g_array_append_vals (found, arc, 1);
    }
  return found;
}

/**
 * ppv_arcs_dup_of: (skip)
 * @self: arcs
 * @function: a function
 * @callers: whether the arcs to it are wanted, not those from it
 * @n_arcs: (out): how many there are
 *
 * Returns: (array length=n_arcs): its arcs by descending total; for g_free()
 */
PpvArc *
ppv_arcs_dup_of (const PpvArcs *self, PpvFunctionId function, gboolean callers, guint32 *n_arcs)
{
  GArray *found;

  g_return_val_if_fail (self != NULL && n_arcs != NULL, NULL);

  found = list_arcs (self, function, callers, G_MAXUINT);
  *n_arcs = found->len;
  return (PpvArc *) (gpointer) g_array_free (found, FALSE);
}

/**
 * ppv_arcs_neighbours: (skip)
 * @self: arcs
 * @function: a function
 * @callers: whether its callers are wanted, not its callees
 * @limit: the most that are wanted
 *
 * Returns: functions by descending cost, ended by PPV_NONE; for g_free ()
 */
PpvFunctionId *
ppv_arcs_neighbours (const PpvArcs *self, PpvFunctionId function, gboolean callers, guint limit)
{
  g_autoptr (GArray) arcs = NULL;
  PpvFunctionId *found;

  g_return_val_if_fail (self != NULL, NULL);

  arcs = list_arcs (self, function, callers, limit);
  found = g_new (PpvFunctionId, (gsize) arcs->len + 1);
  for (guint i = 0; i < arcs->len; i++)
    {
      const PpvArc *arc = &g_array_index (arcs, PpvArc, i);

      found[i] = callers ? arc->caller : arc->callee;
    }
  found[arcs->len] = PPV_NONE;
  return found;
}
