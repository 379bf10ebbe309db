/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What each row cost in each part of the runs: in blocks of time, by threads that do the
 * same work, or by run.  One pass over the samples of each profile; then each stack is
 * walked once, however many samples it has.
 */

#include "config.h"

#include <string.h>

#include "ppv-diff-private.h"

enum {
  LEAST_SAMPLES = 8, /* of both sides: fewer are never enough to tell */
  MOST_PLACES = 30000,
  GROUPS = 64, /* threads of one kind are dealt out to as many */
};

typedef struct {
  PpvStackId stack;
  guint16 block;
  guint16 group; /* column of its thread, or G_MAXUINT16 */
  double weight;
} Cell;

typedef struct {
  const PpvComparison *comparison;
  PpvDiffCells *cells;
  PpvDiffSide side;
  guint run;
  guint input;
  gint64 first;
  gint64 last;
  guint16 *group_of_thread;
  GArray *found;
} Collector;

static gboolean
is_by_run (const PpvComparison *comparison)
{
  return comparison->diff->evidence == PPV_EVIDENCE_RUNS;
}

/* --- times ------------------------------------------------------------------------------ */

typedef struct {
  gint64 first;
  gint64 last;
  double sum;
} Times;

static void
find_times (const PpvSamplePass *pass, gsize begin, gsize end, gpointer data)
{
  Times *times = data;

  for (gsize i = begin; i < end; i++)
    if (ppv_matcher_test (pass->matcher, i))
      {
        gint64 time = pass->set->time != NULL ? pass->set->time[i] : 0;

        times->first = MIN (times->first, time);
        times->last = MAX (times->last, time);
        times->sum += (double) pass->weight[i];
      }
}

gboolean
ppv_diff_find_times (const PpvDiffInput *input,
                     const char *metric,
                     gint64 *first,
                     gint64 *last,
                     double *sum,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (PpvSelection) selection = ppv_selection_copy (input->selection);
  g_auto (PpvSamplePass) pass = { 0 };
  Times times = { G_MAXINT64, G_MININT64, 0 };

  if (metric != NULL)
    ppv_selection_set_metric (selection, metric);
  if (!ppv_sample_pass_init (&pass, input->profile, selection, error) ||
      !ppv_sample_pass_run (&pass, find_times, &times, cancellable, error))
    return FALSE;
  *first = times.first;
  *last = MAX (times.last, times.first);
  *sum = times.sum;
  return TRUE;
}

/* --- threads ---------------------------------------------------------------------------- */

/* Numbers in names tell threads apart that do the same. */
static char *
kind_of_thread (const PpvProfile *profile, PpvThreadId thread)
{
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  PpvStringId process = ppv_profile_get_processes (profile)->name[threads->process[thread]];
  GString *kind = g_string_new (ppv_profile_get_string (profile, process));

  g_string_append_c (kind, '\n');
  g_string_append (kind, ppv_profile_get_string (profile, threads->name[thread]));
  for (gsize i = 0; i < kind->len;)
    if (g_ascii_isdigit (kind->str[i]))
      g_string_erase (kind, (gssize) i, 1);
    else
      i++;
  return g_string_free (kind, FALSE);
}

static gboolean
has_threads (const PpvComparison *comparison)
{
  for (guint i = 0; i < comparison->n_inputs; i++)
    if (ppv_profile_get_threads (comparison->inputs[i].profile)->n_rows == 0)
      return FALSE;
  return !is_by_run (comparison);
}

/*
 * Of each side, threads of the kind that has most of them: those change places from run to
 * run.  Threads of other kinds have their own work, the same each time.
 */
static GHashTable *
count_kinds (const PpvComparison *comparison, PpvDiffSide side)
{
  GHashTable *kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < comparison->n_inputs; i++)
    {
      const PpvProfile *profile = comparison->inputs[i].profile;
      guint32 n_threads = 0;
      g_autofree PpvThreadId *threads = ppv_profile_dup_threads (profile, &n_threads);

      for (guint32 j = 0; j < n_threads && ppv_comparison_side (comparison, i) == side; j++)
        {
          char *kind = kind_of_thread (profile, threads[j]);
          guint n = GPOINTER_TO_UINT (g_hash_table_lookup (kinds, kind));

          g_hash_table_insert (kinds, kind, GUINT_TO_POINTER (n + 1));
        }
    }
  return kinds;
}

