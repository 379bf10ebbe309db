/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "callgrind-costs.h"
#include "ppv-number.h"

enum { FIRST_ROOM = 1024 };

void
callgrind_costs_init (CallgrindCosts *self, CallgrindEvents *events)
{
  *self = (CallgrindCosts){ .builder = events->builder, .events = events, .thread = PPV_NONE };
}

void
callgrind_costs_clear (CallgrindCosts *self)
{
  g_free (self->row_of);
  g_free (self->frame);
  g_free (self->cost);
}

/* @size bytes for each of @n_rows, with what @column has; FALSE when there is no memory. */
static gboolean
resize (CallgrindCosts *self, gpointer column, gsize n_rows, gsize size)
{
  gpointer *old = column;
  gpointer new = g_try_realloc_n (*old, n_rows, size);

  if (new == NULL)
    self->failed = TRUE;
  else
    *old = new;
  return new != NULL;
}

/* Makes row_of reach to @frame. */
static gboolean
reach (CallgrindCosts *self, PpvFrameId frame)
{
  guint32 n_frames = (guint32) CLAMP ((guint64) frame * 2, FIRST_ROOM, G_MAXUINT32);

  if (frame < self->n_frames)
    return TRUE;
  if (!resize (self, &self->row_of, n_frames, sizeof *self->row_of))
    return FALSE;
  memset (self->row_of + self->n_frames, 0xff, (n_frames - self->n_frames) * sizeof *self->row_of);
  self->n_frames = n_frames;
  return TRUE;
}

static gboolean
append_row (CallgrindCosts *self, PpvFrameId frame)
{
  gsize n_costs = self->events->n_recorded;
  guint32 n_room = (guint32) CLAMP ((guint64) self->n_room * 2, FIRST_ROOM, G_MAXUINT32);

  if (self->n_rows == self->n_room)
    {
      if (!resize (self, &self->frame, n_room, sizeof *self->frame) ||
          !resize (self, &self->cost, n_room, n_costs * sizeof *self->cost))
        return FALSE;
      self->n_room = n_room;
    }
  self->frame[self->n_rows] = frame;
  memset (self->cost + self->n_rows * n_costs, 0, n_costs * sizeof *self->cost);
  self->row_of[frame] = self->n_rows++;
  return TRUE;
}

void
callgrind_costs_add (CallgrindCosts *self, PpvFrameId frame, const gint64 *values)
{
  gsize n_costs = self->events->n_recorded;
  gint64 *cost;

  if (frame == PPV_NONE || n_costs == 0 || self->failed || !reach (self, frame) ||
      (self->row_of[frame] == PPV_NONE && !append_row (self, frame)))
    return;
  cost = self->cost + self->row_of[frame] * n_costs;
  for (gsize i = 0; i < n_costs; i++)
    cost[i] = ppv_add_saturating (cost[i], values[i], &self->events->saturated);
}

void
callgrind_costs_flush (CallgrindCosts *self)
{
  gint64 values[CALLGRIND_MOST_EVENTS];
  gsize n_costs = self->events->n_recorded;

  for (guint32 i = 0; i < self->n_rows; i++)
    {
      memcpy (values, self->cost + i * n_costs, n_costs * sizeof *values);
      callgrind_events_derive (self->events, values);
      ppv_profile_builder_sample (
          self->builder, self->events->set,
          ppv_profile_builder_stack (self->builder, PPV_NONE, self->frame[i]), 0, self->thread,
          PPV_NONE, values);
      self->row_of[self->frame[i]] = PPV_NONE;
    }
  self->n_rows = 0;
}
