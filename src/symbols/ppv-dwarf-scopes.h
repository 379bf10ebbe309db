/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-dwarf-context.h"

G_BEGIN_DECLS

/**
 * PpvDwarfScopes: (skip)
 *
 * What functions are declared in: namespaces, types and other functions.
 */
typedef struct _PpvDwarfScopes PpvDwarfScopes;

PpvDwarfScopes *ppv_dwarf_scopes_new     (void);
void            ppv_dwarf_scopes_free    (PpvDwarfScopes  *self);
/* Whether the names of functions of @unit are made of those around them, with "::". */
gboolean        ppv_dwarf_scopes_wanted  (Dwarf_Die       *unit);
/*
 * The name of the function @die of @context, which has these scopes, behind the names of
 * what it is declared in.
 * Returns: (transfer none) (nullable): NULL when it is in nothing, or in too much
 */
const char     *ppv_dwarf_scopes_qualify (PpvDwarfScopes  *self,
                                          PpvDwarfContext *context,
                                          Dwarf_Die       *die);

G_END_DECLS
