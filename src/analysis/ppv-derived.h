/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-hotspots.h"

G_BEGIN_DECLS

/* Fewer samples of either side than this are no ground for a ratio. */
#define PPV_DERIVED_LEAST_SAMPLES 10

/**
 * PpvDerived: (skip)
 * @name: stable and unique in its list: "ipc"; "ipc:u" or "ipc@cpu_core" where
 *     events of that kind are not the first that make it
 * @title: in words, e.g. "instructions per cycle"; of the library's translations
 * @numerator: a metric of the profile
 * @denominator: another one, of the same PMU and privilege levels
 * @factor: 1, 100 for percentages, or 1000
 *
 * A metric that is a ratio of two others.
 */
typedef struct {
  char       *name;
  const char *title;
  PpvMetricId numerator;
  PpvMetricId denominator;
  double      factor;
} PpvDerived;

/**
 * PpvDerivedList: (skip)
 * @n_rows: number of @rows
 * @rows: (array): in the order of docs/derived.md
 *
 * What can be derived from the events of a profile.
 */
typedef struct {
  guint       n_rows;
  PpvDerived *rows;
} PpvDerivedList;

/**
 * PpvDerivedValue: (skip)
 * @known: FALSE where there are too few samples to say anything
 * @value: the ratio
 * @error: what it may be off by with 95 % confidence, as samples are counted by chance
 */
typedef struct {
  gboolean known;
  double   value;
  double   error;
} PpvDerivedValue;

PPV_PUBLIC PpvDerivedList   *ppv_derived_list_new   (const PpvProfile      *profile);
PPV_PUBLIC void              ppv_derived_list_free  (PpvDerivedList        *self);
/* NULL when it cannot be derived. */
PPV_PUBLIC const PpvDerived *ppv_derived_list_find  (const PpvDerivedList  *self,
                                                     const char            *name);
/*
 * @self over all samples of @selection, whatever its metric.
 * Returns: FALSE only when cancelled
 */
PPV_PUBLIC gboolean          ppv_derived_total      (const PpvDerived      *self,
                                                     const PpvProfile      *profile,
                                                     const PpvSelection    *selection,
                                                     PpvDerivedValue       *value,
                                                     GCancellable          *cancellable,
                                                     GError               **error);
/*
 * @self for each row of @hotspots, from what is on top of the stack; (transfer full):
 * free with g_free().  NULL when cancelled, or PPV_ERROR_USAGE for whole stacks.
 */
PPV_PUBLIC PpvDerivedValue  *ppv_derived_rows       (const PpvDerived      *self,
                                                     const PpvProfile      *profile,
                                                     const PpvSelection    *selection,
                                                     const PpvHotspots     *hotspots,
                                                     GCancellable          *cancellable,
                                                     GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvDerivedList, ppv_derived_list_free)

G_END_DECLS
