/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PpvSearch:
 *
 * What the search entries understand: parts of names without regard to case,
 * joined by commas for "or".  Something in double quotes is a whole name, case
 * and commas included.
 */
typedef struct _PpvSearch PpvSearch;

/* NULL when @text asks for nothing. */
PpvSearch *ppv_search_new      (const char      *text);
void       ppv_search_free     (PpvSearch       *self);
gboolean   ppv_search_matches  (const PpvSearch *self,
                                const char      *name);
/* A text that finds just @name; (transfer full). */
char      *ppv_search_exact    (const char      *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvSearch, ppv_search_free)

G_END_DECLS
