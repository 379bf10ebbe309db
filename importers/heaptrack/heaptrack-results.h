/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "heaptrack-history.h"
#include "heaptrack-names.h"

G_BEGIN_DECLS

/* What a file was found to tell; all members are the caller's. */
typedef struct {
  PpvProfileBuilder           *builder;
  const HeaptrackNames        *names;
  HeaptrackCosts              *costs;
  HeaptrackHistory            *history;
  const HeaptrackSuppressions *suppressions;
} HeaptrackResults;

/* Adds the sample sets and counters; the file ends at @time. */
void heaptrack_results_write (const HeaptrackResults *self,
                              gint64                  time);

G_END_DECLS
