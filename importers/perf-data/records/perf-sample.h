/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-attr.h"
#include "container/perf-file.h"

/*
 * The fields of a PERF_RECORD_SAMPLE, 0 for those it does not have.  Pointers lead
 * into the record.
 */
typedef struct {
  guint64       identifier;
  guint64       ip;
  gint32        pid;
  gint32        tid;
  guint64       time;
  guint64       address;
  guint64       id;
  guint64       stream_id;
  guint32       cpu;
  guint64       period;
  PpvReader     read;           /* counter values, see perf_read_values () */
  guint64       n_chain;
  PpvReader     chain;          /* @n_chain u64, the leaf first, with context markers */
  guint32       raw_size;
  const guint8 *raw;
  guint64       n_branches;
  PpvReader     branches;       /* @n_branches of 24 bytes: from, to, flags; the last first */
  guint64       hw_index;       /* of the first of them, or -1 */
  PpvReader     branch_counters; /* a word for each of them; empty when not recorded */
  guint64       user_regs_abi;
  guint64       user_regs_mask; /* which registers there are: a bit each */
  const guint8 *user_regs;      /* u64 each, in the order of the bits; NULL when there are none */
  guint64       stack_asked;    /* bytes of user stack that were to be copied */
  guint64       stack_size;     /* those that really were */
  gboolean      stack_is_whole; /* there was no more of it */
  const guint8 *stack;
  gsize         stack_at_hand;  /* how many bytes @stack has: less than @stack_size when skimmed */
  guint64       stack_offset;   /* where they are in the file */
  guint64       weight;         /* mostly a latency in cycles */
  guint16       weights[2];     /* of the second and third kind, WEIGHT_STRUCT only */
  guint64       data_source;
  guint64       transaction;
  guint64       physical_address;
  guint64       cgroup;
  guint64       data_page_size;
  guint64       code_page_size;
  guint64       aux_size;
  gint32        machine;        /* pid of the virtual machine it was taken in, or 0: by its id */
} PerfSample;

/* What identifies a record other than a sample: the trailer of sample_id_all. */
typedef struct {
  gint32  pid;
  gint32  tid;
  guint64 time;
  guint64 id;
  guint32 cpu;
  gint32  machine;  /* pid of the virtual machine that made the record, or 0 */
  gboolean has_time;
} PerfSampleId;

/* FALSE when the record is shorter than its fields; those before are good. */
gboolean      perf_sample_decode (PpvReader        body,
                                  const PerfEvent *event,
                                  PerfSample      *sample);
/*
 * The same for a sample of which @body is only the beginning: @n_behind bytes follow,
 * and @tail reads the last of them.  FALSE when more than a copy of a stack is missing.
 */
gboolean      perf_sample_skim   (PpvReader        body,
                                  gsize            n_behind,
                                  PpvReader        tail,
                                  const PerfEvent *event,
                                  PerfSample      *sample);
/*
 * The event of a sample: by its identifier, else its id, else the only event.
 * PPV_NONE for an id nobody has.
 */
guint32       perf_sample_event  (PerfEvents      *events,
                                  PpvReader        body);
/* The trailer at the end of @body, by the layout of its event. */
PerfSampleId  perf_sample_id     (PerfEvents      *events,
                                  PpvReader        body);

/* The event that shapes the trailer of a record. */
const PerfEvent *perf_sample_trailer_event (PerfEvents *events,
                                  PpvReader        body);
/*
 * What a read tells of losses: samples lost by id, and counters that did not run all
 * the time.  Remembered in @events.
 */
void          perf_read_losses   (PerfEvents      *events,
                                  PpvReader        read,
                                  guint64          read_format);

/* One value of a read: how far a counter is, and the id of the counter. */
typedef void (*PerfReadValue) (guint64  value,
                               guint64  id,
                               gpointer user_data);
void          perf_read_values   (PpvReader        read,
                                  guint64          read_format,
                                  PerfReadValue    callback,
                                  gpointer         user_data);
