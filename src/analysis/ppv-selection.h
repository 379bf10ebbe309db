/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile.h"

G_BEGIN_DECLS

typedef enum {
  PPV_TERM_PROCESS,  /* name or pid of the sample's process */
  PPV_TERM_THREAD,   /* name or tid of its thread */
  PPV_TERM_CPU,      /* its cpu number */
  PPV_TERM_MODULE,   /* path or base name of a module anywhere in its stack */
  PPV_TERM_FUNCTION, /* name of a function anywhere in its stack */
} PpvTermKind;

/**
 * PpvTerm: (skip)
 * @kind: what is compared
 * @negated: whether samples that match are left out
 * @pattern: compared whole; "*" and "?" are wildcards, but not after a "\\", which
 *     also makes another "\\" plain
 */
typedef struct {
  PpvTermKind kind;
  gboolean    negated;
  char       *pattern;
} PpvTerm;

/**
 * PpvSelection: (skip)
 *
 * Which samples an analysis looks at, and which metric: a plain value with a
 * text form, the same in the command line, the viewer and JSON:
 *
 *     metric=cycles and time=1s..2.5s and process=firefox and function!=memcpy
 *
 * Terms are joined by "and".  A value with blanks or quotes stands in double
 * quotes, with \" and \\ inside.  Names are patterns, see #PpvTerm:
 * function=foo(char\*) is that one function.  Times count from the start of the
 * profile, either end may be left out; several time terms select any of the
 * ranges.  Plain numbers are in the profile's time unit; s, ms, us and ns are for
 * profiles in nanoseconds only, and analyses refuse them for others.
 */
typedef struct _PpvSelection PpvSelection;

/**
 * PpvTimeRange: (skip)
 * @from: first moment, in the profile's time unit
 * @to: the moment after the last; G_MAXINT64 for the end
 * @has_unit: whether it was given in seconds or parts of them, so that it is in
 *     nanoseconds and fits no other profile
 */
typedef struct {
  gint64   from;
  gint64   to;
  gboolean has_unit;
} PpvTimeRange;

/* Everything, in the profile's default metric. */
PPV_PUBLIC PpvSelection       *ppv_selection_new         (void);
PPV_PUBLIC PpvSelection       *ppv_selection_copy        (const PpvSelection  *self);
PPV_PUBLIC void                ppv_selection_free        (PpvSelection        *self);
PPV_PUBLIC gboolean            ppv_selection_equal       (const PpvSelection  *a,
                                                          const PpvSelection  *b);
/* Adds the terms of @text; PPV_ERROR_USAGE names the column, from 1. */
PPV_PUBLIC gboolean            ppv_selection_parse       (PpvSelection        *self,
                                                          const char          *text,
                                                          GError             **error);
/* The text form; "" for everything.  Parsing it gives an equal selection. */
PPV_PUBLIC char               *ppv_selection_to_text     (const PpvSelection  *self);

/* NULL for the profile's default. */
PPV_PUBLIC void                ppv_selection_set_metric  (PpvSelection        *self,
                                                          const char          *metric);
PPV_PUBLIC const char         *ppv_selection_get_metric  (const PpvSelection  *self);
PPV_PUBLIC void                ppv_selection_add_term    (PpvSelection        *self,
                                                          PpvTermKind          kind,
                                                          gboolean             negated,
                                                          const char          *pattern);
PPV_PUBLIC void                ppv_selection_remove_term (PpvSelection        *self,
                                                          guint                index);
PPV_PUBLIC const PpvTerm      *ppv_selection_list_terms  (const PpvSelection  *self,
                                                          guint               *n_terms);
PPV_PUBLIC void                ppv_selection_add_time    (PpvSelection        *self,
                                                          gint64               from,
                                                          gint64               to);
PPV_PUBLIC const PpvTimeRange *ppv_selection_list_times  (const PpvSelection  *self,
                                                          guint               *n_ranges);
/* A pattern that only @name matches; (transfer full). */
PPV_PUBLIC char               *ppv_pattern_quote         (const char          *name);
/* One term as ppv_selection_to_text() writes it, for chips; (transfer full). */
PPV_PUBLIC char               *ppv_term_to_text          (const PpvTerm       *term);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvSelection, ppv_selection_free)

G_END_DECLS
