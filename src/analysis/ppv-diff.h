/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-selection.h"

G_BEGIN_DECLS

typedef enum {
  PPV_DIFF_BASE,
  PPV_DIFF_CURRENT,
  PPV_DIFF_N_SIDES,
} PpvDiffSide;

typedef enum {
  PPV_DIFF_BY_FUNCTION,
  PPV_DIFF_BY_STACK,
} PpvDiffBy;

typedef enum {
  PPV_NORMALISE_TOTAL,  /* percent of all that was selected */
  PPV_NORMALISE_TIME,   /* per second that the program ran */
  PPV_NORMALISE_ONCPU,  /* per second that it was on a CPU */
  PPV_NORMALISE_NONE,   /* as it was measured, of several runs their mean */
  PPV_NORMALISE_USUAL,  /* TOTAL of samples, NONE of what was counted */
} PpvNormalise;

typedef enum {
  PPV_DIFF_NEW,     /* costs nothing in the base */
  PPV_DIFF_GONE,    /* costs nothing now */
  PPV_DIFF_CHANGED,
  PPV_DIFF_UNCLEAR, /* could be chance, could be a change that matters */
  PPV_DIFF_SAME,    /* surely no change that matters */
} PpvDiffStatus;

/* What it is judged by how much a difference can be chance. */
typedef enum {
  PPV_EVIDENCE_NONE,    /* samples without times: nothing tells */
  PPV_EVIDENCE_COUNTED, /* costs are exact, and of one run each */
  PPV_EVIDENCE_BLOCKS,  /* parts of the run, one after the other */
  PPV_EVIDENCE_THREADS, /* these, and threads that do the same work */
  PPV_EVIDENCE_RUNS,    /* several runs a side */
} PpvEvidence;

/* Differences whose q-value is less are told as such. */
#define PPV_DIFF_LEVEL 0.05
/* Of all cost; what certainly changed by less is PPV_DIFF_SAME. */
#define PPV_DIFF_MARGIN 0.005

/**
 * PpvDiffInput: (skip)
 * @profile: one run
 * @selection: what of it is meant, after ppv_selection_apply()
 */
typedef struct {
  const PpvProfile   *profile;
  const PpvSelection *selection;
} PpvDiffInput;

/**
 * PpvDifference: (skip)
 * @cost: of all runs of each side, in the metric's unit
 * @samples: how many that are, of all runs
 * @value: the same, normalised
 * @difference: the current value less that of the base
 * @low: the difference is more than this, and
 * @high: less than this, with 95 % confidence; both NaN where that is unknown
 * @p_value: how likely as much is by chance, or NaN
 * @q_value: the same when all rows are looked at (Benjamini and Hochberg), or NaN
 * @status: what to think of it
 */
typedef struct {
  gint64        cost[PPV_DIFF_N_SIDES];
  guint64       samples[PPV_DIFF_N_SIDES];
  double        value[PPV_DIFF_N_SIDES];
  double        difference;
  double        low;
  double        high;
  double        p_value;
  double        q_value;
  PpvDiffStatus status;
} PpvDifference;

/**
 * PpvDiffRow: (skip)
 * @function: name without what compilers add to it
 * @module: last part of its path, or ""
 * @caller: by stack the row it was called from, or PPV_NONE
 * @self: what it cost itself
 * @total: the same with all it called
 *
 * A function, or a path of calls that ends with it.
 */
typedef struct {
  char         *function;
  char         *module;
  guint32       caller;
  PpvDifference self;
  PpvDifference total;
} PpvDiffRow;

/**
 * PpvDiff: (skip)
 * @by: what a row is
 * @normalise: never PPV_NORMALISE_USUAL
 * @evidence: what confidence comes from
 * @metric: its name
 * @unit: its unit
 * @n_runs: files of each side
 * @n_clusters: parts of each side that were drawn from
 * @sum: cost of all rows of each side; @self of the rows adds up to it
 * @n_samples: of each side
 * @divisor: what values were divided by: cost, nanoseconds or runs
 * @whole: @sum, normalised
 * @margin: the least difference that matters, of values
 * @n_rows: number of rows, only those with cost
 * @rows: surest first, of those the largest difference; self before total
 *
 * What changed between two sides.
 */
typedef struct {
  PpvDiffBy    by;
  PpvNormalise normalise;
  PpvEvidence  evidence;
  char        *metric;
  char        *unit;
  guint        n_runs[PPV_DIFF_N_SIDES];
  guint        n_clusters[PPV_DIFF_N_SIDES];
  gint64       sum[PPV_DIFF_N_SIDES];
  guint64      n_samples[PPV_DIFF_N_SIDES];
  double       divisor[PPV_DIFF_N_SIDES];
  double       whole[PPV_DIFF_N_SIDES];
  double       margin;
  guint32      n_rows;
  PpvDiffRow  *rows;
} PpvDiff;

/* @inputs: those of the base, then those of now.  PPV_ERROR_USAGE where they do not compare. */
PPV_PUBLIC PpvDiff    *ppv_diff_new          (const PpvDiffInput  *inputs,
                                              const guint          n_runs[PPV_DIFF_N_SIDES],
                                              PpvDiffBy            by,
                                              PpvNormalise         normalise,
                                              GCancellable        *cancellable,
                                              GError             **error);
PPV_PUBLIC void        ppv_diff_free         (PpvDiff             *self);
/* Findings as costs, by kind and place, so that they compare; NULL when @profile has none. */
PPV_PUBLIC PpvProfile *ppv_diff_findings_profile (const PpvProfile *profile);
/* "new", "gone", "changed", "same", "unclear" */
PPV_PUBLIC const char *ppv_diff_status_to_text (PpvDiffStatus      status);
/* "total", "time", "oncpu", "none" */
PPV_PUBLIC const char *ppv_normalise_to_text (PpvNormalise         normalise);
/* "none", "counted", "blocks", "threads", "runs" */
PPV_PUBLIC const char *ppv_evidence_to_text  (PpvEvidence          evidence);

/**
 * PpvDiffGate: (skip)
 *
 * When a difference is too much: "self(f) > +3% and q < 0.05".
 */
typedef struct _PpvDiffGate PpvDiffGate;

/* PPV_ERROR_USAGE names the column, from 1. */
PPV_PUBLIC PpvDiffGate *ppv_diff_gate_new   (const char        *text,
                                             GError           **error);
PPV_PUBLIC void         ppv_diff_gate_free  (PpvDiffGate       *self);
/* Whether it holds for @row. */
PPV_PUBLIC gboolean     ppv_diff_gate_test  (const PpvDiffGate *self,
                                             const PpvDiff     *diff,
                                             const PpvDiffRow  *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvDiff, ppv_diff_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvDiffGate, ppv_diff_gate_free)

G_END_DECLS
