/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-figures.h"
#include "ppv-hotspot-table.h"
#include "ppv-search.h"

typedef struct {
  PpvHotspotTable *table;
  PpvHotspotKey key;
  gboolean descending;
} Comparison;

static void
clear_table (gpointer data)
{
  PpvHotspotTable *self = data;

  ppv_hotspots_free (self->hotspots);
  ppv_profile_unref (self->profile);
}

static int
compare_i64 (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

static int
compare_by_key (const Comparison *by, guint32 a, guint32 b)
{
  const PpvHotspots *hotspots = by->table->hotspots;

  switch (by->key)
    {
    case PPV_HOTSPOT_BY_FUNCTION:
      return strcmp (ppv_hotspot_table_get_name (by->table, a),
                     ppv_hotspot_table_get_name (by->table, b));
    case PPV_HOTSPOT_BY_MODULE:
      return strcmp (ppv_hotspot_table_get_module (by->table, a),
                     ppv_hotspot_table_get_module (by->table, b));
    case PPV_HOTSPOT_BY_TOTAL:
      return compare_i64 (hotspots->total[a], hotspots->total[b]);
    case PPV_HOTSPOT_BY_SAMPLES:
      return (hotspots->samples[a] > hotspots->samples[b]) -
             (hotspots->samples[a] < hotspots->samples[b]);
    case PPV_HOTSPOT_BY_SELF:
    default:
      return compare_i64 (hotspots->self[a], hotspots->self[b]);
    }
}

/* Equal rows stay in the table's order, by descending self. */
static int
compare_rows (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Comparison *by = user_data;
  guint32 row_a = *(const guint32 *) a;
  guint32 row_b = *(const guint32 *) b;
  int order = compare_by_key (by, row_a, row_b);

  if (order != 0)
    return by->descending ? -order : order;
  return (row_a > row_b) - (row_a < row_b);
}

/**
 * ppv_hotspot_table_new: (skip)
 * @profile: a profile
 * @selection: what to look at
 * @cancellable: (nullable): a way to stop
 * @error: where to put an error
 *
 * Returns: (transfer full) (nullable): the hotspots by function
 */
PpvHotspotTable *
ppv_hotspot_table_new (PpvProfile *profile,
                       const PpvSelection *selection,
                       GCancellable *cancellable,
                       GError **error)
{
  PpvHotspots *hotspots;
  PpvHotspotTable *self;

  g_return_val_if_fail (profile != NULL, NULL);
  g_return_val_if_fail (selection != NULL, NULL);

  hotspots = ppv_hotspots_new (profile, selection, PPV_BY_FUNCTION, cancellable, error);
  if (hotspots == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (PpvHotspotTable);
  self->profile = ppv_profile_ref (profile);
  self->hotspots = hotspots;
  self->unit = ppv_figure_unit (profile, selection);
  return self;
}

/**
 * ppv_hotspot_table_ref: (skip)
 * @self: a table
 *
 * Returns: (transfer full): @self
 */
PpvHotspotTable *
ppv_hotspot_table_ref (PpvHotspotTable *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * ppv_hotspot_table_unref: (skip)
 * @self: (transfer full): a table
 */
void
ppv_hotspot_table_unref (PpvHotspotTable *self)
{
  g_atomic_rc_box_release_full (self, clear_table);
}

/**
 * ppv_hotspot_table_get_name: (skip)
 * @self: a table
 * @row: one of its rows
 *
 * Returns: the function's name
 */
const char *
ppv_hotspot_table_get_name (PpvHotspotTable *self, guint32 row)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (self->profile);

  return ppv_profile_get_string (self->profile, functions->name[self->hotspots->key[row]]);
}

/**
 * ppv_hotspot_table_get_module: (skip)
 * @self: a table
 * @row: one of its rows
 *
 * Returns: the path of the function's module, or ""
 */
const char *
ppv_hotspot_table_get_module (PpvHotspotTable *self, guint32 row)
{
  PpvModuleId module = ppv_profile_get_functions (self->profile)->module[self->hotspots->key[row]];

  if (module == PPV_NONE)
    return "";
  return ppv_profile_get_string (self->profile,
                                 ppv_profile_get_modules (self->profile)->path[module]);
}

/**
 * ppv_hotspot_order_new: (skip)
 * @table: a table
 * @key: what to sort by
 * @descending: whether the largest comes first
 * @search: what to look for in the names of functions and modules, or ""
 *
 * Returns: (transfer full): the rows to show
 */
PpvHotspotOrder *
ppv_hotspot_order_new (PpvHotspotTable *table,
                       PpvHotspotKey key,
                       gboolean descending,
                       const char *search)
{
  g_autoptr (PpvSearch) wanted = ppv_search_new (search);
  Comparison by = { table, key, descending };
  PpvHotspotOrder *self = g_new0 (PpvHotspotOrder, 1);
  gboolean saturated = FALSE;

  self->table = ppv_hotspot_table_ref (table);
  self->rows = g_new (guint32, table->hotspots->n_rows);
  for (guint32 row = 0; row < table->hotspots->n_rows; row++)
    {
      if (wanted != NULL && !ppv_search_matches (wanted, ppv_hotspot_table_get_name (table, row)) &&
          !ppv_search_matches (wanted, ppv_hotspot_table_get_module (table, row)))
        continue;
      self->rows[self->n_rows++] = row;
      self->self = ppv_add_saturating (self->self, table->hotspots->self[row], &saturated);
    }
  if (key != PPV_HOTSPOT_BY_SELF || !descending)
    g_qsort_with_data (self->rows, (int) self->n_rows, sizeof *self->rows, compare_rows, &by);
  return self;
}

/**
 * ppv_hotspot_order_free: (skip)
 * @self: an order
 */
void
ppv_hotspot_order_free (PpvHotspotOrder *self)
{
  ppv_hotspot_table_unref (self->table);
  g_free (self->rows);
  g_free (self);
}
