/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-memory-bands.h"
#include "ppv-plugin.h"
#include "ppv-selection.h"

G_BEGIN_DECLS

/**
 * SvgMemory: (skip)
 * @lines: title and what is said below it
 * @peak: the snapshot that is marked, or PPV_NONE without any
 * @is_bars: whether snapshots are too few for a line from one to the next
 * @left: of the place for the curves, in pixels, as @right, @top and @bottom
 * @high: bytes at @top
 * @x: place of each snapshot
 * @snapshots: (array length=n_snapshots): those that are drawn: one of those that lie in
 *     the same place, with most bytes
 * @points: (array length=n_points): where the edges of bands have a corner, in pixels
 * @base: (array): a row for each point: bytes below each band and, at last, above all
 *
 * The picture of memory over time.
 */
typedef struct {
  const PpvProfile *profile;
  PpvMemory        *memory;
  PpvMemoryBands   *bands;
  GPtrArray        *lines;
  guint32           peak;
  gboolean          is_bars;
  guint             width;
  double            left;
  double            right;
  double            top;
  double            bottom;
  gint64            high;
  double           *x;
  guint32           n_snapshots;
  guint32          *snapshots;
  guint32           n_points;
  double           *points;
  gint64           *base;
} SvgMemory;

SvgMemory *svg_memory_new        (const PpvExportContext *context,
                                  const PpvProfile       *profile,
                                  const PpvSelection     *selection,
                                  GError                **error);
void       svg_memory_free       (SvgMemory              *self);

double     svg_memory_get_y      (const SvgMemory        *self,
                                  gint64                  bytes);
/* Bytes below @band at a point; of the band after the last, above all. */
gint64     svg_memory_get_base   (const SvgMemory        *self,
                                  guint32                 band,
                                  guint32                 point);
/* "main (leaky.cpp:19)": in at most @n_cells letters, the end whole if it can be. */
char      *svg_memory_dup_label  (const SvgMemory        *self,
                                  guint32                 band,
                                  guint                   n_cells);
/* "12.3 ms", "1,234 instructions" */
char      *svg_memory_dup_time   (const SvgMemory        *self,
                                  guint32                 snapshot);

/* svg-memory-plot.c: the curves with their axes. */
void       svg_memory_write_plot (const SvgMemory        *self,
                                  PpvSink                *sink);
/* svg-memory-page.c: attributes of what is painted as a band, the class of a number on it. */
char      *svg_memory_dup_fill   (const SvgMemory        *self,
                                  guint32                 band);
char      *svg_memory_dup_number_class (const SvgMemory  *self,
                                  guint32                 band);
/* The whole file. */
void       svg_memory_write      (const SvgMemory        *self,
                                  PpvSink                *sink);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SvgMemory, svg_memory_free)

G_END_DECLS
