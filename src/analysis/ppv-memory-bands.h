/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-memory.h"

G_BEGIN_DECLS

/* What a band is of; in this order they lie on each other, from below. */
typedef enum {
  PPV_BAND_SITE,   /* what one place in the code has allocated */
  PPV_BAND_OTHERS, /* all other places, and what the file does not tell the place of */
  PPV_BAND_HEAP,   /* the whole heap, of files that never tell who allocated */
  PPV_BAND_EXTRA,  /* administration and alignment */
  PPV_BAND_STACKS, /* stacks of threads */
} PpvBandKind;

/**
 * PpvMemoryBand: (skip)
 * @kind: what it is of
 * @name: as text for people: "grow (cache.c:12)", "3 other places"
 * @frame: the place, or PPV_NONE where it is not one
 * @stack: the call path to it with most bytes at the peak, or where it has none then, at
 *     the last moment at which it has any; or PPV_NONE
 * @peak_bytes: at the moment of the peak
 * @most_bytes: the most at any moment
 * @bytes: (array): at each moment
 *
 * A part of the memory over time.
 */
typedef struct {
  PpvBandKind kind;
  char       *name;
  PpvFrameId  frame;
  PpvStackId  stack;
  gint64      peak_bytes;
  gint64      most_bytes;
  gint64     *bytes;
} PpvMemoryBand;

/**
 * PpvMemoryBands: (skip)
 * @n_moments: how many snapshots there are values for: those with call stacks and those
 *     with nothing in use, or all where none has call stacks
 * @snapshot: (array length=n_moments): which snapshot each is; their numbers ascend
 * @peak: the moment whose shares are told: that of ppv_memory_get_shown(), else the
 *     highest; PPV_NONE only when there is no moment
 * @n_bands: number of bands
 * @bands: (array length=n_bands): from below; sites by bytes at the peak
 * @n_sites: how many places the file tells, those of the bands among them
 *
 * Memory over time, parted by who allocated it.  At each moment the bands add up to
 * ppv_snapshot_sum() of its snapshot.  What is between two moments is not known but for the
 * sum, of which #PpvMemory has all snapshots.
 */
typedef struct {
  guint32        n_moments;
  guint32       *snapshot;
  guint32        peak;
  guint32        n_bands;
  PpvMemoryBand *bands;
  guint32        n_sites;
} PpvMemoryBands;

/* At most @most_sites bands are of places: those that ever had most. */
PPV_PUBLIC PpvMemoryBands *ppv_memory_bands_new  (const PpvMemory  *memory,
                                                  const PpvProfile *profile,
                                                  guint32           most_sites);
PPV_PUBLIC void            ppv_memory_bands_free (PpvMemoryBands   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvMemoryBands, ppv_memory_bands_free)

G_END_DECLS
