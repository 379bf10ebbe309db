/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-hotspot-table.h"

G_BEGIN_DECLS

/* How much of the cost is in code of a module whose functions have no names. */
typedef struct {
  PpvModuleId module;
  gint64      cost;
} PpvNameless;

/**
 * PpvSummary:
 * @hotspots: by self, descending
 * @nameless: (array): modules with nameless functions, the costliest first
 * @n_nameless: how many
 * @nameless_cost: self cost of all functions without a name, those without a module included
 * @memory: (nullable): memory over time, where the file has it
 *
 * What the summary has to compute.
 */
typedef struct {
  PpvHotspotTable *hotspots;
  PpvNameless     *nameless;
  guint32          n_nameless;
  gint64           nameless_cost;
  PpvMemory       *memory;
} PpvSummary;

PpvSummary *ppv_summary_new  (PpvProfile          *profile,
                              const PpvSelection  *selection,
                              GCancellable        *cancellable,
                              GError             **error);
void        ppv_summary_free (PpvSummary          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvSummary, ppv_summary_free)

G_END_DECLS
