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
 * @count: snapshots in the profile, of reports, too
 * @n_categories: of which these are categories of reports
 * @begun: whether a snapshot was begun and not ended
 * @n_series: recordings in the profile; each has a set and counters of its own
 * @n_reports: reports on execution trees
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
  guint64            n_categories;
  gboolean           begun;
  guint              n_series;
  guint              n_reports;

  /*< private >*/
  PpvProfileBuilder *builder;
  guint32            counter[MASSIF_N_FIGURES];
  MassifTree         tree;
  MassifCategories   categories;
  gboolean           is_report;   /* whether snapshots are categories */
  gboolean           chosen;      /* whether it is known which recording they are of */
  gboolean           may_go_on;   /* whether it may be the one before */
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
/*
 * The snapshots that follow are of another recording, or of a report on an execution tree;
 * when it @may_go_on and times do not go back, they are of the recording before after all.
 */
void     massif_snapshots_recording   (MassifSnapshots   *self,
                                       gboolean           is_report,
                                       gboolean           may_go_on);
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
/* The same at the end of the file. */
void     massif_snapshots_finish      (MassifSnapshots   *self,
                                       guint64            offset);

G_END_DECLS
