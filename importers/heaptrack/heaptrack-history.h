/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "heaptrack-costs.h"
#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/* The most moments that are kept, the peak not counted. */
enum { HEAPTRACK_MOST_MOMENTS = 99 };

/* What one place had in use at a moment. */
typedef struct {
  guint32 site;
  gint64  bytes;
} HeaptrackHeld;

/* A moment: who had what. */
typedef struct {
  gint64  time;
  gint64  live;
  gint64  rss;  /* 0 when unknown */
  GArray *held; /* of #HeaptrackHeld */
} HeaptrackMoment;

/*
 * HeaptrackHistory: the heap over time, at moments that are about equally far apart
 *
 * How long the program runs is not known before the end of the file, so each time that
 * there are too many moments, every other one is forgotten.
 */
typedef struct {
  GPtrArray *moments;
  guint64    n_rows;
  guint64    most_rows;
  gint64     interval;
} HeaptrackHistory;

void heaptrack_history_init   (HeaptrackHistory     *self,
                               guint64               most_rows);
void heaptrack_history_clear  (HeaptrackHistory     *self);
/* Keeps what is live at @time, unless another moment is near. */
void heaptrack_history_add    (HeaptrackHistory     *self,
                               const HeaptrackCosts *costs,
                               gint64                time);
/* What the kernel says that the program has, at @time. */
void heaptrack_history_rss    (HeaptrackHistory     *self,
                               gint64                time,
                               gint64                bytes);
/* The last moment is always kept; then the peak, where it belongs.  Its row, or PPV_NONE. */
guint heaptrack_history_finish (HeaptrackHistory    *self,
                               const HeaptrackCosts *costs,
                               gint64                time);

G_END_DECLS
