/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-profile.h"

G_BEGIN_DECLS

typedef enum {
  PPV_TERM_PROCESS,  /* name or pid of the sample's process */
  PPV_TERM_THREAD,   /* name or tid of its thread */
  PPV_TERM_CPU,      /* its cpu number */
  PPV_TERM_MODULE,   /* path or base name of a module anywhere in its stack */
  PPV_TERM_FUNCTION, /* name of a function anywhere in its stack */
  PPV_TERM_SELF,     /* name of the function it was taken in, the innermost of its stack */
  PPV_TERM_STACK,    /* functions that call each other somewhere in its stack */
  PPV_TERM_TIME,     /* when it was taken */
} PpvTermKind;

/**
 * PpvSelection: (skip)
 *
 * Which samples an analysis looks at, and which metric: a plain value with a
 * text form, the same in the command line, the viewer, saved files and JSON:
 *
 *     metric=cycles and time=1s..2.5s and (process=firefox or thread~^pool) and not self=memcpy
 *
 * docs/selection.md has the grammar.  What is joined by "and" outside of all
 * parentheses are the clauses of the selection, which can be taken away one by one.
 */
typedef struct _PpvSelection PpvSelection;

/* Everything, in the profile's default metric. */
PPV_PUBLIC PpvSelection *ppv_selection_new            (void);
PPV_PUBLIC PpvSelection *ppv_selection_copy           (const PpvSelection  *self);
PPV_PUBLIC void          ppv_selection_free           (PpvSelection        *self);
PPV_PUBLIC gboolean      ppv_selection_equal          (const PpvSelection  *a,
                                                       const PpvSelection  *b);
/* Adds the clauses of @text; PPV_ERROR_USAGE names the column, from 1. */
PPV_PUBLIC gboolean      ppv_selection_parse          (PpvSelection        *self,
                                                       const char          *text,
                                                       GError             **error);
/* The text form; "" for everything.  Parsing it gives an equal selection. */
PPV_PUBLIC char         *ppv_selection_to_text        (const PpvSelection  *self);

/* NULL for the profile's default. */
PPV_PUBLIC void          ppv_selection_set_metric     (PpvSelection        *self,
                                                       const char          *metric);
PPV_PUBLIC const char   *ppv_selection_get_metric     (const PpvSelection  *self);
PPV_PUBLIC void          ppv_selection_add_term       (PpvSelection        *self,
                                                       PpvTermKind          kind,
                                                       gboolean             negated,
                                                       const char          *pattern);
PPV_PUBLIC void          ppv_selection_add_any        (PpvSelection        *self,
                                                       PpvTermKind          kind,
                                                       const char *const   *patterns);
PPV_PUBLIC void          ppv_selection_add_time       (PpvSelection        *self,
                                                       gint64               from,
                                                       gint64               to);
PPV_PUBLIC guint         ppv_selection_get_n_clauses  (const PpvSelection  *self);
/* One clause as ppv_selection_to_text() writes it, for chips; (transfer full). */
PPV_PUBLIC char         *ppv_selection_clause_to_text (const PpvSelection  *self,
                                                       guint                index);
PPV_PUBLIC void          ppv_selection_remove_clause  (PpvSelection        *self,
                                                       guint                index);
/* Carries out the transforms: every analysis of what is selected begins with it. */
PPV_PUBLIC PpvProfile   *ppv_selection_apply          (const PpvSelection  *self,
                                                       PpvProfile          *profile,
                                                       PpvSelection       **rest,
                                                       GCancellable        *cancellable,
                                                       GError             **error);
/* Whether all of @text matches; takes at most their lengths multiplied. */
PPV_PUBLIC gboolean      ppv_pattern_match            (const char          *pattern,
                                                       const char          *text);
/* A pattern that only @name matches; (transfer full). */
PPV_PUBLIC char         *ppv_pattern_quote            (const char          *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvSelection, ppv_selection_free)

G_END_DECLS
