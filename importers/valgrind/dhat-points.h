/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-json-reader.h"
#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/* What a program point has, by the keys of the file. */
typedef enum {
  DHAT_TOTAL_BYTES,
  DHAT_TOTAL_BLOCKS,
  DHAT_LIFETIMES,     /* of all blocks together */
  DHAT_MOST_BYTES,    /* at its own highest moment */
  DHAT_MOST_BLOCKS,
  DHAT_PEAK_BYTES,    /* when the whole heap was the largest */
  DHAT_PEAK_BLOCKS,
  DHAT_END_BYTES,
  DHAT_END_BLOCKS,
  DHAT_READ_BYTES,
  DHAT_WRITTEN_BYTES,
  DHAT_N_FIGURES,
} DhatFigure;

/*
 * A call stack that allocated
 * @accesses: how often each byte of its blocks was accessed, as a text, or row 0
 */
typedef struct {
  gint64      figure[DHAT_N_FIGURES];
  guint32     first_frame;
  guint32     n_frames;
  PpvStringId accesses;
} DhatPoint;

/*
 * DhatPoints: the points of a file, whose frames get their names only at its end
 */
typedef struct {
  PpvProfileBuilder *builder;
  gboolean           details; /* whether accesses are wanted */
  GArray            *points;  /* of #DhatPoint */
  GArray            *frames;  /* of numbers in the table of names, innermost first */
} DhatPoints;

void     dhat_points_init  (DhatPoints        *self,
                            PpvProfileBuilder *builder,
                            gboolean           details);
void     dhat_points_clear (DhatPoints        *self);
/* The object that @json has just opened.  FALSE at damage, where the point is not kept. */
gboolean dhat_points_read  (DhatPoints        *self,
                            PpvJsonReader     *json,
                            GError           **error);

G_END_DECLS
