/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "heaptrack-costs.h"

void
heaptrack_costs_init (HeaptrackCosts *self)
{
  *self = (HeaptrackCosts){ 0 };
  self->sites = g_array_new (FALSE, FALSE, sizeof (HeaptrackSite));
  self->kinds = g_array_new (FALSE, FALSE, sizeof (HeaptrackKind));
  self->by_trace = g_array_new (FALSE, FALSE, sizeof (guint32));
  ppv_interner_init (&self->index, 0);
}

void
heaptrack_costs_clear (HeaptrackCosts *self)
{
  g_clear_pointer (&self->sites, g_array_unref);
  g_clear_pointer (&self->kinds, g_array_unref);
  g_clear_pointer (&self->by_trace, g_array_unref);
  ppv_interner_clear (&self->index);
}

void
heaptrack_costs_at (HeaptrackCosts *self, gint64 time)
{
  self->time = time;
}

void
heaptrack_costs_restart (HeaptrackCosts *self)
{
  for (guint i = 0; i < self->kinds->len; i++)
    g_array_index (self->kinds, HeaptrackKind, i).n_live = 0;
  for (guint i = 0; i < self->sites->len; i++)
    {
      HeaptrackSite *site = &g_array_index (self->sites, HeaptrackSite, i);

      *site = (HeaptrackSite){ .trace = site->trace };
    }
  self->live = 0;
  self->peak = 0;
  self->age = 0;
  self->n_allocations = 0;
  self->n_frees = 0;
  self->n_temporary = 0;
}

/* The caller has checked that there is a stack @trace: the column is not longer than theirs. */
static guint32
find_site (HeaptrackCosts *self, guint32 trace)
{
  const guint32 none = PPV_NONE;
  guint32 *site;

  while (self->by_trace->len <= trace)
    g_array_append_val (self->by_trace, none);
  site = &g_array_index (self->by_trace, guint32, trace);
  if (*site == PPV_NONE)
    {
      HeaptrackSite added = { .trace = trace };

      *site = self->sites->len;
      g_array_append_val (self->sites, added);
    }
  return *site;
}

guint32
heaptrack_costs_add_kind (HeaptrackCosts *self, guint32 trace, gint64 size)
{
  HeaptrackKind kind = { .size = size, .site = find_site (self, trace) };

  g_array_append_val (self->kinds, kind);
  return self->kinds->len - 1;
}

guint32
heaptrack_costs_find_kind (HeaptrackCosts *self, guint32 trace, gint64 size)
{
  guint32 site = find_site (self, trace);
  guint32 hash = ppv_hash_u64 ((guint64) size ^ (guint64) site << 40 ^ site);
  const HeaptrackKind *kinds = (const HeaptrackKind *) (gpointer) self->kinds->data;
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &self->index, hash,
                     kinds[slot->row].size == size && kinds[slot->row].site == site);
  if (slot->row != PPV_NONE)
    return slot->row;
  return ppv_interner_insert (&self->index, slot, hash,
                              heaptrack_costs_add_kind (self, trace, size));
}

void
heaptrack_costs_finish (HeaptrackCosts *self)
{
  for (guint i = 0; i < self->sites->len; i++)
    heaptrack_site_keep_peak (&g_array_index (self->sites, HeaptrackSite, i), self->age);
}
