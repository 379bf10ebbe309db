/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-hotspots.h"

G_BEGIN_DECLS

/* What a series can be of; functions are those the samples were taken in. */
typedef enum {
  PPV_TIMELINE_OF_ALL,
  PPV_TIMELINE_BY_THREAD,
  PPV_TIMELINE_BY_PROCESS,
  PPV_TIMELINE_BY_CPU,
  PPV_TIMELINE_BY_FUNCTION,
} PpvTimelineBy;

/**
 * PpvSeries: (skip)
 * @label: what it is of, as text for people
 * @is_rest: whether it is of all that have no series of their own
 * @samples: (array): number of samples in each bucket
 * @value: (array): their cost, in the metric's unit
 * @sum: of @value
 * @n_samples: of @samples
 */
typedef struct {
  char     *label;
  gboolean  is_rest;
  guint64  *samples;
  gint64   *value;
  gint64    sum;
  guint64   n_samples;
} PpvSeries;

/**
 * PpvTimeline: (skip)
 * @metric: what was added up
 * @by: what a series is of
 * @bucket: width of a bucket, in the profile's time unit; bucket i is of the times from
 *     i × @bucket on and before (i + 1) × @bucket, counted from the start of the profile
 * @first: number of the first bucket there is a sample in
 * @n_buckets: from it to the last one with a sample; their arrays have the first at 0
 * @n_series: number of series
 * @series: (array length=n_series): by descending sum, the rest last
 * @sum: of all series
 * @n_samples: of all series
 * @n_timeless: selected samples of which nobody knows when they were; in no series
 *
 * A metric over time.
 */
typedef struct {
  PpvMetricId    metric;
  PpvTimelineBy  by;
  gint64         bucket;
  gint64         first;
  guint32        n_buckets;
  guint32        n_series;
  PpvSeries     *series;
  gint64         sum;
  guint64        n_samples;
  guint64        n_timeless;
} PpvTimeline;

/*
 * @bucket 0 takes a round width that makes at most @most_buckets.  PPV_ERROR_USAGE for a
 * LEVEL metric, which is a state and no cost, and for more buckets than there is sense in.
 */
PPV_PUBLIC PpvTimeline *ppv_timeline_new  (const PpvProfile    *profile,
                                           const PpvSelection  *selection,
                                           PpvTimelineBy        by,
                                           gint64               bucket,
                                           guint32              most_buckets,
                                           guint32              most_series,
                                           GCancellable        *cancellable,
                                           GError             **error);
PPV_PUBLIC void         ppv_timeline_free (PpvTimeline         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvTimeline, ppv_timeline_free)

G_END_DECLS
