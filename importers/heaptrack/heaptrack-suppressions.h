/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * HeaptrackSuppressions: which leaks are known and not worth telling
 *
 * Patterns as LeakSanitizer has them, of functions, source files and modules: parts of a
 * name, with "*" for anything, "^" for its beginning and "$" for its end.
 */
typedef struct {
  GPtrArray *patterns;
} HeaptrackSuppressions;

/* With those that heaptrack applies to every file. */
void     heaptrack_suppressions_init    (HeaptrackSuppressions *self);
void     heaptrack_suppressions_clear   (HeaptrackSuppressions *self);
/* "leak:pattern"; FALSE for what is none.  Comments and empty lines add nothing. */
gboolean heaptrack_suppressions_add     (HeaptrackSuppressions *self,
                                         const char            *line,
                                         gsize                  length);
gboolean heaptrack_suppressions_match   (const HeaptrackSuppressions *self,
                                         const char            *name);

G_END_DECLS
