/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-figures.h"
#include "ppv-summary.h"

static int
compare_nameless (gconstpointer a, gconstpointer b)
{
  gint64 cost_a = ((const PpvNameless *) a)->cost;
  gint64 cost_b = ((const PpvNameless *) b)->cost;

  return (cost_a < cost_b) - (cost_a > cost_b);
}

/* Keeps the modules that have any, the costliest first. */
static void
pack_nameless (PpvSummary *self, guint32 n_modules)
{
  guint32 n = 0;

  for (guint32 i = 0; i < n_modules; i++)
    if (self->nameless[i].cost != 0)
      self->nameless[n++] = self->nameless[i];
  self->n_nameless = n;
  if (n > 1)
    qsort (self->nameless, n, sizeof *self->nameless, compare_nameless);
}

static void
count_nameless (PpvSummary *self, const PpvProfile *profile)
{
  const PpvHotspots *hotspots = self->hotspots->hotspots;
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  guint32 n_modules = ppv_profile_get_modules (profile)->n_rows;
  gboolean saturated = FALSE;

  self->nameless = g_new0 (PpvNameless, n_modules);
  for (guint32 i = 0; i < n_modules; i++)
    self->nameless[i].module = i;
  for (guint32 row = 0; row < hotspots->n_rows; row++)
    {
      PpvModuleId module = functions->module[hotspots->key[row]];
      gint64 cost = hotspots->self[row];

      if (!ppv_figure_is_nameless (ppv_hotspot_table_get_name (self->hotspots, row)))
        continue;
      self->nameless_cost = ppv_add_saturating (self->nameless_cost, cost, &saturated);
      if (module != PPV_NONE)
        self->nameless[module].cost =
            ppv_add_saturating (self->nameless[module].cost, cost, &saturated);
    }
  pack_nameless (self, n_modules);
}

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
  PpvSummary *self;

  hotspots = ppv_hotspot_table_new (profile, selection, cancellable, error);
  if (hotspots == NULL)
    return NULL;
  self = g_new0 (PpvSummary, 1);
  self->hotspots = g_steal_pointer (&hotspots);
  self->memory = ppv_memory_new (profile, NULL); /* most profiles have none */
  count_nameless (self, profile);
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
  g_free (self->nameless);
  g_free (self);
}
