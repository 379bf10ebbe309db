/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-cli-table.h"
#include "ppv-json-writer.h"

/* The names of a plugin are in its own catalogue. */
static const char *
translated (const PpvPlugin *plugin, const char *name)
{
  return plugin->domain != NULL ? g_dgettext (plugin->domain, name) : name;
}

static void
add_format (PpvTable *table, const PpvPluginInfo *info, const char *id, const char *name)
{
  ppv_table_add (table, id);
  ppv_table_add (table, translated (info->plugin, name));
  ppv_table_add (table, info->path);
}

static void
print_formats (PpvOutput *output, gboolean importers)
{
  const PpvColumn columns[] = { { importers ? _ ("reads") : _ ("writes") },
                                { _ ("name") },
                                { _ ("from"), FALSE, 1, PPV_CUT_MIDDLE } };
  g_autoptr (PpvTable) table = ppv_table_new (columns, G_N_ELEMENTS (columns));
  guint n_plugins;
  const PpvPluginInfo *plugins = ppv_host_list (ppv_host_get (), &n_plugins);

  for (guint i = 0; i < n_plugins; i++)
    {
      const PpvPlugin *plugin = plugins[i].plugin;

      if (plugin == NULL)
        continue;
      for (guint k = 0; importers && plugin->importers != NULL && plugin->importers[k] != NULL; k++)
        add_format (table, &plugins[i], plugin->importers[k]->id, plugin->importers[k]->name);
      for (guint k = 0; !importers && plugin->exporters != NULL && plugin->exporters[k] != NULL;
           k++)
        add_format (table, &plugins[i], plugin->exporters[k]->id, plugin->exporters[k]->name);
    }
  ppv_table_print (table, output);
}

static void
print_refused (PpvOutput *output)
{
  guint n_plugins;
  const PpvPluginInfo *plugins = ppv_host_list (ppv_host_get (), &n_plugins);

  for (guint i = 0; i < n_plugins; i++)
    if (plugins[i].problem != NULL)
      {
        g_autofree char *path = ppv_text_safe (plugins[i].path);
        g_autofree char *problem = ppv_text_safe (plugins[i].problem);

        ppv_sink_printf (output->sink, _ ("\nRefused: %s\n  %s\n"), path, problem);
      }
}

static void
write_strings (PpvJsonWriter *json, const char *key, const char *const *strings)
{
  ppv_json_begin_array (json, key);
  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    ppv_json_string (json, NULL, strings[i]);
  ppv_json_end (json);
}

static void
write_importer (PpvJsonWriter *json, const PpvPluginInfo *info, const PpvImporter *importer)
{
  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "id", importer->id);
  ppv_json_string (json, "name", translated (info->plugin, importer->name));
  write_strings (json, "mime_types", importer->mime_types);
  write_strings (json, "suffixes", importer->suffixes);
  ppv_json_string (json, "plugin", info->path);
  ppv_json_end (json);
}

static void
write_exporter (PpvJsonWriter *json, const PpvPluginInfo *info, const PpvExporter *exporter)
{
  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "id", exporter->id);
  ppv_json_string (json, "name", translated (info->plugin, exporter->name));
  ppv_json_string (json, "mime_type", exporter->mime_type);
  ppv_json_string (json, "suffix", exporter->suffix);
  ppv_json_string (json, "plugin", info->path);
  ppv_json_end (json);
}

static void
write_plugins (PpvJsonWriter *json, const char *key)
{
  guint n_plugins;
  const PpvPluginInfo *plugins = ppv_host_list (ppv_host_get (), &n_plugins);

  ppv_json_begin_array (json, key);
  for (guint i = 0; i < n_plugins; i++)
    {
      const PpvPlugin *plugin = plugins[i].plugin;

      if (plugin == NULL)
        continue;
      for (guint k = 0; g_str_equal (key, "importers") && plugin->importers != NULL &&
                        plugin->importers[k] != NULL;
           k++)
        write_importer (json, &plugins[i], plugin->importers[k]);
      for (guint k = 0; g_str_equal (key, "exporters") && plugin->exporters != NULL &&
                        plugin->exporters[k] != NULL;
           k++)
        write_exporter (json, &plugins[i], plugin->exporters[k]);
    }
  ppv_json_end (json);
}

static void
write_refused (PpvJsonWriter *json)
{
  guint n_plugins;
  const PpvPluginInfo *plugins = ppv_host_list (ppv_host_get (), &n_plugins);

  ppv_json_begin_array (json, "refused");
  for (guint i = 0; i < n_plugins; i++)
    if (plugins[i].problem != NULL)
      {
        ppv_json_begin_object (json, NULL);
        ppv_json_string (json, "plugin", plugins[i].path);
        ppv_json_string (json, "reason", plugins[i].problem);
        ppv_json_end (json);
      }
  ppv_json_end (json);
}

static void
write_json (PpvSink *sink)
{
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, TRUE);

  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "schema", "perprovis/formats/1");
  ppv_json_null (json, "file"); /* what every object of ours has, and no file was read */
  ppv_json_null (json, "format");
  ppv_json_bool (json, "complete", TRUE);
  ppv_json_begin_array (json, "warnings");
  ppv_json_end (json);
  write_plugins (json, "importers");
  write_plugins (json, "exporters");
  write_refused (json);
  ppv_json_end (json);
}

static gboolean
run_formats (PpvCommand *command, GError **error)
{
  g_autoptr (PpvOutput) output = ppv_output_new (command, error);

  if (output == NULL)
    return FALSE;
  if (ppv_command_is_format (command, "json"))
    write_json (output->sink);
  else
    {
      print_formats (output, TRUE);
      ppv_sink_puts (output->sink, "\n");
      print_formats (output, FALSE);
      print_refused (output);
    }
  return ppv_output_commit (output, error);
}

const PpvVerb ppv_verb_formats = {
  .name = "formats",
  .arguments = "",
  .summary = N_ ("what can be read and written, by which plugin, and which were refused"),
  .takes = PPV_TAKES_OUTPUT,
  .formats = (const char *const[]){ "text", "json", NULL },
  .run = run_formats,
};
