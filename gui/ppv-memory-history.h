/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv.h"

G_BEGIN_DECLS

/**
 * PpvMemoryHistory:
 * @profile: what it was made from
 * @memory: its snapshots
 * @bands: the memory by who allocated it, at some of the snapshots
 * @moment_of: (array): for each snapshot the last moment of @bands that is not after it,
 *     or PPV_NONE
 * @first: time of the first snapshot
 * @last: of the last
 * @most: bytes of the highest
 * @n_detailed: how many snapshots have call stacks
 *
 * Memory over time with what is needed to draw it: reference counted and immutable.
 */
typedef struct {
  PpvProfile     *profile;
  PpvMemory      *memory;
  PpvMemoryBands *bands;
  guint32        *moment_of;
  gint64          first;
  gint64          last;
  gint64          most;
  guint32         n_detailed;
} PpvMemoryHistory;

/**
 * PpvMemoryTree:
 * @history: what it was made from
 * @snapshot: whose call stacks these are
 * @costs: of each stack
 * @tree: from those who allocate to their callers; for the main thread
 */
typedef struct {
  PpvMemoryHistory *history;
  guint32           snapshot;
  PpvStackCosts    *costs;
  PpvInvertedTree  *tree;
} PpvMemoryTree;

PpvMemoryHistory *ppv_memory_history_new      (PpvProfile             *profile,
                                               GError                **error);
PpvMemoryHistory *ppv_memory_history_ref      (PpvMemoryHistory       *self);
void              ppv_memory_history_unref    (PpvMemoryHistory       *self);
/*
 * Bytes of each band in @snapshot, estimated between two moments; whether it is known
 * at all who allocated then.
 */
gboolean          ppv_memory_history_fill     (const PpvMemoryHistory *self,
                                               guint32                 snapshot,
                                               double                 *bytes);
/* Whether the bands are told of @snapshot itself. */
gboolean          ppv_memory_history_is_moment (const PpvMemoryHistory *self,
                                               guint32                 snapshot);
/* The snapshot with call stacks that is nearest in time, or PPV_NONE. */
guint32           ppv_memory_history_nearest_detailed (const PpvMemoryHistory *self,
                                               guint32                 snapshot);
/* The snapshot to begin with, or PPV_NONE when there is none. */
guint32           ppv_memory_history_begin    (const PpvMemoryHistory *self);
/* A time in as few characters as will do: "1.2 s", "3.5 M"; (transfer full). */
char             *ppv_memory_history_dup_time (const PpvMemoryHistory *self,
                                               gint64                  time);
/* What short times are in, "instructions", or "" when they say it; belongs to the profile. */
const char       *ppv_memory_history_get_unit (const PpvMemoryHistory *self);
/* "Snapshot 12, 1.2 s: 3.4 MiB (heap 3.1 MiB, …)"; (transfer full). */
char             *ppv_memory_history_describe (const PpvMemoryHistory *self,
                                               guint32                 snapshot);
/* NULL when the snapshot has no call stacks. */
PpvMemoryTree    *ppv_memory_tree_new         (PpvMemoryHistory       *history,
                                               guint32                 snapshot);
void              ppv_memory_tree_free        (PpvMemoryTree          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvMemoryHistory, ppv_memory_history_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvMemoryTree, ppv_memory_tree_free)

G_END_DECLS
