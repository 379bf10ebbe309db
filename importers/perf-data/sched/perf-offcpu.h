/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-sched.h"
#include "world/perf-view.h"

/*
 * Lives through the switches, which are put in order of time, and gives each thread's
 * time to the metrics on-cpu, off-cpu and run-queue; what lies between events that do
 * not fit together goes to unknown-time.  For each thread the four add up to the time
 * from its first to its last event.
 */
void perf_offcpu_settle (GArray            *switches,
                         PerfView          *view,
                         PpvProfileBuilder *builder);
