/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "ppv-test-figures.h"

static gboolean
print (const PpvProfile *profile, PpvTestFiguresFunc write, GError **error)
{
  g_autoptr (PpvSink) sink = ppv_sink_new_file ("-", error);
  g_autoptr (PpvJsonWriter) json = NULL;

  if (sink == NULL)
    return FALSE;
  json = ppv_json_writer_new (sink, FALSE);
  ppv_json_begin_object (json, NULL);
  if (!write (profile, json, error))
    return FALSE;
  ppv_json_end (json);
  return ppv_sink_commit (sink, error);
}

int
ppv_test_figures (int argc, char **argv, const PpvSymbolOptions *symbols, PpvTestFiguresFunc write)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PpvLoad) load = NULL;
  g_autoptr (PpvProfile) profile = NULL;

  g_return_val_if_fail (argc == 2, EXIT_FAILURE);
  load = ppv_load_new (argv[1]);
  if (symbols != NULL)
    ppv_load_set_symbols (load, symbols);
  profile = ppv_load_run (load, NULL, &error);
  if (profile != NULL && print (profile, write, &error))
    return EXIT_SUCCESS;
  fprintf (stderr, "%s\n", error->message);
  return EXIT_FAILURE;
}
