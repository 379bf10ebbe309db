/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-file.h"
#include "container/perf-walk.h"

/*
 * PerfStat: what perf stat record writes instead of samples: counts of each event on
 * each processor or thread, in rounds, and what was watched.
 */
typedef struct _PerfStat PerfStat;

PerfStat *perf_stat_new  (PerfFile          *file);
void      perf_stat_free (PerfStat          *self);
void      perf_stat_take (PerfStat          *self,
                          const PerfRecord  *record);
void      perf_stat_tell (PerfStat          *self,
                          PpvProfileBuilder *builder);
