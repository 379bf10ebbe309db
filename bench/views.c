/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What the viewer does with a file before it can show anything: load it, then
 * hotspots, call tree and flame graph of everything, in one process.  With --metrics
 * that of each of them.
 */

#include "config.h"

#include "ppv.h"

/* A picture of this width leaves out what is narrower than a tenth of a pixel. */
enum { PIXELS = 1200 };

typedef struct {
  gboolean no_inline;
  int n_threads;
  char *metrics;
} Options;

/* How many frames all samples have together. */
static guint64
count_frames (const PpvProfile *profile)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvMetric *metric = ppv_profile_get_metric (profile, ppv_profile_default_metric (profile));
  const PpvSampleSet *set = ppv_profile_get_set (profile, metric->set);
  g_autofree guint32 *depth = g_new (guint32, stacks->n_rows);
  guint64 n_frames = 0;

  for (guint32 i = 0; i < stacks->n_rows; i++)
    depth[i] = stacks->parent[i] == PPV_NONE ? 1 : depth[stacks->parent[i]] + 1;
  for (gsize i = 0; i < set->n_rows; i++)
    n_frames += depth[set->stack[i]];
  return n_frames;
}

static PpvProfile *
load_profile (const char *path, const Options *options, GError **error)
{
  g_autoptr (PpvLoad) load = ppv_load_new (path);
  PpvSymbolOptions symbols = { .enabled = TRUE, .kernel = TRUE, .inlines = !options->no_inline };

  ppv_load_set_symbols (load, &symbols);
  ppv_load_set_threads (load, (guint) options->n_threads);
  return ppv_load_run (load, NULL, error);
}

/* What the viewer's list of functions needs, in a thread of its own as there. */
typedef struct {
  const PpvProfile *profile;
  const PpvStackCosts *costs;
  PpvHotspots *hotspots;
  guint64 n_frames;
} List;

static gpointer
compute_list (gpointer data)
{
  List *list = data;

  list->hotspots = ppv_hotspots_from_costs (list->profile, list->costs, PPV_BY_FUNCTION);
  list->n_frames = count_frames (list->profile);
  return NULL;
}

static gboolean
compute (const PpvProfile *profile, const char *metric, const Options *options, GError **error)
{
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvHotspots) hotspots = NULL;
  g_autoptr (PpvCallTree) tree = NULL;
  g_autoptr (PpvFlameLayout) layout = NULL;
  GThread *thread = NULL;
  List list;

  ppv_selection_set_metric (selection, metric);
  costs = ppv_stack_costs_new (profile, selection, NULL, error);
  if (costs == NULL)
    return FALSE;
  list = (List){ profile, costs, NULL, 0 };
  if (options->n_threads == 1)
    compute_list (&list);
  else
    thread = g_thread_new ("list", compute_list, &list);
  tree = ppv_call_tree_new (profile, costs);
  layout = ppv_flame_layout_new (profile, tree, PPV_NONE, 0.1 / PIXELS);
  if (thread != NULL)
    g_thread_join (thread);
  hotspots = list.hotspots;
  g_print ("{\"functions\": %u, \"nodes\": %u, \"boxes\": %" G_GSIZE_FORMAT
           ", \"frames\": %" G_GUINT64_FORMAT ", \"total\": %" G_GINT64_FORMAT "}\n",
           hotspots->n_rows, tree->n_nodes, layout->n_boxes, list.n_frames, costs->sum);
  return TRUE;
}

static gboolean
compute_all (const char *path, const Options *options, GError **error)
{
  g_autoptr (PpvProfile) profile = load_profile (path, options, error);
  g_auto (GStrv) metrics = NULL;

  if (profile == NULL)
    return FALSE;
  if (options->metrics == NULL)
    return compute (profile, NULL, options, error);
  metrics = g_strsplit (options->metrics, ",", -1);
  for (guint i = 0; metrics[i] != NULL; i++)
    if (!compute (profile, metrics[i], options, error))
      return FALSE;
  return TRUE;
}

int
main (int argc, char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "no-inline", 0, 0, G_OPTION_ARG_NONE, &options.no_inline, "No inlined functions", NULL },
    { "metrics", 0, 0, G_OPTION_ARG_STRING, &options.metrics, "Not the default one", "NAME,…" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &options.n_threads, "Use at most N threads", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("FILE");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error) && argc == 2 &&
      compute_all (argv[1], &options, &error))
    return 0;
  g_printerr ("views: %s\n", error != NULL ? error->message : "one file, please");
  return 1;
}
