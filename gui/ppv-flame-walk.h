/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-flame-graph.h"

G_BEGIN_DECLS

typedef enum {
  PPV_FLAME_CALLER,
  PPV_FLAME_CALLEE,
  PPV_FLAME_LEFT,
  PPV_FLAME_RIGHT,
} PpvFlameMove;

/* The box of a node; NULL when it has none. */
const PpvFlameBox *ppv_flame_walk_find (const PpvFlameGraph  *graph,
                                        const PpvFlameLayout *layout,
                                        guint32               node);
/*
 * The box one step from @box, NULL where there is none: its caller, its widest
 * callee, or its neighbour in the row.
 */
const PpvFlameBox *ppv_flame_walk_step (const PpvFlameGraph  *graph,
                                        const PpvFlameLayout *layout,
                                        const PpvFlameBox    *box,
                                        PpvFlameMove          move);

G_END_DECLS
