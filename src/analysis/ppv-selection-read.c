/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Reads the text form of selections:
 *
 *     selection = [ either ] { "|" transform }
 *     either    = all { "or" all }
 *     all       = one { "and" one }
 *     one       = "not" one | "(" either ")" | term
 *     term      = ( "metric" | "time" ) "=" value | key ( "=" | "!=" | "~" | "!~" ) value
 *     transform = "focus" term | "hide" term | "merge" term | "collapse" term
 *               | "collapse" "recursion" [ term ] | "drop" term | "invert"
 *     value     = characters other than blanks, quotes, "|" and a ")" that closes nothing
 *                 in it, or a string in quotes
 *
 * A metric may only be joined by "and", outside of all parentheses.
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "ppv-number.h"
#include "ppv-selection-names-private.h"
#include "ppv-selection-private.h"
#include "ppv-stack-path-private.h"

typedef struct {
  PpvSelection *selection;
  const char *text;
  const char *at;
  const char *metric; /* where one stands, or NULL */
  guint n_nested;     /* parentheses and nots around the cursor */
  guint n_terms;
} Parser;

/* --- words and values ----------------------------------------------------------- */

static gboolean
refuse (const Parser *self, const char *at, const char *message, GError **error)
{
  glong column = g_utf8_pointer_to_offset (self->text, at) + 1;

  g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE, _ ("column %ld: %s"), column, message);
  return FALSE;
}

static void
skip_blanks (Parser *self)
{
  while (g_ascii_isspace (*self->at))
    self->at++;
}

/* Skips @word and the blanks behind it, when it stands at the cursor. */
static gboolean
skip_word (Parser *self, const char *word)
{
  gsize length = strlen (word);

  if (strncmp (self->at, word, length) != 0 ||
      (g_ascii_isalpha (*word) && g_ascii_isalpha (self->at[length])))
    return FALSE;
  self->at += length;
  skip_blanks (self);
  return TRUE;
}

static gboolean
skip_name (Parser *self, const char *const *names, guint n_names, guint *name)
{
  for (guint i = 0; i < n_names; i++)
    if (skip_word (self, names[i]))
      {
        *name = i;
        return TRUE;
      }
  return FALSE;
}

static char *
read_quoted (Parser *self, GError **error)
{
  g_autoptr (GString) value = g_string_new (NULL);
  const char *quote = self->at;

  for (self->at++; *self->at != '"'; self->at++)
    {
      if (*self->at == '\\' && (self->at[1] == '"' || self->at[1] == '\\'))
        self->at++;
      if (*self->at == '\0')
        {
          refuse (self, quote, _ ("the quote is never closed"), error);
          return NULL;
        }
      g_string_append_c (value, *self->at);
    }
  self->at++;
  return g_string_free (g_steal_pointer (&value), FALSE);
}

static const char *
end_of_bare (const char *at)
{
  guint n_open = 0;

  for (; *at != '\0' && *at != '"' && *at != '|' && !g_ascii_isspace (*at); at++)
    {
      if (*at == ')' && n_open == 0)
        break;
      n_open += *at == '(' ? 1u : 0;
      n_open -= *at == ')' ? 1u : 0;
    }
  return at;
}

static char *
read_bare (Parser *self, GError **error)
{
  const char *begin = self->at;

  self->at = end_of_bare (begin);
  if (*self->at == '"' && self->at > begin)
    {
      refuse (self, self->at, _ ("a value with quotes stands in quotes, as \"a \\\" b\""), error);
      return NULL;
    }
  if (self->at == begin || *begin == '=' || *begin == '~')
    {
      refuse (self, begin, _ ("expected a value; \"\" is the empty one"), error);
      return NULL;
    }
  return g_strndup (begin, (gsize) (self->at - begin));
}

static char *
read_value (Parser *self, GError **error)
{
  char *value = *self->at == '"' ? read_quoted (self, error) : read_bare (self, error);

  if (value != NULL)
    skip_blanks (self);
  return value;
}

/* --- terms ------------------------------------------------------------------------ */

static gboolean
read_operator (Parser *self, PpvTerm *term, GError **error)
{
  const char *sign;

  skip_blanks (self);
  term->negated = *self->at == '!';
  sign = self->at + (term->negated ? 1 : 0);
  if (*sign != '=' && *sign != '~')
    return refuse (self, self->at, _ ("expected “=”, “!=”, “~” or “!~”"), error);
  term->is_regex = *sign == '~';
  self->at = sign + 1;
  skip_blanks (self);
  return TRUE;
}

static gboolean
read_moment (const char *text, gsize length, gint64 fallback, gint64 *moment)
{
  *moment = fallback;
  return length == 0 || ppv_parse_time (text, length, moment);
}

