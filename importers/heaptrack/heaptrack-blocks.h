/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-interner.h"

G_BEGIN_DECLS

/*
 * HeaptrackBlocks: which kind of allocation is at which address
 *
 * A table with open addressing that, unlike PpvInterner, forgets: files free nearly all
 * that they allocate.
 */
typedef struct {
  guint64 *addresses;
  guint32 *kinds;     /* PPV_NONE for an empty place */
  gsize    mask;      /* number of places - 1, a power of two - 1 */
  gsize    n_used;
} HeaptrackBlocks;

void    heaptrack_blocks_init  (HeaptrackBlocks *self);
void    heaptrack_blocks_clear (HeaptrackBlocks *self);
/* A block that was there already is replaced. */
void    heaptrack_blocks_put   (HeaptrackBlocks *self,
                                guint64          address,
                                guint32          kind);
/* PPV_NONE when there is none. */
guint32 heaptrack_blocks_take  (HeaptrackBlocks *self,
                                guint64          address);

G_END_DECLS
