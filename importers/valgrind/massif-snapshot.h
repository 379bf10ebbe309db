/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "massif-tree.h"

G_BEGIN_DECLS

typedef enum {
  MASSIF_TIME,
  MASSIF_HEAP,
  MASSIF_EXTRA,
  MASSIF_STACKS,
  MASSIF_N_FIGURES,
} MassifFigure;

/*
 * MassifSnapshots: reads the lines of one snapshot after the other
 * @count: snapshots in the profile
 * @begun: whether a snapshot was begun and not ended
 *
 *     snapshot=3
 *     #-----------
 *     time=345
 *     mem_heap_B=60
 *     mem_heap_extra_B=12
 *     mem_stacks_B=0
 *     heap_tree=detailed
 *     (tree)
 */
typedef struct {
  guint64            count;
  gboolean           begun;

  /*< private >*/
  PpvProfileBuilder *builder;
  guint32            set;
  guint32            counter[MASSIF_N_FIGURES];
  MassifTree         tree;
  guint64            next;        /* the number the next snapshot should have */
  gint64             last_time;
  gboolean           had_peak;
  guint              usual;       /* bit set of figures that a snapshot had so far */
  guint              present;     /* of those that the current one has */
  gint64             figure[MASSIF_N_FIGURES];
  gboolean           has_kind;    /* whether "heap_tree=" was there */
  gboolean           has_tree;    /* and whether a tree follows */
  gboolean           is_peak;
  guint8             flags;
} MassifSnapshots;

void     massif_snapshots_init        (MassifSnapshots   *self,
                                       PpvProfileBuilder *builder);
void     massif_snapshots_clear       (MassifSnapshots   *self);
/* A line that begins with "snapshot=". */
void     massif_snapshots_begin       (MassifSnapshots   *self,
                                       const PpvLines    *lines);
/* FALSE when the line is not understood. */
gboolean massif_snapshots_add_line    (MassifSnapshots   *self,
                                       const PpvLines    *lines);
/* Whether a file may end here. */
gboolean massif_snapshots_is_complete (const MassifSnapshots *self);
/* Ends the current snapshot, if any, before the line at @offset. */
void     massif_snapshots_end         (MassifSnapshots   *self,
                                       guint64            offset);

G_END_DECLS
