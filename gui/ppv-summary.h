/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-hotspot-table.h"

G_BEGIN_DECLS

/**
 * PpvSummary:
 * @hotspots: by self, descending
 * @quality: what is wrong with the data
 * @memory: (nullable): memory over time, where the file has it
 *
 * What the summary has to compute.
 */
typedef struct {
  PpvHotspotTable  *hotspots;
  PpvQualityReport *quality;
  PpvMemory        *memory;
} PpvSummary;

PpvSummary *ppv_summary_new  (PpvProfile          *profile,
                              const PpvSelection  *selection,
                              GCancellable        *cancellable,
                              GError             **error);
void        ppv_summary_free (PpvSummary          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvSummary, ppv_summary_free)

G_END_DECLS
