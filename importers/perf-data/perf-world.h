/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-file.h"
#include "perf-maps.h"

/*
 * PerfWorld: what the recording says of processes, threads and their mappings,
 * told from its records in the order of time and then asked by (pid, tid, time).
 *
 * An epoch is a stretch of a process's life in which no address changes its
 * meaning: it ends with an exec and where a mapping replaces another one.  All
 * mappings of an epoch are known from its beginning.
 */

/* Spaces that are no process's, the last one without mappings; epochs of processes come behind. */
enum {
  PERF_EPOCH_KERNEL,
  PERF_EPOCH_GUEST,
  PERF_EPOCH_NOBODY,
  PERF_EPOCH_FIRST,
};

typedef struct _PerfWorld PerfWorld;

/* Where a sample belongs. */
typedef struct {
  PpvThreadId thread;
  guint32     epoch;
} PerfPlace;

/* @build_ids: path -> hex, see perf_features_read (); borrowed. */
PerfWorld  *perf_world_new     (PpvProfileBuilder *builder,
                                GHashTable        *build_ids);
void        perf_world_free    (PerfWorld         *self);
/*
 * Remembers a record of the kinds that tell about the world; others are ignored.
 * @order is the record's place in time.
 */
void        perf_world_note    (PerfWorld         *self,
                                const PerfRecord  *record,
                                guint64            order);
/* After the last record: puts them in order and lives through them. */
void        perf_world_settle  (PerfWorld         *self);
PerfPlace   perf_world_find    (PerfWorld         *self,
                                gint32             pid,
                                gint32             tid,
                                guint64            order);
/* The frame of an address; PPV_NONE when it is in no mapping. */
PpvFrameId  perf_world_frame   (PerfWorld         *self,
                                guint32            epoch,
                                guint64            address);
/*
 * The one frame, [unknown], of all addresses in no mapping: they are mostly no code
 * but what a walk by frame pointers found on the stack, another one in each sample.
 */
PpvFrameId  perf_world_unknown (PerfWorld         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerfWorld, perf_world_free)
