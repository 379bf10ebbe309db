/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-format.h"
#include "container/perf-walk.h"

/*
 * PerfQuality: evidence for the quality report that is nowhere else in a profile,
 * left in it as facts: how events were set up, for how long the kernel stopped
 * them, and whether they had a counter all the time.
 */
typedef struct {
  GArray *stops;    /* PerfStop: where sampling was stopped and went on again */
  double  counted;  /* least share of its time an event was counted */
} PerfQuality;

void perf_quality_init   (PerfQuality       *self);
void perf_quality_clear  (PerfQuality       *self);
/* A record of one of the kinds below. */
void perf_quality_note   (PerfQuality       *self,
                          PerfEvents        *events,
                          const PerfRecord  *record);
/* Adds what @later noted in the records behind those of @self. */
void perf_quality_append (PerfQuality       *self,
                          const PerfQuality *later);
/* Once, when the events have their names. */
void perf_quality_tell   (const PerfQuality *self,
                          PerfEvents        *events,
                          PpvProfileBuilder *builder);

static inline gboolean
perf_quality_wants (guint32 record_type)
{
  return record_type == PERF_RECORD_THROTTLE || record_type == PERF_RECORD_UNTHROTTLE ||
         record_type == PERF_RECORD_READ;
}
