/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ppv-derived.h"
#include "ppv-error.h"
#include "ppv-event-name-private.h"

/* Every event is compared with every other, and a file may have made them up. */
enum { MAX_EVENTS = 256 };

/* Standard deviations on either side that 95 % of a normal distribution are within. */
#define CONFIDENCE 1.96

static const struct {
  const char *name;
  const char *title;
  PpvEventKind numerator;
  PpvEventKind denominator;
  double factor;
} formulas[] = {
  { "ipc", N_ ("instructions per cycle"), PPV_EVENT_INSTRUCTIONS, PPV_EVENT_CYCLES, 1 },
  { "cpi", N_ ("cycles per instruction"), PPV_EVENT_CYCLES, PPV_EVENT_INSTRUCTIONS, 1 },
  { "frontend-stalls", N_ ("percent of cycles without instructions to run"),
    PPV_EVENT_FRONTEND_STALLS, PPV_EVENT_CYCLES, 100 },
  { "backend-stalls", N_ ("percent of cycles waiting for data or units"), PPV_EVENT_BACKEND_STALLS,
    PPV_EVENT_CYCLES, 100 },
  { "branch-miss-rate", N_ ("percent of branches predicted wrongly"), PPV_EVENT_BRANCH_MISSES,
    PPV_EVENT_BRANCHES, 100 },
  { "cache-miss-rate", N_ ("percent of cache references missed"), PPV_EVENT_CACHE_MISSES,
    PPV_EVENT_CACHE_REFERENCES, 100 },
  { "l1d-miss-rate", N_ ("percent of L1 data loads missed"), PPV_EVENT_L1D_MISSES,
    PPV_EVENT_L1D_LOADS, 100 },
  { "llc-miss-rate", N_ ("percent of last-level cache loads missed"), PPV_EVENT_LLC_MISSES,
    PPV_EVENT_LLC_LOADS, 100 },
  { "dtlb-miss-rate", N_ ("percent of data TLB loads missed"), PPV_EVENT_DTLB_MISSES,
    PPV_EVENT_DTLB_LOADS, 100 },
  { "itlb-miss-rate", N_ ("percent of instruction TLB loads missed"), PPV_EVENT_ITLB_MISSES,
    PPV_EVENT_ITLB_LOADS, 100 },
  { "branch-mpki", N_ ("branch misses per 1000 instructions"), PPV_EVENT_BRANCH_MISSES,
    PPV_EVENT_INSTRUCTIONS, 1000 },
  { "cache-mpki", N_ ("cache misses per 1000 instructions"), PPV_EVENT_CACHE_MISSES,
    PPV_EVENT_INSTRUCTIONS, 1000 },
  { "l1d-mpki", N_ ("L1 data load misses per 1000 instructions"), PPV_EVENT_L1D_MISSES,
    PPV_EVENT_INSTRUCTIONS, 1000 },
  { "l1i-mpki", N_ ("L1 instruction load misses per 1000 instructions"), PPV_EVENT_L1I_MISSES,
    PPV_EVENT_INSTRUCTIONS, 1000 },
  { "llc-mpki", N_ ("last-level cache load misses per 1000 instructions"), PPV_EVENT_LLC_MISSES,
    PPV_EVENT_INSTRUCTIONS, 1000 },
  { "dtlb-mpki", N_ ("data TLB misses per 1000 instructions"), PPV_EVENT_DTLB_MISSES,
    PPV_EVENT_INSTRUCTIONS, 1000 },
  { "itlb-mpki", N_ ("instruction TLB misses per 1000 instructions"), PPV_EVENT_ITLB_MISSES,
    PPV_EVENT_INSTRUCTIONS, 1000 },
  { "page-faults-pki", N_ ("page faults per 1000 instructions"), PPV_EVENT_PAGE_FAULTS,
    PPV_EVENT_INSTRUCTIONS, 1000 },
  { "context-switches-pki", N_ ("context switches per 1000 instructions"),
    PPV_EVENT_CONTEXT_SWITCHES, PPV_EVENT_INSTRUCTIONS, 1000 },
};

static gboolean
has_name (GArray *rows, const char *name)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_str_equal (g_array_index (rows, PpvDerived, i).name, name))
      return TRUE;
  return FALSE;
}

