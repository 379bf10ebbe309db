/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-stack-costs-private.h"

/* Rows ahead whose stacks are asked for: the table is too large for the processor's caches. */
enum { AHEAD = 16 };

static void
add_rows (const PpvSamplePass *pass, gsize begin, gsize end, gpointer data)
{
  PpvStackCosts *self = data;

  for (gsize row = begin; row < end; row++)
    {
      PpvStackId stack = pass->set->stack[row];
      gint64 weight = pass->weight[row];
      PpvStackId soon = pass->set->stack[MIN (row + AHEAD, end - 1)];

      __builtin_prefetch (&self->self[soon]);
      __builtin_prefetch (&self->samples[soon]);
      if (!ppv_matcher_test (pass->matcher, row))
        continue;
      self->self[stack] = ppv_add_saturating (self->self[stack], weight, &self->saturated);
      self->sum = ppv_add_saturating (self->sum, weight, &self->saturated);
      self->samples[stack]++;
      self->n_samples++;
    }
}

/*
 * ppv_stack_costs_from_pass:
 * @profile: the profile of @pass
 * @pass: which samples
 * @cancellable: (nullable): a cancellable
 * @error: G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the costs
 */
PpvStackCosts *
ppv_stack_costs_from_pass (const PpvProfile *profile,
                           const PpvSamplePass *pass,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (PpvStackCosts) self = g_new0 (PpvStackCosts, 1);

  self->metric = pass->metric;
  self->group = pass->group;
  self->n_stacks = ppv_profile_get_stacks (profile)->n_rows;
  self->self = g_new0 (gint64, self->n_stacks);
  self->samples = g_new0 (guint64, self->n_stacks);
  if (!ppv_sample_pass_run (pass, add_rows, self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * ppv_stack_costs_new: (skip)
 * @profile: a profile
 * @selection: which metric and samples
 * @cancellable: (nullable): a cancellable
 * @error: PPV_ERROR_USAGE when there is no such metric; G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what each stack costs
 */
PpvStackCosts *
ppv_stack_costs_new (const PpvProfile *profile,
                     const PpvSelection *selection,
                     GCancellable *cancellable,
                     GError **error)
{
  g_auto (PpvSamplePass) pass = { 0 };

  g_return_val_if_fail (profile != NULL && selection != NULL, NULL);

  if (!ppv_sample_pass_init (&pass, profile, selection, error))
    return NULL;
  return ppv_stack_costs_from_pass (profile, &pass, cancellable, error);
}

/**
 * ppv_stack_costs_free: (skip)
 * @self: (nullable): costs
 */
void
ppv_stack_costs_free (PpvStackCosts *self)
{
  if (self == NULL)
    return;
  g_free (self->self);
  g_free (self->samples);
  g_free (self);
}

/**
 * ppv_sample_set_dup_count: (skip)
 * @set: a sample set
 * @n_rows: how many of its rows
 *
 * Returns: (transfer full): how many of what they are, for people
 */
char *
ppv_sample_set_dup_count (const PpvSampleSet *set, guint64 n_rows)
{
  g_autofree char *count = ppv_format_count ((gint64) MIN (n_rows, G_MAXINT64));
  gulong n = (gulong) n_rows;

  g_return_val_if_fail (set != NULL, NULL);

  switch (set->row_kind)
    {
    case PPV_ROW_PLACE:
      return g_strdup_printf (ngettext ("%s place", "%s places", n), count);
    case PPV_ROW_PATH:
      return g_strdup_printf (ngettext ("%s call path", "%s call paths", n), count);
    case PPV_ROW_SAMPLE:
    default:
      return g_strdup_printf (ngettext ("%s sample", "%s samples", n), count);
    }
}

/**
 * ppv_sample_set_get_title: (skip)
 * @set: a sample set
 *
 * Returns: (transfer none): what its rows are, as the heading of a column
 */
const char *
ppv_sample_set_get_title (const PpvSampleSet *set)
{
  g_return_val_if_fail (set != NULL, NULL);

  return set->row_kind == PPV_ROW_PLACE  ? _ ("places")
         : set->row_kind == PPV_ROW_PATH ? _ ("call paths")
                                         : _ ("samples");
}
