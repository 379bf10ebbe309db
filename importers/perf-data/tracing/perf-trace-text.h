/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-trace.h"

/*
 * Appends what a sample of a tracepoint says: as the kernel prints it, or its fields,
 * name=value, where the format asks for more than its own data.
 */
void perf_trace_print (const PerfTrace        *self,
                       const struct tep_event *format,
                       PpvReader               raw,
                       GString                *text);
