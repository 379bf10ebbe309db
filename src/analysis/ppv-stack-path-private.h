/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile.h"

/*
 * The value of a "stack" term: patterns of functions that call each other, with ";"
 * between them; "^" before the first ties it to the root of the stack, "$" behind the
 * last to its end.  A "\\" makes ";", "^" and "$" plain.
 */

/* Whether @path is one: at most 64 patterns, none of them empty. */
gboolean  ppv_stack_path_check (const char          *path);
/*
 * A byte for each row of @stacks, a table of frames of @profile: whether @path ends there.
 * @at_end is set when it has a "$": only samples of the row itself have it then, otherwise
 * those of all rows below, too.
 */
guint8   *ppv_stack_path_find  (const PpvProfile    *profile,
                                const PpvStackTable *stacks,
                                const char          *path,
                                gboolean            *at_end);
