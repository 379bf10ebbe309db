/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile.h"

G_BEGIN_DECLS

/* Bytes of a stack at one of the moments. */
typedef struct {
  guint32    site;   /* as the file first names it, see #PpvHeapSite */
  guint32    moment;
  PpvStackId stack;
  gint64     bytes;
} PpvHeld;

/* A place in the code that allocates. */
typedef struct {
  PpvFrameId frame;
  guint32    row;     /* as the file first names it */
  gsize      begin;   /* its rows of @held, in the order of the moments */
  gsize      end;
  gint64     highest; /* the most bytes it had at a moment */
} PpvHeapSite;

/**
 * PpvHeapSites: (skip)
 * @metric: the LEVEL metric, or NULL when the profile has none with moments
 * @set: its sample set, or NULL
 * @n_detailed: the moments of the file that tell who allocated
 * @n_moments: those that are looked at
 * @groups: of the set, in the order of the file, one a moment
 * @sites: of #PpvHeapSite, those that ever had most first
 * @held: of #PpvHeld, by site, then by moment
 *
 * The heap over time, by the places that allocate.
 */
typedef struct {
  const PpvMetric    *metric;
  const PpvSampleSet *set;
  guint32             n_detailed;
  guint32             n_moments;
  guint32            *groups;
  GArray             *sites;
  GArray             *held;
} PpvHeapSites;

/* The first LEVEL metric that has moments, or NULL. */
const PpvMetric *ppv_heap_find_level      (const PpvProfile    *profile);
/* @places is of ppv_sites_find(); of more than @most_moments some are chosen evenly. */
void             ppv_heap_sites_init      (PpvHeapSites        *self,
                                           const PpvProfile    *profile,
                                           const PpvFrameId    *places,
                                           guint32              most_moments);
void             ppv_heap_sites_clear     (PpvHeapSites        *self);
/* The path with most bytes, at the last moment at which the site has any. */
const PpvHeld   *ppv_heap_sites_find_path (const PpvHeapSites  *self,
                                           const PpvHeapSite   *site);

static inline const PpvHeld *
ppv_heap_sites_get (const PpvHeapSites *self,
                    gsize               row)
{
  return &g_array_index (self->held, PpvHeld, row);
}

G_END_DECLS
