/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-diff-private.h"
#include "ppv-error.h"
#include "ppv-hotspots.h"
#include "ppv-number.h"
#include "ppv-stack-walk-private.h"

/* What one comparison needs until its rows are there. */
typedef struct {
  PpvComparison comparison;
  PpvDiffNames names;
  PpvDiffPaths paths;
  GPtrArray *costs; /* PpvStackCosts of each input */
} Work;

PpvDiffSide
ppv_comparison_side (const PpvComparison *self, guint input)
{
  return input < self->diff->n_runs[PPV_DIFF_BASE] ? PPV_DIFF_BASE : PPV_DIFF_CURRENT;
}

static void
work_clear (Work *self)
{
  for (guint i = 0; i < self->comparison.n_inputs; i++)
    g_free (self->comparison.row_of_stack[i]);
  g_free (self->comparison.row_of_stack);
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    {
      g_free (self->comparison.self[side].cost);
      g_free (self->comparison.self[side].samples);
      g_free (self->comparison.total[side].cost);
      g_free (self->comparison.total[side].samples);
    }
  ppv_diff_names_clear (&self->names);
  ppv_diff_paths_clear (&self->paths);
  g_clear_pointer (&self->costs, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

/* --- what is compared ------------------------------------------------------------------- */

static const PpvMetric *
metric_of (const Work *self, guint input)
{
  const PpvStackCosts *costs = self->costs->pdata[input];

  return ppv_profile_get_metric (self->comparison.inputs[input].profile, costs->metric);
}

static const char *
text_of (const Work *self, guint input, PpvStringId id)
{
  return ppv_profile_get_string (self->comparison.inputs[input].profile, id);
}

static gboolean
check_metric (const Work *self, guint input, GError **error)
{
  const PpvDiff *diff = self->comparison.diff;
  const char *name = text_of (self, input, metric_of (self, input)->name);
  const char *unit = text_of (self, input, metric_of (self, input)->unit);

  if (g_str_equal (name, diff->metric) && g_str_equal (unit, diff->unit))
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
               _ ("%s has the metric %s in %s, and %s has %s in %s: these do not compare "
                  "(--metric chooses another)"),
               ppv_profile_get_file (self->comparison.inputs[0].profile), diff->metric, diff->unit,
               ppv_profile_get_file (self->comparison.inputs[input].profile), name, unit);
  return FALSE;
}

static gboolean
find_costs (Work *self, GCancellable *cancellable, GError **error)
{
  PpvDiff *diff = self->comparison.diff;
  gboolean saturated = FALSE;

  for (guint i = 0; i < self->comparison.n_inputs; i++)
    {
      const PpvDiffInput *input = &self->comparison.inputs[i];
      PpvStackCosts *costs =
          ppv_stack_costs_new (input->profile, input->selection, cancellable, error);
      PpvDiffSide side = ppv_comparison_side (&self->comparison, i);

      if (costs == NULL)
        return FALSE;
      g_ptr_array_add (self->costs, costs);
      if (i == 0)
        {
          diff->metric = g_strdup (text_of (self, i, metric_of (self, i)->name));
          diff->unit = g_strdup (text_of (self, i, metric_of (self, i)->unit));
        }
      if (!check_metric (self, i, error))
        return FALSE;
      diff->sum[side] = ppv_add_saturating (diff->sum[side], costs->sum, &saturated);
      diff->n_samples[side] += costs->n_samples;
    }
  return TRUE;
}

static void
find_evidence (Work *self)
{
  PpvDiff *diff = self->comparison.diff;
  gboolean timed = TRUE;
  const char *unit;

  for (guint i = 0; i < self->comparison.n_inputs; i++)
    {
      const PpvMetric *metric = metric_of (self, i);
      const PpvSampleSet *set =
          ppv_profile_get_set (self->comparison.inputs[i].profile, metric->set);

      timed = timed && set->time != NULL && metric->kind == PPV_METRIC_FLOW;
    }
  (void) ppv_unit_decimals (diff->unit, &unit);
  self->comparison.sampled = timed || g_str_equal (unit, "samples");
  if (diff->n_runs[0] >= 2 && diff->n_runs[1] >= 2)
    diff->evidence = PPV_EVIDENCE_RUNS;
  else if (!self->comparison.sampled)
    diff->evidence = PPV_EVIDENCE_COUNTED;
  else
    diff->evidence = timed ? PPV_EVIDENCE_BLOCKS : PPV_EVIDENCE_NONE;
  if (diff->normalise == PPV_NORMALISE_USUAL)
    diff->normalise = self->comparison.sampled ? PPV_NORMALISE_TOTAL : PPV_NORMALISE_NONE;
}

/* --- what values are divided by --------------------------------------------------------- */

const char *
ppv_diff_cpu_metric (const PpvProfile *profile)
{
  static const char *const names[] = { "on-cpu", "task-clock", "cpu-clock", "task-clock:u",
                                       "cpu-clock:u" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      PpvMetricId metric = ppv_profile_find_metric (profile, names[i]);

      if (metric != PPV_NONE && ppv_profile_get_metric (profile, metric)->n_samples > 0)
        return names[i];
    }
  return NULL;
}

/* Nanoseconds, of one run. */
static gboolean
find_time (const Work *self, guint input, double *time, GCancellable *cancellable, GError **error)
{
  const PpvDiffInput *at = &self->comparison.inputs[input];
  gboolean oncpu = self->comparison.diff->normalise == PPV_NORMALISE_ONCPU;
  const char *metric = oncpu ? ppv_diff_cpu_metric (at->profile) : NULL;
  const PpvSampleSet *set = ppv_profile_get_set (at->profile, metric_of (self, input)->set);
  gint64 first, last;
  double sum;

  if (set->time == NULL || !g_str_equal (ppv_profile_get_time_unit (at->profile), "ns") ||
      (oncpu && metric == NULL))
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
                   oncpu ? _ ("%s does not tell the time on the CPU: record cpu-clock or "
                              "task-clock, or switches")
                         : _ ("%s does not tell times"),
                   ppv_profile_get_file (at->profile));
      return FALSE;
    }
  if (!ppv_diff_find_times (at, metric, &first, &last, &sum, cancellable, error))
    return FALSE;
  *time = oncpu ? sum : (double) (last - first);
  return TRUE;
}

