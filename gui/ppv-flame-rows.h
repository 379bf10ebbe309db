/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-flame-painter.h"

G_BEGIN_DECLS

/**
 * PpvFlameRows:
 * @nodes: a render node for each row of a layout; NULL while it is not kept, or empty
 * @first: the first row that is kept
 * @end: one past the last
 *
 * Drawings of the rows in sight.  Scrolling draws only the rows that come into it.
 */
typedef struct {
  GskRenderNode **nodes;
  guint32         first;
  guint32         end;
} PpvFlameRows;

/* Begins with nothing kept of @n_rows rows. */
void ppv_flame_rows_init  (PpvFlameRows          *self,
                           guint32                n_rows);
/* Keeps nothing. */
void ppv_flame_rows_drop  (PpvFlameRows          *self);
void ppv_flame_rows_clear (PpvFlameRows          *self);
/* Makes @first … @end - 1 the rows that are kept. */
void ppv_flame_rows_keep  (PpvFlameRows          *self,
                           const PpvFlamePainter *painter,
                           guint32                first,
                           guint32                end);

G_END_DECLS