/* The kind of which the side with fewer has most, or NULL where none has two; (transfer full). */
static char *
choose_kind (const PpvComparison *comparison)
{
  g_autoptr (GHashTable) base = count_kinds (comparison, PPV_DIFF_BASE);
  g_autoptr (GHashTable) current = count_kinds (comparison, PPV_DIFF_CURRENT);
  GHashTableIter iter;
  gpointer kind, n;
  const char *most = NULL;
  guint n_most = 1;

  g_hash_table_iter_init (&iter, base);
  while (g_hash_table_iter_next (&iter, &kind, &n))
    {
      guint n_both =
          MIN (GPOINTER_TO_UINT (n), GPOINTER_TO_UINT (g_hash_table_lookup (current, kind)));

      if (n_both > n_most || (n_both == n_most && most != NULL && strcmp (kind, most) < 0))
        {
          most = kind;
          n_most = n_both;
        }
    }
  return g_strdup (most);
}

/* Threads by their ids: a thread has a row for each name it had. */
static void
group_threads (Collector *self, const char *kind)
{
  const PpvProfile *profile = self->comparison->inputs[self->input].profile;
  const PpvThreadTable *threads = ppv_profile_get_threads (profile);
  guint *n_threads = &self->cells->n_threads[self->side];
  guint32 n = 0;
  g_autofree PpvThreadId *last = ppv_profile_dup_threads (profile, &n);

  self->group_of_thread = g_new (guint16, threads->n_rows + 1);
  memset (self->group_of_thread, 0xff, (threads->n_rows + 1) * sizeof *self->group_of_thread);
  for (guint32 i = 0; i < n && kind != NULL; i++)
    {
      g_autofree char *own = kind_of_thread (profile, last[i]);

      if (g_str_equal (own, kind))
        self->group_of_thread[last[i]] = (guint16) ((*n_threads)++ % GROUPS);
    }
}

/* --- samples ---------------------------------------------------------------------------- */

static guint16
block_of (const Collector *self, gint64 time)
{
  double whole = (double) (self->last - self->first) + 1;

  if (is_by_run (self->comparison))
    return (guint16) self->run;
  return (guint16) CLAMP ((double) (time - self->first) / whole * PPV_DIFF_BLOCKS, 0,
                          PPV_DIFF_BLOCKS - 1);
}

static void
collect (const PpvSamplePass *pass, gsize begin, gsize end, gpointer data)
{
  Collector *self = data;
  const PpvSampleSet *set = pass->set;

  for (gsize i = begin; i < end; i++)
    if (ppv_matcher_test (pass->matcher, i))
      {
        PpvThreadId thread = set->thread != NULL ? set->thread[i] : PPV_NONE;
        Cell cell = { .stack = set->stack[i],
                      .block = block_of (self, set->time != NULL ? set->time[i] : 0),
                      .group = thread != PPV_NONE ? self->group_of_thread[thread] : G_MAXUINT16,
                      .weight = (double) pass->weight[i] };

        g_array_append_val (self->found, cell);
      }
}

static void
add_cell (const Collector *self, double *lines, guint32 place, const Cell *cell)
{
  double *line = lines + (gsize) place * self->cells->n_columns[self->side];

  line[cell->block] += cell->weight;
  if (self->cells->n_threads[self->side] == 0)
    return;
  if (cell->group != G_MAXUINT16)
    line[PPV_DIFF_GROUPS + 2 * cell->group + cell->block % 2] += cell->weight;
  else
    line[PPV_DIFF_BLOCKS + cell->block] += cell->weight;
}

