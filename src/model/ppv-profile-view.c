/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-profile-private.h"
#include "ppv-profile-view.h"

/* --- samples ---------------------------------------------------------------------- */

/* The rows of a set that stay, in their order. */
typedef struct {
  const PpvSampleSet *from;
  gsize n_rows;
  gsize *rows; /* NULL when all stay */
} Kept;

static gboolean
stays (const PpvSampleSet *set, gsize row, const PpvStackId *map, const guint8 *keep)
{
  return map[set->stack[row]] != PPV_NONE && (keep == NULL || keep[row] != 0);
}

static Kept
find_kept (const PpvSampleSet *set, const PpvStackId *map, const guint8 *keep)
{
  Kept kept = { set, 0, NULL };

  while (kept.n_rows < set->n_rows && stays (set, kept.n_rows, map, keep))
    kept.n_rows++;
  if (kept.n_rows == set->n_rows)
    return kept;
  kept.rows = g_new (gsize, set->n_rows);
  for (gsize i = 0; i < kept.n_rows; i++)
    kept.rows[i] = i;
  for (gsize i = kept.n_rows + 1; i < set->n_rows; i++)
    if (stays (set, i, map, keep))
      kept.rows[kept.n_rows++] = i;
  return kept;
}

static guint32 *
take_words (const Kept *kept, const guint32 *column)
{
  guint32 *taken = column != NULL ? g_new (guint32, kept->n_rows + 1) : NULL;

  for (gsize i = 0; taken != NULL && i < kept->n_rows; i++)
    taken[i] = column[kept->rows[i]];
  return taken;
}

static gint64 *
take_numbers (const Kept *kept, const gint64 *column)
{
  gint64 *taken = column != NULL ? g_new (gint64, kept->n_rows + 1) : NULL;

  for (gsize i = 0; taken != NULL && i < kept->n_rows; i++)
    taken[i] = column[kept->rows[i]];
  return taken;
}

/* Where each group begins among the rows that stay. */
static guint64 *
move_groups (const Kept *kept)
{
  const PpvSampleSet *set = kept->from;
  guint64 *begin = g_new (guint64, (gsize) set->n_groups + 1);
  gsize row = 0;

  for (guint32 i = 0; i <= set->n_groups; i++)
    {
      while (row < kept->n_rows && kept->rows[row] < set->group_begin[i])
        row++;
      begin[i] = row;
    }
  return begin;
}

static void
take_rows (PpvSampleSet *set, const Kept *kept)
{
  const PpvSampleSet *from = kept->from;

  set->time = take_numbers (kept, from->time);
  set->thread = take_words (kept, from->thread);
  set->cpu = take_words (kept, from->cpu);
  set->label = take_words (kept, from->label);
  set->metric = g_memdup2 (from->metric, from->n_metrics * sizeof *from->metric);
  set->weight = g_new (const gint64 *, from->n_metrics + 1);
  for (guint32 i = 0; i < from->n_metrics; i++)
    set->weight[i] = take_numbers (kept, from->weight[i]);
  set->group_begin = from->group_begin != NULL ? move_groups (kept) : NULL;
  set->group_time = g_memdup2 (from->group_time, from->n_groups * sizeof *from->group_time);
  set->group_flags = g_memdup2 (from->group_flags, from->n_groups);
}

static PpvSealedSet
view_of_set (const PpvSampleSet *from, const PpvStackId *map, const guint8 *keep)
{
  PpvSealedSet sealed = { .set = *from };
  Kept kept = find_kept (from, map, keep);
  PpvStackId *stack = g_new (PpvStackId, kept.n_rows + 1);

  for (gsize i = 0; i < kept.n_rows; i++)
    stack[i] = map[from->stack[kept.rows != NULL ? kept.rows[i] : i]];
  sealed.set.n_rows = kept.n_rows;
  sealed.set.stack = stack;
  sealed.shares = kept.rows == NULL;
  if (!sealed.shares)
    take_rows (&sealed.set, &kept);
  g_free (kept.rows);
  return sealed;
}

/* --- findings --------------------------------------------------------------------- */

