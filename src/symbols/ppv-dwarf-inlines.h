/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-dwarf-context.h"

G_BEGIN_DECLS

/**
 * PpvDwarfInlines: (skip)
 *
 * What is inlined in one function.
 */
typedef struct _PpvDwarfInlines PpvDwarfInlines;

/* An inlined function, and where it is called. */
typedef struct {
  PpvDwarfFunction *function;
  guint32           parent;   /* row of what it is inlined into; PPV_NONE for the function */
  guint32           depth;    /* of its DIE */
  guint32           file;     /* number of the file of the call */
  guint32           line;     /* line of the call */
} PpvDwarfInline;

/* Reads what is below @die, in the unit that ends at @end. */
PpvDwarfInlines      *ppv_dwarf_inlines_new  (PpvDwarfContext       *context,
                                              Dwarf_Die             *die,
                                              const guint8          *end);
void                  ppv_dwarf_inlines_free (PpvDwarfInlines       *self);
/* The innermost at @address, or PPV_NONE. */
guint32               ppv_dwarf_inlines_find (const PpvDwarfInlines *self,
                                              guint64                address);
const PpvDwarfInline *ppv_dwarf_inlines_get  (const PpvDwarfInlines *self,
                                              guint32                row);

G_END_DECLS
