/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A call tree made of who called whom, for profiles without stacks.  What a function
 * called on behalf of one of its callers is not recorded.  The estimate is that each
 * caller has of everything below a function the share that it has of the function's
 * cost.  Costs of functions are not estimated, only how they spread over the tree; all
 * roots add up to the sum of the samples.
 *
 * Functions that call each other in a cycle are entered at one of them, below which the
 * others stand side by side.  The most costly nodes are opened first, until there are so
 * many; one that is not opened has as its own cost all that is below it.
 */

#include "config.h"

#include <string.h>

#include "ppv-call-draft-private.h"
#include "ppv-calls-private.h"
#include "ppv-number.h"

enum { MOST_NODES = 1 << 16, MOST_DEPTH = 255, MOST_WORK = 1 << 24 };

typedef struct {
  PpvFunctionId from;
  PpvFunctionId to;
  gint64 cost;
} Arc;

typedef struct {
  gint64 cost;
  guint32 node;
  guint32 depth;
} Candidate;

typedef struct {
  const PpvProfile *profile;
  PpvCallDraft draft;
  guint32 n_functions;
  gint64 *self;             /* of each function */
  PpvFrameId *frame;        /* its most costly one, PPV_NONE when it has none */
  guint32 *component;       /* of each function */
  GArray *arcs;             /* of Arc, out of components only; by caller */
  guint32 *begin;           /* n_functions + 1 places in arcs */
  PpvFunctionId *members;   /* functions by component */
  guint32 *component_begin; /* places in members, one more than there are components */
  gint64 *inclusive;        /* of each component */
  guint32 *n_below;         /* of each component the nodes it takes to open it */
  GArray *queue;            /* of Candidate: a heap, the most costly first */
  guint32 most_nodes;
  guint64 n_work;
} Estimate;

static void
estimate_clear (Estimate *self)
{
  ppv_call_draft_clear (&self->draft);
  g_free (self->self);
  g_free (self->frame);
  g_free (self->component);
  g_clear_pointer (&self->arcs, g_array_unref);
  g_free (self->begin);
  g_free (self->members);
  g_free (self->component_begin);
  g_free (self->inclusive);
  g_free (self->n_below);
  g_clear_pointer (&self->queue, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Estimate, estimate_clear)

static void
add_to (gint64 *sum, gint64 more)
{
  gboolean saturated = FALSE;

  *sum = ppv_add_saturating (*sum, MAX (more, 0), &saturated);
}

static void
add_self_costs (Estimate *self, const PpvProfile *profile, const PpvStackCosts *costs)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  g_autofree gint64 *most = g_new0 (gint64, self->n_functions);

  self->self = g_new0 (gint64, self->n_functions);
  self->frame = g_new (PpvFrameId, self->n_functions);
  memset (self->frame, 0xff, self->n_functions * sizeof *self->frame);
  for (PpvFrameId i = 0; i < frames->n_rows; i++)
    if (self->frame[frames->function[i]] == PPV_NONE)
      self->frame[frames->function[i]] = i;
  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    {
      PpvFunctionId function = frames->function[stacks->frame[i]];

      add_to (&self->self[function], costs->self[i]);
      if (costs->self[i] <= most[function])
        continue;
      most[function] = costs->self[i];
      self->frame[function] = stacks->frame[i];
    }
}

static int
compare_arcs (gconstpointer a, gconstpointer b)
{
  const Arc *left = a;
  const Arc *right = b;

  if (left->from != right->from)
    return left->from < right->from ? -1 : 1;
  return (left->to > right->to) - (left->to < right->to);
}

/* One arc for each pair, sorted. */
static void
merge_arcs (GArray *arcs)
{
  guint n_kept = 0;

  g_array_sort (arcs, compare_arcs);
  for (guint i = 0; i < arcs->len; i++)
    {
      Arc arc = g_array_index (arcs, Arc, i);
      Arc *last = n_kept > 0 ? &g_array_index (arcs, Arc, n_kept - 1) : NULL;

      if (last != NULL && compare_arcs (last, &arc) == 0)
        add_to (&last->cost, arc.cost);
      else
        g_array_index (arcs, Arc, n_kept++) = arc;
    }
  g_array_set_size (arcs, n_kept);
}

static void
find_components (Estimate *self, const PpvCalls *calls, const PpvFunctionId *function)
{
  gsize n_calls = calls->table->n_rows;
  g_autofree guint32 *from = g_new (guint32, n_calls);

  for (gsize i = 0; i < n_calls; i++)
    from[i] = function[calls->table->caller[i]];
  self->component = ppv_calls_components (self->n_functions, n_calls, from, calls->table->callee);
}

