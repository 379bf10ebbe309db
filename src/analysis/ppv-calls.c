/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Totals of profiles that tell who called whom instead of stacks.  A function's total is
 * what it cost itself and what its calls cost.  In a cycle of functions that call each
 * other, the cost of a call has that of others in it, so that these calls do not count;
 * KCachegrind counts the same way.
 */

#include "config.h"

#include "ppv-calls-private.h"
#include "ppv-frames-private.h"
#include "ppv-number.h"

gboolean
ppv_calls_find (PpvCalls *self, const PpvProfile *profile, const PpvStackCosts *costs)
{
  const PpvMetric *metric = ppv_profile_get_metric (profile, costs->metric);

  self->table = ppv_profile_get_calls (profile);
  if (self->table->n_rows == 0 || self->table->set != metric->set ||
      metric->column >= self->table->n_metrics)
    return FALSE;
  self->cost = self->table->cost[metric->column];
  return TRUE;
}

gboolean
ppv_calls_find_all (PpvCalls *self, const PpvProfile *profile, const PpvStackCosts *costs)
{
  return ppv_calls_find (self, profile, costs) &&
         costs->n_samples == ppv_profile_get_set (profile, self->table->set)->n_rows;
}

/* The arcs of each node, one node after the other. */
typedef struct {
  guint32 *begin; /* n_nodes + 1 places in arcs */
  guint32 *arcs;  /* where they lead to */
} Successors;

