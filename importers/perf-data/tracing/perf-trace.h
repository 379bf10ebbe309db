/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <event-parse.h>

#include "container/perf-file.h"
#include "ppv-kernel-names.h"

/*
 * PerfTrace: what the recording says of its tracepoints: the fields of each, and how
 * the kernel would print them.  Made once, before the samples, and only read then,
 * so any number of threads may ask it.
 */

/* Where a field is in the raw data of a sample. */
typedef struct {
  guint32  offset;
  guint32  size;      /* 0 for a field that is not there */
  gboolean is_signed;
} PerfTraceField;

typedef struct {
  guint64     address;
  const char *text;   /* NUL-terminated, of the PerfTrace */
} PerfTracePrintk;

typedef struct {
  struct tep_handle *tep;     /* NULL without formats */
  GPtrArray         *formats; /* struct tep_event, of @tep, or NULL: by number of the event */
  GArray            *printks; /* PerfTracePrintk, by address */
  char              *printk_text;
  PpvKernelNames    *names;   /* of functions of the kernel, or NULL */
  guint              long_size;
  gboolean           swap;    /* raw data is of the other byte order */
} PerfTrace;

/* Keeps the tracing data of @file for perf_trace_new (); FALSE for a failing system. */
gboolean   perf_trace_keep       (PerfFile                *file,
                                  PerfSection              section,
                                  GError                 **error);
/*
 * Reads the formats of @file's tracepoints from its tracing data and gives names,
 * "sys:name", to events that have none.  What is damaged is a note: its samples stay.
 */
PerfTrace *perf_trace_new        (PerfFile                *file);
void       perf_trace_free       (PerfTrace               *self);
/* The format of an event, or NULL. */
struct tep_event *perf_trace_get (const PerfTrace         *self,
                                  guint                    event);
/* A number called @name; FALSE when the event has none. */
gboolean   perf_trace_find       (const PerfTrace         *self,
                                  guint                    event,
                                  const char              *name,
                                  PerfTraceField          *field);
/* After the world was learned: what is printed shall have names of functions of the kernel. */
void       perf_trace_name_functions (PerfTrace          *self,
                                  PpvProfileBuilder *builder,
                                  const PpvSymbolOptions  *options);
/* What @address is known as, by the strings of the kernel, or NULL. */
const char *perf_trace_printk    (const PerfTrace         *self,
                                  guint64                  address);
/* A number of @size bytes at @offset; FALSE when it is not all there. */
gboolean   perf_trace_number     (PpvReader                raw,
                                  guint64                  offset,
                                  guint                    size,
                                  gboolean                 is_signed,
                                  guint64                 *number);

static inline gboolean
perf_trace_read (const PerfTraceField *field,
                 PpvReader             raw,
                 guint64              *number)
{
  return perf_trace_number (raw, field->offset, field->size, field->is_signed, number);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerfTrace, perf_trace_free)
