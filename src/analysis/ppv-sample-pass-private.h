/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-stack-costs.h"

/*
 * The way from a selection to the samples it selects:
 * @metric: the selected metric, or the profile's default
 * @group: for a LEVEL metric the group that is taken, else PPV_NONE
 * @set: the set with the samples
 * @weight: the metric's column
 * @begin: first row to look at
 * @end: one past the last
 * @matcher: which of these rows are selected
 */
typedef struct {
  PpvMetricId         metric;
  guint32             group;
  const PpvSampleSet *set;
  const gint64       *weight;
  gsize               begin;
  gsize               end;
  PpvMatcher         *matcher;
} PpvSamplePass;

/* Takes the rows @begin … @end - 1, selected or not. */
typedef void (*PpvSampleRowsFunc) (const PpvSamplePass *self,
                                   gsize                begin,
                                   gsize                end,
                                   gpointer             data);

gboolean ppv_sample_pass_init  (PpvSamplePass       *self,
                                const PpvProfile    *profile,
                                const PpvSelection  *selection,
                                GError             **error);
void     ppv_sample_pass_clear (PpvSamplePass       *self);
/* Gives all rows to @rows, some at a time.  FALSE when it was cancelled. */
gboolean ppv_sample_pass_run   (const PpvSamplePass *self,
                                PpvSampleRowsFunc    rows,
                                gpointer             data,
                                GCancellable        *cancellable,
                                GError             **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvSamplePass, ppv_sample_pass_clear)