static gboolean
find_divisors (Work *self, GCancellable *cancellable, GError **error)
{
  PpvDiff *diff = self->comparison.diff;

  for (guint i = 0; i < self->comparison.n_inputs; i++)
    {
      PpvDiffSide side = ppv_comparison_side (&self->comparison, i);
      double time = 1;

      if ((diff->normalise == PPV_NORMALISE_TIME || diff->normalise == PPV_NORMALISE_ONCPU) &&
          !find_time (self, i, &time, cancellable, error))
        return FALSE;
      diff->divisor[side] += time;
    }
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    {
      if (diff->normalise == PPV_NORMALISE_TOTAL)
        diff->divisor[side] = (double) diff->sum[side];
      if (!(diff->divisor[side] > 0))
        diff->divisor[side] = 1;
    }
  if (diff->normalise == PPV_NORMALISE_NONE)
    self->comparison.scale = 1;
  else if (diff->normalise == PPV_NORMALISE_TOTAL || g_str_equal (diff->unit, "ns"))
    self->comparison.scale = 100;
  else
    self->comparison.scale = 1e9;
  return TRUE;
}

/* --- rows ------------------------------------------------------------------------------- */

static void
find_rows (Work *self)
{
  PpvComparison *comparison = &self->comparison;
  gboolean paths = comparison->diff->by == PPV_DIFF_BY_STACK;

  for (guint i = 0; i < comparison->n_inputs; i++)
    {
      const PpvStackTable *stacks = ppv_profile_get_stacks (comparison->inputs[i].profile);
      const PpvFrameTable *frames = ppv_profile_get_frames (comparison->inputs[i].profile);
      guint32 *rows = comparison->row_of_stack[i] = g_new (guint32, stacks->n_rows + 1);

      for (PpvStackId j = 0; j < stacks->n_rows; j++)
        {
          PpvStackId parent = stacks->parent[j];

          rows[j] = self->names.row_of_function[i][frames->function[stacks->frame[j]]];
          if (paths)
            rows[j] = ppv_diff_paths_add (&self->paths,
                                          parent != PPV_NONE ? rows[parent] : PPV_NONE, rows[j]);
        }
    }
  comparison->n_rows = paths ? self->paths.function->len : self->names.name->len;
  comparison->caller = paths ? (const guint32 *) self->paths.caller->data : NULL;
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    {
      comparison->self[side].cost = g_new0 (gint64, comparison->n_rows + 1);
      comparison->self[side].samples = g_new0 (guint64, comparison->n_rows + 1);
      comparison->total[side].cost = g_new0 (gint64, comparison->n_rows + 1);
      comparison->total[side].samples = g_new0 (guint64, comparison->n_rows + 1);
    }
}

