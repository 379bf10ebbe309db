/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Collapsed stacks, as flamegraph.pl and many others read them: a line for each call path
 * that has cost of its own, "main;parse;read 42".  The format has no way to write a ";" in
 * a name; as in stackcollapse-perf.pl it becomes ":".
 */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "ppv-call-tree.h"
#include "ppv-number.h"
#include "ppv-plugin.h"

enum { NODES_BETWEEN_CHECKS = 1 << 14 };

/* The call path of the node before: what of it is the path of a caller, too, stays. */
typedef struct {
  GString *path;
  GArray *ends; /* of each frame in it */
} Path;

static void
append_name (GString *path, const char *name)
{
  gsize begin;

  if (path->len > 0)
    g_string_append_c (path, ';');
  begin = path->len;
  g_string_append (path, name);
  for (gsize i = begin; i < path->len; i++)
    if (path->str[i] == ';')
      path->str[i] = ':';
    else if ((guchar) path->str[i] < ' ')
      path->str[i] = ' ';
}

static void
enter (Path *self, const PpvProfile *profile, const PpvCallTree *tree, guint32 node)
{
  PpvStringId name = ppv_profile_get_functions (profile)->name[tree->function[node]];
  guint32 depth = tree->depth[node];
  gsize end = depth > 0 ? g_array_index (self->ends, gsize, depth - 1) : 0;

  g_string_truncate (self->path, end);
  g_array_set_size (self->ends, depth);
  append_name (self->path, ppv_profile_get_string (profile, name));
  end = self->path->len;
  g_array_append_val (self->ends, end);
}

static gboolean
write_nodes (const PpvProfile *profile,
             const PpvCallTree *tree,
             guint decimals,
             GCancellable *cancellable,
             PpvSink *sink,
             GError **error)
{
  Path path = { g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (gsize)) };
  gboolean stopped = FALSE;

  for (guint32 i = 0; i < tree->n_nodes && !stopped && !ppv_sink_is_failed (sink); i++)
    {
      g_autofree char *value = NULL;

      enter (&path, profile, tree, i);
      stopped = i % NODES_BETWEEN_CHECKS == 0 &&
                g_cancellable_set_error_if_cancelled (cancellable, error);
      if (tree->self[i] == 0)
        continue;
      value = ppv_format_decimal (tree->self[i], decimals);
      ppv_sink_write (sink, path.path->str, path.path->len);
      ppv_sink_write (sink, " ", 1);
      ppv_sink_puts (sink, value);
      ppv_sink_write (sink, "\n", 1);
    }
  g_string_free (path.path, TRUE);
  g_array_unref (path.ends);
  return !stopped;
}

static gboolean
write_collapsed (const PpvExportContext *context,
                 const PpvProfile *profile,
                 const PpvSelection *selection,
                 PpvSink *sink,
                 GError **error)
{
  g_autoptr (PpvStackCosts) costs =
      ppv_stack_costs_new (profile, selection, context->cancellable, error);
  g_autoptr (PpvCallTree) tree = NULL;
  const PpvMetric *metric;

  if (costs == NULL)
    return FALSE;
  metric = ppv_profile_get_metric (profile, costs->metric);
  tree = ppv_call_tree_new (profile, costs);
  return write_nodes (profile, tree,
                      ppv_unit_decimals (ppv_profile_get_string (profile, metric->unit), NULL),
                      context->cancellable, sink, error);
}

static const PpvExporter collapsed = {
  .size = sizeof (PpvExporter),
  .id = "collapsed",
  .name = N_ ("Collapsed stacks"),
  .mime_type = "text/x-collapsed-stacks",
  .suffix = "folded",
  .results = PPV_RESULT_FLAME_GRAPH,
  .write = write_collapsed,
};

G_MODULE_EXPORT const PpvPlugin ppv_plugin = {
  .abi = PPV_PLUGIN_ABI,
  .version = PACKAGE_VERSION,
  .license = "LGPL-2.1-or-later",
  .domain = GETTEXT_PACKAGE,
  .exporters = (const PpvExporter *const[]){ &collapsed, NULL },
};
