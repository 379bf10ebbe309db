/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the viewer does with a file before it can show anything: load it, then
 * hotspots, call tree and flame graph of everything, in one process.
 */

#include "config.h"

#include "ppv.h"

/* A picture of this width leaves out what is narrower than a tenth of a pixel. */
enum { PIXELS = 1200 };

static gboolean
compute (const char *path, GError **error)
{
  g_autoptr (PpvLoad) load = ppv_load_new (path);
  g_autoptr (PpvProfile) profile = ppv_load_run (load, NULL, error);
  g_autoptr (PpvSelection) everything = ppv_selection_new ();
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvHotspots) hotspots = NULL;
  g_autoptr (PpvCallTree) tree = NULL;
  g_autoptr (PpvFlameLayout) layout = NULL;

  if (profile == NULL)
    return FALSE;
  costs = ppv_stack_costs_new (profile, everything, NULL, error);
  if (costs == NULL)
    return FALSE;
  hotspots = ppv_hotspots_from_costs (profile, costs, PPV_BY_FUNCTION);
  tree = ppv_call_tree_new (profile, costs);
  layout = ppv_flame_layout_new (profile, tree, PPV_NONE, 0.1 / PIXELS);
  g_print ("%u functions, %u call nodes, %" G_GSIZE_FORMAT " boxes, total %" G_GINT64_FORMAT "\n",
           hotspots->n_rows, tree->n_nodes, layout->n_boxes, costs->sum);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc == 2 && compute (argv[1], &error))
    return 0;
  g_printerr ("views: %s\n", error != NULL ? error->message : "one file, please");
  return 1;
}
