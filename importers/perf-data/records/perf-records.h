/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-walk.h"

/* One more than the highest record type with a name. */
enum { PERF_RECORD_KINDS = 128 };

/* How many records of each kind there are, and what they say was lost. */
typedef struct {
  guint64 kinds[PERF_RECORD_KINDS];
  guint64 n_unknown;
  guint64 n_foreign;          /* of simpleperf */
  guint32 unknown_type;       /* of the first */
  guint64 unknown_offset;
} PerfRecordCounts;

void perf_record_counts_add  (PerfRecordCounts       *self,
                              const PerfRecord       *record);
/* Tells the builder: counts by name. */
void perf_record_counts_tell (const PerfRecordCounts *self,
                              PpvProfileBuilder      *builder);
