/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-features.h"

/*
 * What a recording in pipe mode says of itself in records instead of a header:
 * events, their names, features, build ids.  FALSE without any event, or when the
 * system failed.
 */
gboolean perf_pipe_learn (PerfFeatures    *features,
                          PpvLoadContext  *context,
                          GError         **error);
