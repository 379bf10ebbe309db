/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-file.h"

/* One record, borrowed from the walk until the next. */
typedef struct {
  guint32       type;
  guint16       misc;
  guint16       size;   /* all of it, with the header */
  guint64       offset; /* of its header in the file */
  PpvReader     body;
  const guint8 *tail;   /* NULL, or the last PERF_TAIL_BYTES of a sample @body only begins */
} PerfRecord;

/*
 * How much of a long sample is read at most by those who can do with its beginning, and
 * how much of its end: there is room for all fields behind the copy of a stack.
 */
enum { PERF_HEAD_BYTES = 2048, PERF_TAIL_BYTES = 512 };

/*
 * A walk over the records of the data section.  Most bytes of a recording with
 * copies of stacks are in those copies, so that a walk with @skim set reads the
 * beginning and the end of long samples only.
 */
typedef struct {
  PerfFile     *file;
  PpvInput     *input;      /* borrowed */
  guint64       offset;     /* of the next record */
  guint64       end;        /* of the data section, or of the file */
  const guint8 *at;         /* the next record in the window */
  const guint8 *window_end;
  gboolean      silent;     /* no warnings of damage: a second walk */
  gsize         skim;       /* bytes of a long sample that are wanted, or 0 for all */
  guint         head;       /* which of the two is the window */
  guint8        heads[2][PERF_TAIL_BYTES + PERF_HEAD_BYTES]; /* the window behind a long sample */
} PerfRecords;

void     perf_records_init     (PerfRecords       *self,
                                PerfFile          *file);
/* Only the records from @from, where one begins, to @to, with the window of @input. */
void     perf_records_init_part (PerfRecords      *self,
                                PerfFile          *file,
                                PpvInput          *input,
                                guint64            from,
                                guint64            to);
/* FALSE at the end, at a record that breaks off (a warning), or with an error. */
gboolean perf_records_next     (PerfRecords       *self,
                                PerfRecord        *record,
                                GError           **error);
/* Reads what is missing of a sample whose beginning does not do. */
gboolean perf_records_complete (PerfRecords       *self,
                                PerfRecord        *record,
                                GError           **error);
/* Goes to @offset, where a record begins; cheap when little of many places is wanted. */
gboolean perf_records_seek     (PerfRecords       *self,
                                guint64            offset,
                                GError           **error);
/* Bytes that follow a record without being one: a hardware trace, or formats of tracepoints. */
guint64  perf_record_payload   (const PerfRecord  *record);
/* Steps over them. */
void     perf_records_skip     (PerfRecords       *self,
                                guint64            length);