/* The places of @stack and its callers, each once. */
static void
list_places (const Collector *self, PpvStackId stack, guint32 *marks, GArray *places)
{
  const PpvComparison *comparison = self->comparison;
  const PpvProfile *profile = comparison->inputs[self->input].profile;
  const PpvStackId *parent = ppv_profile_get_stacks (profile)->parent;

  g_array_set_size (places, 0);
  for (PpvStackId at = stack; at != PPV_NONE; at = parent[at])
    {
      guint32 row = comparison->row_of_stack[self->input][at];
      guint32 place = self->cells->place[row];

      if (place == PPV_NONE || marks[place] == stack)
        continue;
      marks[place] = stack;
      g_array_append_val (places, place);
    }
}

/* The cells in the order of their stacks, (transfer full); @ends has where those of each end. */
static Cell *
sort_by_stack (const GArray *found, guint32 n_stacks, gsize *ends)
{
  Cell *sorted = g_new (Cell, found->len + 1);
  gsize begin = 0;

  for (guint i = 0; i < found->len; i++)
    ends[g_array_index (found, Cell, i).stack]++;
  for (guint32 i = 0; i < n_stacks; i++)
    {
      gsize n = ends[i];

      ends[i] = begin;
      begin += n;
    }
  for (guint i = 0; i < found->len; i++)
    sorted[ends[g_array_index (found, Cell, i).stack]++] = g_array_index (found, Cell, i);
  return sorted;
}

static void
add_samples (Collector *self)
{
  const PpvComparison *comparison = self->comparison;
  const PpvProfile *profile = comparison->inputs[self->input].profile;
  guint32 n_stacks = ppv_profile_get_stacks (profile)->n_rows;
  g_autofree gsize *ends = g_new0 (gsize, n_stacks + 1);
  g_autofree Cell *cells = sort_by_stack (self->found, n_stacks, ends);
  g_autofree guint32 *marks = g_new (guint32, self->cells->n_places + 1);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint32));

  memset (marks, 0xff, (self->cells->n_places + 1) * sizeof *marks);
  for (PpvStackId i = 0; i < n_stacks; i++)
    {
      gsize begin = i > 0 ? ends[i - 1] : 0;
      guint32 place = self->cells->place[comparison->row_of_stack[self->input][i]];

      if (begin < ends[i])
        list_places (self, i, marks, places);
      for (gsize j = begin; j < ends[i]; j++)
        {
          if (place != PPV_NONE)
            add_cell (self, self->cells->self[self->side], place, &cells[j]);
          for (guint k = 0; k < places->len; k++)
            add_cell (self, self->cells->total[self->side], g_array_index (places, guint32, k),
                      &cells[j]);
        }
    }
}

/* Shares are of the cost itself; of times each part has as much as the others. */
static void
add_exposure (const Collector *self)
{
  double *exposure = self->cells->exposure[self->side];
  const PpvDiff *diff = self->comparison->diff;
  guint n_blocks = is_by_run (self->comparison) ? 1 : PPV_DIFF_BLOCKS;

  if (diff->normalise == PPV_NORMALISE_TOTAL)
    for (guint i = 0; i < self->found->len; i++)
      add_cell (self, exposure, 0, &g_array_index (self->found, Cell, i));
  else if (diff->normalise != PPV_NORMALISE_ONCPU)
    for (guint i = 0; i < n_blocks; i++)
      exposure[is_by_run (self->comparison) ? self->run : i] +=
          (diff->normalise == PPV_NORMALISE_NONE ? 1 : (double) (self->last - self->first)) /
          n_blocks;
}

static gboolean
collect_metric (Collector *self, const char *metric, GCancellable *cancellable, GError **error)
{
  const PpvDiffInput *input = &self->comparison->inputs[self->input];
  g_autoptr (PpvSelection) selection = ppv_selection_copy (input->selection);
  g_auto (PpvSamplePass) pass = { 0 };

  if (metric != NULL)
    ppv_selection_set_metric (selection, metric);
  g_array_set_size (self->found, 0);
  return ppv_sample_pass_init (&pass, input->profile, selection, error) &&
         ppv_sample_pass_run (&pass, collect, self, cancellable, error);
}

