/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-task-states.h"
#include "records/perf-records.h"
#include "records/perf-sample.h"

/*
 * PerfSched: which records of a file tell of threads that leave and enter CPUs, and of
 * system calls.  They are collected as rows, in any number of arrays by any number of
 * threads, and settled in the order of time once all samples are decoded: see
 * perf-offcpu.h and perf-syscalls.h.
 */

typedef enum {
  PERF_SCHED_SWITCH, /* @tid leaves the CPU to @other */
  PERF_SCHED_OUT,    /* a SWITCH record: @tid leaves */
  PERF_SCHED_IN,     /* a SWITCH record: @tid enters */
  PERF_SCHED_STACK,  /* where and why @tid will leave with the next OUT */
  PERF_SCHED_WAKEUP, /* @tid wakes @other */
  PERF_SCHED_RAN,    /* @tid has been on the CPU for @other nanoseconds at least */
  PERF_SCHED_FORK,   /* @other begins a life */
  PERF_SCHED_EXIT,   /* @tid ends its life, without an OUT */
  PERF_SCHED_LOST,   /* the kernel had no room for records of this CPU */
} PerfSchedKind;

typedef struct {
  guint64    time;
  gint32     pid;    /* of @tid, or -1 */
  gint32     tid;
  gint32     other;
  guint32    cpu;    /* or PPV_NONE */
  PpvStackId stack;  /* or PPV_NONE */
  guint8     kind;   /* a PerfSchedKind */
  guint8     state;  /* a PerfTaskState */
} PerfSchedRow;

typedef struct {
  guint64     time;
  gint64      value;   /* what it returned */
  gint32      pid;
  gint32      tid;
  guint32     cpu;
  guint32     number;  /* of the system call; of the event when @named */
  PpvStackId  stack;
  PpvStringId fields;
  guint8      is_exit;
  guint8      is_named; /* the event itself is of one system call */
  guint8      is_32_bit;
} PerfSyscallRow;

/* What one thread has collected. */
typedef struct {
  GArray *switches;  /* PerfSchedRow */
  GArray *syscalls;  /* PerfSyscallRow */
} PerfSchedRows;

typedef struct _PerfSched PerfSched;

PerfSched  *perf_sched_new         (PerfFile               *file,
                                    const PerfTrace        *trace,
                                    const PerfRecordCounts *counts);
void        perf_sched_free        (PerfSched              *self);
/* Whether samples of @event say anything. */
gboolean    perf_sched_wants       (const PerfSched        *self,
                                    guint32                 event);
/* @stack and @fields are of the builder that the sample goes to. */
void        perf_sched_note_sample (const PerfSched        *self,
                                    PerfSchedRows          *rows,
                                    guint32                 event,
                                    const PerfSample       *sample,
                                    PpvStackId              stack,
                                    PpvStringId             fields);
/* A record other than a sample; most are ignored. */
void        perf_sched_note_record (const PerfSched        *self,
                                    PerfSchedRows          *rows,
                                    const PerfRecord       *record);
/* "read" of an event "syscalls:sys_enter_read", or NULL. */
const char *perf_sched_syscall     (const PerfSched        *self,
                                    guint32                 event);
/* What uname called the recorded machine, or "". */
const char *perf_sched_architecture (const PerfSched       *self);
/* Whether SWITCH records and not samples say when threads leave and enter. */
gboolean    perf_sched_has_records (const PerfSched        *self);

void        perf_sched_rows_init   (PerfSchedRows          *self);
void        perf_sched_rows_clear  (PerfSchedRows          *self);
/*
 * Adds the rows of another thread behind these; @stacks and @strings are where the
 * rows of its builder are in the one of these.
 */
void        perf_sched_rows_append (PerfSchedRows          *self,
                                    const PerfSchedRows    *other,
                                    const PpvStackId       *stacks,
                                    const PpvStringId      *strings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerfSched, perf_sched_free)
