/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-flame-rows.h"

/**
 * ppv_flame_rows_init: (skip)
 * @self: rows, cleared
 * @n_rows: number of rows of the layout
 */
void
ppv_flame_rows_init (PpvFlameRows *self, guint32 n_rows)
{
  self->nodes = g_new0 (GskRenderNode *, n_rows);
  self->first = self->end = 0;
}

/**
 * ppv_flame_rows_drop: (skip)
 * @self: rows
 */
void
ppv_flame_rows_drop (PpvFlameRows *self)
{
  for (guint32 i = self->first; i < self->end; i++)
    g_clear_pointer (&self->nodes[i], gsk_render_node_unref);
  self->first = self->end = 0;
}

/**
 * ppv_flame_rows_clear: (skip)
 * @self: rows
 */
void
ppv_flame_rows_clear (PpvFlameRows *self)
{
  ppv_flame_rows_drop (self);
  g_clear_pointer (&self->nodes, g_free);
}

/**
 * ppv_flame_rows_keep: (skip)
 * @self: rows
 * @painter: draws those that are not there yet
 * @first: the first to keep
 * @end: one past the last
 */
void
ppv_flame_rows_keep (PpvFlameRows *self, const PpvFlamePainter *painter, guint32 first, guint32 end)
{
  for (guint32 i = self->first; i < self->end; i++)
    if (i < first || i >= end)
      g_clear_pointer (&self->nodes[i], gsk_render_node_unref);
  for (guint32 i = first; i < end; i++)
    if (i < self->first || i >= self->end)
      self->nodes[i] = ppv_flame_painter_draw_row (painter, i);
  self->first = first;
  self->end = end;
}
