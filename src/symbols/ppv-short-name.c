/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Names of C++ and Rust without what stands between angle brackets and parentheses:
 * "std::vector<…>::push_back(…)".  What is part of the name itself stays: operators,
 * "(anonymous namespace)", and Rust's "<T as Trait>" and "<impl Trait for T>".
 */

#include "config.h"

#include <string.h>

#include "ppv-symbolize.h"

#define OPERATOR "operator"
#define ELLIPSIS "…"

/* Each bracket that is kept is searched for its end: hostile names have thousands. */
enum { MAX_KEPT = 64 };

typedef struct {
  const char *name;
  gsize at;
  GString *text;
  guint n_kept; /* brackets with what is in them */
} Shortener;

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '$' || (c & 0x80) != 0;
}

/* How many bytes at @at are the word "operator" with the sign it is of, or 0. */
static gsize
operator_length (const char *name, gsize at)
{
  static const char *const signs[] = { "<=>", "<<=", ">>=", "->*", "()", "[]", "<<",
                                       ">>",  "<=",  ">=",  "->",  "<",  ">" };
  const char *sign = name + at + strlen (OPERATOR);

  if (!g_str_has_prefix (name + at, OPERATOR) || (at > 0 && is_word (name[at - 1])))
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (sign, signs[i]))
      return strlen (OPERATOR) + strlen (signs[i]);
  return 0;
}

/* Where the bracket at @at ends, with the bracket that ends it, or 0. */
static gsize
find_end (const char *name, gsize at)
{
  gsize depth = 0;

  while (name[at] != '\0')
    {
      gsize length = operator_length (name, at);

      if (length > 0)
        at += length;
      else if (name[at] == '-' && name[at + 1] == '>')
        at += 2;
      else
        {
          if (strchr ("<([{", name[at]) != NULL)
            depth++;
          if (strchr (">)]}", name[at]) != NULL && --depth == 0)
            return at + 1;
          at++;
        }
    }
  return 0;
}

/* "::<" begins arguments where they are the last part of a path: foo::<T>, foo::<T>::bar. */
static gboolean
is_turbofish (const char *name, gsize at, gsize end)
{
  if (at < 2 || name[at - 1] != ':' || name[at - 2] != ':' ||
      g_str_has_prefix (name + at, "<impl "))
    return FALSE;
  return name[end] == '\0' || name[end] == '(' || g_str_has_prefix (name + end, "::");
}

/* Whether what is between the brackets says with what, and not what. */
static gboolean
is_arguments (const Shortener *self, gsize end)
{
  const char *name = self->name;
  gsize at = self->at;

  if (at == 0 || end - at <= 2)
    return FALSE;
  if (name[at] == '<')
    return is_word (name[at - 1]) || is_turbofish (name, at, end) ||
           (self->text->len > 0 && strchr ("<>=]", name[at - 1]) != NULL);
  return is_word (name[at - 1]) || strchr (">)]}<=", name[at - 1]) != NULL;
}

/* FALSE when the brackets of the name do not match, or are too many. */
static gboolean
take_bracket (Shortener *self)
{
  gsize end = find_end (self->name, self->at);

  if (end == 0 || self->n_kept == MAX_KEPT)
    return FALSE;
  g_string_append_c (self->text, self->name[self->at]);
  if (!is_arguments (self, end))
    {
      self->at++;
      self->n_kept++;
      return TRUE;
    }
  g_string_append (self->text, ELLIPSIS);
  g_string_append_c (self->text, self->name[end - 1]);
  self->at = end;
  return TRUE;
}

/**
 * ppv_shorten_name: (skip)
 * @name: of a function, for people
 *
 * Returns: (transfer full): it with the arguments of templates and the parameters
 *     replaced by an ellipsis; unchanged where its brackets make no sense
 */
char *
ppv_shorten_name (const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Shortener self = { name, 0, text, 0 };

  while (name[self.at] != '\0')
    {
      gsize length = operator_length (name, self.at);

      if (length > 0)
        {
          g_string_append_len (text, name + self.at, (gssize) length);
          self.at += length;
        }
      else if (name[self.at] != '<' && name[self.at] != '(')
        g_string_append_c (text, name[self.at++]);
      else if (!take_bracket (&self))
        return g_strdup (name);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
