/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reports of Valgrind on execution trees in callgrind's format (--xtree-leak, --xtree-memory):
 * who called whom, and what of it is left.  Functions that allocate for others have the bytes;
 * the calls to them say for whom.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-leaks-private.h"
#include "ppv-number.h"
#include "ppv-sites-private.h"

/* What a report tells of the end, by the names of its events. */
typedef struct {
  const char *bytes;
  const char *blocks;
  const char *indirect; /* of @bytes, what has rows of its own; or NULL */
  const char *kind;
  const char *verdict;
  gboolean leaky;
} Measure;

static const Measure measures[] = {
  { "curB", "curBk", NULL, "never-freed", "never-freed", TRUE },
  { "DB", "DBk", "DIB", "definite", "lost", TRUE },
  { "IB", "IBk", NULL, "indirect", "lost", TRUE },
  { "PB", "PBk", NULL, "possible", "possibly-lost", TRUE },
  { "RB", "RBk", NULL, "reachable", "reachable", FALSE },
};

typedef struct {
  const PpvProfile *profile;
  const PpvCallTable *calls;
  const PpvSampleSet *set;
  gboolean *is_called;    /* by function, for those that allocate for others */
  gboolean *is_allocator; /* by function */
} Graph;

static gboolean *
find_allocators (const PpvProfile *profile)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  gboolean *found = g_new0 (gboolean, functions->n_rows + 1);

  for (PpvFunctionId i = 0; i < functions->n_rows; i++)
    found[i] = ppv_site_kind (ppv_profile_get_string (profile, functions->name[i]),
                              ppv_profile_get_string (profile, functions->file[i]),
                              "") == PPV_SITE_ALLOCATOR;
  return found;
}

static gboolean
graph_init (Graph *self, const PpvProfile *profile)
{
  const char *tool = ppv_profile_get_fact (profile, "tool");

  *self = (Graph){ .profile = profile, .calls = ppv_profile_get_calls (profile) };
  if (tool == NULL || !g_str_has_prefix (tool, "xtree") || self->calls->set == PPV_NONE)
    return FALSE;
  self->set = ppv_profile_get_set (profile, self->calls->set);
  self->is_allocator = find_allocators (profile);
  self->is_called = g_new0 (gboolean, ppv_profile_get_functions (profile)->n_rows + 1);
  for (gsize i = 0; i < self->calls->n_rows; i++)
    self->is_called[self->calls->callee[i]] = self->is_allocator[self->calls->callee[i]];
  return TRUE;
}

/* The column of an event, or PPV_NONE. */
static guint32
find_column (const Graph *self, const char *event)
{
  PpvMetricId id = event != NULL ? ppv_profile_find_metric (self->profile, event) : PPV_NONE;
  const PpvMetric *metric = id != PPV_NONE ? ppv_profile_get_metric (self->profile, id) : NULL;

  return metric != NULL && metric->set == self->calls->set ? metric->column : PPV_NONE;
}

static PpvLeak *
find_row (
    const Graph *self, const Measure *measure, PpvFrameId frame, GHashTable *places, GArray *rows)
{
  gpointer place = g_hash_table_lookup (places, GUINT_TO_POINTER (frame));
  PpvLeak row = {
    .kind = measure->kind, .verdict = measure->verdict, .leaky = measure->leaky, .stack = PPV_NONE
  };

  if (place == NULL)
    {
      row.site = ppv_leaks_dup_place (self->profile, frame);
      row.evidence =
          g_strdup (measure == &measures[0] ? _ ("not freed when the recording ended")
                                            : _ ("found by memcheck when it looked for leaks"));
      g_array_append_val (rows, row);
      place = GUINT_TO_POINTER (rows->len);
      g_hash_table_insert (places, GUINT_TO_POINTER (frame), place);
    }
  return &g_array_index (rows, PpvLeak, GPOINTER_TO_UINT (place) - 1);
}

/* The weights of a sample or of a call, by column. */
static void
add (const Graph *self,
     const Measure *measure,
     PpvFrameId frame,
     const gint64 *const *weights,
     gsize i,
     GHashTable *places,
     GArray *rows)
{
  guint32 bytes = find_column (self, measure->bytes);
  guint32 blocks = find_column (self, measure->blocks);
  guint32 indirect = find_column (self, measure->indirect);
  gboolean saturated = FALSE;
  gint64 hanging = indirect != PPV_NONE ? MIN (weights[indirect][i], weights[bytes][i]) : 0;
  PpvLeak *row;

  if (weights[bytes][i] <= 0)
    return;
  row = find_row (self, measure, frame, places, rows);
  row->indirect_bytes = ppv_add_saturating (row->indirect_bytes, hanging, &saturated);
  row->bytes = ppv_add_saturating (row->bytes, weights[bytes][i] - hanging, &saturated);
  row->blocks =
      blocks == PPV_NONE ? -1 : ppv_add_saturating (row->blocks, weights[blocks][i], &saturated);
}

static void
add_measure (const Graph *self, const Measure *measure, GArray *rows)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (self->profile);
  const PpvStackTable *stacks = ppv_profile_get_stacks (self->profile);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);

  for (gsize i = 0; i < self->set->n_rows; i++)
    {
      PpvFrameId frame = stacks->frame[self->set->stack[i]];

      if (!self->is_called[frames->function[frame]])
        add (self, measure, frame, self->set->weight, i, places, rows);
    }
  for (gsize i = 0; i < self->calls->n_rows; i++)
    if (self->is_allocator[self->calls->callee[i]] &&
        !self->is_allocator[frames->function[self->calls->caller[i]]])
      add (self, measure, self->calls->caller[i], self->calls->cost, i, places, rows);
}

gboolean
ppv_leaks_add_graph (const PpvProfile *profile, GArray *rows)
{
  gboolean is_told = FALSE;
  Graph graph;

  if (!graph_init (&graph, profile))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++)
    if (find_column (&graph, measures[i].bytes) != PPV_NONE)
      {
        add_measure (&graph, &measures[i], rows);
        is_told = TRUE;
      }
  g_free (graph.is_allocator);
  g_free (graph.is_called);
  return is_told;
}