static gboolean
parse_range (
    const Parser *self, const char *begin, const char *value, PpvTimeRange *range, GError **error)
{
  const char *dots = strstr (value, "..");

  if (dots == NULL || !read_moment (value, (gsize) (dots - value), 0, &range->from) ||
      !read_moment (dots + 2, strlen (dots + 2), G_MAXINT64, &range->to))
    return refuse (self, begin, _ ("expected a time range such as 1s..2.5s or 20ms.."), error);
  if (range->from > range->to)
    return refuse (self, begin, _ ("the time range ends before it begins"), error);
  range->from = MAX (range->from, 0);
  range->to = MAX (range->to, 0);
  range->has_unit = strchr (value, 's') != NULL;
  return TRUE;
}

static gboolean
check_regex (const Parser *self, const char *begin, const char *pattern, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, &reason);

  return regex != NULL || refuse (self, begin, reason->message, error);
}

static gboolean
check_value (const Parser *self, const char *begin, PpvTerm *term, GError **error)
{
  if (term->kind == PPV_TERM_TIME || term->kind == PPV_TERM_STACK)
    {
      if (term->is_regex)
        return refuse (self, begin, _ ("only “=” and “!=” can stand before this"), error);
      if (term->kind == PPV_TERM_TIME)
        return parse_range (self, begin, term->pattern, &term->range, error);
      return ppv_stack_path_check (term->pattern) ||
             refuse (self, begin, _ ("expected functions with “;” between them, at most 64"),
                     error);
    }
  return !term->is_regex || check_regex (self, begin, term->pattern, error);
}

static PpvCondition *
read_compared (Parser *self, PpvTermKind kind, GError **error)
{
  PpvTerm term = { .kind = kind };
  const char *begin;

  if (!read_operator (self, &term, error))
    return NULL;
  begin = self->at;
  term.pattern = read_value (self, error);
  if (term.pattern == NULL || !check_value (self, begin, &term, error))
    {
      g_free (term.pattern);
      return NULL;
    }
  if (kind == PPV_TERM_TIME)
    g_clear_pointer (&term.pattern, g_free);
  return ppv_condition_new_term (term);
}

static gboolean
read_metric (Parser *self, const char *begin, GError **error)
{
  PpvTerm term;
  const char *at;
  g_autofree char *value = NULL;

  if (self->n_nested > 0)
    return refuse (self, begin, _ ("a metric can only be joined to the rest by “and”"), error);
  if (!read_operator (self, &term, error))
    return FALSE;
  at = self->at;
  if (term.negated || term.is_regex)
    return refuse (self, at, _ ("only “=” can stand before this"), error);
  value = read_value (self, error);
  if (value == NULL)
    return FALSE;
  if (self->metric != NULL)
    return refuse (self, at, _ ("only one metric can be selected"), error);
  self->metric = begin;
  ppv_selection_set_metric (self->selection, value);
  return TRUE;
}

/* A term gives @condition, a metric none. */
static gboolean
read_term (Parser *self, PpvCondition **condition, GError **error)
{
  const char *begin = self->at;
  guint kind;

  if (skip_word (self, "metric"))
    return read_metric (self, begin, error);
  if (!skip_name (self, ppv_term_names, G_N_ELEMENTS (ppv_term_names), &kind))
    return refuse (self, begin,
                   _ ("expected metric, time, process, thread, cpu, module, function, self, "
                      "stack, not or a parenthesis"),
                   error);
  if (self->n_terms++ == PPV_MOST_TERMS)
    return refuse (self, begin, _ ("there are too many conditions"), error);
  *condition = read_compared (self, (PpvTermKind) kind, error);
  return *condition != NULL;
}

/* --- conditions ------------------------------------------------------------------- */

static gboolean read_either (Parser *self, PpvCondition **condition, GError **error);

static gboolean
read_parenthesis (Parser *self, const char *begin, PpvCondition **condition, GError **error)
{
  if (!read_either (self, condition, error))
    return FALSE;
  return skip_word (self, ")") ||
         (*self->at == '\0' ? refuse (self, begin, _ ("this is never closed"), error)
                            : refuse (self, self->at, _ ("expected “and”, “or” or “)”"), error));
}

static gboolean
read_one (Parser *self, PpvCondition **condition, GError **error)
{
  const char *begin = self->at;
  gboolean negated = skip_word (self, "not");
  gboolean good;

  if (!negated && !skip_word (self, "("))
    return read_term (self, condition, error);
  if (self->n_nested == PPV_MOST_NESTED)
    return refuse (self, begin, _ ("this is nested too deeply"), error);
  self->n_nested++;
  good = negated ? read_one (self, condition, error)
                 : read_parenthesis (self, begin, condition, error);
  self->n_nested--;
  if (good && negated)
    *condition = ppv_condition_negate (*condition);
  return good;
}

