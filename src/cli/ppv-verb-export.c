/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "ppv-cli-export.h"

static char *to_text;

static const GOptionEntry entries[] = {
  { "to", 0, 0, G_OPTION_ARG_STRING, &to_text,
    N_ ("Exporters, separated by commas (see perprovis formats)"), N_ ("ID") },
  { NULL },
};

/**
 * Batch:
 * @exporters: (element-type PpvExporter): what every file is written with
 * @folder: (nullable): where to; NULL when there is one output
 * @taken: names given out
 */
typedef struct {
  GPtrArray *exporters;
  const char *folder;
  GHashTable *taken;
} Batch;

static gboolean
find_exporters (Batch *batch, GError **error)
{
  g_auto (GStrv) ids = NULL;

  if (to_text == NULL || to_text[0] == '\0')
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE, _ ("--to=ID is missing"));
      return FALSE;
    }
  ids = g_strsplit (to_text, ",", -1);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      const PpvExporter *exporter = ppv_export_find (ids[i], error);

      if (exporter == NULL)
        return FALSE;
      if (!g_ptr_array_find (batch->exporters, exporter, NULL))
        g_ptr_array_add (batch->exporters, (gpointer) exporter);
    }
  return TRUE;
}

/* Several outputs need a folder; one can have it. */
static gboolean
find_folder (const PpvCommand *command, Batch *batch, GError **error)
{
  const char *output = command->options.output;
  gboolean several = command->options.files[1] != NULL || batch->exporters->len > 1;

  if (output != NULL && (several || g_file_test (output, G_FILE_TEST_IS_DIR)))
    batch->folder = output;
  if (several && output == NULL)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_USAGE,
                   _ ("several outputs need a folder to go to: -o DIR"));
      return FALSE;
    }
  if (batch->folder == NULL || g_mkdir_with_parents (batch->folder, 0777) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, (gint) g_io_error_from_errno (errno), "%s: %s", batch->folder,
               g_strerror (errno));
  return FALSE;
}

/* "svg", or "flamegraph-json.json" where another exporter has the same suffix. */
static char *
suffix_of (const Batch *batch, const PpvExporter *exporter)
{
  for (guint i = 0; i < batch->exporters->len; i++)
    {
      const PpvExporter *other = g_ptr_array_index (batch->exporters, i);

      if (other != exporter && g_str_equal (other->suffix, exporter->suffix) &&
          !g_str_equal (exporter->id, exporter->suffix))
        return g_strdup_printf ("%s.%s", exporter->id, exporter->suffix);
    }
  return g_strdup (exporter->suffix);
}

/* Files of one name in two folders do not replace each other. */
static char *
name_output (const PpvCommand *command,
             const Batch *batch,
             const PpvExporter *exporter,
             const char *file)
{
  g_autofree char *stem = ppv_export_stem (file);
  g_autofree char *suffix = suffix_of (batch, exporter);
  char *name = g_strdup_printf ("%s.%s", stem, suffix);

  if (batch->folder == NULL)
    {
      g_free (name);
      return g_strdup (command->options.output != NULL ? command->options.output : "-");
    }
  for (guint i = 2; g_hash_table_contains (batch->taken, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u.%s", stem, i, suffix);
    }
  g_hash_table_add (batch->taken, name);
  return g_build_filename (batch->folder, name, NULL);
}

static gboolean
export_file (PpvCommand *command, const Batch *batch, const char *file, GError **error)
{
  g_autoptr (PpvProfile) profile = ppv_command_load (command, file, error);
  const PpvExportContext how = { NULL };

  if (profile == NULL)
    return FALSE;
  for (guint i = 0; i < batch->exporters->len; i++)
    {
      const PpvExporter *exporter = g_ptr_array_index (batch->exporters, i);
      g_autofree char *path = name_output (command, batch, exporter, file);

      if (!ppv_export_write (command, profile, exporter, &how, path, error))
        return FALSE;
      if (batch->folder != NULL && !command->options.quiet)
        ppv_say (_ ("wrote %s"), path);
    }
  return TRUE;
}

/* Whether one bad file of many leaves the others alone. */
static gboolean
may_go_on (const GError *error)
{
  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
         !g_error_matches (error, PPV_ERROR, PPV_ERROR_USAGE) &&
         !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC);
}

static gboolean
export_files (PpvCommand *command, const Batch *batch, GError **error)
{
  guint n_refused = 0;
  char **files = command->options.files;

  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autoptr (GError) refusal = NULL;

      if (export_file (command, batch, files[i], &refusal))
        continue;
      if (files[1] == NULL || !may_go_on (refusal))
        {
          g_propagate_error (error, g_steal_pointer (&refusal));
          return FALSE;
        }
      ppv_say ("%s", refusal->message);
      n_refused++;
    }
  if (n_refused == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("%u of %u files were not exported"),
               n_refused, g_strv_length (files));
  return FALSE;
}

static gboolean
run_export (PpvCommand *command, GError **error)
{
  Batch batch = { .exporters = g_ptr_array_new (),
                  .taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  gboolean done = find_exporters (&batch, error) && find_folder (command, &batch, error) &&
                  export_files (command, &batch, error);

  g_ptr_array_unref (batch.exporters);
  g_hash_table_unref (batch.taken);
  return done;
}

const PpvVerb ppv_verb_export = {
  .name = "export",
  .arguments = N_ ("FILE…"),
  .summary = N_ ("write it in other formats: --to=ID -o FILE"),
  .takes = PPV_TAKES_PROFILE | PPV_TAKES_OUTPUT,
  .draws_paths = TRUE,
  .least_files = 1,
  .most_files = G_MAXUINT,
  .entries = entries,
  .run = run_export,
};
