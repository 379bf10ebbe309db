/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-figures.h"
#include "ppv-flame-graph.h"
#include "ppv-search.h"

/* Selections have no longer paths. */
enum { MOST_STEPS = 64 };

static PpvCategory
get_category (const PpvProfile *profile, PpvFunctionId function)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  PpvModuleId module = functions->module[function];
  PpvModuleKind kind = PPV_MODULE_USER;

  if (module != PPV_NONE)
    kind = (PpvModuleKind) ppv_profile_get_modules (profile)->kind[module];
  if (kind == PPV_MODULE_KERNEL || kind == PPV_MODULE_GUEST)
    return PPV_CATEGORY_KERNEL;
  if (kind == PPV_MODULE_SYNTHETIC ||
      ppv_figure_is_nameless (ppv_profile_get_string (profile, functions->name[function])))
    return PPV_CATEGORY_UNKNOWN;
  return kind == PPV_MODULE_JIT ? PPV_CATEGORY_JIT : PPV_CATEGORY_USER;
}

static guint8 *
make_categories (const PpvProfile *profile)
{
  guint32 n = ppv_profile_get_functions (profile)->n_rows;
  guint8 *category = g_new (guint8, n);

  for (guint32 i = 0; i < n; i++)
    category[i] = (guint8) get_category (profile, i);
  return category;
}

static void
clear_graph (gpointer data)
{
  PpvFlameGraph *self = data;

  ppv_call_tree_free (self->tree);
  g_free (self->category);
  ppv_profile_unref (self->profile);
}

/**
 * ppv_flame_graph_new: (skip)
 * @profile: a profile
 * @selection: what to look at
 * @cancellable: (nullable): a way to stop
 * @error: where to put an error
 *
 * Returns: (transfer full) (nullable): the graph
 */
PpvFlameGraph *
ppv_flame_graph_new (PpvProfile *profile,
                     const PpvSelection *selection,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (PpvStackCosts) costs = NULL;
  PpvFlameGraph *self;

  g_return_val_if_fail (profile != NULL, NULL);
  g_return_val_if_fail (selection != NULL, NULL);

  costs = ppv_stack_costs_new (profile, selection, cancellable, error);
  if (costs == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  self = g_atomic_rc_box_new0 (PpvFlameGraph);
  self->profile = ppv_profile_ref (profile);
  self->tree = ppv_call_tree_new (profile, costs);
  self->category = make_categories (profile);
  self->unit = ppv_figure_unit (profile, selection);
  return self;
}

/**
 * ppv_flame_graph_ref: (skip)
 * @self: a graph
 *
 * Returns: (transfer full): @self
 */
PpvFlameGraph *
ppv_flame_graph_ref (PpvFlameGraph *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * ppv_flame_graph_unref: (skip)
 * @self: (transfer full): a graph
 */
void
ppv_flame_graph_unref (PpvFlameGraph *self)
{
  g_atomic_rc_box_release_full (self, clear_graph);
}

/**
 * ppv_flame_graph_get_name: (skip)
 * @self: a graph
 * @node: a node of its tree
 *
 * Returns: the function's name
 */
const char *
ppv_flame_graph_get_name (const PpvFlameGraph *self, guint32 node)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (self->profile);

  return ppv_profile_get_string (self->profile, functions->name[self->tree->function[node]]);
}

/**
 * ppv_flame_graph_get_module: (skip)
 * @self: a graph
 * @node: a node of its tree
 *
 * Returns: the path of the function's module, or ""
 */
const char *
ppv_flame_graph_get_module (const PpvFlameGraph *self, guint32 node)
{
  PpvFunctionId function = self->tree->function[node];
  PpvModuleId module = ppv_profile_get_functions (self->profile)->module[function];

  if (module == PPV_NONE)
    return "";
  return ppv_profile_get_string (self->profile,
                                 ppv_profile_get_modules (self->profile)->path[module]);
}

static guint32
find_child (const PpvFlameGraph *self, guint32 parent, const PpvFlameGraph *other, guint32 node)
{
  const PpvCallTree *tree = self->tree;
  guint32 end = parent != PPV_NONE ? tree->end[parent] : tree->n_nodes;

  for (guint32 child = parent != PPV_NONE ? parent + 1 : 0; child < end; child = tree->end[child])
    if (self->profile == other->profile ? tree->function[child] == other->tree->function[node]
                                        : g_str_equal (ppv_flame_graph_get_name (self, child),
                                                       ppv_flame_graph_get_name (other, node)))
      return child;
  return PPV_NONE;
}

/**
 * ppv_flame_graph_find: (skip)
 * @self: a graph
 * @other: another one, perhaps of another profile
 * @node: a node of @other's tree
 *
 * Returns: the node of @self that is reached by the same calls, or PPV_NONE
 */
guint32
ppv_flame_graph_find (const PpvFlameGraph *self, const PpvFlameGraph *other, guint32 node)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 found = PPV_NONE;

  for (; node != PPV_NONE; node = other->tree->parent[node])
    g_array_append_val (path, node);
  for (guint i = path->len; i > 0; i--)
    {
      found = find_child (self, found, other, g_array_index (path, guint32, i - 1));
      if (found == PPV_NONE)
        return PPV_NONE;
    }
  return found;
}