/* The plain name for the first events that make it, then those that tell them apart. */
static char *
make_name (GArray *rows, const char *name, const PpvEventName *event)
{
  g_autofree char *longer = NULL;

  if (!has_name (rows, name))
    return g_strdup (name);
  longer = g_strconcat (name, *event->pmu != '\0' ? "@" : "", event->pmu,
                        *event->modifiers != '\0' ? ":" : "", event->modifiers, NULL);
  return has_name (rows, longer) ? NULL : g_steal_pointer (&longer);
}

static void
add_formula (GArray *rows, const PpvEventName *events, guint n_events, gsize formula)
{
  for (guint below = 0; below < n_events; below++)
    for (guint above = 0; above < n_events; above++)
      {
        PpvDerived row = { .title = formulas[formula].title,
                           .numerator = events[above].metric,
                           .denominator = events[below].metric,
                           .factor = formulas[formula].factor };

        if (events[above].kind != formulas[formula].numerator ||
            events[below].kind != formulas[formula].denominator ||
            !ppv_event_name_is_alike (&events[above], &events[below]))
          continue;
        row.name = make_name (rows, formulas[formula].name, &events[below]);
        if (row.name != NULL)
          g_array_append_val (rows, row);
      }
}

/* Events of a known kind that have samples; (transfer full). */
static PpvEventName *
list_events (const PpvProfile *profile, guint *n_events)
{
  guint32 n_metrics = ppv_profile_get_n_metrics (profile);
  PpvEventName *events = g_new0 (PpvEventName, MAX (n_metrics, 1));

  *n_events = 0;
  for (PpvMetricId i = 0; i < n_metrics; i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (profile, i);
      PpvEventName *event = &events[*n_events];

      if (metric->n_samples == 0 || metric->kind != PPV_METRIC_FLOW ||
          !ppv_event_name_parse (event, ppv_profile_get_string (profile, metric->name)))
        continue;
      event->metric = i;
      if (*n_events < MAX_EVENTS && !ppv_event_name_is_known (events, *n_events, event))
        (*n_events)++;
    }
  return events;
}

/**
 * ppv_derived_list_new: (skip)
 * @profile: a profile
 *
 * Returns: (transfer full): what can be derived from its events
 */
PpvDerivedList *
ppv_derived_list_new (const PpvProfile *profile)
{
  PpvDerivedList *self;
  g_autofree PpvEventName *events = NULL;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (PpvDerived));
  guint n_events;
  gsize n_rows;

  g_return_val_if_fail (profile != NULL, NULL);

  events = list_events (profile, &n_events);
  for (gsize i = 0; i < G_N_ELEMENTS (formulas); i++)
    add_formula (rows, events, n_events, i);
  self = g_new0 (PpvDerivedList, 1);
  self->rows = g_array_steal (rows, &n_rows);
  self->n_rows = (guint) n_rows;
  for (guint i = 0; i < self->n_rows; i++)
    self->rows[i].title = _ (self->rows[i].title);
  return self;
}

/**
 * ppv_derived_list_free: (skip)
 * @self: (nullable): a list
 */
void
ppv_derived_list_free (PpvDerivedList *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_rows; i++)
    g_free (self->rows[i].name);
  g_free (self->rows);
  g_free (self);
}

/**
 * ppv_derived_list_find: (skip)
 * @self: a list
 * @name: "ipc"
 *
 * Returns: (nullable): the row of that name
 */
const PpvDerived *
ppv_derived_list_find (const PpvDerivedList *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; i < self->n_rows; i++)
    if (g_str_equal (self->rows[i].name, name))
      return &self->rows[i];
  return NULL;
}

/*
 * Each side is a number of samples by about the same period, which came by chance:
 * its relative deviation is one by the root of the number (Poisson).
 */
static PpvDerivedValue
divide (const PpvDerived *self, gint64 above, guint64 n_above, gint64 below, guint64 n_below)
{
  PpvDerivedValue value = { .known = FALSE };

  if (n_above < PPV_DERIVED_LEAST_SAMPLES || n_below < PPV_DERIVED_LEAST_SAMPLES || below == 0)
    return value;
  value.known = TRUE;
  value.value = self->factor * (double) above / (double) below;
  value.error =
      CONFIDENCE * fabs (value.value) * sqrt (1.0 / (double) n_above + 1.0 / (double) n_below);
  return value;
}

