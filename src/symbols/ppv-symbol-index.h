/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-interner.h"

G_BEGIN_DECLS

/* What an alias is worth: the greater wins. */
typedef enum {
  PPV_SYMBOL_WEAK,
  PPV_SYMBOL_LOCAL,
  PPV_SYMBOL_GLOBAL,
} PpvSymbolRank;

/**
 * PpvSymbol: (skip)
 * @start: first address
 * @end: one past the last; @start while the size is not known
 * @name: as the table has it; owned by what ppv_symbol_index_keep() was given
 * @area: symbols of unknown size reach to the next one only within an area;
 * @rank: a #PpvSymbolRank
 * @sized: whether the table told the size
 * @first: row of the first symbol with the same @start
 *
 * A named range of addresses.
 */
typedef struct {
  guint64     start;
  guint64     end;
  const char *name;
  guint32     area : 29;
  guint32     rank : 2;
  guint32     sized : 1;
  guint32     first;
} PpvSymbol;

/**
 * PpvSymbolIndex: (skip)
 *
 * Names by address: filled once, finished once, then searched.
 */
typedef struct _PpvSymbolIndex PpvSymbolIndex;

/* @n_expected symbols are made room for. */
PpvSymbolIndex  *ppv_symbol_index_new      (guint32         n_expected);
void             ppv_symbol_index_free     (PpvSymbolIndex *self);
/* Frees @memory, into which names point, together with the index. */
void             ppv_symbol_index_keep     (PpvSymbolIndex *self,
                                            gpointer        memory,
                                            GDestroyNotify  destroy);
/* @name must outlive the index; @size 0 when not known. */
void             ppv_symbol_index_add      (PpvSymbolIndex *self,
                                            guint64         start,
                                            guint64         size,
                                            const char     *name,
                                            PpvSymbolRank   rank,
                                            guint32         area);
guint32          ppv_symbol_index_get_n    (const PpvSymbolIndex *self);
const PpvSymbol *ppv_symbol_index_get      (const PpvSymbolIndex *self,
                                            guint32         row);
/* Ends filling: sorts, and lets symbols of unknown size reach to the next one. */
void             ppv_symbol_index_finish   (PpvSymbolIndex *self);
/* The row of the symbol @address belongs to, or PPV_NONE. */
guint32          ppv_symbol_index_find     (PpvSymbolIndex *self,
                                            guint64         address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvSymbolIndex, ppv_symbol_index_free)

G_END_DECLS