static gboolean
read_all (Parser *self, PpvCondition **condition, GError **error)
{
  do
    {
      g_autoptr (PpvCondition) one = NULL;

      if (!read_one (self, &one, error))
        return FALSE;
      *condition = ppv_condition_join (PPV_CONDITION_AND, *condition, g_steal_pointer (&one));
    }
  while (skip_word (self, "and"));
  return TRUE;
}

static gboolean
read_either (Parser *self, PpvCondition **condition, GError **error)
{
  gboolean is_first = TRUE;

  do
    {
      g_autoptr (PpvCondition) all = NULL;

      if (!read_all (self, &all, error))
        return FALSE;
      if (self->metric != NULL && self->n_nested == 0 &&
          (!is_first || strncmp (self->at, "or", 2) == 0))
        return refuse (self, self->metric, _ ("a metric can only be joined to the rest by “and”"),
                       error);
      *condition = ppv_condition_join (PPV_CONDITION_OR, *condition, g_steal_pointer (&all));
      is_first = FALSE;
    }
  while (skip_word (self, "or"));
  return TRUE;
}

static gboolean
read_condition (Parser *self, GError **error)
{
  g_autoptr (PpvCondition) condition = NULL;

  if (!read_either (self, &condition, error))
    return FALSE;
  if (*self->at != '\0' && *self->at != '|')
    return refuse (self, self->at, _ ("expected “and”, “or” or “|”"), error);
  if (condition != NULL)
    ppv_selection_take_condition (self->selection, g_steal_pointer (&condition));
  return TRUE;
}

/* --- transforms ------------------------------------------------------------------- */

enum {
  OF_FRAMES = 1 << PPV_TERM_FUNCTION | 1 << PPV_TERM_MODULE,
  OF_PATHS = 1 << PPV_TERM_STACK,
  OF_LEAVES = 1 << PPV_TERM_SELF,
};

/* By PpvTransformKind: the kinds of terms that can follow. */
static const guint terms_of_transforms[] = {
  OF_FRAMES | OF_LEAVES | OF_PATHS, OF_FRAMES, OF_PATHS, OF_FRAMES,
  OF_FRAMES | OF_LEAVES | OF_PATHS, 0
};

static gboolean
read_object (Parser *self, PpvTransform *transform, guint kinds, GError **error)
{
  const char *begin = self->at;
  PpvCondition *term;
  guint kind;

  if (!skip_name (self, ppv_term_names, G_N_ELEMENTS (ppv_term_names), &kind) ||
      (kinds & 1u << kind) == 0)
    {
      g_autoptr (GString) names = g_string_new (NULL);

      for (guint i = 0; i < G_N_ELEMENTS (ppv_term_names); i++)
        if (kinds & 1u << i)
          g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", ppv_term_names[i]);
      g_string_prepend (names, _ ("expected one of: "));
      return refuse (self, begin, names->str, error);
    }
  term = read_compared (self, (PpvTermKind) kind, error);
  if (term == NULL)
    return FALSE;
  transform->has_term = TRUE;
  transform->term = term->term;
  term->term.pattern = NULL;
  ppv_condition_free (term);
  return TRUE;
}

static gboolean
read_transform (Parser *self, GError **error)
{
  const char *begin = self->at;
  PpvTransform transform = { 0 };
  guint kind;
  guint kinds;

  if (!skip_name (self, ppv_transform_names, G_N_ELEMENTS (ppv_transform_names), &kind))
    return refuse (self, begin, _ ("expected focus, hide, merge, collapse, drop or invert"), error);
  transform.kind = (PpvTransformKind) kind;
  kinds = terms_of_transforms[kind];
  if (kind == PPV_TRANSFORM_COLLAPSE && skip_word (self, PPV_RECURSION_NAME))
    {
      transform.is_recursion = TRUE;
      kinds = *self->at == '\0' || *self->at == '|' ? 0 : 1u << PPV_TERM_FUNCTION;
    }
  if (kinds != 0 && !read_object (self, &transform, kinds, error))
    return FALSE;
  ppv_selection_take_transform (self->selection, transform);
  return TRUE;
}

/*
 * ppv_selection_read:
 * @self: a selection to add to
 * @text: the text form
 * @error: PPV_ERROR_USAGE with the column, in characters
 *
 * Returns: whether @text was understood
 */
gboolean
ppv_selection_read (PpvSelection *self, const char *text, GError **error)
{
  Parser parser = { .selection = self, .text = text, .at = text };
  const char *bad;

  if (!g_utf8_validate (text, -1, &bad))
    return refuse (&parser, bad, _ ("not valid UTF-8"), error);
  skip_blanks (&parser);
  if (*parser.at != '\0' && *parser.at != '|' && !read_condition (&parser, error))
    return FALSE;
  while (skip_word (&parser, "|"))
    if (!read_transform (&parser, error))
      return FALSE;
  return *parser.at == '\0' || refuse (&parser, parser.at, _ ("expected “|”"), error);
}
