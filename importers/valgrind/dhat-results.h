/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "dhat-points.h"

G_BEGIN_DECLS

/*
 * What a file says beside its points
 * @names: (array): frames by number
 * @has_lifetimes: whether points have lifetimes, peaks and ends
 * @has_accesses: whether they have reads and writes
 * @time_unit: as the file calls it: "instrs", "µs"
 * @short_time: blocks with a mean life up to this are short-lived
 * @end_time: of the program
 * @peak_time: when the heap was the largest
 */
typedef struct {
  PpvProfileBuilder *builder;
  const DhatPoints  *points;
  const PpvFrameId  *names;
  guint32            n_names;
  const char        *mode;
  const char        *units;       /* of what is counted in bytes elsewhere, or NULL */
  const char        *events;
  const char        *time_unit;
  gboolean           has_lifetimes;
  gboolean           has_accesses;
  gint64             short_time;
  gint64             end_time;
  gint64             peak_time;
} DhatResults;

/* Adds the sample sets, counters and findings. */
void dhat_results_write (const DhatResults *self);

G_END_DECLS
