/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * libFuzzer target for the importer whose id is FUZZ_IMPORTER: any bytes must give
 * an error or a profile whose invariants hold.  The limits are small, so that what
 * is slow or large shows.
 */

#include "config.h"

#include "ppv.h"

extern int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const PpvImporter *
find_importer (void)
{
  const PpvImporter *importer = ppv_host_get_importer (ppv_host_get (), FUZZ_IMPORTER);

  if (importer == NULL)
    g_error ("no importer %s: set PPV_PLUGIN_PATH to the folders of its module", FUZZ_IMPORTER);
  return importer;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (PpvInput) input = ppv_input_new_bytes (bytes, "fuzz");
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  PpvLimits limits;

  ppv_limits_init (&limits);
  limits.rows = 1 << 20;
  limits.text_bytes = 1 << 24;
  profile = ppv_load_input (input, find_importer (), &limits, NULL, &error);
  if (profile == NULL)
    g_assert (error != NULL);
  else if (!ppv_profile_check (profile, &error))
    g_error ("%s", error->message);
  return 0;
}
