/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-sched.h"
#include "world/perf-view.h"

/*
 * Makes a span of each system call that was entered and left, and a sample of the
 * metric syscall-time with the stack it was entered from.  The rows are put in order
 * of time.
 */
void perf_syscalls_settle (const PerfSched   *sched,
                           GArray            *syscalls,
                           PerfView          *view,
                           PpvProfileBuilder *builder);
