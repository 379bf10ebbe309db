/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-format-names.h"

/**
 * ppv_format_name: (skip)
 * @id: an importer's id
 *
 * Returns: its name for people
 */
const char *
ppv_format_name (const char *id)
{
  const PpvImporter *importer = ppv_host_get_importer (ppv_host_get (), id);

  return importer != NULL ? _ (importer->name) : id;
}

/**
 * ppv_format_list: (skip)
 *
 * Returns: (transfer full): the names of all importers
 */
char *
ppv_format_list (void)
{
  const PpvImporter *const *importers = ppv_host_list_importers (ppv_host_get ());
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (gsize i = 0; importers[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer) _ (importers[i]->name));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

/**
 * ppv_format_filter: (skip)
 *
 * Returns: (transfer full): a filter with the suffixes of all importers
 */
GtkFileFilter *
ppv_format_filter (void)
{
  const PpvImporter *const *importers = ppv_host_list_importers (ppv_host_get ());
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Profiles"));
  for (gsize i = 0; importers[i] != NULL; i++)
    for (gsize j = 0; importers[i]->suffixes != NULL && importers[i]->suffixes[j] != NULL; j++)
      gtk_file_filter_add_pattern (filter, importers[i]->suffixes[j]);
  return filter;
}

/**
 * ppv_format_warning: (skip)
 * @warning: a warning
 *
 * Returns: (transfer full): it with the place and the number of times
 */
char *
ppv_format_warning (const PpvWarning *warning)
{
  GString *text = g_string_new (warning->message);

  if (warning->offset != PPV_NO_ADDRESS)
    {
      g_autofree char *offset = ppv_format_count ((gint64) warning->offset);

      g_string_append_printf (text, _ (" (at byte %s)"), offset);
    }
  if (warning->count > 1)
    {
      g_autofree char *count = ppv_format_count ((gint64) warning->count);

      g_string_append_printf (text, ngettext (" (%s time)", " (%s times)", (gulong) warning->count),
                              count);
    }
  return g_string_free (text, FALSE);
}