static PpvSelection *
select_metric (const PpvProfile *profile, const PpvSelection *selection, PpvMetricId metric)
{
  PpvSelection *copy = ppv_selection_copy (selection);

  ppv_selection_set_metric (
      copy, ppv_profile_get_string (profile, ppv_profile_get_metric (profile, metric)->name));
  return copy;
}

static PpvStackCosts *
costs_of (const PpvProfile *profile,
          const PpvSelection *selection,
          PpvMetricId metric,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (PpvSelection) selected = select_metric (profile, selection, metric);

  return ppv_stack_costs_new (profile, selected, cancellable, error);
}

/**
 * ppv_derived_total: (skip)
 * @self: a row of the profile's list
 * @profile: the profile
 * @selection: which samples
 * @value: (out): the ratio
 * @cancellable: (nullable): a cancellable
 * @error: G_IO_ERROR_CANCELLED
 *
 * Returns: whether @value was set
 */
gboolean
ppv_derived_total (const PpvDerived *self,
                   const PpvProfile *profile,
                   const PpvSelection *selection,
                   PpvDerivedValue *value,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (PpvStackCosts) above = NULL;
  g_autoptr (PpvStackCosts) below = NULL;

  g_return_val_if_fail (self != NULL && profile != NULL && selection != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  above = costs_of (profile, selection, self->numerator, cancellable, error);
  if (above == NULL)
    return FALSE;
  below = costs_of (profile, selection, self->denominator, cancellable, error);
  if (below == NULL)
    return FALSE;
  *value = divide (self, above->sum, above->n_samples, below->sum, below->n_samples);
  return TRUE;
}

static PpvHotspots *
hotspots_of (const PpvProfile *profile,
             const PpvSelection *selection,
             PpvMetricId metric,
             PpvHotspotsBy by,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (PpvSelection) selected = select_metric (profile, selection, metric);

  return ppv_hotspots_new (profile, selected, by, cancellable, error);
}

/* Keys are the same in all hotspots of a profile by the same dimension. */
static GHashTable *
index_keys (const PpvHotspots *hotspots)
{
  GHashTable *rows = g_hash_table_new (NULL, NULL);

  for (guint32 i = 0; i < hotspots->n_rows; i++)
    g_hash_table_insert (rows, GUINT_TO_POINTER (hotspots->key[i]), GUINT_TO_POINTER (i + 1));
  return rows;
}

/**
 * ppv_derived_rows: (skip)
 * @self: a row of the profile's list
 * @profile: the profile
 * @selection: which samples
 * @hotspots: of these samples, in any metric
 * @cancellable: (nullable): a cancellable
 * @error: PPV_ERROR_USAGE, G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (array): a value for each row
 */
PpvDerivedValue *
ppv_derived_rows (const PpvDerived *self,
                  const PpvProfile *profile,
                  const PpvSelection *selection,
                  const PpvHotspots *hotspots,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (PpvHotspots) above = NULL;
  g_autoptr (PpvHotspots) below = NULL;
  g_autoptr (GHashTable) rows_above = NULL;
  g_autoptr (GHashTable) rows_below = NULL;
  PpvDerivedValue *values;

  g_return_val_if_fail (self != NULL && profile != NULL && selection != NULL, NULL);
  g_return_val_if_fail (hotspots != NULL, NULL);

  if (hotspots->by == PPV_BY_STACK)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
                   _ ("%s is not derived for whole stacks, which have too few samples each"),
                   self->name);
      return NULL;
    }
  above = hotspots_of (profile, selection, self->numerator, hotspots->by, cancellable, error);
  if (above == NULL)
    return NULL;
  below = hotspots_of (profile, selection, self->denominator, hotspots->by, cancellable, error);
  if (below == NULL)
    return NULL;
  rows_above = index_keys (above);
  rows_below = index_keys (below);
  values = g_new0 (PpvDerivedValue, MAX (hotspots->n_rows, 1));
  for (guint32 i = 0; i < hotspots->n_rows; i++)
    {
      gpointer key = GUINT_TO_POINTER (hotspots->key[i]);
      guint32 a = GPOINTER_TO_UINT (g_hash_table_lookup (rows_above, key));
      guint32 b = GPOINTER_TO_UINT (g_hash_table_lookup (rows_below, key));

      if (a > 0 && b > 0)
        values[i] = divide (self, above->self[a - 1], above->self_samples[a - 1],
                            below->self[b - 1], below->self_samples[b - 1]);
    }
  return values;
}
