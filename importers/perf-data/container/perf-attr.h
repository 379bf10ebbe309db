/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"
#include "ppv-reader.h"

/*
 * One event of the recording: its perf_event_attr as far as it shapes records,
 * and where its samples go.
 */
typedef struct {
  guint32  type;
  guint64  config;
  guint64  sample_period;     /* or frequency */
  guint64  sample_type;       /* PERF_SAMPLE_… */
  guint64  read_format;       /* PERF_READ_… */
  guint64  flags;
  guint64  branch_sample_type;
  guint64  regs_user;         /* mask of registers */
  guint32  stack_user;        /* bytes of user stack asked for */
  guint64  regs_intr;
  gint32   clockid;           /* with PERF_ATTR_USE_CLOCKID */
  char    *name;
  guint32  set;               /* in the builder */
} PerfEvent;

/* What an id found in records stands for. */
typedef struct {
  guint64 id;
  guint32 event;
  guint64 last_value;         /* of group reads, which count from the start */
  guint64 n_lost;             /* samples lost, as the last read told */
  gint32  machine;            /* pid of the virtual machine it counted in, or 0 */
} PerfId;

typedef struct {
  GArray     *events;         /* PerfEvent */
  GArray     *ids;            /* PerfId */
  PpvInterner index;          /* of ids */
  guint64     n_multiplexed;  /* reads of counters that did not run all the time */
  gboolean    has_guests;     /* some ids are of virtual machines */
} PerfEvents;

void       perf_events_init    (PerfEvents    *self);
void       perf_events_clear   (PerfEvents    *self);
/*
 * Reads an attr of @reader's length; members of a newer kernel are skipped,
 * those an older one lacks are 0.
 */
PerfEvent  perf_event_read     (PpvReader      reader);
void       perf_events_add_id  (PerfEvents    *self,
                                guint64        id,
                                guint32        event);
/* NULL for an id nobody has. */
PerfId    *perf_events_find_id (PerfEvents    *self,
                                guint64        id);
/* That @id was counted in the virtual machine whose process is @pid. */
void       perf_events_set_machine (PerfEvents *self,
                                guint64        id,
                                gint32         pid);
/* The pid of the virtual machine of @id, or 0. */
gint32     perf_events_get_machine (PerfEvents *self,
                                guint64        id);
/* Events of a type that is not fixed are of the PMU of that name. */
void       perf_events_name_pmu (PerfEvents   *self,
                                guint32        type,
                                const char    *name,
                                gsize          length);
/* Samples lost according to reads of counters. */
guint64    perf_events_sum_losses (const PerfEvents *self);
/* A name made of type and config, for recordings that do not bring one; (transfer full). */
char      *perf_event_dup_name (const PerfEvent *event);
/* "ns", "samples", "bytes", …: what the event's period counts. */
const char *perf_event_unit    (const PerfEvent *event);

static inline guint
perf_events_count (const PerfEvents *self)
{
  return self->events->len;
}

static inline PerfEvent *
perf_events_get (const PerfEvents *self,
                 guint             event)
{
  return &g_array_index (self->events, PerfEvent, event);
}

static inline gboolean
perf_event_has_flag (const PerfEvent *event,
                     guint            bit)
{
  return (event->flags >> bit & 1) != 0;
}
