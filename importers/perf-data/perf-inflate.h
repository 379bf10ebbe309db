/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-file.h"

/*
 * Replaces the records of a recording made with perf record -z by those inside
 * its COMPRESSED records, in their order; recordings without such stay as they are.
 * What cannot be unpacked is a warning.  FALSE when the system failed or it was
 * cancelled.
 */
gboolean perf_inflate (PerfFile        *file,
                       PpvLoadContext  *context,
                       GError         **error);
