/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-file.h"

/*
 * Reads what stands behind the records: host, command, names of the events, build
 * ids.  Facts go to the builder, names to the events, build ids to @build_ids (path ->
 * lower-case hex).  What is damaged is a warning; FALSE only for a failing system.
 */
gboolean perf_features_read (PerfFile    *file,
                             GHashTable  *build_ids,
                             GError     **error);
/* One section of a feature, or build ids as a record brings them. */
void     perf_features_read_one (PerfFile    *file,
                                 GHashTable  *build_ids,
                                 guint        feature,
                                 PpvReader   *reader);
