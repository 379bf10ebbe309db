/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-file.h"

/*
 * Replaces the records of a recording made with perf record -z by those inside its
 * COMPRESSED records, and those of a recording that is a folder by all its parts'.
 * What cannot be unpacked or is missing is a warning.  FALSE when the system failed or
 * it was cancelled.
 */
gboolean perf_inflate (PerfFile        *file,
                       PpvLoadContext  *context,
                       GError         **error);
