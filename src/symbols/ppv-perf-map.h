/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile.h"
#include "ppv-symbol-index.h"

G_BEGIN_DECLS

/*
 * What a just-in-time compiler wrote about its code: lines "START SIZE name" with
 * numbers in hex.  Takes @text, of @length bytes and a NUL, and ends names in it.
 * Returns: (transfer full)
 */
PpvSymbolIndex *ppv_perf_map_parse (char           *text,
                                    gsize           length);
/*
 * The map at @path, which must be the name of one, below @root (NULL for "/").
 * Returns: (transfer full): NULL with @state saying why
 */
PpvSymbolIndex *ppv_perf_map_open  (const char     *root,
                                    const char     *path,
                                    PpvSymbolState *state);

G_END_DECLS
