/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-interner.h"
#include "ppv-number.h"

G_BEGIN_DECLS

/* What was allocated at a place; a place is a call stack. */
typedef struct {
  guint32 trace;       /* the row of the stack, see heaptrack-names.h */
  guint64 n_allocations;
  guint64 n_temporary;
  gint64  allocated;
  gint64  live;        /* now */
  gint64  peak;        /* when the whole heap was the largest, as of the age */
  guint64 age;         /* the number of the last peak before the place was last changed */
} HeaptrackSite;

/* Allocations of one size at one place, which a file calls by a number. */
typedef struct {
  gint64  size;
  guint32 site;
  guint32 n_live;
} HeaptrackKind;

/**
 * HeaptrackCosts: (skip)
 * @sites: of #HeaptrackSite
 * @kinds: of #HeaptrackKind
 * @live: bytes in use now
 * @peak: the most there were
 * @peak_time: and when
 *
 * Adds up allocations and frees.
 *
 * The heap grows to a new peak with nearly every allocation of some programs, so what
 * each place had at the peak is noted lazily: just before the place changes for the
 * first time after a peak.
 */
typedef struct {
  GArray  *sites;
  GArray  *kinds;
  gint64   live;
  gint64   peak;
  gint64   peak_time;
  guint64  n_allocations;
  guint64  n_frees;
  guint64  n_temporary;
  gboolean saturated;

  /*< private >*/
  gint64      time;
  guint64     age;      /* how many peaks there were */
  guint64     last;     /* what was allocated last, if nothing was freed since */
  GArray     *by_trace; /* the place of each stack, or PPV_NONE */
  PpvInterner index;    /* of kinds, by place and size, where the file does not number them */
} HeaptrackCosts;

void    heaptrack_costs_init      (HeaptrackCosts *self);
void    heaptrack_costs_clear     (HeaptrackCosts *self);
void    heaptrack_costs_at        (HeaptrackCosts *self,
                                   gint64          time);
/* Forgets what was before: the program was attached to only now. */
void    heaptrack_costs_restart   (HeaptrackCosts *self);
guint32 heaptrack_costs_add_kind  (HeaptrackCosts *self,
                                   guint32         trace,
                                   gint64          size);
/* The row of the kind, which is added where there is none yet. */
guint32 heaptrack_costs_find_kind (HeaptrackCosts *self,
                                   guint32         trace,
                                   gint64          size);
/* Brings the peaks of all places up to date. */
void    heaptrack_costs_finish    (HeaptrackCosts *self);

static inline void
heaptrack_site_keep_peak (HeaptrackSite *self,
                          guint64        age)
{
  if (self->age == age)
    return;
  self->peak = self->live;
  self->age = age;
}

/* @name is what a free is compared with to see that the allocation was temporary. */
static inline gboolean
heaptrack_costs_allocate (HeaptrackCosts *self,
                          guint64         row,
                          guint64         name)
{
  HeaptrackKind *kind;
  HeaptrackSite *site;

  if (row >= self->kinds->len)
    return FALSE;
  kind = &g_array_index (self->kinds, HeaptrackKind, row);
  site = &g_array_index (self->sites, HeaptrackSite, kind->site);
  heaptrack_site_keep_peak (site, self->age);
  kind->n_live++;
  site->n_allocations++;
  site->allocated = ppv_add_saturating (site->allocated, kind->size, &self->saturated);
  site->live = ppv_add_saturating (site->live, kind->size, &self->saturated);
  self->n_allocations++;
  self->last = name;
  self->live = ppv_add_saturating (self->live, kind->size, &self->saturated);
  if (self->live > self->peak)
    {
      self->peak = self->live;
      self->peak_time = self->time;
      self->age++;
    }
  return TRUE;
}

/*
 * FALSE when there is no such allocation.  After a free the last allocation is number 0,
 * not none, as heaptrack_print has it: whose figures these are to agree with.
 */
static inline gboolean
heaptrack_costs_free (HeaptrackCosts *self,
                      guint64         row,
                      guint64         name)
{
  guint temporary = self->last == name ? 1 : 0;
  HeaptrackKind *kind;
  HeaptrackSite *site;

  if (row >= self->kinds->len || g_array_index (self->kinds, HeaptrackKind, row).n_live == 0)
    return FALSE;
  self->last = 0;
  kind = &g_array_index (self->kinds, HeaptrackKind, row);
  site = &g_array_index (self->sites, HeaptrackSite, kind->site);
  heaptrack_site_keep_peak (site, self->age);
  kind->n_live--;
  site->n_temporary += temporary;
  site->live = MAX (site->live - kind->size, 0);
  self->n_temporary += temporary;
  self->n_frees++;
  self->live = MAX (self->live - kind->size, 0);
  return TRUE;
}

G_END_DECLS
