/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Three kinds of tools tell of leaks: some look at the end what nobody points to any more,
 * some know what was not freed, and some watch the heap over time.
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "ppv-leaks-private.h"
#include "ppv-number.h"
#include "ppv-sites-private.h"

#define LEAK_PREFIX "Leak_"

typedef struct {
  const char *prefix; /* of a finding's kind */
  const char *kind;
  const char *verdict;
  gboolean leaky;
} FindingKind;

/* The last is what tools say that know no other kinds. */
static const FindingKind finding_kinds[] = {
  { LEAK_PREFIX "Indirect", "indirect", "lost", TRUE },
  { LEAK_PREFIX "Possib", "possible", "possibly-lost", TRUE },
  { LEAK_PREFIX "StillReachable", "reachable", "reachable", FALSE },
  { LEAK_PREFIX "Reachable", "reachable", "reachable", FALSE },
  { LEAK_PREFIX, "definite", "lost", TRUE },
};

/**
 * ppv_leaks_dup_place: (skip)
 * @profile: a profile
 * @frame: a frame of it
 *
 * Returns: (transfer full): the place as text for people
 */
char *
ppv_leaks_dup_place (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  const char *name = ppv_profile_get_string (profile, functions->name[frames->function[frame]]);
  const char *file = ppv_profile_get_string (profile, frames->file[frame]);
  PpvModuleId module = frames->module[frame];

  if (*file != '\0' && frames->line[frame] > 0)
    return g_strdup_printf ("%s (%s:%u)", name, file, frames->line[frame]);
  if (*file != '\0')
    return g_strdup_printf ("%s (%s)", name, file);
  if (module == PPV_NONE)
    return g_strdup (name);
  return g_strdup_printf (
      _ ("%s (in %s)"), name,
      ppv_profile_get_string (profile, ppv_profile_get_modules (profile)->path[module]));
}

static char *
dup_site (const PpvProfile *profile, const PpvFrameId *sites, PpvStackId stack)
{
  return stack != PPV_NONE ? ppv_leaks_dup_place (profile, sites[stack])
                           : g_strdup (_ ("[unknown]"));
}

/* --- what a tool found at the end --------------------------------------------------- */

static const FindingKind *
kind_of_finding (const PpvProfile *profile, const PpvFinding *finding)
{
  const char *kind = ppv_profile_get_string (profile, finding->kind);

  for (guint i = 0; i < G_N_ELEMENTS (finding_kinds); i++)
    if (g_str_has_prefix (kind, finding_kinds[i].prefix))
      return &finding_kinds[i];
  return NULL;
}

/* The stack of the allocation is the part that says nothing of itself. */
static PpvStackId
stack_of_finding (const PpvProfile *profile, const PpvFinding *finding)
{
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, finding);

  for (guint32 i = 0; i < finding->n_parts; i++)
    if (parts[i].text == 0 && parts[i].stack != PPV_NONE)
      return parts[i].stack;
  return PPV_NONE;
}

/* What hangs on lost blocks has findings of its own. */
static gint64
direct_bytes (const PpvFinding *finding)
{
  guint64 direct = finding->bytes - MIN (finding->bytes, finding->indirect_bytes);

  return (gint64) MIN (direct, G_MAXINT64);
}

static gboolean
add_findings (const PpvProfile *profile, const PpvFrameId *sites, GArray *rows)
{
  guint32 n_findings;
  const PpvFinding *findings = ppv_profile_list_findings (profile, &n_findings);
  gboolean any = FALSE;

  for (guint32 i = 0; i < n_findings; i++)
    {
      const FindingKind *kind = kind_of_finding (profile, &findings[i]);
      PpvLeak row = { NULL };

      if (kind == NULL)
        continue;
      row.kind = kind->kind;
      row.verdict = kind->verdict;
      row.leaky = kind->leaky;
      row.stack = stack_of_finding (profile, &findings[i]);
      row.site = dup_site (profile, sites, row.stack);
      row.bytes = direct_bytes (&findings[i]);
      row.indirect_bytes = (gint64) MIN (findings[i].indirect_bytes, G_MAXINT64);
      row.blocks = (gint64) MIN (findings[i].blocks, G_MAXINT64);
      row.evidence = g_strdup (ppv_profile_get_string (profile, findings[i].text));
      g_array_append_val (rows, row);
      any = TRUE;
    }
  return any;
}