/* Of files that tell calls, whose totals no stacks have. */
static void
add_calls (Work *self, guint input, PpvDiffCosts *total)
{
  g_autoptr (PpvHotspots) hotspots = ppv_hotspots_from_costs (
      self->comparison.inputs[input].profile, self->costs->pdata[input], PPV_BY_FUNCTION);
  gboolean saturated = FALSE;

  for (guint32 i = 0; i < hotspots->n_rows; i++)
    {
      guint32 row = self->names.row_of_function[input][hotspots->key[i]];

      total->cost[row] = ppv_add_saturating (total->cost[row], hotspots->total[i], &saturated);
      total->samples[row] += hotspots->samples[i];
    }
}

static void
add_input (Work *self, guint input)
{
  PpvComparison *comparison = &self->comparison;
  const PpvProfile *profile = comparison->inputs[input].profile;
  const PpvStackCosts *costs = self->costs->pdata[input];
  PpvDiffSide side = ppv_comparison_side (comparison, input);
  PpvDiffCosts *own = &comparison->self[side];
  PpvDiffCosts *total = &comparison->total[side];
  gboolean saturated = FALSE;

  for (PpvStackId i = 0; i < costs->n_stacks; i++)
    {
      guint32 row = comparison->row_of_stack[input][i];

      own->cost[row] = ppv_add_saturating (own->cost[row], costs->self[i], &saturated);
      own->samples[row] += costs->samples[i];
    }
  if (comparison->caller != NULL)
    return;
  if (ppv_profile_get_calls (profile)->n_rows > 0)
    add_calls (self, input, total);
  else
    ppv_stack_walk_totals (profile, costs, comparison->row_of_stack[input], comparison->n_rows,
                           total->cost, total->samples);
}

/* A caller is a smaller row. */
static void
add_paths (const PpvComparison *self, PpvDiffSide side)
{
  const PpvDiffCosts *own = &self->self[side];
  const PpvDiffCosts *total = &self->total[side];
  gboolean saturated = FALSE;

  for (guint32 i = self->n_rows; i-- > 0;)
    {
      guint32 caller = self->caller[i];

      total->cost[i] = ppv_add_saturating (total->cost[i], own->cost[i], &saturated);
      total->samples[i] += own->samples[i];
      if (caller == PPV_NONE)
        continue;
      total->cost[caller] = ppv_add_saturating (total->cost[caller], total->cost[i], &saturated);
      total->samples[caller] += total->samples[i];
    }
}

/* --- differences ------------------------------------------------------------------------ */

static double
normalise (const PpvComparison *self, PpvDiffSide side, gint64 cost)
{
  return (double) cost * self->scale / self->diff->divisor[side];
}

