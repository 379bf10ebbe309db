/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "callgrind-events.h"

G_BEGIN_DECLS

/*
 * CallgrindCosts: the costs of the places of a part, each a line of code.
 *
 * Files have a row for each instruction, in any number; what is kept has the size of the
 * lines of code.
 */
typedef struct {
  PpvProfileBuilder *builder;
  CallgrindEvents   *events;
  PpvThreadId        thread;   /* of the part */
  guint32           *row_of;   /* of each frame, PPV_NONE when it has no costs yet */
  guint32            n_frames; /* of which row_of tells */
  PpvFrameId        *frame;    /* of each row */
  gint64            *cost;     /* n_recorded of each row */
  guint32            n_rows;
  guint32            n_room;
  gboolean           failed;   /* whether memory ran out */
} CallgrindCosts;

void callgrind_costs_init  (CallgrindCosts  *self,
                            CallgrindEvents *events);
void callgrind_costs_clear (CallgrindCosts  *self);
/* Adds @values, one of each recorded event, to the place. */
void callgrind_costs_add   (CallgrindCosts  *self,
                            PpvFrameId       frame,
                            const gint64    *values);
/* Makes a sample of each place, and forgets them. */
void callgrind_costs_flush (CallgrindCosts  *self);

G_END_DECLS