/* --- what was not freed ------------------------------------------------------------- */

/* Sums of a column of the set by stack; NULL when it has no such metric. */
static gint64 *
sum_by_stack (const PpvProfile *profile, const char *name, guint32 set)
{
  PpvMetricId id = ppv_profile_find_metric (profile, name);
  const PpvMetric *metric = id != PPV_NONE ? ppv_profile_get_metric (profile, id) : NULL;
  const PpvSampleSet *samples;
  gboolean saturated = FALSE;
  gint64 *sums;

  if (metric == NULL || metric->kind != PPV_METRIC_FLOW || (set != PPV_NONE && metric->set != set))
    return NULL;
  samples = ppv_profile_get_set (profile, metric->set);
  sums = g_new0 (gint64, ppv_profile_get_stacks (profile)->n_rows + 1);
  for (gsize i = 0; i < samples->n_rows; i++)
    {
      gint64 *sum = &sums[samples->stack[i]];

      *sum = ppv_add_saturating (*sum, samples->weight[metric->column][i], &saturated);
    }
  return sums;
}

/* The row of @site, which is appended when it is the first. */
static PpvLeak *
find_row (const PpvProfile *profile, PpvFrameId site, GHashTable *by_site, GArray *rows)
{
  PpvLeak row = { .kind = "never-freed", .verdict = "never-freed", .leaky = TRUE };
  gpointer place = g_hash_table_lookup (by_site, GUINT_TO_POINTER (site));

  if (place == NULL)
    {
      row.site = ppv_leaks_dup_place (profile, site);
      g_array_append_val (rows, row);
      place = GUINT_TO_POINTER (rows->len);
      g_hash_table_insert (by_site, GUINT_TO_POINTER (site), place);
    }
  return &g_array_index (rows, PpvLeak, GPOINTER_TO_UINT (place) - 1);
}

static char *
dup_evidence_of_end (gint64 most, gint64 bytes)
{
  g_autofree char *part = ppv_format_bytes (most);

  if (most == bytes)
    return g_strdup (_ ("not freed when the recording ended"));
  return g_strdup_printf (_ ("not freed when the recording ended; the call path with most of it "
                             "has %s"),
                          part);
}

/* A row for each site; @by_site becomes one more than where they are. */
static gboolean
add_never_freed (const PpvProfile *profile,
                 const PpvFrameId *sites,
                 GHashTable *by_site,
                 GArray *rows)
{
  guint32 n_stacks = ppv_profile_get_stacks (profile)->n_rows;
  g_autofree gint64 *bytes = sum_by_stack (profile, "leaked", PPV_NONE);
  g_autofree gint64 *blocks = NULL;
  gboolean saturated = FALSE;

  if (bytes == NULL)
    return FALSE;
  blocks = sum_by_stack (
      profile, "leaked blocks",
      ppv_profile_get_metric (profile, ppv_profile_find_metric (profile, "leaked"))->set);
  for (PpvStackId i = 0; i < n_stacks; i++)
    if (bytes[i] > 0)
      {
        PpvLeak *row = find_row (profile, sites[i], by_site, rows);

        if (row->bytes == 0 || bytes[i] > bytes[row->stack])
          row->stack = i;
        row->bytes = ppv_add_saturating (row->bytes, bytes[i], &saturated);
        row->blocks = blocks != NULL ? ppv_add_saturating (row->blocks, blocks[i], &saturated) : -1;
      }
  for (guint i = 0; i < rows->len; i++)
    {
      PpvLeak *row = &g_array_index (rows, PpvLeak, i);

      row->evidence = dup_evidence_of_end (bytes[row->stack], row->bytes);
    }
  return TRUE;
}

/* --- all of them ---------------------------------------------------------------------- */

