/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Patterns of selections.  GPatternSpec has no way to write a plain "*", which
 * C++ names are full of.
 */

#include "config.h"

#include <string.h>

#include "ppv-selection-private.h"

/* A backslash before anything else is one, as in C:\x. */
static gboolean
is_escape (const char *at)
{
  return at[0] == '\\' && (at[1] == '*' || at[1] == '?' || at[1] == '\\');
}

/* Whether one character of @text is what stands in the pattern; both move behind it. */
static gboolean
match_one (const char **pattern, const char **text)
{
  if (**pattern == '?')
    {
      *pattern += 1;
      *text = g_utf8_next_char (*text);
      return TRUE;
    }
  *pattern += is_escape (*pattern) ? 1 : 0;
  if (**pattern != **text)
    return FALSE;
  *pattern += 1;
  *text += 1;
  return TRUE;
}

/**
 * ppv_pattern_match: (skip)
 * @pattern: "*" stands for any text, "?" for a character, unless a "\\" stands before them
 * @text: what is compared with it, whole
 *
 * Returns: whether @text matches
 */
gboolean
ppv_pattern_match (const char *pattern, const char *text)
{
  const char *after_star = NULL;
  const char *retry = NULL;

  g_return_val_if_fail (pattern != NULL && text != NULL, FALSE);

  /* only the last star is tried again: what came before it has matched at its earliest */
  while (*text != '\0')
    if (*pattern == '*')
      {
        after_star = ++pattern;
        retry = text;
      }
    else if (!match_one (&pattern, &text))
      {
        if (after_star == NULL)
          return FALSE;
        pattern = after_star;
        text = retry = g_utf8_next_char (retry);
      }
  while (*pattern == '*')
    pattern++;
  return *pattern == '\0';
}

/**
 * ppv_pattern_quote: (skip)
 * @name: a name, such as "foo(char*)"
 *
 * Returns: (transfer full): a pattern that only @name matches
 */
char *
ppv_pattern_quote (const char *name)
{
  GString *pattern;

  g_return_val_if_fail (name != NULL, NULL);

  pattern = g_string_new (NULL);
  for (; *name != '\0'; name++)
    {
      if (strchr ("*?\\", *name) != NULL)
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *name);
    }
  return g_string_free (pattern, FALSE);
}
