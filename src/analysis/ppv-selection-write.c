/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The text form of selections; ppv-selection-read.c has its grammar. */

#include "config.h"

#include "ppv-selection-names-private.h"
#include "ppv-selection-private.h"

/* Whether a value can stand without quotes where parentheses may be around it. */
static gboolean
is_bare (const char *value)
{
  guint n_open = 0;

  if (*value == '\0' || *value == '=' || *value == '~')
    return FALSE;
  for (; *value != '\0'; value++)
    {
      if (*value == '"' || *value == '|' || g_ascii_isspace (*value))
        return FALSE;
      if (*value == ')' && n_open-- == 0)
        return FALSE;
      n_open += *value == '(';
    }
  return n_open == 0;
}

static void
write_value (GString *into, const char *value)
{
  if (is_bare (value))
    {
      g_string_append (into, value);
      return;
    }
  g_string_append_c (into, '"');
  for (; *value != '\0'; value++)
    {
      if (*value == '"' || *value == '\\')
        g_string_append_c (into, '\\');
      g_string_append_c (into, *value);
    }
  g_string_append_c (into, '"');
}

/* In the largest unit that needs no fraction; without @has_unit as it is. */
static void
write_time (GString *into, gint64 time, gboolean has_unit)
{
  static const struct {
    gint64 nanoseconds;
    const char *name;
  } units[] = {
    { G_GINT64_CONSTANT (1000000000), "s" }, { 1000000, "ms" }, { 1000, "us" }, { 1, "ns" }
  };

  for (gsize i = 0; has_unit && time != 0 && i < G_N_ELEMENTS (units); i++)
    if (time % units[i].nanoseconds == 0)
      {
        g_string_append_printf (into, "%" G_GINT64_FORMAT "%s", time / units[i].nanoseconds,
                                units[i].name);
        return;
      }
  g_string_append_printf (into, "%" G_GINT64_FORMAT, time);
}

static void
write_range (GString *into, const PpvTimeRange *range)
{
  if (range->from > 0)
    write_time (into, range->from, range->has_unit);
  g_string_append (into, "..");
  if (range->to < G_MAXINT64)
    write_time (into, range->to, range->has_unit);
}

static void
write_term (GString *into, const PpvTerm *term)
{
  g_string_append (into, ppv_term_names[term->kind]);
  g_string_append (into, term->negated ? "!" : "");
  g_string_append (into, term->is_regex ? "~" : "=");
  if (term->kind == PPV_TERM_TIME)
    write_range (into, &term->range);
  else
    write_value (into, term->pattern);
}

static void write_condition (GString *into, const PpvCondition *condition);

/* "and" binds more than "or": only these need parentheses to be read as they are. */
static void
write_part (GString *into, const PpvCondition *part, PpvConditionKind of)
{
  gboolean in_parentheses =
      part->kind != PPV_CONDITION_TERM && part->kind != PPV_CONDITION_NOT &&
      (of == PPV_CONDITION_NOT || (of == PPV_CONDITION_AND && part->kind == PPV_CONDITION_OR));

  g_string_append (into, in_parentheses ? "(" : "");
  write_condition (into, part);
  g_string_append (into, in_parentheses ? ")" : "");
}

static void
write_condition (GString *into, const PpvCondition *condition)
{
  if (condition->kind == PPV_CONDITION_TERM)
    {
      write_term (into, &condition->term);
      return;
    }
  for (guint i = 0; i < condition->parts->len; i++)
    {
      if (condition->kind == PPV_CONDITION_NOT)
        g_string_append (into, "not ");
      else if (i > 0)
        g_string_append (into, condition->kind == PPV_CONDITION_AND ? " and " : " or ");
      write_part (into, condition->parts->pdata[i], condition->kind);
    }
}

char *
ppv_condition_to_text (const PpvCondition *self)
{
  GString *text = g_string_new (NULL);

  write_part (text, self, PPV_CONDITION_AND);
  return g_string_free (text, FALSE);
}

char *
ppv_transform_to_text (const PpvTransform *self)
{
  GString *text = g_string_new ("| ");

  g_string_append (text, ppv_transform_names[self->kind]);
  if (self->is_recursion)
    g_string_append (text, " " PPV_RECURSION_NAME);
  if (self->has_term)
    {
      g_string_append_c (text, ' ');
      write_term (text, &self->term);
    }
  return g_string_free (text, FALSE);
}

/**
 * ppv_selection_to_text: (skip)
 * @self: a selection
 *
 * Returns: (transfer full): the text form; "" for everything
 */
char *
ppv_selection_to_text (const PpvSelection *self)
{
  guint n_conditions;
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  if (ppv_selection_get_whole (self) != NULL)
    return g_strdup (ppv_selection_get_whole (self));
  text = g_string_new (NULL);
  n_conditions = ppv_selection_get_conditions (self)->len;
  if (ppv_selection_get_metric (self) != NULL)
    {
      g_string_append (text, "metric=");
      write_value (text, ppv_selection_get_metric (self));
    }
  for (guint i = 0; i < ppv_selection_get_n_clauses (self); i++)
    {
      g_autofree char *clause = ppv_selection_clause_to_text (self, i);

      if (text->len > 0)
        g_string_append (text, i < n_conditions ? " and " : " ");
      g_string_append (text, clause);
    }
  return g_string_free (text, FALSE);
}
