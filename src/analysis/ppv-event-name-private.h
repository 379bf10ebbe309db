/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile.h"

/* What an event counts, as far as formulas ask for it. */
typedef enum {
  PPV_EVENT_CYCLES,
  PPV_EVENT_INSTRUCTIONS,
  PPV_EVENT_FRONTEND_STALLS,
  PPV_EVENT_BACKEND_STALLS,
  PPV_EVENT_BRANCHES,
  PPV_EVENT_BRANCH_MISSES,
  PPV_EVENT_CACHE_REFERENCES,
  PPV_EVENT_CACHE_MISSES,
  PPV_EVENT_L1D_LOADS,
  PPV_EVENT_L1D_MISSES,
  PPV_EVENT_L1I_MISSES,
  PPV_EVENT_LLC_LOADS,
  PPV_EVENT_LLC_MISSES,
  PPV_EVENT_DTLB_LOADS,
  PPV_EVENT_DTLB_MISSES,
  PPV_EVENT_ITLB_LOADS,
  PPV_EVENT_ITLB_MISSES,
  PPV_EVENT_PAGE_FAULTS,
  PPV_EVENT_CONTEXT_SWITCHES,
} PpvEventKind;

/* No more letters than there are levels and hosts. */
enum { PPV_EVENT_MODIFIERS = 6 };

/*
 * The name of an event as perf writes it, "cycles:u" or "cpu_core/cycles/u":
 * @kind: what it counts
 * @pmu: what counts it where there are several, else ""
 * @modifiers: where it is counted, of "ukhGH" in this order; how precisely is left out
 * @metric: for the caller
 */
typedef struct {
  PpvEventKind kind;
  char         pmu[32];
  char         modifiers[PPV_EVENT_MODIFIERS];
  PpvMetricId  metric;
} PpvEventName;

/* FALSE for an event of no kind above. */
gboolean ppv_event_name_parse    (PpvEventName       *self,
                                  const char         *name);
/* Whether both are counted at the same places, so that they can be compared. */
gboolean ppv_event_name_is_alike (const PpvEventName *a,
                                  const PpvEventName *b);
/* Whether one of @events is of the same kind and alike. */
gboolean ppv_event_name_is_known (const PpvEventName *events,
                                  guint               n_events,
                                  const PpvEventName *event);