/* Calls of functions of which nothing else is known stay with their callers. */
static void
add_arcs (Estimate *self, const PpvCalls *calls, const PpvFunctionId *function)
{
  self->arcs = g_array_new (FALSE, FALSE, sizeof (Arc));
  for (gsize i = 0; i < calls->table->n_rows; i++)
    {
      Arc arc = { function[calls->table->caller[i]], calls->table->callee[i], calls->cost[i] };

      if (self->component[arc.from] == self->component[arc.to] || arc.cost <= 0)
        continue;
      if (self->frame[arc.to] == PPV_NONE)
        add_to (&self->self[arc.from], arc.cost);
      else
        g_array_append_val (self->arcs, arc);
    }
  merge_arcs (self->arcs);
  self->begin = g_new0 (guint32, (gsize) self->n_functions + 1);
  for (guint i = 0; i < self->arcs->len; i++)
    self->begin[g_array_index (self->arcs, Arc, i).from + 1]++;
  for (guint32 i = 0; i < self->n_functions; i++)
    self->begin[i + 1] += self->begin[i];
}

static void
add_components (Estimate *self)
{
  gsize n_functions = self->n_functions;

  self->members = g_new (PpvFunctionId, n_functions);
  self->component_begin = g_new0 (guint32, n_functions + 2);
  self->inclusive = g_new0 (gint64, n_functions);
  self->n_below = g_new0 (guint32, n_functions);
  for (gsize i = 0; i < n_functions; i++)
    self->component_begin[(gsize) self->component[i] + 2]++;
  for (gsize i = 2; i < n_functions + 2; i++)
    self->component_begin[i] += self->component_begin[i - 1];
  for (PpvFunctionId i = 0; i < n_functions; i++)
    {
      self->members[self->component_begin[(gsize) self->component[i] + 1]++] = i;
      add_to (&self->inclusive[self->component[i]], self->self[i]);
      self->n_below[self->component[i]] += 1 + self->begin[i + 1] - self->begin[i];
    }
  for (guint i = 0; i < self->arcs->len; i++)
    {
      const Arc *arc = &g_array_index (self->arcs, Arc, i);

      add_to (&self->inclusive[self->component[arc->from]], arc->cost);
    }
}

/* --- the queue: a heap in an array -------------------------------------------- */

static gboolean
is_before (const Candidate *a, const Candidate *b)
{
  return a->cost != b->cost ? a->cost > b->cost : a->node < b->node;
}

static void
push (Estimate *self, Candidate candidate)
{
  Candidate *heap;
  guint at = self->queue->len;

  g_array_append_val (self->queue, candidate);
  heap = (Candidate *) (gpointer) self->queue->data;
  for (; at > 0 && is_before (&candidate, &heap[(at - 1) / 2]); at = (at - 1) / 2)
    heap[at] = heap[(at - 1) / 2];
  heap[at] = candidate;
}

static Candidate
pop (Estimate *self)
{
  Candidate *heap = (Candidate *) (gpointer) self->queue->data;
  Candidate first = heap[0];
  guint n_left = self->queue->len - 1;
  Candidate last = heap[n_left];
  guint at = 0;

  for (guint child = 1; child < n_left; child = 2 * at + 1)
    {
      child += child + 1 < n_left && is_before (&heap[child + 1], &heap[child]);
      if (!is_before (&heap[child], &last))
        break;
      heap[at] = heap[child];
      at = child;
    }
  heap[at] = last;
  g_array_set_size (self->queue, n_left);
  return first;
}

/* --- spreading a cost ---------------------------------------------------------- */

/* Gives a cost away in shares by weight that add up to it, however each is rounded. */
typedef struct {
  gint64 cost;
  gint64 whole; /* of all weights */
  gint64 weight;
  gint64 given;
} Shares;

static gint64
next_share (Shares *self, gint64 weight)
{
  gint64 before = self->given;
  double given;

  add_to (&self->weight, weight);
  given = (double) self->cost * (double) self->weight / (double) self->whole;
  /* what is not less than the cost may not be a number of 64 bits */
  if (self->weight >= self->whole || given >= (double) self->cost)
    self->given = self->cost;
  else
    self->given = MAX ((gint64) given, before);
  return self->given - before;
}

static void
add_node (Estimate *self, guint32 parent, PpvFunctionId function, gint64 cost, guint32 depth)
{
  Candidate candidate = { cost, self->draft.n_nodes, depth };

  (void) ppv_call_draft_append (&self->draft, parent, function, self->frame[function]);
  self->draft.nodes[candidate.node].self = cost;
  push (self, candidate);
}

