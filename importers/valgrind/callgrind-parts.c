/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

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

/* Whether the file is itself one of several: "callgrind.out.123.4" is part 4. */
static gboolean
is_one_part (const char *name, guint part)
{
  g_autofree char *ending = g_strdup_printf (".%u", part);

  return g_str_has_suffix (name, ending);
}

/*
 * The file without a number is the last part.  Who has no other part may have wanted this
 * one alone; who has some wanted all.
 */
static void
warn_of_missing (CallgrindReader *self, guint n_found, guint n_expected)
{
  if (n_found >= n_expected)
    return;
  ppv_profile_builder_warn_many (
      self->builder, n_found > 0 ? PPV_LOSS : PPV_NOTE, "missing-part", PPV_NO_ADDRESS,
      n_expected - n_found,
      _ ("Parts of the run are in other files, which are not beside this one"));
}

gboolean
callgrind_read_parts (CallgrindReader *self, GError **error)
{
  const char *first = ppv_input_get_name (ppv_load_context_get_input (self->context));
  guint last = self->last_part;
  gboolean found = FALSE;
  guint n_found = 0;
  guint n_missing = 0;

  if (!read_threads (self, first, &found, error))
    return FALSE;
  for (guint part = 1; n_missing < MOST_MISSING; part++)
    {
      g_autofree char *name = g_strdup_printf ("%s.%u", first, part);

      if (!read_file (self, name, &found, error) ||
          (!found && !read_threads (self, name, &found, error)))
        return FALSE;
      n_found += found && part < last;
      n_missing = found ? 0 : n_missing + 1;
    }
  if (last > 1 && !is_one_part (first, last))
    warn_of_missing (self, n_found, last - 1);
  return TRUE;
}
