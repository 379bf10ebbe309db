/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The value; its text form is written in ppv-selection-write.c and read in ppv-selection-read.c. */

#include "config.h"

#include "ppv-selection-private.h"

struct _PpvSelection {
  char *metric;          /* NULL for the profile's default */
  GPtrArray *conditions; /* PpvCondition */
  GArray *transforms;    /* PpvTransform */
  char *whole;           /* text of the selection this is the rest of, or NULL */
};

static void
clear_transform (gpointer transform)
{
  g_free (((PpvTransform *) transform)->term.pattern);
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

  self->conditions = g_ptr_array_new_with_free_func ((GDestroyNotify) ppv_condition_free);
  self->transforms = g_array_new (FALSE, FALSE, sizeof (PpvTransform));
  g_array_set_clear_func (self->transforms, clear_transform);
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
  copy->whole = g_strdup (self->whole);
  for (guint i = 0; i < self->conditions->len; i++)
    g_ptr_array_add (copy->conditions, ppv_condition_copy (self->conditions->pdata[i]));
  for (guint i = 0; i < self->transforms->len; i++)
    {
      PpvTransform transform = g_array_index (self->transforms, PpvTransform, i);

      transform.term.pattern = g_strdup (transform.term.pattern);
      g_array_append_val (copy->transforms, transform);
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
  g_free (self->whole);
  g_ptr_array_unref (self->conditions);
  g_array_unref (self->transforms);
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
 * @text: the text form, or ""
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

static PpvCondition *
new_pattern (PpvTermKind kind, gboolean negated, const char *pattern)
{
  return ppv_condition_new_term (
      (PpvTerm){ .kind = kind, .negated = negated, .pattern = g_utf8_make_valid (pattern, -1) });
}

/**
 * ppv_selection_add_term: (skip)
 * @self: a selection
 * @kind: what is compared; any but PPV_TERM_TIME
 * @negated: whether samples that match are left out
 * @pattern: compared whole, with the wildcards "*" and "?"; see ppv_pattern_quote ()
 */
void
ppv_selection_add_term (PpvSelection *self, PpvTermKind kind, gboolean negated, const char *pattern)
{
  g_return_if_fail (self != NULL && pattern != NULL && kind < PPV_TERM_TIME);

  g_ptr_array_add (self->conditions, new_pattern (kind, negated, pattern));
}

/**
 * ppv_selection_add_any: (skip)
 * @self: a selection
 * @kind: what is compared; any but PPV_TERM_TIME
 * @patterns: (array zero-terminated=1): as in ppv_selection_add_term(); without one nothing
 *     is added
 *
 * One clause that holds for samples that match any of the patterns.
 */
void
ppv_selection_add_any (PpvSelection *self, PpvTermKind kind, const char *const *patterns)
{
  PpvCondition *any = NULL;

  g_return_if_fail (self != NULL && patterns != NULL && kind < PPV_TERM_TIME);

  for (; *patterns != NULL; patterns++)
    any = ppv_condition_join (PPV_CONDITION_OR, any, new_pattern (kind, FALSE, *patterns));
  if (any != NULL)
    g_ptr_array_add (self->conditions, any);
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
  PpvTimeRange range = { MAX (from, 0), MAX (MAX (from, to), 0), FALSE };

  g_return_if_fail (self != NULL);

  g_ptr_array_add (self->conditions,
                   ppv_condition_new_term ((PpvTerm){ .kind = PPV_TERM_TIME, .range = range }));
}

void
ppv_selection_take_condition (PpvSelection *self, PpvCondition *condition)
{
  if (condition->kind != PPV_CONDITION_AND)
    {
      g_ptr_array_add (self->conditions, condition);
      return;
    }
  g_ptr_array_extend_and_steal (self->conditions, g_steal_pointer (&condition->parts));
  ppv_condition_free (condition);
}

void
ppv_selection_take_transform (PpvSelection *self, PpvTransform transform)
{
  g_array_append_val (self->transforms, transform);
}

void
ppv_selection_set_whole (PpvSelection *self, const PpvSelection *whole)
{
  g_free (self->whole);
  self->whole = ppv_selection_to_text (whole);
}

const char *
ppv_selection_get_whole (const PpvSelection *self)
{
  return self->whole;
}

const GPtrArray *
ppv_selection_get_conditions (const PpvSelection *self)
{
  return self->conditions;
}

const GArray *
ppv_selection_get_transforms (const PpvSelection *self)
{
  return self->transforms;
}

/**
 * ppv_selection_get_n_clauses: (skip)
 * @self: a selection
 *
 * Returns: how many conditions and transforms it has
 */
guint
ppv_selection_get_n_clauses (const PpvSelection *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->conditions->len + self->transforms->len;
}

/**
 * ppv_selection_clause_to_text: (skip)
 * @self: a selection
 * @index: of the clause, less than ppv_selection_get_n_clauses()
 *
 * Returns: (transfer full): the clause as ppv_selection_to_text() writes it; that of a
 *     transform begins with "| "
 */
char *
ppv_selection_clause_to_text (const PpvSelection *self, guint index)
{
  guint n_conditions;

  g_return_val_if_fail (self != NULL && index < ppv_selection_get_n_clauses (self), NULL);

  n_conditions = self->conditions->len;
  if (index < n_conditions)
    return ppv_condition_to_text (self->conditions->pdata[index]);
  return ppv_transform_to_text (
      &g_array_index (self->transforms, PpvTransform, index - n_conditions));
}

/**
 * ppv_selection_remove_clause: (skip)
 * @self: a selection
 * @index: of the clause, less than ppv_selection_get_n_clauses()
 */
void
ppv_selection_remove_clause (PpvSelection *self, guint index)
{
  g_return_if_fail (self != NULL && index < ppv_selection_get_n_clauses (self));

  if (index < self->conditions->len)
    g_ptr_array_remove_index (self->conditions, index);
  else
    g_array_remove_index (self->transforms, index - self->conditions->len);
}
