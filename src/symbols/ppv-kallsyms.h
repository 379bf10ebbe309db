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

G_END_DECLS