/* What hangs on something else is lost because of that. */
static int
rank (const PpvLeak *leak)
{
  if (!leak->leaky)
    return 2;
  return strcmp (leak->kind, "indirect") == 0 ? 1 : 0;
}

static gint64
weight (const PpvLeak *leak)
{
  gboolean saturated = FALSE;

  return ppv_add_saturating (leak->bytes, leak->indirect_bytes, &saturated);
}

static int
compare_leaks (gconstpointer a, gconstpointer b)
{
  const PpvLeak *left = a;
  const PpvLeak *right = b;

  if (rank (left) != rank (right))
    return rank (left) - rank (right);
  if (weight (left) != weight (right))
    return weight (left) > weight (right) ? -1 : 1;
  return strcmp (left->site, right->site);
}

/**
 * ppv_leak_is_growing: (skip)
 * @self: a row
 *
 * Returns: whether it is a leak that was seen to grow
 */
gboolean
ppv_leak_is_growing (const PpvLeak *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->leaky && self->has_trend && self->trend.low > 0 &&
         (self->trend.verdict == PPV_TREND_GROWS || self->trend.verdict == PPV_TREND_STEPS);
}

/* Files in which no leak is the good news. */
static gboolean
looks_for_leaks (const PpvProfile *profile)
{
  return g_strcmp0 (ppv_profile_get_fact (profile, "tool"), "memcheck") == 0 ||
         ppv_profile_find_counter (profile, "heap") != NULL;
}

static void
take_rows (PpvLeaks *self, GArray *rows)
{
  g_array_sort (rows, compare_leaks);
  self->n_rows = rows->len;
  self->rows = (PpvLeak *) (gpointer) g_array_free (rows, FALSE);
  for (guint32 i = 0; i < self->n_rows; i++)
    {
      self->n_leaky += self->rows[i].leaky ? 1 : 0;
      self->n_known += strcmp (self->rows[i].verdict, "unknown") != 0 ? 1 : 0;
    }
}

/**
 * ppv_leaks_new: (skip)
 * @profile: a profile
 * @error: PPV_ERROR_USAGE when it is of no tool that tells of leaks
 *
 * Returns: (transfer full): what it tells of leaks; no row is good news
 */
PpvLeaks *
ppv_leaks_new (const PpvProfile *profile, GError **error)
{
  g_autofree PpvFrameId *sites = NULL;
  g_autoptr (GHashTable) by_site = g_hash_table_new (NULL, NULL);
  const char *unit;
  GArray *rows;
  PpvLeaks *self;
  gboolean is_found, is_told;

  g_return_val_if_fail (profile != NULL, NULL);

  unit = ppv_profile_get_time_unit (profile);
  rows = g_array_new (FALSE, FALSE, sizeof (PpvLeak));
  self = g_new0 (PpvLeaks, 1);
  self->per_second = g_str_equal (unit, "ns") || g_str_equal (unit, "ms");
  sites = ppv_sites_find (profile);
  /* what checkers found is in their metric too */
  is_found = add_findings (profile, sites, rows);
  is_told = !is_found && (add_never_freed (profile, sites, by_site, rows) ||
                          ppv_leaks_add_graph (profile, rows));
  ppv_leaks_add_levels (self, profile, sites, is_told ? by_site : NULL, rows);
  is_told |= rows->len > 0 || looks_for_leaks (profile);
  take_rows (self, rows);
  if (is_told)
    return self;
  ppv_leaks_free (self);
  g_set_error_literal (error, PPV_ERROR, PPV_ERROR_USAGE,
                       _ ("the profile does not tell what memory was not freed"));
  return NULL;
}

/**
 * ppv_leaks_free: (skip)
 * @self: (nullable): leaks
 */
void
ppv_leaks_free (PpvLeaks *self)
{
  if (self == NULL)
    return;
  for (guint32 i = 0; i < self->n_rows; i++)
    {
      g_free (self->rows[i].site);
      g_free (self->rows[i].evidence);
    }
  g_free (self->rows);
  g_free (self);
}
