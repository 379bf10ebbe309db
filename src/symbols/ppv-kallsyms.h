/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-symbol-index.h"

G_BEGIN_DECLS

/*
 * The kernel's symbols, in the format of /proc/kallsyms.  Takes @text, of @length
 * bytes and a NUL, and ends names in it.
 * Returns: (transfer full): NULL when no line has an address, as unprivileged readers see it
 */
PpvSymbolIndex *ppv_kallsyms_parse    (char       *text,
                                       gsize       length);
/*
 * For the kernel of @build_id: perf's cache, else, where @running allows to ask it,
 * the running one if it is that.
 * Returns: (transfer full) (nullable)
 */
PpvSymbolIndex *ppv_kallsyms_find     (const char *build_id,
                                       gboolean    running);

G_END_DECLS
