/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-arcs.h"
#include "ppv-json-writer.h"

G_BEGIN_DECLS

/* Each writes its members into the open object. */

/* hotspots[]: the older keys, which count what is on top of the stacks, beside ours. */
void     json_hotspots_write     (PpvJsonWriter        *json,
                                  const PpvProfile     *profile,
                                  const PpvStackCosts  *costs,
                                  const PpvArcs        *arcs,
                                  double                interval_ms);
/* call_graph {caller: [callee]}, by descending cost, and arcs[]. */
void     json_call_graph_write   (PpvJsonWriter        *json,
                                  const PpvProfile     *profile,
                                  const PpvArcs        *arcs);
/* time_series[] and time_series_bucket_ms. */
gboolean json_time_series_write  (PpvJsonWriter        *json,
                                  const PpvProfile     *profile,
                                  const PpvSelection   *selection,
                                  PpvMetricId           metric,
                                  GCancellable         *cancellable,
                                  GError              **error);
/* memory_usage[], memory_leaks and, where there is memory, what `memory` tells. */
void     json_memory_write       (PpvJsonWriter        *json,
                                  const PpvProfile     *profile);

G_END_DECLS
