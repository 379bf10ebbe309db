/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-condition-private.h"
#include "ppv-profile.h"

/* Compares names and numbers with a term that is no time and no stack. */
typedef struct {
  const PpvTerm *term;
  GRegex        *regex; /* or NULL */
} PpvTermNames;

void      ppv_term_names_init    (PpvTermNames        *self,
                                  const PpvTerm       *term);
void      ppv_term_names_clear   (PpvTermNames        *self);
/* Whether it matches, negated or not. */
gboolean  ppv_term_names_match   (const PpvTermNames  *self,
                                  const char          *name);
gboolean  ppv_term_names_number  (const PpvTermNames  *self,
                                  gint64               number);

/*
 * A byte for each row of a table, whether @term holds for it; negation counts.
 * (transfer full): for g_free().
 */
/* Of the thread table, then one for samples without a thread. */
guint8   *ppv_term_holds_threads (const PpvTerm       *term,
                                  const PpvProfile    *profile);
/* Of @stacks, a table of frames of @profile, for terms of stacks and what is in them. */
guint8   *ppv_term_holds_stacks  (const PpvTerm       *term,
                                  const PpvProfile    *profile,
                                  const PpvStackTable *stacks);
/*
 * The same without regard to the callers: whether the row itself is where it holds.
 * @at_end: whether it then holds for samples of the row alone, and not of those below
 */
guint8   *ppv_term_holds_rows    (const PpvTerm       *term,
                                  const PpvProfile    *profile,
                                  const PpvStackTable *stacks,
                                  gboolean            *at_end);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvTermNames, ppv_term_names_clear)
