/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The value; its text form is in ppv-selection-text.c. */

#include "config.h"

#include "ppv-selection-private.h"

struct _PpvSelection {
  char *metric; /* NULL for the profile's default */
  GArray *times;
  GArray *terms;
};

static void
clear_term (gpointer term)
{
  g_free (((PpvTerm *) term)->pattern);
}

/**
 * ppv_selection_new: (skip)
 *
 * Returns: (transfer full): a selection of everything, in the default metric
 */
PpvSelection *
ppv_selection_new (void)
{
  PpvSelection *self = g_new0 (PpvSelection, 1);

  self->times = g_array_new (FALSE, FALSE, sizeof (PpvTimeRange));
  self->terms = g_array_new (FALSE, FALSE, sizeof (PpvTerm));
  g_array_set_clear_func (self->terms, clear_term);
  return self;
}

/**
 * ppv_selection_copy: (skip)
 * @self: a selection
 *
 * Returns: (transfer full): one equal to it
 */
PpvSelection *
ppv_selection_copy (const PpvSelection *self)
{
  PpvSelection *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = ppv_selection_new ();
  copy->metric = g_strdup (self->metric);
  g_array_append_vals (copy->times, self->times->data, self->times->len);
  for (guint i = 0; i < self->terms->len; i++)
    {
      const PpvTerm *term = &g_array_index (self->terms, PpvTerm, i);

      ppv_selection_add_term (copy, term->kind, term->negated, term->pattern);
    }
  return copy;
}

/**
 * ppv_selection_free: (skip)
 * @self: (nullable): a selection
 */
void
ppv_selection_free (PpvSelection *self)
{
  if (self == NULL)
    return;
  g_free (self->metric);
  g_array_unref (self->times);
  g_array_unref (self->terms);
  g_free (self);
}

/**
 * ppv_selection_equal: (skip)
 * @a: a selection
 * @b: another
 *
 * Returns: whether they say the same in the same order
 */
gboolean
ppv_selection_equal (const PpvSelection *a, const PpvSelection *b)
{
  g_autofree char *text = NULL;
  g_autofree char *other = NULL;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  text = ppv_selection_to_text (a);
  other = ppv_selection_to_text (b);
  return g_str_equal (text, other);
}

/**
 * ppv_selection_parse: (skip)
 * @self: a selection to add to; unchanged when @text is not valid
 * @text: terms joined by "and", or ""
 * @error: PPV_ERROR_USAGE with the column
 *
 * Returns: whether @text was understood
 */
gboolean
ppv_selection_parse (PpvSelection *self, const char *text, GError **error)
{
  g_autoptr (PpvSelection) longer = NULL;
  PpvSelection old;

  g_return_val_if_fail (self != NULL && text != NULL, FALSE);

  longer = ppv_selection_copy (self);
  if (!ppv_selection_read (longer, text, error))
    return FALSE;
  old = *self;
  *self = *longer;
  *longer = old;
  return TRUE;
}

/**
 * ppv_selection_set_metric: (skip)
 * @self: a selection
 * @metric: (nullable): its name, or NULL for the profile's default
 */
void
ppv_selection_set_metric (PpvSelection *self, const char *metric)
{
  char *copy;

  g_return_if_fail (self != NULL);

  copy = metric != NULL ? g_utf8_make_valid (metric, -1) : NULL;
  g_free (self->metric);
  self->metric = copy;
}

/**
 * ppv_selection_get_metric: (skip)
 * @self: a selection
 *
 * Returns: (nullable): the metric's name, or NULL for the profile's default
 */
const char *
ppv_selection_get_metric (const PpvSelection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->metric;
}

/**
 * ppv_selection_add_term: (skip)
 * @self: a selection
 * @kind: what is compared
 * @negated: whether samples that match are left out
 * @pattern: compared whole, with the wildcards "*" and "?"; see ppv_pattern_quote ()
 */
void
ppv_selection_add_term (PpvSelection *self, PpvTermKind kind, gboolean negated, const char *pattern)
{
  PpvTerm term = { kind, negated, NULL };

  g_return_if_fail (self != NULL && pattern != NULL);

  term.pattern = g_utf8_make_valid (pattern, -1);
  g_array_append_val (self->terms, term);
}

/**
 * ppv_selection_remove_term: (skip)
 * @self: a selection
 * @index: of the term in ppv_selection_list_terms ()
 */
void
ppv_selection_remove_term (PpvSelection *self, guint index)
{
  g_return_if_fail (self != NULL && index < self->terms->len);

  g_array_remove_index (self->terms, index);
}

/**
 * ppv_selection_list_terms: (skip)
 * @self: a selection
 * @n_terms: (out): their number
 *
 * Returns: (transfer none): the terms, valid until the next one is added or removed
 */
const PpvTerm *
ppv_selection_list_terms (const PpvSelection *self, guint *n_terms)
{
  g_return_val_if_fail (self != NULL && n_terms != NULL, NULL);

  *n_terms = self->terms->len;
  return (const PpvTerm *) (gpointer) self->terms->data;
}

/**
 * ppv_selection_add_time: (skip)
 * @self: a selection
 * @from: first moment, in the profile's time unit; 0 or less for the beginning
 * @to: the moment after the last; G_MAXINT64 for the end
 *
 * Moments before the start of the profile are as good as the start.  A range
 * that ends before it begins selects nothing.
 */
void
ppv_selection_add_time (PpvSelection *self, gint64 from, gint64 to)
{
  g_return_if_fail (self != NULL);

  ppv_selection_add_range (self, from, to, FALSE);
}

/* The same for a range that is or is not in seconds or parts of them. */
void
ppv_selection_add_range (PpvSelection *self, gint64 from, gint64 to, gboolean has_unit)
{
  PpvTimeRange range = { MAX (from, 0), MAX (MAX (from, to), 0), has_unit };

  g_array_append_val (self->times, range);
}

/**
 * ppv_selection_list_times: (skip)
 * @self: a selection
 * @n_ranges: (out): their number; 0 for all of the time
 *
 * Returns: (transfer none): the ranges, valid until the next one is added
 */
const PpvTimeRange *
ppv_selection_list_times (const PpvSelection *self, guint *n_ranges)
{
  g_return_val_if_fail (self != NULL && n_ranges != NULL, NULL);

  *n_ranges = self->times->len;
  return (const PpvTimeRange *) (gpointer) self->times->data;
}
