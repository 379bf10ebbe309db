/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "heaptrack-suppressions.h"

/* Those of heaptrack 1.3 to 1.5: libraries keep these until the program ends. */
static const char *const built_in[] = { "__nss_module_allocate", "__gconv_read_conf",
                                        "__new_exitfn",          "tzset_internal",
                                        "dl_open_worker",        "g_main_context_new",
                                        "g_thread_self" };

/* Every name is compared with every pattern; people write a few dozen. */
enum { MOST_PATTERNS = 256 };

void
heaptrack_suppressions_init (HeaptrackSuppressions *self)
{
  self->patterns = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (built_in); i++)
    g_ptr_array_add (self->patterns, g_strdup (built_in[i]));
}

void
heaptrack_suppressions_clear (HeaptrackSuppressions *self)
{
  g_clear_pointer (&self->patterns, g_ptr_array_unref);
}

gboolean
heaptrack_suppressions_add (HeaptrackSuppressions *self, const char *line, gsize length)
{
  g_autofree char *text = g_strstrip (g_strndup (line, length));

  if (text[0] == '\0' || text[0] == '#')
    return TRUE;
  if (!g_str_has_prefix (text, "leak:") || text[strlen ("leak:")] == '\0' ||
      self->patterns->len >= MOST_PATTERNS)
    return FALSE;
  g_ptr_array_add (self->patterns, g_strdup (text + strlen ("leak:")));
  return TRUE;
}

/*
 * Each part of the pattern is looked for after the one before, and never elsewhere, so
 * that a match takes as long as pattern and name together and not their product: one "*"
 * that is tried at its first place only, as LeakSanitizer and heaptrack do.
 */
static gboolean
is_like (const char *pattern, const char *name)
{
  gboolean is_begin = *pattern == '^';
  gboolean after_star = FALSE;

  if (*name == '\0')
    return FALSE;
  for (pattern += is_begin; *pattern != '\0';)
    {
      gsize length = strcspn (pattern, "*$");
      const char *found;

      if (*pattern == '*')
        {
          pattern++;
          is_begin = FALSE;
          after_star = TRUE;
          continue;
        }
      if (*pattern == '$')
        return *name == '\0' || after_star;
      found = *name != '\0' ? memmem (name, strlen (name), pattern, length) : NULL;
      if (found == NULL || (is_begin && found != name))
        return FALSE;
      name = found + length;
      pattern += length;
      is_begin = FALSE;
      after_star = FALSE;
    }
  return TRUE;
}

gboolean
heaptrack_suppressions_match (const HeaptrackSuppressions *self, const char *name)
{
  for (guint i = 0; i < self->patterns->len; i++)
    {
      const char *pattern = g_ptr_array_index (self->patterns, i);

      if (strcmp (pattern, name) == 0 || is_like (pattern, name))
        return TRUE;
    }
  return FALSE;
}
