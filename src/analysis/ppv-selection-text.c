/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The text form of selections, both ways:
 *
 *     text  = [ term { "and" term } ]
 *     term  = ( "metric" | "time" ) "=" value | key ( "=" | "!=" ) value
 *     value = characters other than blanks and quotes, or a string in quotes
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-error.h"
#include "ppv-number.h"
#include "ppv-selection-private.h"

typedef struct {
  const char *text;
  const char *at;
  gboolean has_metric;
} Parser;

/* Indexed by PpvTermKind. */
static const char *const term_names[] = { "process", "thread", "cpu", "module", "function" };

/* --- writing ---------------------------------------------------------------- */

static gboolean
needs_quotes (const char *value)
{
  if (*value == '\0' || *value == '=')
    return TRUE;
  for (; *value != '\0'; value++)
    if (*value == '"' || g_ascii_isspace (*value))
      return TRUE;
  return FALSE;
}

static void
write_value (GString *into, const char *value)
{
  if (!needs_quotes (value))
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

static void
write_and (GString *into)
{
  if (into->len > 0)
    g_string_append (into, " and ");
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
  write_and (into);
  g_string_append (into, "time=");
  if (range->from > 0)
    write_time (into, range->from, range->has_unit);
  g_string_append (into, "..");
  if (range->to < G_MAXINT64)
    write_time (into, range->to, range->has_unit);
}

static void
write_term (GString *into, const PpvTerm *term)
{
  write_and (into);
  g_string_append (into, term_names[term->kind]);
  g_string_append (into, term->negated ? "!=" : "=");
  write_value (into, term->pattern);
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
  GString *text;
  const PpvTimeRange *ranges;
  const PpvTerm *terms;
  guint n_ranges;
  guint n_terms;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  ranges = ppv_selection_list_times (self, &n_ranges);
  terms = ppv_selection_list_terms (self, &n_terms);
  if (ppv_selection_get_metric (self) != NULL)
    {
      g_string_append (text, "metric=");
      write_value (text, ppv_selection_get_metric (self));
    }
  for (guint i = 0; i < n_ranges; i++)
    write_range (text, &ranges[i]);
  for (guint i = 0; i < n_terms; i++)
    write_term (text, &terms[i]);
  return g_string_free (text, FALSE);
}

/**
 * ppv_term_to_text: (skip)
 * @term: a term
 *
 * Returns: (transfer full): the term as ppv_selection_to_text () writes it
 */
char *
ppv_term_to_text (const PpvTerm *term)
{
  GString *text;

  g_return_val_if_fail (term != NULL, NULL);

  text = g_string_new (NULL);
  write_term (text, term);
  return g_string_free (text, FALSE);
}

/* --- reading ---------------------------------------------------------------- */

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

/* The letters at the cursor; they stay there. */
static gsize
word_length (const Parser *self)
{
  const char *end = self->at;

  while (g_ascii_isalpha (*end))
    end++;
  return (gsize) (end - self->at);
}

static gboolean
skip_word (Parser *self, const char *word)
{
  gsize length = word_length (self);

  if (length != strlen (word) || memcmp (self->at, word, length) != 0)
    return FALSE;
  self->at += length;
  return TRUE;
}

static gboolean
read_operator (Parser *self, gboolean *negated, GError **error)
{
  skip_blanks (self);
  *negated = *self->at == '!';
  if (self->at[*negated ? 1 : 0] != '=')
    return refuse (self, self->at, _ ("expected “=” or “!=”"), error);
  self->at += *negated ? 2 : 1;
  skip_blanks (self);
  return TRUE;
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

static char *
read_bare (Parser *self, GError **error)
{
  const char *begin = self->at;

  for (; *self->at != '\0' && !g_ascii_isspace (*self->at); self->at++)
    if (*self->at == '"')
      {
        refuse (self, self->at, _ ("a value with quotes stands in quotes, as \"a \\\" b\""), error);
        return NULL;
      }
  if (self->at == begin || *begin == '=')
    {
      refuse (self, begin, _ ("expected a value; \"\" is the empty one"), error);
      return NULL;
    }
  return g_strndup (begin, (gsize) (self->at - begin));
}

static char *
read_value (Parser *self, GError **error)
{
  return *self->at == '"' ? read_quoted (self, error) : read_bare (self, error);
}

static gboolean
read_moment (const char *text, gsize length, gint64 fallback, gint64 *moment)
{
  *moment = fallback;
  return length == 0 || ppv_parse_time (text, length, moment);
}

/* Whether a number is followed by s, ms, us or ns. */
static gboolean
has_unit (const char *range)
{
  return strchr (range, 's') != NULL;
}

static gboolean
read_range (Parser *self, PpvSelection *selection, GError **error)
{
  const char *begin = self->at;
  g_autofree char *value = read_value (self, error);
  const char *dots;
  gint64 from;
  gint64 to;

  if (value == NULL)
    return FALSE;
  dots = strstr (value, "..");
  if (dots == NULL || !read_moment (value, (gsize) (dots - value), 0, &from) ||
      !read_moment (dots + 2, strlen (dots + 2), G_MAXINT64, &to))
    return refuse (self, begin, _ ("expected a time range such as 1s..2.5s or 20ms.."), error);
  if (from > to)
    return refuse (self, begin, _ ("the time range ends before it begins"), error);
  ppv_selection_add_range (selection, from, to, has_unit (value));
  return TRUE;
}

static gboolean
read_metric (Parser *self, PpvSelection *selection, GError **error)
{
  const char *begin = self->at;
  g_autofree char *value = read_value (self, error);

  if (value == NULL)
    return FALSE;
  if (self->has_metric)
    return refuse (self, begin, _ ("only one metric can be selected"), error);
  self->has_metric = TRUE;
  ppv_selection_set_metric (selection, value);
  return TRUE;
}

/* @is_metric or else a time range. */
static gboolean
read_setting (Parser *self, gboolean is_metric, PpvSelection *selection, GError **error)
{
  const char *sign;
  gboolean negated;

  skip_blanks (self);
  sign = self->at;
  if (!read_operator (self, &negated, error))
    return FALSE;
  if (negated)
    return refuse (self, sign, _ ("only “=” can stand here"), error);
  return is_metric ? read_metric (self, selection, error) : read_range (self, selection, error);
}

static gboolean
read_filter (Parser *self, PpvTermKind kind, PpvSelection *selection, GError **error)
{
  g_autofree char *pattern = NULL;
  gboolean negated;

  if (!read_operator (self, &negated, error))
    return FALSE;
  pattern = read_value (self, error);
  if (pattern == NULL)
    return FALSE;
  ppv_selection_add_term (selection, kind, negated, pattern);
  return TRUE;
}

static gboolean
read_term (Parser *self, PpvSelection *selection, GError **error)
{
  if (skip_word (self, "metric"))
    return read_setting (self, TRUE, selection, error);
  if (skip_word (self, "time"))
    return read_setting (self, FALSE, selection, error);
  for (gsize i = 0; i < G_N_ELEMENTS (term_names); i++)
    if (skip_word (self, term_names[i]))
      return read_filter (self, (PpvTermKind) i, selection, error);
  return refuse (self, self->at,
                 _ ("expected metric, time, process, thread, cpu, module or function"), error);
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
  Parser parser = { text, text, FALSE };
  const char *bad;

  if (!g_utf8_validate (text, -1, &bad))
    return refuse (&parser, bad, _ ("not valid UTF-8"), error);
  skip_blanks (&parser);
  if (*parser.at == '\0')
    return TRUE;
  while (read_term (&parser, self, error))
    {
      skip_blanks (&parser);
      if (*parser.at == '\0')
        return TRUE;
      if (!skip_word (&parser, "and"))
        return refuse (&parser, parser.at, _ ("expected “and”"), error);
      skip_blanks (&parser);
    }
  return FALSE;
}
