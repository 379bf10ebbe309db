/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "ppv-sample-pass-private.h"
#include "ppv-selection-private.h"

enum { ROWS_BETWEEN_CHECKS = 65536 };

static char *
list_metrics (const PpvProfile *profile)
{
  GString *list = g_string_new (NULL);

  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (profile, i);

      g_string_append (list, i > 0 ? ", " : "");
      g_string_append (list, ppv_profile_get_string (profile, metric->name));
    }
  return g_string_free (list, FALSE);
}

static gboolean
find_metric (const PpvProfile *profile, const char *name, PpvMetricId *metric, GError **error)
{
  g_autofree char *list = NULL;

  if (ppv_profile_get_n_metrics (profile) == 0)
    {
      g_set_error_literal (error, PPV_ERROR, PPV_ERROR_USAGE, _ ("the profile has no metric"));
      return FALSE;
    }
  *metric =
      name == NULL ? ppv_profile_default_metric (profile) : ppv_profile_find_metric (profile, name);
  if (*metric != PPV_NONE)
    return TRUE;
  list = list_metrics (profile);
  g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE, _ ("the profile has no metric “%s”; it has: %s"),
               name != NULL ? name : "", list);
  return FALSE;
}

/* 1.5 s are no number of instructions. */
static gboolean
check_times (const PpvProfile *profile, const PpvSelection *selection, GError **error)
{
  const char *unit = ppv_profile_get_time_unit (profile);
  const GPtrArray *conditions = ppv_selection_get_conditions (selection);

  for (guint i = 0; i < conditions->len; i++)
    if (ppv_condition_has_unit (conditions->pdata[i]) && !g_str_equal (unit, "ns"))
      {
        g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
                     _ ("times of this profile are in %s: give plain numbers of them"), unit);
        return FALSE;
      }
  return TRUE;
}

/* Whether samples of that moment can be selected. */
static gboolean
is_in_time (const GPtrArray *conditions, gint64 time)
{
  for (guint i = 0; i < conditions->len; i++)
    if (ppv_condition_at_time (conditions->pdata[i], time) == PPV_DOES_NOT_HOLD)
      return FALSE;
  return TRUE;
}

static gboolean
has_times (const GPtrArray *conditions)
{
  for (guint i = 0; i < conditions->len; i++)
    if (ppv_condition_kinds (conditions->pdata[i]) & 1 << PPV_TERM_TIME)
      return TRUE;
  return FALSE;
}

/* The last group with stacks in the selected times, PPV_NONE when there is none. */
static guint32
find_group (const PpvProfile *profile, const PpvSelection *selection, guint32 set)
{
  const PpvSampleSet *samples = ppv_profile_get_set (profile, set);
  const GPtrArray *conditions = ppv_selection_get_conditions (selection);

  if (!has_times (conditions))
    return ppv_profile_default_group (profile, set);
  for (guint32 i = samples->n_groups; i-- > 0;)
    if ((samples->group_flags[i] & PPV_GROUP_DETAILED) &&
        is_in_time (conditions, samples->group_time[i]))
      return i;
  return PPV_NONE;
}

static void
find_rows (PpvSamplePass *self,
           const PpvProfile *profile,
           const PpvSelection *selection,
           const PpvMetric *metric)
{
  self->group = PPV_NONE;
  self->begin = 0;
  self->end = self->set->n_rows;
  if (metric->kind != PPV_METRIC_LEVEL)
    return;
  self->group = find_group (profile, selection, metric->set);
  self->end = 0;
  if (self->group != PPV_NONE)
    {
      self->begin = (gsize) self->set->group_begin[self->group];
      self->end = (gsize) self->set->group_begin[self->group + 1];
    }
}

/*
 * ppv_sample_pass_init:
 * @self: (out): a pass
 * @profile: a profile; must outlive @self
 * @selection: which samples
 * @error: PPV_ERROR_USAGE when there is no such metric, or times have a unit
 *     that is not the profile's
 *
 * Returns: whether the selection fits the profile
 */
gboolean
ppv_sample_pass_init (PpvSamplePass *self,
                      const PpvProfile *profile,
                      const PpvSelection *selection,
                      GError **error)
{
  const PpvMetric *metric;

  self->matcher = NULL;
  if (ppv_selection_get_transforms (selection)->len > 0)
    {
      g_set_error_literal (error, PPV_ERROR, PPV_ERROR_UNSUPPORTED,
                           _ ("this cannot be done with transformed stacks"));
      return FALSE;
    }
  if (!find_metric (profile, ppv_selection_get_metric (selection), &self->metric, error) ||
      !check_times (profile, selection, error))
    return FALSE;
  metric = ppv_profile_get_metric (profile, self->metric);
  self->set = ppv_profile_get_set (profile, metric->set);
  self->weight = self->set->weight[metric->column];
  find_rows (self, profile, selection, metric);
  self->matcher = ppv_matcher_new (profile, selection, self->set);
  return TRUE;
}

void
ppv_sample_pass_clear (PpvSamplePass *self)
{
  g_clear_pointer (&self->matcher, ppv_matcher_free);
}

/*
 * ppv_sample_pass_run:
 * @self: a pass
 * @rows: called with some rows at a time
 * @data: for @rows
 * @cancellable: (nullable): asked between two calls
 * @error: G_IO_ERROR_CANCELLED
 *
 * Returns: whether all rows were seen
 */
gboolean
ppv_sample_pass_run (const PpvSamplePass *self,
                     PpvSampleRowsFunc rows,
                     gpointer data,
                     GCancellable *cancellable,
                     GError **error)
{
  for (gsize begin = self->begin; begin < self->end;)
    {
      gsize end = begin + MIN (self->end - begin, ROWS_BETWEEN_CHECKS);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      rows (self, begin, end, data);
      begin = end;
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
