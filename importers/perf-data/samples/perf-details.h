/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "records/perf-sample.h"
#include "tracing/perf-trace.h"

/*
 * What a sample says of itself, for people: the text of a tracepoint, the address of
 * other events.  A row of @builder's strings, 0 when it says nothing.
 */
PpvStringId perf_details_make (const PerfTrace   *trace,
                               const PerfEvent   *event,
                               guint32            index,
                               const PerfSample  *sample,
                               PpvProfileBuilder *builder,
                               GString           *scratch);
