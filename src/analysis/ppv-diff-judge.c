/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Which parts of a run are clusters, and how sure each difference is.
 *
 * Single runs are cut into blocks of time.  The same block of both runs makes one cluster:
 * phases that both runs have at the same place are no chance, and fall out of the
 * difference.  Blocks that hang together are joined, two by two.  Where threads of one kind
 * do lastingly different things, they are clusters as well, and what is less sure counts.
 */

#include "config.h"

#include <math.h>

#include "ppv-diff-private.h"

enum {
  LEAST_BLOCKS = 16,
  PAIRED = PPV_DIFF_N_SIDES, /* a cluster of columns of both sides */
  MOST_STRATA = 3,
};

/* Correlation of neighbours from which on they are joined. */
#define TOGETHER 0.1

/* Share of the variance of threads that lasts, from which on they are clusters. */
#define LASTING 0.1

typedef struct {
  guint side;
  guint first; /* column */
  guint step;  /* columns of a cluster */
} Stratum;

typedef struct {
  const PpvComparison *comparison;
  const PpvDiffCells *cells;
  guint n_strata;
  Stratum strata[MOST_STRATA];
  guint sizes[MOST_STRATA];
  PpvResampler *resampler;
} Plan;

static void
plan_add (Plan *self, guint side, guint first, guint step, guint n_clusters)
{
  self->strata[self->n_strata] = (Stratum){ side, first, step };
  self->sizes[self->n_strata++] = n_clusters;
}

/* What a column adds to the difference beyond its share. */
static double
part_of (const Plan *self,
         double *const lines[],
         guint32 place,
         const double *value,
         guint side,
         guint column)
{
  const PpvComparison *comparison = self->comparison;
  const double *line = lines[side] + (gsize) place * self->cells->n_columns[side];
  double scale = comparison->scale / comparison->diff->divisor[side];

  return line[column] * scale -
         value[side] * self->cells->exposure[side][column] / comparison->diff->divisor[side];
}

static void
make_parts (
    const Plan *self, double *const lines[], guint32 place, const double *value, double *parts)
{
  for (guint i = 0; i < self->n_strata; i++)
    for (guint j = 0; j < self->sizes[i]; j++, parts++)
      {
        const Stratum *stratum = &self->strata[i];

        *parts = 0;
        for (guint k = 0; k < stratum->step; k++)
          {
            guint column = stratum->first + j * stratum->step + k;

            if (stratum->side == PAIRED)
              *parts += part_of (self, lines, place, value, PPV_DIFF_CURRENT, column) -
                        part_of (self, lines, place, value, PPV_DIFF_BASE, column);
            else if (stratum->side == PPV_DIFF_CURRENT)
              *parts += part_of (self, lines, place, value, PPV_DIFF_CURRENT, column);
            else
              *parts -= part_of (self, lines, place, value, PPV_DIFF_BASE, column);
          }
      }
}

/* --- which clusters --------------------------------------------------------------------- */

/*
 * Whether the base comes first: the draws must not change when sides are exchanged.  Of
 * sides that are equal in all this nothing differs.
 */
static gboolean
is_base_first (const PpvComparison *self, const PpvDiffCells *cells)
{
  const PpvDiff *diff = self->diff;

  if (cells->n_columns[0] != cells->n_columns[1])
    return cells->n_columns[0] < cells->n_columns[1];
  if (diff->sum[0] != diff->sum[1])
    return diff->sum[0] < diff->sum[1];
  for (guint i = 0; i < cells->n_columns[0]; i++)
    if (cells->exposure[0][i] < cells->exposure[1][i] ||
        cells->exposure[0][i] > cells->exposure[1][i])
      return cells->exposure[0][i] < cells->exposure[1][i];
  return TRUE;
}

static void
add_sides (Plan *self, guint first, guint step, const guint *sizes)
{
  PpvDiffSide side =
      is_base_first (self->comparison, self->cells) ? PPV_DIFF_BASE : PPV_DIFF_CURRENT;

  plan_add (self, side, first, step, sizes[side]);
  plan_add (self, 1 - side, first, step, sizes[1 - side]);
}

/* The correlation of neighbouring blocks, of all rows together. */
static double
find_correlation (const Plan *self, const PpvDiffRow *rows)
{
  double parts[PPV_DIFF_BLOCKS];
  double products = 0;
  double squares = 0;

  for (guint32 i = 0; i < self->comparison->n_rows; i++)
    {
      guint32 place = self->cells->place[i];

      if (place == PPV_NONE)
        continue;
      make_parts (self, self->cells->self, place, rows[i].self.value, parts);
      for (guint j = 0; j < self->sizes[0]; j++)
        {
          squares += parts[j] * parts[j];
          products += j > 0 ? parts[j] * parts[j - 1] : 0;
        }
    }
  return squares > 0 ? products / squares : 0;
}

static void
plan_blocks (Plan *self, const PpvDiffRow *rows)
{
  guint step = 1;

  for (;; step *= 2)
    {
      self->n_strata = 0;
      plan_add (self, PAIRED, 0, step, PPV_DIFF_BLOCKS / step);
      if (PPV_DIFF_BLOCKS / step <= LEAST_BLOCKS || find_correlation (self, rows) < TOGETHER)
        return;
    }
}

