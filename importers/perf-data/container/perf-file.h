/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-attr.h"
#include "ppv-plugin.h"

/* A part of the file, as its header names it; may lie beyond the end. */
typedef struct {
  guint64 offset;
  guint64 size;
} PerfSection;

/* The container: header, events, and where records and features are. */
typedef struct {
  PpvInput          *input;    /* borrowed */
  PpvProfileBuilder *builder;  /* borrowed */
  PerfEvents         events;
  gboolean           swap;     /* numbers are of the other byte order */
  gboolean           is_pipe;  /* there is no index: everything is a record */
  PerfSection        data;
  guint64            end;      /* of the last byte that anything in the header points to */
  PpvInput          *plain;    /* the records when they were compressed, else NULL */
  guint64            id_bytes_left; /* events that share ids could name all of the file each */
  guint64            features[4];
  char               architecture[16]; /* as uname(2) calls it; "" when it is not told */
  guint32            n_cpus;        /* that were online; 0 when not told */
  guint32            n_cpus_available;
  guint64            n_trace_bytes; /* of hardware traces, which are not in @plain */
  guint64            first_sample;  /* its time, as the header tells; 0 when it does not */
  guint64            wall_offset;   /* of the wall clock from the recording's */
  gboolean           has_wall_clock;
  GBytes            *tracing;       /* what describes the tracepoints, or NULL */
  guint64            tracing_offset;
} PerfFile;

/* FALSE when this is no perf.data of a kind we read. */
gboolean perf_file_open  (PerfFile           *self,
                          PpvInput           *input,
                          PpvProfileBuilder  *builder,
                          GError            **error);
void     perf_file_clear (PerfFile           *self);
/* From now on the records are those of @plain, which is taken over. */
void     perf_file_take_records (PerfFile    *self,
                          PpvInput           *plain);
/* Remembers where a section ends. */
void     perf_file_note_section (PerfFile    *self,
                          PerfSection         section);
/* After all sections are noted: whether something stands behind them. */
void     perf_file_check_end (PerfFile       *self);
/* After all events are known: whether samples tell of which one they are. */
void     perf_file_check_events (PerfFile    *self);
/* Adds an event; its number. */
guint32  perf_file_add_event (PerfFile       *self,
                          PpvReader           attr);
static inline gboolean
perf_file_has_feature (const PerfFile *self,
                       guint           feature)
{
  return (self->features[feature / 64] >> (feature % 64) & 1) != 0;
}
/* The input that has the records. */
static inline PpvInput *
perf_file_get_records (const PerfFile *self)
{
  return self->plain != NULL ? self->plain : self->input;
}
/*
 * All bytes of a section, up to the end of the file and @limit; (transfer full).
 * The length is less than asked when they are not there.  NULL for a failing system.
 */
GBytes  *perf_file_read  (PerfFile           *self,
                          PerfSection         section,
                          gsize               limit,
                          GError            **error);
