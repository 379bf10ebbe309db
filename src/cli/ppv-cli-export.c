/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "ppv-cli-export.h"
#include "ppv-cli-output.h"

const PpvExporter *
ppv_export_find (const char *id, GError **error)
{
  const PpvExporter *exporter = ppv_host_get_exporter (ppv_host_get (), id);
  g_autoptr (GString) known = g_string_new (NULL);

  if (exporter != NULL)
    return exporter;
  for (const PpvExporter *const *at = ppv_host_list_exporters (ppv_host_get ()); *at != NULL; at++)
    g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", (*at)->id);
  g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
               _ ("there is no exporter %s; those installed are: %s"), id,
               known->len > 0 ? known->str : _ ("none"));
  return NULL;
}

/* What draws samples has nothing to draw without them. */
static gboolean
check_samples (const PpvCommand *command,
               const PpvProfile *profile,
               const PpvExporter *exporter,
               GError **error)
{
  g_autoptr (PpvStackCosts) costs = NULL;

  if (ppv_profile_has_samples (profile))
    {
      costs = ppv_command_costs (command, profile, error);
      return costs != NULL;
    }
  if ((exporter->results & PPV_RESULT_FLAME_GRAPH) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("%s: there is no sample in it to draw"),
               ppv_profile_get_file (profile));
  return FALSE;
}

gboolean
ppv_export_write (const PpvCommand *command,
                  const PpvProfile *profile,
                  const PpvExporter *exporter,
                  const PpvExportContext *how,
                  const char *path,
                  GError **error)
{
  PpvExportContext context = *how;
  g_autoptr (PpvOutput) output = NULL;

  context.pretty = TRUE;
  context.cancellable = command->cancellable;
  if (!check_samples (command, profile, exporter, error))
    return FALSE;
  output = ppv_output_new_file (command, path, error);
  return output != NULL &&
         exporter->write (&context, profile, command->rest, output->sink, error) &&
         ppv_output_commit (output, error);
}

char *
ppv_export_stem (const char *path)
{
  return g_str_equal (path, "-") ? g_strdup ("stdin") : g_path_get_basename (path);
}

gboolean
ppv_export_check_width (int width, GError **error)
{
  if (width >= 0 && width <= 100000)
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE, _ ("--width=%d is not a width"), width);
  return FALSE;
}

/* A picture is no use in a terminal: without -o it becomes a file there. */
static char *
choose_path (const PpvCommand *command)
{
  g_autofree char *stem = ppv_export_stem (ppv_command_file (command));

  if (command->options.output != NULL)
    return g_strdup (command->options.output);
  if (ppv_command_is_format (command, "svg") && isatty (STDOUT_FILENO))
    return g_strconcat (stem, ".svg", NULL);
  return g_strdup ("-");
}

gboolean
ppv_export_write_picture (const PpvCommand *command,
                          const PpvProfile *profile,
                          const char *id,
                          const PpvExportContext *how,
                          GError **error)
{
  const PpvExporter *exporter = ppv_export_find (id, error);
  g_autofree char *path = choose_path (command);

  if (exporter == NULL || !ppv_export_write (command, profile, exporter, how, path, error))
    return FALSE;
  if (command->options.output == NULL && !g_str_equal (path, "-") && !command->options.quiet)
    ppv_say (_ ("wrote %s; open it in a browser"), path);
  return TRUE;
}
