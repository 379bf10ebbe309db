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
  const guint8 *tail;   /* NULL, or the last bytes of a sample @body only begins */
} PerfRecord;

enum { PERF_HEAD_BYTES = 2048, PERF_TAIL_BYTES = 512 };

/*
 * What is wanted of samples that are mostly a copy of a stack.  Of those longer than
 * @longer_than, only so many bytes of their beginning and their end are read: a jump
 * costs as much time as reading that far.  0 for all of every record.
 */
typedef struct {
  guint16 longer_than;
  guint16 n_first;
  guint16 n_last;
} PerfSkim;

/* For those who want the records between the samples: where the next one begins. */
extern const PerfSkim perf_skim_others;
/* A few frames, and all fields behind the copy of the stack. */
extern const PerfSkim perf_skim_stacks;

/* A walk over the records of the data section. */
typedef struct {
  PerfFile     *file;
  PpvInput     *input;      /* borrowed */
  guint64       offset;     /* of the next record */
  guint64       end;        /* of the data section, or of the file */
  const guint8 *at;         /* the next record in the window */
  const guint8 *window_end;
  gboolean      silent;     /* no warnings of damage: a second walk */
  PerfSkim      skim;
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
