/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-symbol-index.h"

G_BEGIN_DECLS

/*
 * Adds to @into what is to be seen of @layers, finished, from above, where a
 * symbol of a greater area lies on those of smaller ones.
 */
void ppv_symbol_layers_flatten (const PpvSymbolIndex *layers,
                                PpvSymbolIndex       *into);

G_END_DECLS
