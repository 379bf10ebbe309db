/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "callgrind-parts.h"

/*
 * Parts and threads are numbered without gaps, but files get lost; how many in a row
 * may be missing.
 */
enum { MOST_MISSING = 8 };

/* FALSE for an error; @found says whether there was such a file. */
static gboolean
read_file (CallgrindReader *self, const char *name, gboolean *found, GError **error)
{
  GError *failure = NULL;
  g_autoptr (PpvInput) input = ppv_load_context_open_sibling (self->context, name, &failure);

  *found = input != NULL;
  if (input != NULL)
    return callgrind_reader_read (self, input, error);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/* The files of all threads of the part whose files are called @name, and a number. */
static gboolean
read_threads (CallgrindReader *self, const char *name, gboolean *found, GError **error)
{
  guint n_missing = 0;

  for (guint thread = 1; n_missing < MOST_MISSING; thread++)
    {
      g_autofree char *of_thread = g_strdup_printf ("%s-%02u", name, thread);
      gboolean one;

      if (!read_file (self, of_thread, &one, error))
        return FALSE;
      n_missing = one ? 0 : n_missing + 1;
      *found |= one;
    }
  return TRUE;
}

gboolean
callgrind_read_parts (CallgrindReader *self, GError **error)
{
  const char *first = ppv_input_get_name (ppv_load_context_get_input (self->context));
  gboolean found = FALSE;
  guint n_missing = 0;

  if (!read_threads (self, first, &found, error))
    return FALSE;
  for (guint part = 1; n_missing < MOST_MISSING; part++)
    {
      g_autofree char *name = g_strdup_printf ("%s.%u", first, part);

      if (!read_file (self, name, &found, error) ||
          (!found && !read_threads (self, name, &found, error)))
        return FALSE;
      n_missing = found ? 0 : n_missing + 1;
    }
  return TRUE;
}