static void
fill (const PpvComparison *self, const PpvDiffCosts *costs, guint32 row, PpvDifference *difference)
{
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    {
      difference->cost[side] = costs[side].cost[row];
      difference->samples[side] = costs[side].samples[row];
      difference->value[side] = normalise (self, side, costs[side].cost[row]);
    }
  difference->difference = difference->value[PPV_DIFF_CURRENT] - difference->value[PPV_DIFF_BASE];
  difference->low = difference->high = NAN;
  difference->p_value = difference->q_value = NAN;
}

static PpvDiffRow *
make_rows (const Work *self)
{
  const PpvComparison *comparison = &self->comparison;
  PpvDiffRow *rows = g_new0 (PpvDiffRow, comparison->n_rows + 1);

  for (guint32 i = 0; i < comparison->n_rows; i++)
    {
      guint32 name = i;

      rows[i].caller = PPV_NONE;
      if (comparison->caller != NULL)
        {
          name = g_array_index (self->paths.function, guint32, i);
          rows[i].caller = comparison->caller[i];
        }
      rows[i].function = self->names.name->pdata[name];
      rows[i].module = self->names.module->pdata[name];
      fill (comparison, comparison->self, i, &rows[i].self);
      fill (comparison, comparison->total, i, &rows[i].total);
    }
  return rows;
}

static PpvDiffStatus
status_of (const PpvDiff *diff, const PpvDifference *difference)
{
  gboolean counted = diff->evidence == PPV_EVIDENCE_COUNTED;
  gboolean sure = counted ? difference->cost[0] != difference->cost[1]
                          : difference->q_value < PPV_DIFF_LEVEL; /* never of NaN */

  if (sure && difference->cost[PPV_DIFF_BASE] == 0)
    return PPV_DIFF_NEW;
  if (sure && difference->cost[PPV_DIFF_CURRENT] == 0)
    return PPV_DIFF_GONE;
  if (sure)
    return PPV_DIFF_CHANGED;
  if (counted || (difference->low > -diff->margin && difference->high < diff->margin))
    return PPV_DIFF_SAME;
  return PPV_DIFF_UNCLEAR;
}

static void
correct (const PpvDiff *diff, PpvDiffRow *rows, guint32 n_rows, gsize offset)
{
  g_autofree double *values = g_new (double, n_rows + 1);

  for (guint32 i = 0; i < n_rows; i++)
    values[i] = G_STRUCT_MEMBER (PpvDifference, &rows[i], offset).p_value;
  ppv_false_discovery (values, n_rows);
  for (guint32 i = 0; i < n_rows; i++)
    {
      PpvDifference *difference = &G_STRUCT_MEMBER (PpvDifference, &rows[i], offset);

      difference->q_value = values[i];
      difference->status = status_of (diff, difference);
    }
}

static gboolean
judge (Work *self, PpvDiffRow *rows, GCancellable *cancellable, GError **error)
{
  PpvDiff *diff = self->comparison.diff;
  g_auto (PpvDiffCells) cells = { NULL };

  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    diff->whole[side] = normalise (&self->comparison, side, diff->sum[side]);
  diff->margin = PPV_DIFF_MARGIN * (diff->whole[0] + diff->whole[1]) / 2;
  if (diff->evidence >= PPV_EVIDENCE_BLOCKS && diff->n_samples[0] > 0 && diff->n_samples[1] > 0)
    {
      if (!ppv_diff_cells_init (&cells, &self->comparison, cancellable, error))
        return FALSE;
      ppv_diff_judge (&self->comparison, &cells, rows);
    }
  correct (diff, rows, self->comparison.n_rows, G_STRUCT_OFFSET (PpvDiffRow, self));
  correct (diff, rows, self->comparison.n_rows, G_STRUCT_OFFSET (PpvDiffRow, total));
  return TRUE;
}

