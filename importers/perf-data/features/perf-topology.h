/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-file.h"

/*
 * The header sections that describe the machine and how it was recorded: features 13
 * to 34.  Each becomes facts of stable keys; what a section does not have stays out.
 */
void        perf_topology_read      (PerfFile  *file,
                                     guint      feature,
                                     PpvReader *reader);
/* A string of a header section: its padded length, then the bytes with a NUL. */
const char *perf_header_text        (PpvReader *reader,
                                     gsize     *length);
