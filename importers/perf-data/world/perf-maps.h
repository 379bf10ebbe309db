/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

/*
 * PerfMaps: all address spaces of a recording, at all times.
 *
 * A space is a search tree of mappings that do not overlap.  Trees share their
 * parts: a node belongs to one owner, who may change it in place, and anybody else
 * copies it first.  Hence a fork shares its parent's space for nothing, and a
 * state that samples refer to is kept by going on under a new owner.  (Treaps,
 * whose priorities no file can know, so that their depth stays logarithmic.)
 */
typedef guint32 PerfSpace;

#define PERF_NO_SPACE PPV_NONE

typedef struct {
  guint64     start;   /* first address */
  guint64     end;     /* after the last address; 0 for the end of the address space */
  guint64     delta;   /* address + delta (modulo 2^64) is the address in the module */
  PpvModuleId module;
} PerfMap;

typedef struct {
  GArray *nodes;
  GRand  *priorities;
} PerfMaps;

void           perf_maps_init      (PerfMaps       *self);
void           perf_maps_clear     (PerfMaps       *self);
/* Whether addresses of @space would mean something else with @map in it. */
gboolean       perf_maps_conflicts (const PerfMaps *self,
                                    PerfSpace       space,
                                    const PerfMap  *map);
/* @space with @map in it, which replaces what it overlaps; changes what is @owner's. */
PerfSpace      perf_maps_insert    (PerfMaps       *self,
                                    PerfSpace       space,
                                    const PerfMap  *map,
                                    guint32         owner);
/* The mapping at @address, or NULL; valid until the next insertion. */
const PerfMap *perf_maps_find      (const PerfMaps *self,
                                    PerfSpace       space,
                                    guint64         address);
