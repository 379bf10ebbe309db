/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-file.h"
#include "perf-bpf.h"

/*
 * PerfFeatures: what stands behind the records: host, command, names of the events,
 * build ids, BPF programs.  Facts go to the builder and names to the events; what is
 * left here is for those who make modules.
 */
typedef struct {
  PerfFile   *file;      /* borrowed */
  GHashTable *build_ids; /* path -> lower-case hex */
  PerfBpf    *bpf;
} PerfFeatures;

void     perf_features_init  (PerfFeatures *self,
                              PerfFile     *file);
void     perf_features_clear (PerfFeatures *self);
/* What is damaged is a warning; FALSE only for a failing system. */
gboolean perf_features_read  (PerfFeatures *self,
                              GError      **error);
/* One section of a feature, or build ids as a record brings them. */
void     perf_features_read_one (PerfFeatures *self,
                                 guint         feature,
                                 PpvReader    *reader);