/* What @function cost itself, and what it called, below @node. */
static void
spread_function (
    Estimate *self, Shares *shares, PpvFunctionId function, guint32 node, guint32 depth)
{
  self->draft.nodes[node].self += next_share (shares, self->self[function]);
  for (guint32 i = self->begin[function]; i < self->begin[function + 1]; i++)
    {
      const Arc *arc = &g_array_index (self->arcs, Arc, i);
      gint64 cost = next_share (shares, arc->cost);

      if (cost > 0)
        add_node (self, node, arc->to, cost, depth + 1);
    }
}

/* FALSE when the tree would get too large; then the node keeps its cost. */
static gboolean
open_node (Estimate *self, const Candidate *candidate)
{
  PpvFunctionId function = self->draft.nodes[candidate->node].function;
  guint32 component = self->component[function];
  Shares shares = { candidate->cost, self->inclusive[component], 0, 0 };
  guint32 n_below = self->n_below[component];

  if (shares.whole <= 0 || candidate->depth >= MOST_DEPTH || self->n_work > MOST_WORK ||
      n_below > self->most_nodes - self->draft.n_nodes)
    return FALSE;
  self->n_work += n_below;
  self->draft.nodes[candidate->node].self = 0;
  spread_function (self, &shares, function, candidate->node, candidate->depth);
  for (guint32 i = self->component_begin[component]; i < self->component_begin[component + 1]; i++)
    {
      guint32 node;

      if (self->members[i] == function || self->frame[self->members[i]] == PPV_NONE)
        continue;
      node = ppv_call_draft_append (&self->draft, candidate->node, self->members[i],
                                    self->frame[self->members[i]]);
      spread_function (self, &shares, self->members[i], node, candidate->depth + 1);
    }
  return TRUE;
}

/* What of each component was called by nobody, at its first function with a frame. */
static GArray *
list_roots (const Estimate *self, gint64 *sum)
{
  g_autofree gint64 *incoming = g_new0 (gint64, self->n_functions);
  GArray *roots = g_array_new (FALSE, FALSE, sizeof (Arc));

  for (guint i = 0; i < self->arcs->len; i++)
    {
      const Arc *arc = &g_array_index (self->arcs, Arc, i);

      add_to (&incoming[self->component[arc->to]], arc->cost);
    }
  for (PpvFunctionId i = 0; i < self->n_functions; i++)
    {
      guint32 component = self->component[i];
      Arc root = { PPV_NONE, i, self->inclusive[component] - incoming[component] };

      if (self->frame[i] == PPV_NONE || root.cost <= 0)
        continue;
      incoming[component] = self->inclusive[component];
      g_array_append_val (roots, root);
      add_to (sum, root.cost);
    }
  return roots;
}

/* Where calls cost more than what was called, roots are worth less, so that sums agree. */
static void
add_roots (Estimate *self, gint64 cost)
{
  gint64 sum = 0;
  g_autoptr (GArray) roots = list_roots (self, &sum);
  Shares shares = { cost, sum, 0, 0 };

  self->most_nodes = roots->len + MOST_NODES;
  ppv_call_draft_init (&self->draft, self->profile, self->most_nodes);
  for (guint i = 0; i < roots->len; i++)
    {
      const Arc *root = &g_array_index (roots, Arc, i);
      gint64 share = next_share (&shares, root->cost);

      if (share > 0)
        add_node (self, PPV_NONE, root->to, share, 0);
    }
}

PpvCallTree *
ppv_call_tree_estimate (const PpvProfile *profile, const PpvStackCosts *costs)
{
  const PpvFunctionId *function = ppv_profile_get_frames (profile)->function;
  g_auto (Estimate)
      self = { .profile = profile, .n_functions = ppv_profile_get_functions (profile)->n_rows };
  PpvCalls calls;
  PpvCallTree *tree;

  if (!ppv_calls_find_all (&calls, profile, costs) || costs->sum <= 0)
    return NULL;
  add_self_costs (&self, profile, costs);
  find_components (&self, &calls, function);
  add_arcs (&self, &calls, function);
  add_components (&self);
  self.queue = g_array_new (FALSE, FALSE, sizeof (Candidate));
  add_roots (&self, costs->sum);
  while (self.queue->len > 0)
    {
      Candidate candidate = pop (&self);

      (void) open_node (&self, &candidate);
    }
  tree = ppv_call_draft_make_tree (&self.draft);
  tree->node_of_stack = g_new (guint32, costs->n_stacks);
  memset (tree->node_of_stack, 0xff, costs->n_stacks * sizeof *tree->node_of_stack);
  return tree;
}
