/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-walk.h"

/* Hardware traces, which are not decoded: what there is of them. */
typedef struct {
  guint32  kind;        /* of perf_record_auxtrace_info; 0 when not told */
  guint64  n_bytes;
  guint64  n_pieces;
  guint64  n_truncated; /* times the processor had no room for its trace */
  guint64  n_errors;    /* noted by perf itself */
  char    *error;       /* what the first one says */
} PerfAux;

void perf_aux_clear (PerfAux           *self);
void perf_aux_take  (PerfAux           *self,
                     const PerfRecord  *record);
void perf_aux_tell  (const PerfAux     *self,
                     PpvProfileBuilder *builder);
