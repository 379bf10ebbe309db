/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-import.h"

/* Larger files are cut at this many lengths, evenly spread. */
enum { MOST_CUTS = 1000, CUT_EVERYWHERE_BELOW = 6000 };

static const PpvImporter *
get_importer (const char *id)
{
  const PpvImporter *importer = ppv_host_get_importer (ppv_host_get (), id);

  g_assert_nonnull (importer);
  return importer;
}

PpvProfile *
ppv_test_import (const char *importer_id,
                 const char *bytes,
                 gsize length,
                 const PpvLimits *limits,
                 GError **error)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, length);
  g_autoptr (PpvInput) input = ppv_input_new_bytes (copy, "test");
  PpvProfile *profile = ppv_load_input (input, get_importer (importer_id), limits, NULL, error);
  g_autoptr (GError) broken = NULL;

  if (profile != NULL)
    {
      ppv_profile_check (profile, &broken);
      g_assert_no_error (broken);
    }
  return profile;
}

PpvProfile *
ppv_test_import_text (const char *importer_id, const char *text)
{
  g_autoptr (GError) error = NULL;
  PpvProfile *profile = ppv_test_import (importer_id, text, strlen (text), NULL, &error);

  g_assert_no_error (error);
  return profile;
}

GBytes *
ppv_test_read_data (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, length);
}

PpvProfile *
ppv_test_import_data (const char *importer_id, const char *name)
{
  g_autoptr (GBytes) bytes = ppv_test_read_data (name);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  PpvProfile *profile = ppv_test_import (importer_id, data, length, NULL, &error);

  g_assert_no_error (error);
  return profile;
}

guint
ppv_test_sniff (const char *importer_id, const char *text)
{
  gsize length = strlen (text);
  PpvSniff sniff = {
    .head = (const guint8 *) text,
    .head_length = MIN (length, PPV_SNIFF_BYTES),
    .file_size = length,
    .name = "test",
  };

  return get_importer (importer_id)->sniff (&sniff);
}

guint64
ppv_test_warned (const PpvProfile *profile, const char *code)
{
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);

  for (guint32 i = 0; i < n_warnings; i++)
    if (strcmp (warnings[i].code, code) == 0)
      return warnings[i].count;
  return 0;
}

static const char *
get_frame_name (const PpvProfile *profile, PpvFrameId frame)
{
  PpvFunctionId function = ppv_profile_get_frames (profile)->function[frame];

  return ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]);
}

static char *
dup_stack_text (const PpvProfile *profile, PpvStackId stack)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  GString *text = g_string_new (NULL);

  for (; stack != PPV_NONE; stack = stacks->parent[stack])
    {
      g_string_prepend (text, get_frame_name (profile, stacks->frame[stack]));
      if (stacks->parent[stack] != PPV_NONE)
        g_string_prepend_c (text, ';');
    }
  return g_string_free (text, FALSE);
}

gint64
ppv_test_stack_weight (const PpvProfile *profile, const char *stack)
{
  const PpvSampleSet *set = ppv_profile_get_set (profile, 0);
  gboolean found = FALSE;
  gint64 sum = 0;

  for (gsize i = 0; i < set->n_rows; i++)
    {
      g_autofree char *text = dup_stack_text (profile, set->stack[i]);

      if (strcmp (text, stack) == 0)
        {
          found = TRUE;
          sum += set->weight[0][i];
        }
    }
  return found ? sum : -1;
}

static gboolean
has_warning (const PpvProfile *profile, PpvSeverity severity)
{
  guint32 n_warnings;

  ppv_profile_list_warnings (profile, &n_warnings);
  return severity == PPV_NOTE ? n_warnings > 0 : !ppv_profile_is_complete (profile);
}

static void
cut_everywhere (
    const char *id, const char *data, gsize length, PpvTestMayEnd may_end, PpvSeverity severity)
{
  gsize step = length < CUT_EVERYWHERE_BELOW ? 1 : length / MOST_CUTS + 1;

  for (gsize n = 0; n < length; n += step)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PpvProfile) profile = ppv_test_import (id, data, n, NULL, &error);

      g_assert_true ((profile == NULL) == (error != NULL));
      if (profile != NULL && !may_end (data, n) && !has_warning (profile, severity))
        g_error ("cut at byte %" G_GSIZE_FORMAT " and nothing says so", n);
    }
}

static void
damage_everywhere (const char *id, char *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PpvProfile) profile = NULL;
      char old = data[i];

      data[i] = (char) (data[i] ^ 1 << i % 8);
      profile = ppv_test_import (id, data, length, NULL, &error);
      g_assert_true ((profile == NULL) == (error != NULL));
      data[i] = old;
    }
}

void
ppv_test_abuse_bytes (const char *importer_id,
                      GBytes *bytes,
                      PpvTestMayEnd may_end,
                      PpvSeverity severity)
{
  gsize length = g_bytes_get_size (bytes);
  g_autofree char *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), length);

  cut_everywhere (importer_id, copy, length, may_end, severity);
  damage_everywhere (importer_id, copy, length);
}

void
ppv_test_abuse (const char *importer_id,
                const char *name,
                PpvTestMayEnd may_end,
                PpvSeverity severity)
{
  g_autoptr (GBytes) bytes = ppv_test_read_data (name);

  ppv_test_abuse_bytes (importer_id, bytes, may_end, severity);
}
