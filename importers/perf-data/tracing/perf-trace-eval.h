/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-trace.h"

/* The expressions of a print format, evaluated over the raw data of one sample. */
typedef struct {
  const PerfTrace        *trace;
  const struct tep_event *format;
  PpvReader               raw;
  gboolean                failed; /* what was asked for is not in the data, or not known */
} PerfTraceEval;

const struct tep_format_field *
          perf_trace_eval_find  (PerfTraceEval                  *self,
                                 const char                     *name);
guint64   perf_trace_eval       (PerfTraceEval                  *self,
                                 const struct tep_print_arg     *arg);
/* The value of a flag or symbol. */
guint64   perf_trace_eval_atom  (const char                     *atom);
/* A field's number; 0 and failed when it is none. */
guint64   perf_trace_eval_field (PerfTraceEval                  *self,
                                 const struct tep_format_field  *field);
/* The bytes of a field: where it has its place elsewhere, those. */
PpvReader perf_trace_eval_bytes (PerfTraceEval                  *self,
                                 const struct tep_format_field  *field);
/* The bytes an argument stands for that is an array. */
PpvReader perf_trace_eval_array (PerfTraceEval                  *self,
                                 const struct tep_print_arg     *arg);
