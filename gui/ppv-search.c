/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-search.h"

typedef struct {
  char *text; /* folded, unless @whole */
  gboolean whole;
  gboolean ascii;
} Term;

struct _PpvSearch {
  GArray *terms;
};

static void
clear_term (gpointer data)
{
  g_free (((Term *) data)->text);
}

/* The quote that ends the one before @from: only one with a comma or nothing after it. */
static const char *
find_closing_quote (const char *from)
{
  for (const char *at = strchr (from, '"'); at != NULL; at = strchr (at + 1, '"'))
    {
      const char *after = at + 1;

      while (g_ascii_isspace (*after))
        after++;
      if (*after == '\0' || *after == ',')
        return at;
    }
  return NULL;
}

static void
add_term (PpvSearch *self, const char *from, const char *end, gboolean whole)
{
  g_autofree char *text = g_strndup (from, (gsize) (end - from));
  Term term = { NULL, whole, g_str_is_ascii (text) };

  if (whole)
    term.text = g_steal_pointer (&text);
  else
    {
      g_strstrip (text);
      term.text = g_utf8_casefold (text, -1);
    }
  if (*term.text != '\0')
    g_array_append_val (self->terms, term);
  else
    clear_term (&term);
}

static void
parse (PpvSearch *self, const char *at)
{
  while (*at != '\0')
    {
      const char *end;
      const char *quote;

      while (g_ascii_isspace (*at) || *at == ',')
        at++;
      quote = *at == '"' ? find_closing_quote (at + 1) : NULL;
      if (quote != NULL)
        {
          add_term (self, at + 1, quote, TRUE);
          at = quote + 1;
          continue;
        }
      end = strchrnul (at, ',');
      add_term (self, at, end, FALSE);
      at = end;
    }
}

static gboolean
term_matches (const Term *term, const char *name)
{
  g_autofree char *folded = NULL;

  if (term->whole)
    return g_str_equal (term->text, name);
  if (term->ascii) /* most searches, without an allocation */
    return strcasestr (name, term->text) != NULL;
  folded = g_utf8_casefold (name, -1);
  return strstr (folded, term->text) != NULL;
}

/**
 * ppv_search_new: (skip)
 * @text: what was typed; valid UTF-8
 *
 * Returns: (transfer full) (nullable): the search, or NULL when there is none
 */
PpvSearch *
ppv_search_new (const char *text)
{
  g_autoptr (PpvSearch) self = g_new0 (PpvSearch, 1);

  g_return_val_if_fail (text != NULL, NULL);

  self->terms = g_array_new (FALSE, FALSE, sizeof (Term));
  g_array_set_clear_func (self->terms, clear_term);
  parse (self, text);
  return self->terms->len > 0 ? g_steal_pointer (&self) : NULL;
}

/**
 * ppv_search_free: (skip)
 * @self: a search
 */
void
ppv_search_free (PpvSearch *self)
{
  g_array_unref (self->terms);
  g_free (self);
}

/**
 * ppv_search_matches: (skip)
 * @self: a search
 * @name: a name
 *
 * Returns: whether @name is one of those looked for
 */
gboolean
ppv_search_matches (const PpvSearch *self, const char *name)
{
  for (guint i = 0; i < self->terms->len; i++)
    if (term_matches (&g_array_index (self->terms, Term, i), name))
      return TRUE;
  return FALSE;
}

/**
 * ppv_search_exact: (skip)
 * @name: a name
 *
 * Returns: (transfer full): a text that finds just this name
 */
char *
ppv_search_exact (const char *name)
{
  return g_strdup_printf ("\"%s\"", name);
}