static gboolean
collect_input (Collector *self, GCancellable *cancellable, GError **error)
{
  const PpvComparison *comparison = self->comparison;
  double sum;

  if (!ppv_diff_find_times (&comparison->inputs[self->input], NULL, &self->first, &self->last, &sum,
                            cancellable, error) ||
      !collect_metric (self, NULL, cancellable, error))
    return FALSE;
  add_samples (self);
  add_exposure (self);
  if (comparison->diff->normalise != PPV_NORMALISE_ONCPU)
    return TRUE;
  if (!collect_metric (self, ppv_diff_cpu_metric (comparison->inputs[self->input].profile),
                       cancellable, error))
    return FALSE;
  for (guint i = 0; i < self->found->len; i++)
    add_cell (self, self->cells->exposure[self->side], 0, &g_array_index (self->found, Cell, i));
  return TRUE;
}

/* --- all -------------------------------------------------------------------------------- */

static void
choose_places (PpvDiffCells *self, const PpvComparison *comparison)
{
  guint64 least = is_by_run (comparison) ? 1 : LEAST_SAMPLES;

  self->place = g_new (guint32, comparison->n_rows + 1);
  do
    {
      self->n_places = 0;
      for (guint32 i = 0; i < comparison->n_rows; i++)
        {
          guint64 n = comparison->total[0].samples[i] + comparison->total[1].samples[i];

          self->place[i] = n >= least ? self->n_places++ : PPV_NONE;
        }
      least *= 2;
    }
  while (self->n_places > MOST_PLACES);
}

static void
make_lines (PpvDiffCells *self, const PpvComparison *comparison, PpvDiffSide side)
{
  guint n_groups = MIN (self->n_threads[side], GROUPS);

  self->n_columns[side] = n_groups > 0 ? PPV_DIFF_GROUPS + 2 * n_groups : PPV_DIFF_BLOCKS;
  if (is_by_run (comparison))
    self->n_columns[side] = comparison->diff->n_runs[side];
  self->n_threads[side] = n_groups;
  self->self[side] = g_new0 (double, (gsize) self->n_columns[side] * (self->n_places + 1));
  self->total[side] = g_new0 (double, (gsize) self->n_columns[side] * (self->n_places + 1));
  self->exposure[side] = g_new0 (double, self->n_columns[side]);
}

static void
prepare (PpvDiffCells *self, const PpvComparison *comparison, Collector *collectors)
{
  g_autofree char *kind = has_threads (comparison) ? choose_kind (comparison) : NULL;
  guint n_base = comparison->diff->n_runs[PPV_DIFF_BASE];

  for (guint i = 0; i < comparison->n_inputs; i++)
    {
      PpvDiffSide side = ppv_comparison_side (comparison, i);

      collectors[i] = (Collector){ .comparison = comparison,
                                   .cells = self,
                                   .side = side,
                                   .input = i,
                                   .run = side == PPV_DIFF_BASE ? i : i - n_base };
      group_threads (&collectors[i], kind);
    }
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    make_lines (self, comparison, side);
}

/*
 * ppv_diff_cells_init:
 * @self: (out): cells
 * @comparison: with costs of rows
 * @cancellable: (nullable): a cancellable
 * @error: G_IO_ERROR_CANCELLED
 *
 * Returns: whether all samples were seen
 */
gboolean
ppv_diff_cells_init (PpvDiffCells *self,
                     const PpvComparison *comparison,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autofree Collector *collectors = g_new0 (Collector, comparison->n_inputs);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Cell));
  gboolean whole = TRUE;

  choose_places (self, comparison);
  prepare (self, comparison, collectors);
  for (guint i = 0; i < comparison->n_inputs; i++)
    {
      collectors[i].found = found;
      whole = whole && collect_input (&collectors[i], cancellable, error);
      g_free (collectors[i].group_of_thread);
    }
  return whole;
}

void
ppv_diff_cells_clear (PpvDiffCells *self)
{
  g_free (self->place);
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    {
      g_free (self->self[side]);
      g_free (self->total[side]);
      g_free (self->exposure[side]);
    }
}
