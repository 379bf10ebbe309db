/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "heaptrack-history.h"

static void
free_moment (gpointer data)
{
  HeaptrackMoment *moment = data;

  g_array_unref (moment->held);
  g_free (moment);
}

void
heaptrack_history_init (HeaptrackHistory *self, guint64 most_rows)
{
  *self = (HeaptrackHistory){ .most_rows = most_rows };
  self->moments = g_ptr_array_new_with_free_func (free_moment);
}

void
heaptrack_history_clear (HeaptrackHistory *self)
{
  g_clear_pointer (&self->moments, g_ptr_array_unref);
}

static HeaptrackMoment *
last_moment (const HeaptrackHistory *self)
{
  guint n = self->moments->len;

  return n > 0 ? g_ptr_array_index (self->moments, n - 1) : NULL;
}

static void
forget_last (HeaptrackHistory *self)
{
  self->n_rows -= last_moment (self)->held->len;
  g_ptr_array_set_size (self->moments, (gint) self->moments->len - 1);
}

/* Every other moment goes, but the first stays. */
static void
thin_out (HeaptrackHistory *self)
{
  HeaptrackMoment *first = g_ptr_array_index (self->moments, 0);
  gint64 span = last_moment (self)->time - first->time;
  guint n_kept = 0;

  self->interval = MAX (self->interval, span / HEAPTRACK_MOST_MOMENTS) * 2;
  for (guint i = 0; i < self->moments->len; i++)
    {
      HeaptrackMoment *moment = g_ptr_array_index (self->moments, i);

      if (i % 2 == 0)
        self->moments->pdata[n_kept++] = moment;
      else
        {
          self->n_rows -= moment->held->len;
          free_moment (moment);
        }
    }
  /* what is behind was moved or freed */
  for (guint i = n_kept; i < self->moments->len; i++)
    self->moments->pdata[i] = NULL;
  g_ptr_array_set_free_func (self->moments, NULL);
  g_ptr_array_set_size (self->moments, (gint) n_kept);
  g_ptr_array_set_free_func (self->moments, free_moment);
}

static HeaptrackMoment *
make_moment (const HeaptrackCosts *costs, gint64 time, gboolean at_peak)
{
  HeaptrackMoment *moment = g_new0 (HeaptrackMoment, 1);

  moment->time = time;
  moment->live = at_peak ? costs->peak : costs->live;
  moment->held = g_array_new (FALSE, FALSE, sizeof (HeaptrackHeld));
  for (guint i = 0; i < costs->sites->len; i++)
    {
      const HeaptrackSite *site = &g_array_index (costs->sites, HeaptrackSite, i);
      HeaptrackHeld held = { i, at_peak ? site->peak : site->live };

      if (held.bytes > 0)
        g_array_append_val (moment->held, held);
    }
  return moment;
}

static void
keep (HeaptrackHistory *self, HeaptrackMoment *moment)
{
  self->n_rows += moment->held->len;
  g_ptr_array_add (self->moments, moment);
}

void
heaptrack_history_add (HeaptrackHistory *self, const HeaptrackCosts *costs, gint64 time)
{
  const HeaptrackMoment *last = last_moment (self);

  if (last != NULL && time - last->time < MAX (self->interval, 1))
    return;
  if (self->moments->len >= HEAPTRACK_MOST_MOMENTS ||
      (self->n_rows > self->most_rows && self->moments->len > 2))
    {
      thin_out (self);
      last = last_moment (self);
      if (time - last->time < self->interval)
        return;
    }
  keep (self, make_moment (costs, time, FALSE));
}

void
heaptrack_history_rss (HeaptrackHistory *self, gint64 time, gint64 bytes)
{
  HeaptrackMoment *last = last_moment (self);

  if (last != NULL && last->time == time)
    last->rss = bytes;
}

/* Before the last moment, which is the end of the file, and behind all that was earlier. */
static guint
insert_peak (HeaptrackHistory *self, const HeaptrackCosts *costs)
{
  guint at = self->moments->len - 1;

  while (at > 0 && ((const HeaptrackMoment *) g_ptr_array_index (self->moments, at - 1))->time >
                       costs->peak_time)
    at--;
  g_ptr_array_insert (self->moments, (gint) at, make_moment (costs, costs->peak_time, TRUE));
  return at;
}

guint
heaptrack_history_finish (HeaptrackHistory *self, const HeaptrackCosts *costs, gint64 time)
{
  gint64 rss = 0;

  if (last_moment (self) != NULL && last_moment (self)->time == time)
    {
      rss = last_moment (self)->rss;
      forget_last (self);
    }
  keep (self, make_moment (costs, time, FALSE));
  last_moment (self)->rss = rss;
  return costs->peak > 0 ? insert_peak (self, costs) : PPV_NONE;
}
