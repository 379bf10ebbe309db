/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-profile.h"

PpvFrameId
ppv_test_frame (PpvProfileBuilder *builder, const char *cell)
{
  g_auto (GStrv) parts = g_strsplit_set (cell, "@:", 3);
  guint n_parts = g_strv_length (parts);
  guint32 line = n_parts > 2 ? (guint32) g_ascii_strtoull (parts[2], NULL, 10) : 0;
  g_autofree char *path = n_parts > 2 ? g_strconcat (parts[0], ".c", NULL) : g_strdup ("");
  PpvStringId name = ppv_profile_builder_string (builder, parts[0], -1);
  PpvStringId file = ppv_profile_builder_string (builder, path, -1);
  PpvModuleId module = PPV_NONE;

  if (n_parts > 1)
    module = ppv_profile_builder_module (
        builder, ppv_profile_builder_string (builder, parts[1], -1), 0, PPV_MODULE_USER);
  return ppv_profile_builder_frame (
      builder, ppv_profile_builder_function (builder, name, name, module, file, 0), module,
      PPV_NO_ADDRESS, line, FALSE);
}

PpvProfile *
ppv_test_seal (PpvProfileBuilder *builder)
{
  g_autoptr (GError) error = NULL;
  PpvProfile *profile = ppv_profile_builder_seal (builder, "drawn", "test");

  ppv_profile_check (profile, &error);
  g_assert_no_error (error);
  return profile;
}

PpvProfile *
ppv_test_profile (const char *drawing, const gint64 *weights)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_auto (GStrv) lines = g_strsplit (drawing, "\n", -1);
  g_auto (GStrv) first = g_strsplit (lines[0] != NULL ? lines[0] : "", " ", -1);
  guint32 set = ppv_profile_builder_set (builder, 0);
  gint64 one = 1;

  ppv_profile_builder_metric (builder, set, "cost", "count", PPV_METRIC_FLOW);
  for (guint column = 0; first[column] != NULL; column++)
    {
      PpvStackId stack = PPV_NONE;

      for (guint i = 0; lines[i] != NULL; i++)
        {
          g_auto (GStrv) cells = g_strsplit (lines[i], " ", -1);
          const char *cell = column < g_strv_length (cells) ? cells[column] : ".";

          if (!g_str_equal (cell, "."))
            stack = ppv_profile_builder_stack (builder, stack, ppv_test_frame (builder, cell));
        }
      ppv_profile_builder_sample (builder, set, stack, 0, PPV_NONE, PPV_NONE,
                                  weights != NULL ? &weights[column] : &one);
    }
  return ppv_test_seal (builder);
}

PpvStackCosts *
ppv_test_costs (const PpvProfile *profile, const char *filter)
{
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (GError) error = NULL;
  PpvStackCosts *costs;

  ppv_selection_parse (selection, filter, &error);
  g_assert_no_error (error);
  costs = ppv_stack_costs_new (profile, selection, NULL, &error);
  g_assert_no_error (error);
  return costs;
}

static const char *
function_name (const PpvProfile *profile, PpvFunctionId function)
{
  return ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]);
}

char *
ppv_test_draw_tree (const PpvProfile *profile, const PpvCallTree *tree)
{
  GString *drawn = g_string_new (NULL);

  for (guint32 i = 0; i < tree->n_nodes; i++)
    g_string_append_printf (
        drawn, "%*s%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", (int) (2 * tree->depth[i]), "",
        function_name (profile, tree->function[i]), tree->total[i], tree->self[i]);
  return g_string_free (drawn, FALSE);
}

/* Depth first with a stack of its own, as trees may be deep. */
char *
ppv_test_draw_inverted (const PpvProfile *profile, PpvInvertedTree *tree)
{
  g_autoptr (GArray) pending = g_array_new (FALSE, FALSE, sizeof (guint32));
  GString *drawn = g_string_new (NULL);

  for (guint32 i = ppv_inverted_tree_n_roots (tree); i-- > 0;)
    g_array_append_val (pending, i);
  while (pending->len > 0)
    {
      guint32 row = g_array_index (pending, guint32, pending->len - 1);
      PpvInvertedNode node = *ppv_inverted_tree_expand (tree, row);
      PpvFunctionId function = ppv_profile_get_frames (profile)->function[node.frame];

      g_array_set_size (pending, pending->len - 1);
      g_string_append_printf (drawn, "%*s%s %" G_GINT64_FORMAT "\n", (int) (2 * node.depth), "",
                              function_name (profile, function), node.total);
      for (guint32 i = node.n_children; i-- > 0;)
        {
          guint32 child = node.first_child + i;

          g_array_append_val (pending, child);
        }
    }
  return g_string_free (drawn, FALSE);
}
