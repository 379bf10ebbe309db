/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "callgrind-scan.h"
#include "ppv-profile-builder.h"

G_BEGIN_DECLS

enum { CALLGRIND_MOST_EVENTS = 64 };

/*
 * CallgrindEvents: what is counted, and where it goes.
 *
 * The first part of the first file says which metrics there are: its events in their
 * order, then those that are worked out from them, by lines like
 *
 *     event: CEst = Ir + 10 L1m + 100 LLm : Cycle Estimation
 *
 * which without a sum only tell what an event is called in full.  Parts after the
 * first may have their events in another order.
 */
typedef struct {
  PpvProfileBuilder *builder;
  guint32            set;        /* PPV_NONE until there are metrics */
  guint              n_columns;  /* metrics of the set */
  guint              n_recorded; /* of which so many are events of the first part */
  char              *column_name[CALLGRIND_MOST_EVENTS];
  GPtrArray         *formulas;   /* of Formula */
  guint              n_events;   /* of the part */
  char              *event[CALLGRIND_MOST_EVENTS];
  guint32            column[CALLGRIND_MOST_EVENTS]; /* of each of them, or PPV_NONE */
  gboolean           in_order;   /* whether column[i] is i for all of them */
  gboolean           saturated;
} CallgrindEvents;

void     callgrind_events_init   (CallgrindEvents   *self,
                                  PpvProfileBuilder *builder);
void     callgrind_events_clear  (CallgrindEvents   *self);
/* "Ir Dr Dw", of the part that begins. */
void     callgrind_events_list   (CallgrindEvents   *self,
                                  CallgrindScan      text,
                                  guint64            offset);
/* "CEst = Ir + 10 L1m : Cycle Estimation" */
gboolean callgrind_events_define (CallgrindEvents   *self,
                                  CallgrindScan      text);
/* Makes the set and its metrics, once, before the first costs. */
void     callgrind_events_begin  (CallgrindEvents   *self,
                                  PpvSetColumns      columns,
                                  guint64            offset);
/* The costs of a line, in the order of the part, as one value a metric. */
void     callgrind_events_sort   (CallgrindEvents   *self,
                                  const gint64      *costs,
                                  gint64            *values);
/* Works out the other metrics from @values of the recorded ones. */
void     callgrind_events_derive (CallgrindEvents   *self,
                                  gint64            *values);

G_END_DECLS