/* How much of what tells threads apart in odd blocks does so in even ones. */
static double
find_lasting (const PpvComparison *comparison, const PpvDiffCells *cells, const PpvDiffRow *rows)
{
  const Plan plan = { .comparison = comparison, .cells = cells };
  double products = 0;
  double squares = 0;

  for (guint32 i = 0; i < comparison->n_rows; i++)
    for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES && cells->place[i] != PPV_NONE; side++)
      {
        double sums[2] = { 0, 0 };

        for (guint pass = 0; pass < 2; pass++)
          for (guint j = 0; j < cells->n_threads[side]; j++)
            {
              double half[2];

              for (guint k = 0; k < 2; k++)
                {
                  half[k] = part_of (&plan, cells->self, cells->place[i], rows[i].self.value, side,
                                     PPV_DIFF_GROUPS + 2 * j + k);
                  if (pass == 0)
                    sums[k] += half[k] / cells->n_threads[side];
                  else
                    half[k] -= sums[k];
                }
              if (pass == 1)
                {
                  products += 2 * half[0] * half[1];
                  squares += (half[0] + half[1]) * (half[0] + half[1]);
                }
            }
      }
  return squares > 0 ? products / squares : 0;
}

static gboolean
plan_threads (Plan *self, const PpvDiffRow *rows, guint step)
{
  const PpvDiffCells *cells = self->cells;

  if (cells->n_threads[0] < 2 || cells->n_threads[1] < 2 ||
      find_lasting (self->comparison, cells, rows) < LASTING)
    return FALSE;
  add_sides (self, PPV_DIFF_GROUPS, 2, cells->n_threads);
  plan_add (self, PAIRED, PPV_DIFF_BLOCKS, step, PPV_DIFF_BLOCKS / step);
  return TRUE;
}

/* --- how sure --------------------------------------------------------------------------- */

/* What independent samples would vary by: binomial, with one more of them than there are. */
static double
least_variance (const PpvComparison *comparison, const PpvDifference *difference)
{
  const PpvDiff *diff = comparison->diff;
  double variance = 0;

  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    {
      double n = (double) diff->n_samples[side];
      double k = (double) difference->samples[side] + 1;
      double each = (double) diff->sum[side] / n * comparison->scale / diff->divisor[side];

      variance += k * each * each * (diff->normalise == PPV_NORMALISE_TOTAL ? 1 - k / (n + 2) : 1);
    }
  return variance;
}

static void
judge_one (const Plan *plan,
           double *const lines[],
           guint32 place,
           double least,
           double *parts,
           PpvDifference *difference)
{
  PpvChance chance;

  make_parts (plan, lines, place, difference->value, parts);
  ppv_resampler_judge (plan->resampler, parts, difference->difference, least, &chance);
  if (!isnan (difference->p_value) && difference->p_value > chance.p_value)
    chance.p_value = difference->p_value;
  if (!isnan (difference->low) && difference->difference - difference->low > chance.half)
    chance.half = difference->difference - difference->low;
  difference->p_value = chance.p_value;
  difference->low = difference->difference - chance.half;
  difference->high = difference->difference + chance.half;
}

static void
judge_rows (Plan *self, PpvDiffRow *rows)
{
  const PpvComparison *comparison = self->comparison;
  g_autofree double *parts = NULL;
  guint n_clusters = 0;

  for (guint i = 0; i < self->n_strata; i++)
    n_clusters += self->sizes[i];
  parts = g_new (double, n_clusters);
  self->resampler = ppv_resampler_new (self->sizes, self->n_strata);
  for (guint32 i = 0; i < comparison->n_rows; i++)
    {
      guint32 place = self->cells->place[i];
      PpvDiffRow *row = &rows[i];
      gboolean sampled = comparison->sampled && comparison->diff->evidence != PPV_EVIDENCE_RUNS;

      if (place == PPV_NONE)
        continue;
      if (row->self.samples[0] + row->self.samples[1] > 0)
        judge_one (self, self->cells->self, place,
                   sampled ? least_variance (comparison, &row->self) : 0, parts, &row->self);
      judge_one (self, self->cells->total, place,
                 sampled ? least_variance (comparison, &row->total) : 0, parts, &row->total);
    }
  ppv_resampler_free (self->resampler);
}

/*
 * ppv_diff_judge:
 * @self: a comparison; learns what its evidence is
 * @cells: its costs part by part
 * @rows: (inout): with values and differences; get intervals and p-values
 */
void
ppv_diff_judge (PpvComparison *self, const PpvDiffCells *cells, PpvDiffRow *rows)
{
  Plan blocks = { .comparison = self, .cells = cells };
  Plan threads = { .comparison = self, .cells = cells };
  PpvDiff *diff = self->diff;

  if (diff->evidence == PPV_EVIDENCE_RUNS)
    add_sides (&blocks, 0, 1, diff->n_runs);
  else
    plan_blocks (&blocks, rows);
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    diff->n_clusters[side] =
        diff->evidence == PPV_EVIDENCE_RUNS ? diff->n_runs[side] : blocks.sizes[0];
  judge_rows (&blocks, rows);
  if (diff->evidence == PPV_EVIDENCE_RUNS || !plan_threads (&threads, rows, blocks.strata[0].step))
    return;
  diff->evidence = PPV_EVIDENCE_THREADS;
  for (PpvDiffSide side = 0; side < PPV_DIFF_N_SIDES; side++)
    diff->n_clusters[side] = cells->n_threads[side];
  judge_rows (&threads, rows);
}
