/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-trend.h"

G_BEGIN_DECLS

typedef enum {
  PPV_SHAPE_FLAT,
  PPV_SHAPE_LINE,
  PPV_SHAPE_STEPS,
  PPV_SHAPE_LATE,  /* flat, then a line */
  PPV_SHAPE_HINGE, /* a line that becomes flat, perhaps after a flat beginning */
  PPV_SHAPE_SAW,
} PpvShape;

/*
 * The shape that explains the values best for what it assumes (Schwarz's criterion).
 * @onset becomes the row of the first jump, of the first one of a late line, or of the
 * first one that is flat again; @begin the row from which on the slope is to be found.
 */
PpvShape ppv_shape_find (const double *times,
                         const double *values,
                         guint32       n,
                         guint32      *onset,
                         guint32      *begin);
/* The smallest first. */
void     ppv_trend_sort (double       *values,
                         gsize         n);

G_END_DECLS
