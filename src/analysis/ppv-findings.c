/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "ppv-findings.h"

/* A finding with what it is sorted by. */
typedef struct {
  guint32 row;
  guint32 rank; /* of its kind */
  guint64 weight;
} Sorted;

/**
 * ppv_finding_is_leak: (skip)
 * @self: a finding
 *
 * Returns: whether it is of blocks that were not freed
 */
gboolean
ppv_finding_is_leak (const PpvFinding *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->blocks > 0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Sorted *left = a;
  const Sorted *right = b;

  if (left->rank != right->rank)
    return left->rank < right->rank ? -1 : 1;
  if (left->weight != right->weight)
    return left->weight > right->weight ? -1 : 1;
  return left->row < right->row ? -1 : left->row > right->row;
}

/* Kinds that are not of leaks keep the order in which they are first seen. */
static guint32
find_rank (const PpvProfile *profile, const PpvFinding *finding, guint32 row)
{
  static const char *const leaks[] = { "Leak_DefinitelyLost", "Leak_PossiblyLost",
                                       "Leak_IndirectlyLost", "Leak_StillReachable" };
  const char *kind = ppv_profile_get_string (profile, finding->kind);

  for (guint32 i = 0; i < G_N_ELEMENTS (leaks); i++)
    if (g_str_equal (kind, leaks[i]))
      return PPV_NONE - (guint32) G_N_ELEMENTS (leaks) + i;
  return row;
}

static Sorted *
sort (const PpvProfile *profile, const PpvFinding *findings, guint32 n_findings)
{
  Sorted *sorted = g_new (Sorted, n_findings);
  g_autoptr (GHashTable) ranks = g_hash_table_new (NULL, NULL);

  for (guint32 i = 0; i < n_findings; i++)
    {
      gpointer kind = GUINT_TO_POINTER (findings[i].kind);
      gpointer rank;

      if (!g_hash_table_lookup_extended (ranks, kind, NULL, &rank))
        {
          rank = GUINT_TO_POINTER (find_rank (profile, &findings[i], i));
          g_hash_table_insert (ranks, kind, rank);
        }
      sorted[i].row = i;
      sorted[i].rank = GPOINTER_TO_UINT (rank);
      sorted[i].weight = ppv_finding_is_leak (&findings[i]) ? findings[i].bytes : findings[i].count;
    }
  if (n_findings > 0)
    qsort (sorted, n_findings, sizeof *sorted, compare);
  return sorted;
}

static guint64
add (guint64 sum, guint64 more)
{
  return sum > G_MAXUINT64 - more ? G_MAXUINT64 : sum + more;
}

static void
fill (PpvFindings *self, const PpvFinding *findings, const Sorted *sorted)
{
  PpvFindingGroup *group = NULL;

  for (guint32 i = 0; i < self->n_findings; i++)
    {
      const PpvFinding *finding = &findings[sorted[i].row];

      self->order[i] = sorted[i].row;
      if (group == NULL || group->kind != finding->kind)
        {
          group = &self->groups[self->n_groups++];
          *group = (PpvFindingGroup){ .kind = finding->kind, .first = i };
        }
      group->n_findings++;
      group->count = add (group->count, finding->count);
      group->bytes = add (group->bytes, finding->bytes - finding->indirect_bytes);
      group->blocks = add (group->blocks, finding->blocks);
    }
}

/**
 * ppv_findings_new: (skip)
 * @profile: a profile
 * @error: return location
 *
 * Returns: (transfer full): what was found, perhaps nothing; NULL with PPV_ERROR_USAGE
 *     when the profile is not of a tool that looks for errors
 */
PpvFindings *
ppv_findings_new (const PpvProfile *profile, GError **error)
{
  const PpvFinding *findings;
  g_autofree Sorted *sorted = NULL;
  PpvFindings *self;
  guint32 n_findings;

  g_return_val_if_fail (profile != NULL, NULL);

  findings = ppv_profile_list_findings (profile, &n_findings);
  if (n_findings == 0 && ppv_profile_find_metric (profile, "errors") == PPV_NONE)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
                   _ ("it is not of a tool that looks for errors, such as memcheck"));
      return NULL;
    }
  self = g_new0 (PpvFindings, 1);
  self->n_findings = n_findings;
  self->order = g_new (guint32, n_findings);
  self->groups = g_new (PpvFindingGroup, n_findings);
  sorted = sort (profile, findings, n_findings);
  fill (self, findings, sorted);
  return self;
}

/**
 * ppv_findings_free: (skip)
 * @self: (nullable): what is no longer needed
 */
void
ppv_findings_free (PpvFindings *self)
{
  if (self == NULL)
    return;
  g_free (self->order);
  g_free (self->groups);
  g_free (self);
}