/* --- all -------------------------------------------------------------------------------- */

static gboolean
compare (Work *work, GCancellable *cancellable, GError **error)
{
  PpvComparison *comparison = &work->comparison;
  g_autofree PpvDiffRow *rows = NULL;

  if (!find_costs (work, cancellable, error))
    return FALSE;
  find_evidence (work);
  if (!find_divisors (work, cancellable, error))
    return FALSE;
  ppv_diff_names_init (&work->names, comparison->inputs, comparison->diff->n_runs[0],
                       comparison->n_inputs);
  find_rows (work);
  for (guint i = 0; i < comparison->n_inputs; i++)
    add_input (work, i);
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES && comparison->caller != NULL; side++)
    add_paths (comparison, side);
  rows = make_rows (work);
  if (!judge (work, rows, cancellable, error))
    return FALSE;
  ppv_diff_take_rows (comparison->diff, rows, comparison->n_rows);
  return TRUE;
}

/**
 * ppv_diff_new: (skip)
 * @inputs: the runs, those of the base first
 * @n_runs: how many each side has, at least one
 * @by: what a row is
 * @normalise: what values are
 * @cancellable: (nullable): a cancellable
 * @error: PPV_ERROR_USAGE when metrics do not compare; G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the differences
 */
PpvDiff *
ppv_diff_new (const PpvDiffInput *inputs,
              const guint n_runs[PPV_DIFF_N_SIDES],
              PpvDiffBy by,
              PpvNormalise normalise,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (PpvDiff) diff = NULL;
  g_auto (Work) work = { .costs = NULL };

  g_return_val_if_fail (inputs != NULL && n_runs[0] > 0 && n_runs[1] > 0, NULL);

  diff = g_new0 (PpvDiff, 1);
  diff->by = by;
  diff->normalise = normalise;
  diff->n_runs[0] = n_runs[0];
  diff->n_runs[1] = n_runs[1];
  work.comparison.inputs = inputs;
  work.comparison.diff = diff;
  work.comparison.n_inputs = n_runs[0] + n_runs[1];
  work.comparison.row_of_stack = g_new0 (guint32 *, work.comparison.n_inputs);
  work.costs = g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_stack_costs_free);
  if (by == PPV_DIFF_BY_STACK)
    ppv_diff_paths_init (&work.paths);
  return compare (&work, cancellable, error) ? g_steal_pointer (&diff) : NULL;
}

/**
 * ppv_diff_free: (skip)
 * @self: (nullable): differences
 */
void
ppv_diff_free (PpvDiff *self)
{
  if (self == NULL)
    return;
  for (guint32 i = 0; i < self->n_rows; i++)
    {
      g_free (self->rows[i].function);
      g_free (self->rows[i].module);
    }
  g_free (self->rows);
  g_free (self->metric);
  g_free (self->unit);
  g_free (self);
}

/**
 * ppv_diff_status_to_text: (skip)
 * @status: a status
 *
 * Returns: a stable word
 */
const char *
ppv_diff_status_to_text (PpvDiffStatus status)
{
  static const char *const words[] = { "new", "gone", "changed", "unclear", "same" };

  return words[status];
}

/**
 * ppv_normalise_to_text: (skip)
 * @normalise: but PPV_NORMALISE_USUAL
 *
 * Returns: a stable word
 */
const char *
ppv_normalise_to_text (PpvNormalise normalise)
{
  static const char *const words[] = { "total", "time", "oncpu", "none" };

  g_return_val_if_fail (normalise < PPV_NORMALISE_USUAL, NULL);
  return words[normalise];
}

/**
 * ppv_evidence_to_text: (skip)
 * @evidence: what confidence comes from
 *
 * Returns: a stable word
 */
const char *
ppv_evidence_to_text (PpvEvidence evidence)
{
  static const char *const words[] = { "none", "counted", "blocks", "threads", "runs" };

  return words[evidence];
}
