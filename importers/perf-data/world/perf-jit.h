/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-file.h"
#include "perf-world.h"
#include "ppv-plugin.h"

/*
 * Puts the code of the jitdumps that processes of @world had mapped into their
 * address spaces, before the world is settled.  The dumps are found as other files
 * with symbols are, and where that is not wanted, not at all.
 */
void perf_jit_learn (PerfWorld         *world,
                     const PerfEvents  *events,
                     gboolean           timed,
                     PpvLoadContext    *context,
                     PpvProfileBuilder *builder);
