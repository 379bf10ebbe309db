/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "tracing/perf-trace.h"

/* Why a thread left the CPU. */
typedef enum {
  PERF_TASK_UNKNOWN,  /* not recorded */
  PERF_TASK_RUNNABLE, /* it did not want to */
  PERF_TASK_SLEEPING,
  PERF_TASK_DISK,     /* sleeping and not to be disturbed, mostly for a disk */
  PERF_TASK_STOPPED,
  PERF_TASK_TRACED,
  PERF_TASK_PARKED,
  PERF_TASK_IDLE,     /* a thread of the kernel without work */
  PERF_TASK_DEAD,     /* for good */
  PERF_TASK_OTHER,
} PerfTaskState;

enum { PERF_MOST_STATES = 24 };

/* What the bits of sched_switch's prev_state mean: kernels differ, and say so in its format. */
typedef struct {
  guint n_states;
  struct {
    guint64       bits;
    PerfTaskState state;
  } states[PERF_MOST_STATES];
} PerfTaskStates;

/* @format NULL for a kernel of today. */
void          perf_task_states_init (PerfTaskStates         *self,
                                     const struct tep_event *format);
PerfTaskState perf_task_states_find (const PerfTaskStates   *self,
                                     guint64                 prev_state);
/* A leaf for the time spent so, "[off-cpu: disk sleep]". */
const char   *perf_task_state_frame (PerfTaskState           state);