static void
successors_clear (Successors *self)
{
  g_free (self->begin);
  g_free (self->arcs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Successors, successors_clear)

static void
successors_init (
    Successors *self, guint32 n_nodes, gsize n_arcs, const guint32 *from, const guint32 *to)
{
  self->begin = g_new0 (guint32, (gsize) n_nodes + 2);
  self->arcs = g_new (guint32, n_arcs);
  for (gsize i = 0; i < n_arcs; i++)
    self->begin[(gsize) from[i] + 2]++;
  for (gsize i = 2; i < (gsize) n_nodes + 2; i++)
    self->begin[i] += self->begin[i - 1];
  for (gsize i = 0; i < n_arcs; i++)
    self->arcs[self->begin[(gsize) from[i] + 1]++] = to[i];
}

/* Tarjan's search, with the way back kept in an array instead of calls. */
typedef struct {
  const Successors *successors;
  guint32 *next;      /* of each node the arc to go on with */
  guint32 *low;       /* the earliest node it reaches, by order of discovery; 0 for none yet */
  guint32 *component; /* PPV_NONE until it is known */
  guint32 *way;       /* from the root of the search to here */
  guint32 n_way;
  guint32 *waiting; /* nodes without a component yet, in order of discovery */
  guint32 n_waiting;
  guint32 *order; /* of discovery, from 1 */
  guint32 n_found;
  guint32 n_components;
} Search;

static void
search_clear (Search *self)
{
  g_free (self->next);
  g_free (self->low);
  g_free (self->way);
  g_free (self->waiting);
  g_free (self->order);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static void
discover (Search *self, guint32 node)
{
  self->order[node] = self->low[node] = ++self->n_found;
  self->next[node] = self->successors->begin[node];
  self->way[self->n_way++] = node;
  self->waiting[self->n_waiting++] = node;
}

/* All that waits since @node was found is of one component with it. */
static void
close_component (Search *self, guint32 node)
{
  guint32 last;

  do
    {
      last = self->waiting[--self->n_waiting];
      self->component[last] = self->n_components;
    }
  while (last != node);
  self->n_components++;
}

static void
leave (Search *self, guint32 node)
{
  self->n_way--;
  if (self->low[node] == self->order[node])
    close_component (self, node);
  if (self->n_way > 0)
    {
      guint32 caller = self->way[self->n_way - 1];

      self->low[caller] = MIN (self->low[caller], self->low[node]);
    }
}

static void
search_from (Search *self, guint32 root)
{
  discover (self, root);
  while (self->n_way > 0)
    {
      guint32 node = self->way[self->n_way - 1];
      guint32 callee;

      if (self->next[node] == self->successors->begin[node + 1])
        {
          leave (self, node);
          continue;
        }
      callee = self->successors->arcs[self->next[node]++];
      if (self->order[callee] == 0)
        discover (self, callee);
      else if (self->component[callee] == PPV_NONE)
        self->low[node] = MIN (self->low[node], self->order[callee]);
    }
}

guint32 *
ppv_calls_components (guint32 n_nodes, gsize n_arcs, const guint32 *from, const guint32 *to)
{
  g_auto (Successors) successors = { 0 };
  g_auto (Search) search = { .successors = &successors };

  successors_init (&successors, n_nodes, n_arcs, from, to);
  search.next = g_new (guint32, n_nodes);
  search.low = g_new (guint32, n_nodes);
  search.component = g_new (guint32, n_nodes);
  search.way = g_new (guint32, n_nodes);
  search.waiting = g_new (guint32, n_nodes);
  search.order = g_new0 (guint32, n_nodes);
  for (guint32 i = 0; i < n_nodes; i++)
    search.component[i] = PPV_NONE;
  for (guint32 i = 0; i < n_nodes; i++)
    if (search.order[i] == 0)
      search_from (&search, i);
  return search.component;
}

/* What takes part in cycles: functions, also for lines, or modules or files. */
typedef struct {
  const PpvProfile *profile;
  PpvHotspotsBy by;
  guint32 n_nodes;
} Nodes;

static void
nodes_init (Nodes *self, const PpvProfile *profile, PpvHotspotsBy by)
{
  self->profile = profile;
  self->by = by;
  switch (by)
    {
    case PPV_BY_MODULE:
      self->n_nodes = ppv_profile_get_modules (profile)->n_rows + 1;
      break;
    case PPV_BY_FILE:
      self->n_nodes = ppv_profile_get_n_strings (profile);
      break;
    default:
      self->n_nodes = ppv_profile_get_functions (profile)->n_rows;
    }
}

static guint32
module_node (const Nodes *self, PpvModuleId module)
{
  return module != PPV_NONE ? module : self->n_nodes - 1;
}

static guint32
node_of_frame (const Nodes *self, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (self->profile);

  switch (self->by)
    {
    case PPV_BY_MODULE:
      return module_node (
          self, ppv_frame_module (frames, ppv_profile_get_functions (self->profile), frame));
    case PPV_BY_FILE:
      return frames->file[frame];
    default:
      return frames->function[frame];
    }
}

static guint32
node_of_function (const Nodes *self, PpvFunctionId function)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (self->profile);

  switch (self->by)
    {
    case PPV_BY_MODULE:
      return module_node (self, functions->module[function]);
    case PPV_BY_FILE:
      return functions->file[function];
    default:
      return function;
    }
}

/* Of each row whether all samples of its own code are selected: then so are its calls. */
static gboolean *
find_whole_rows (const PpvProfile *profile,
                 const PpvStackCosts *costs,
                 const PpvFrameKeys *keys,
                 const PpvHotspots *hotspots,
                 const PpvSampleSet *set)
{
  const PpvFrameId *frame = ppv_profile_get_stacks (profile)->frame;
  gboolean everything = costs->n_samples == set->n_rows;
  g_autofree guint64 *n_samples = g_new0 (guint64, keys->n_keys);
  gboolean *whole = g_new (gboolean, keys->n_keys);

  for (gsize i = 0; i < set->n_rows; i++)
    n_samples[keys->of_frame[frame[set->stack[i]]]]++;
  for (guint32 i = 0; i < keys->n_keys; i++)
    whole[i] = everything || (n_samples[i] > 0 && hotspots->self_samples[i] == n_samples[i]);
  return whole;
}

void
ppv_calls_add_totals (const PpvProfile *profile,
                      const PpvStackCosts *costs,
                      const PpvFrameKeys *keys,
                      PpvHotspots *hotspots)
{
  PpvCalls calls;
  Nodes nodes;
  g_autofree guint32 *from = NULL;
  g_autofree guint32 *to = NULL;
  g_autofree guint32 *component = NULL;
  g_autofree gboolean *whole = NULL;
  gboolean saturated = FALSE;

  if (!ppv_calls_find (&calls, profile, costs))
    return;
  nodes_init (&nodes, profile, hotspots->by);
  from = g_new (guint32, calls.table->n_rows);
  to = g_new (guint32, calls.table->n_rows);
  for (gsize i = 0; i < calls.table->n_rows; i++)
    {
      from[i] = node_of_frame (&nodes, calls.table->caller[i]);
      to[i] = node_of_function (&nodes, calls.table->callee[i]);
    }
  component = ppv_calls_components (nodes.n_nodes, calls.table->n_rows, from, to);
  whole = find_whole_rows (profile, costs, keys, hotspots,
                           ppv_profile_get_set (profile, calls.table->set));
  for (gsize i = 0; i < calls.table->n_rows; i++)
    {
      guint32 row = keys->of_frame[calls.table->caller[i]];

      if (whole[row] && component[from[i]] != component[to[i]])
        hotspots->total[row] = ppv_add_saturating (hotspots->total[row], calls.cost[i], &saturated);
    }
}
