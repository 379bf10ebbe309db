/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-diff-rows-private.h"
#include "ppv-diff-statistics-private.h"
#include "ppv-sample-pass-private.h"

/* The parts a run is cut into, before those that hang together are joined. */
enum { PPV_DIFF_BLOCKS = 64, PPV_DIFF_GROUPS = 2 * PPV_DIFF_BLOCKS };

/*
 * PpvDiffCosts: what rows cost a side
 * @cost: of each row
 * @samples: of each row
 */
typedef struct {
  gint64  *cost;
  guint64 *samples;
} PpvDiffCosts;

/*
 * PpvComparison: all that is known on the way to a PpvDiff
 * @inputs: the profiles, those of the base first
 * @n_inputs: how many
 * @diff: the answer so far
 * @row_of_stack: of each input the row of each of its stacks
 * @caller: of each row, by stack; else NULL
 * @n_rows: number of rows, also those without cost
 * @self: of each side
 * @total: of each side
 * @sampled: whether costs are samples at known times
 * @scale: what values are multiplied with after the division
 */
typedef struct {
  const PpvDiffInput *inputs;
  guint               n_inputs;
  PpvDiff            *diff;
  guint32           **row_of_stack;
  const guint32      *caller;
  guint32             n_rows;
  PpvDiffCosts        self[PPV_DIFF_N_SIDES];
  PpvDiffCosts        total[PPV_DIFF_N_SIDES];
  gboolean            sampled;
  double              scale;
} PpvComparison;

PpvDiffSide ppv_comparison_side (const PpvComparison *self,
                                 guint                input);

/*
 * PpvDiffCells: costs of rows, part by part
 * @place: the rows it has: where each is in it, or PPV_NONE
 * @n_places: how many
 * @n_columns: parts of each side: blocks, or runs.  With groups of threads there are behind
 *     all blocks those of threads without a group, from PPV_DIFF_BLOCKS, and for each
 *     group its even and its odd blocks, from PPV_DIFF_GROUPS
 * @n_threads: groups of threads of each side
 * @self: of each side, a line a place
 * @total: the same
 * @exposure: what each part adds to the divisor
 */
typedef struct {
  guint32 *place;
  guint32  n_places;
  guint    n_columns[PPV_DIFF_N_SIDES];
  guint    n_threads[PPV_DIFF_N_SIDES];
  double  *self[PPV_DIFF_N_SIDES];
  double  *total[PPV_DIFF_N_SIDES];
  double  *exposure[PPV_DIFF_N_SIDES];
} PpvDiffCells;

gboolean ppv_diff_cells_init  (PpvDiffCells        *self,
                               const PpvComparison *comparison,
                               GCancellable        *cancellable,
                               GError             **error);
void     ppv_diff_cells_clear (PpvDiffCells        *self);
/* Nanoseconds from the first selected sample to the last. */
gboolean ppv_diff_find_times  (const PpvDiffInput  *input,
                               const char          *metric,
                               gint64              *first,
                               gint64              *last,
                               double              *sum,
                               GCancellable        *cancellable,
                               GError             **error);
/* The name of the metric that tells the time on a CPU, or NULL. */
const char *ppv_diff_cpu_metric (const PpvProfile   *profile);
/* Intervals, and probabilities, of all rows. */
void     ppv_diff_judge       (PpvComparison       *self,
                               const PpvDiffCells  *cells,
                               PpvDiffRow          *rows);

/* Takes those with cost over, the surest first. */
void     ppv_diff_take_rows   (PpvDiff             *diff,
                               PpvDiffRow          *rows,
                               guint32              n_rows);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvDiffCells, ppv_diff_cells_clear)
