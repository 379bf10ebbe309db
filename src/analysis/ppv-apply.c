/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A selection with transforms is carried out once, before any analysis: what is left is a
 * profile of the selected samples with the transformed stacks, and a selection that says
 * the metric and, of moments, which one is meant.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "ppv-profile-view.h"
#include "ppv-stack-costs.h"
#include "ppv-transform-private.h"

static gboolean
is_of_time (const PpvCondition *condition)
{
  return ppv_condition_kinds (condition) == 1 << PPV_TERM_TIME;
}

/* The metric, and what speaks of times alone, which chooses among the moments of a LEVEL. */
static PpvSelection *
dup_rest (const PpvSelection *selection)
{
  const GPtrArray *conditions = ppv_selection_get_conditions (selection);
  PpvSelection *rest = ppv_selection_new ();

  ppv_selection_set_whole (rest, selection);
  ppv_selection_set_metric (rest, ppv_selection_get_metric (selection));
  for (guint i = 0; i < conditions->len; i++)
    if (is_of_time (conditions->pdata[i]))
      ppv_selection_take_condition (rest, ppv_condition_copy (conditions->pdata[i]));
  return rest;
}

static PpvSelection *
dup_conditions (const PpvSelection *selection)
{
  const GPtrArray *conditions = ppv_selection_get_conditions (selection);
  PpvSelection *copy = ppv_selection_new ();

  for (guint i = 0; i < conditions->len; i++)
    if (!is_of_time (conditions->pdata[i]))
      ppv_selection_take_condition (copy, ppv_condition_copy (conditions->pdata[i]));
  return copy;
}

static guint8 *
find_selected (const PpvProfile *profile, const PpvSelection *conditions, const PpvSampleSet *set)
{
  g_autoptr (PpvMatcher) matcher = ppv_matcher_new (profile, conditions, set);
  guint8 *selected = g_malloc (set->n_rows + 1);

  for (gsize i = 0; i < set->n_rows; i++)
    selected[i] = (guint8) ppv_matcher_test (matcher, i);
  return selected;
}

/* A row for each set, for those that select all of it NULL. */
static GPtrArray *
find_all_selected (const PpvProfile *profile, const PpvSelection *selection)
{
  g_autoptr (PpvSelection) conditions = dup_conditions (selection);
  GPtrArray *selected = g_ptr_array_new_with_free_func (g_free);

  for (guint32 i = 0; i < ppv_profile_get_n_sets (profile); i++)
    g_ptr_array_add (selected,
                     ppv_selection_get_n_clauses (conditions) > 0
                         ? find_selected (profile, conditions, ppv_profile_get_set (profile, i))
                         : NULL);
  return selected;
}

static PpvProfile *
make_view (PpvProfile *profile,
           const PpvSelection *selection,
           GCancellable *cancellable,
           GError **error)
{
  const GArray *transforms = ppv_selection_get_transforms (selection);
  guint32 n_stacks = ppv_profile_get_stacks (profile)->n_rows;
  g_autoptr (GPtrArray) selected = NULL;
  g_auto (PpvStackDraft) draft;
  PpvStackTable stacks;

  ppv_stack_draft_init (&draft, profile);
  for (guint i = 0; i < transforms->len; i++)
    if (!ppv_stack_draft_apply (&draft, profile, &g_array_index (transforms, PpvTransform, i),
                                cancellable, error))
      return NULL;
  for (guint32 i = 0; i < n_stacks; i++)
    if (draft.map[i] == PPV_STACK_EMPTY)
      draft.map[i] = PPV_STACK_LEFT_OUT;
  selected = find_all_selected (profile, selection);
  stacks = (PpvStackTable){ draft.n_rows, g_steal_pointer (&draft.parent),
                            g_steal_pointer (&draft.frame) };
  return ppv_profile_view_new (profile, stacks, draft.map, (const guint8 *const *) selected->pdata);
}

/**
 * ppv_selection_apply: (skip)
 * @self: a selection
 * @profile: a profile
 * @rest: (out) (transfer full): what is still to be selected of the profile returned
 * @cancellable: (nullable): to stop it
 * @error: PPV_ERROR_UNSUPPORTED for a profile that has calls and no stacks,
 *     PPV_ERROR_LIMIT when it would take too long, G_IO_ERROR_CANCELLED
 *
 * Carries out the transforms.  Analyses refuse a selection that still has some.
 *
 * Returns: (transfer full): a profile that shares what it can with @profile; the same
 *     when @self has no transforms.  NULL on error
 */
PpvProfile *
ppv_selection_apply (const PpvSelection *self,
                     PpvProfile *profile,
                     PpvSelection **rest,
                     GCancellable *cancellable,
                     GError **error)
{
  PpvProfile *view;

  g_return_val_if_fail (self != NULL && profile != NULL && rest != NULL, NULL);

  if (ppv_selection_get_transforms (self)->len == 0)
    {
      *rest = ppv_selection_copy (self);
      return ppv_profile_ref (profile);
    }
  if (ppv_profile_get_calls (profile)->n_rows > 0)
    {
      g_set_error_literal (error, PPV_ERROR, PPV_ERROR_UNSUPPORTED,
                           _ ("the profile tells who called whom and no stacks: there is nothing "
                              "to transform"));
      return NULL;
    }
  view = make_view (profile, self, cancellable, error);
  if (view != NULL)
    *rest = dup_rest (self);
  return view;
}