static gboolean
finding_stays (const PpvProfile *base, const PpvFinding *finding, const PpvStackId *map)
{
  gboolean has_stacks = FALSE;

  for (guint32 i = 0; i < finding->n_parts; i++)
    {
      PpvStackId stack = g_array_index (base->parts, PpvFindingPart, finding->first_part + i).stack;

      if (stack != PPV_NONE && map[stack] != PPV_NONE)
        return TRUE;
      has_stacks = has_stacks || stack != PPV_NONE;
    }
  return !has_stacks;
}

/* A part keeps its text when its stack is gone. */
static void
take_finding (PpvProfile *self, PpvFinding finding, const PpvStackId *map)
{
  guint32 first = finding.first_part;

  finding.first_part = self->parts->len;
  for (guint32 i = 0; i < finding.n_parts; i++)
    {
      PpvFindingPart part = g_array_index (self->base->parts, PpvFindingPart, first + i);

      part.stack = part.stack != PPV_NONE ? map[part.stack] : PPV_NONE;
      g_array_append_val (self->parts, part);
    }
  g_array_append_val (self->findings, finding);
}

static void
take_findings (PpvProfile *self, const PpvStackId *map)
{
  for (guint i = 0; i < self->base->findings->len; i++)
    {
      const PpvFinding *finding = &g_array_index (self->base->findings, PpvFinding, i);

      if (finding_stays (self->base, finding, map))
        take_finding (self, *finding, map);
    }
}

/* --- the profile ------------------------------------------------------------------ */

static void
share_array (GArray **array, GArray *of_base)
{
  g_array_unref (*array);
  *array = g_array_ref (of_base);
}

static void
share_tables (PpvProfile *self, const PpvProfile *base)
{
  self->text = base->text;
  self->text_offset = base->text_offset;
  self->n_strings = base->n_strings;
  self->modules = base->modules;
  self->functions = base->functions;
  self->frames = base->frames;
  self->processes = base->processes;
  self->threads = base->threads;
  self->spans = base->spans;
  self->calls = base->calls;
  share_array (&self->counters, base->counters);
  share_array (&self->facts, base->facts);
  share_array (&self->records, base->records);
  share_array (&self->warnings, base->warnings);
  self->time_unit = g_strdup (base->time_unit);
  self->time_origin = base->time_origin;
  self->duration = base->duration;
  self->file = g_strdup (base->file);
  self->format = g_strdup (base->format);
  self->complete = base->complete;
  self->saturated = base->saturated;
}

/**
 * ppv_profile_view_new: (skip)
 * @base: a profile; the view keeps it alive
 * @stacks: the new table, of frames of @base; its columns are taken
 * @map: for each row of the stack table of @base the new one, or PPV_NONE
 * @keep: for each set NULL, or a byte for each of its samples
 *
 * Samples that @map gives no stack, or @keep a 0, are left out, and findings all of whose
 * stacks are.
 *
 * Returns: (transfer full): a profile that shares all else with @base
 */
PpvProfile *
ppv_profile_view_new (PpvProfile *base,
                      PpvStackTable stacks,
                      const PpvStackId *map,
                      const guint8 *const *keep)
{
  PpvProfile *self = ppv_profile_alloc ();

  self->base = ppv_profile_ref (base);
  share_tables (self, base);
  self->stacks = stacks;
  for (guint i = 0; i < base->sets->len; i++)
    {
      PpvSealedSet sealed =
          view_of_set (&g_array_index (base->sets, PpvSealedSet, i).set, map, keep[i]);

      g_array_append_val (self->sets, sealed);
    }
  g_array_append_vals (self->metrics, base->metrics->data, base->metrics->len);
  take_findings (self, map);
  ppv_profile_sum (self);
  return self;
}

/**
 * ppv_profile_get_base: (skip)
 * @self: a profile
 *
 * Returns: (transfer none): the profile whose stacks were transformed into those of
 *     @self, or @self when it has stacks of its own
 */
const PpvProfile *
ppv_profile_get_base (const PpvProfile *self)
{
  return self->base != NULL ? self->base : self;
}
