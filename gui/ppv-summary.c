/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-summary.h"

/**
 * ppv_summary_new: (skip)
 * @profile: a profile
 * @selection: what to look at
 * @cancellable: (nullable): a way to stop
 * @error: where to put an error
 *
 * Returns: (transfer full) (nullable): the summary
 */
PpvSummary *
ppv_summary_new (PpvProfile *profile,
                 const PpvSelection *selection,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (PpvHotspotTable) hotspots = NULL;
  g_autoptr (PpvStackCosts) costs = NULL;
  PpvSummary *self;

  costs = ppv_stack_costs_new (profile, selection, cancellable, error);
  if (costs == NULL)
    return NULL;
  hotspots = ppv_hotspot_table_new (profile, selection, cancellable, error);
  if (hotspots == NULL)
    return NULL;
  self = g_new0 (PpvSummary, 1);
  self->hotspots = g_steal_pointer (&hotspots);
  self->memory = ppv_memory_new (ppv_profile_get_base (profile), NULL); /* most have none */
  self->quality = ppv_quality_report_new (profile, costs);
  return self;
}

/**
 * ppv_summary_free: (skip)
 * @self: (transfer full): a summary
 */
void
ppv_summary_free (PpvSummary *self)
{
  ppv_hotspot_table_unref (self->hotspots);
  g_clear_pointer (&self->memory, ppv_memory_free);
  ppv_quality_report_free (self->quality);
  g_free (self);
}
