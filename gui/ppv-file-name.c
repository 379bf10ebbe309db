/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-file-name.h"

/**
 * ppv_file_is_standard_input: (skip)
 * @file: a file of the command line
 *
 * Returns: whether it stands for standard input; a file called "-" does not
 */
gboolean
ppv_file_is_standard_input (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return g_strcmp0 (name, "-") == 0 && !g_file_query_exists (file, NULL);
}

/**
 * ppv_file_dup_name: (skip)
 * @file: a file
 *
 * Returns: (transfer full): its name without folders; the address of one elsewhere
 */
char *
ppv_file_dup_name (GFile *file)
{
  if (g_file_peek_path (file) == NULL)
    return g_file_get_uri (file);
  if (ppv_file_is_standard_input (file))
    return g_strdup (_ ("Standard Input"));
  return g_filename_display_basename (g_file_peek_path (file));
}
