/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-selection.h"

G_BEGIN_DECLS

/**
 * PpvStackCosts: (skip)
 * @metric: what was added up; never PPV_NONE
 * @n_stacks: rows of the profile's stack table
 * @self: weight of the selected samples of each stack, in the metric's unit
 * @samples: number of the selected samples of each stack
 * @sum: of @self; equals the sum of all root totals of every view
 * @n_samples: of @samples
 * @group: for a LEVEL metric the group that was taken, else PPV_NONE
 * @saturated: whether a sum ran into the end of 64 bits
 *
 * Samples × selection → a cost for each stack: the only pass over the samples.
 * Everything aggregated is made from this.
 *
 * A LEVEL metric is not added over time: one group is taken, the last one inside
 * the selection's time ranges that has stacks, or without any the profile's
 * default group (the peak).
 */
typedef struct {
  PpvMetricId  metric;
  guint32      n_stacks;
  gint64      *self;
  guint64     *samples;
  gint64       sum;
  guint64      n_samples;
  guint32      group;
  gboolean     saturated;
} PpvStackCosts;

/*
 * One pass over the metric's set.  PPV_ERROR_USAGE when the profile has no such
 * metric (the message lists those it has) or no metric at all.
 */
PPV_PUBLIC PpvStackCosts *ppv_stack_costs_new  (const PpvProfile    *profile,
                                                const PpvSelection  *selection,
                                                GCancellable        *cancellable,
                                                GError             **error);
PPV_PUBLIC void           ppv_stack_costs_free (PpvStackCosts       *self);

/* "12 samples", or what else the rows of a set are: "12 call paths"; (transfer full). */
PPV_PUBLIC char          *ppv_sample_set_dup_count (const PpvSampleSet *set,
                                                guint64              n_rows);
/* "samples" and so on, as the heading of a column; (transfer none). */
PPV_PUBLIC const char    *ppv_sample_set_get_title (const PpvSampleSet *set);

/* For analyses that need the samples themselves: which rows of @set pass. */
typedef struct _PpvMatcher PpvMatcher;

PPV_PUBLIC PpvMatcher    *ppv_matcher_new      (const PpvProfile    *profile,
                                                const PpvSelection  *selection,
                                                const PpvSampleSet  *set);
PPV_PUBLIC gboolean       ppv_matcher_test     (const PpvMatcher    *self,
                                                gsize                row);
PPV_PUBLIC void           ppv_matcher_free     (PpvMatcher          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvStackCosts, ppv_stack_costs_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvMatcher, ppv_matcher_free)

G_END_DECLS