/* A name between semicolons, of which only that name is matched. */
static void
prepend_step (GString *path, const char *name)
{
  g_autofree char *pattern = ppv_pattern_quote (name);
  g_autoptr (GString) step = g_string_new (NULL);

  for (const char *at = pattern; *at != '\0'; at++)
    {
      if (strchr (";^$", *at) != NULL)
        g_string_append_c (step, '\\');
      g_string_append_c (step, *at);
    }
  if (path->len > 0)
    g_string_append_c (step, ';');
  g_string_prepend (path, step->str);
}

/**
 * ppv_flame_graph_get_path: (skip)
 * @self: a graph
 * @node: a node of its tree
 *
 * Returns: (transfer full) (nullable): the functions from the outermost one to the node's
 */
char *
ppv_flame_graph_get_path (const PpvFlameGraph *self, guint32 node)
{
  g_autoptr (GString) path = NULL;

  if (self->tree->depth[node] >= MOST_STEPS)
    return NULL;
  path = g_string_new (NULL);
  for (; node != PPV_NONE; node = self->tree->parent[node])
    {
      const char *name = ppv_flame_graph_get_name (self, node);

      if (*name == '\0')
        return NULL;
      prepend_step (path, name);
    }
  return g_strconcat ("^", path->str, NULL);
}

/**
 * ppv_flame_graph_get_title: (skip)
 * @self: a graph
 * @node: a node of its tree
 *
 * Returns: (transfer full): the function, and behind it its module and source file
 *     without their folders, and whether it is inlined here
 */
char *
ppv_flame_graph_get_title (const PpvFlameGraph *self, guint32 node)
{
  const char *path = ppv_flame_graph_get_module (self, node);
  g_autofree char *module = *path != '\0' ? g_path_get_basename (path) : NULL;
  g_autofree char *whole = ppv_figure_place (self->profile, self->tree->function[node]);
  g_autofree char *place = whole != NULL ? g_path_get_basename (whole) : NULL;
  gboolean inlined = ppv_profile_get_frames (self->profile)->inlined[self->tree->frame[node]];
  const char *words[4] = { NULL };
  g_autofree char *more = NULL;
  guint n = 0;

  if (module != NULL)
    words[n++] = module;
  if (place != NULL)
    words[n++] = place;
  if (inlined)
    words[n++] = _ ("inlined");
  if (n == 0)
    return g_strdup (ppv_flame_graph_get_name (self, node));
  more = g_strjoinv (", ", (char **) words);
  return g_strdup_printf ("%s (%s)", ppv_flame_graph_get_name (self, node), more);
}

/**
 * ppv_flame_graph_get_costs: (skip)
 * @self: a graph
 * @node: a node of its tree
 * @root: the zoomed node, or PPV_NONE
 *
 * Returns: (transfer full): what goes on after the title
 */
char *
ppv_flame_graph_get_costs (const PpvFlameGraph *self, guint32 node, guint32 root)
{
  const PpvCallTree *tree = self->tree;
  g_autofree char *own = ppv_figure_share (tree->self[node], tree->sum, self->unit);
  g_autofree char *total = ppv_figure_share (tree->total[node], tree->sum, self->unit);
  GString *text = g_string_new (NULL);

  /* Translators: cost of a function with and without what it calls, with the share of all */
  g_string_append_printf (text, _ (" · self %s · total %s of all"), own, total);
  if (root != PPV_NONE)
    {
      g_autofree char *zoomed = ppv_figure_percent (tree->total[node], tree->total[root]);

      g_string_append_printf (text, _ (", %s of the zoomed"), zoomed);
    }
  return g_string_free (text, FALSE);
}

/**
 * ppv_flame_graph_describe: (skip)
 * @self: a graph
 * @node: a node of its tree
 * @root: the zoomed node, or PPV_NONE
 *
 * Returns: (transfer full): a line about the node
 */
char *
ppv_flame_graph_describe (const PpvFlameGraph *self, guint32 node, guint32 root)
{
  g_autofree char *title = ppv_flame_graph_get_title (self, node);
  g_autofree char *costs = ppv_flame_graph_get_costs (self, node, root);

  return g_strconcat (title, costs, NULL);
}

/**
 * ppv_flame_match_new: (skip)
 * @graph: a graph
 * @text: what to search for in the names of functions
 *
 * Returns: (transfer full) (nullable): what was found; NULL without a search
 */
PpvFlameMatch *
ppv_flame_match_new (const PpvFlameGraph *graph, const char *text)
{
  g_autoptr (PpvSearch) search = ppv_search_new (text);
  const PpvFunctionTable *functions = ppv_profile_get_functions (graph->profile);
  guint8 *found;
  PpvFlameMatch *self;

  if (search == NULL)
    return NULL;
  found = g_new (guint8, functions->n_rows);
  for (guint32 i = 0; i < functions->n_rows; i++)
    found[i] = (guint8) ppv_search_matches (
        search, ppv_profile_get_string (graph->profile, functions->name[i]));
  self = g_new0 (PpvFlameMatch, 1);
  self->cost = ppv_call_tree_matched (graph->tree, found);
  self->functions = g_bytes_new_take (found, functions->n_rows);
  return self;
}

/**
 * ppv_flame_match_free: (skip)
 * @self: (transfer full): what was found
 */
void
ppv_flame_match_free (PpvFlameMatch *self)
{
  g_bytes_unref (self->functions);
  g_free (self);
}
