/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ppv-text.h"
#include "svg-graph.h"

/* Whether @text is 0x and hex digits: an address where a name should be. */
static gboolean
is_address (const char *text)
{
  return g_str_has_prefix (text, "0x") && text[2] != '\0' &&
         text[2 + strspn (text + 2, "0123456789abcdefABCDEF")] == '\0';
}

/* What sealing and other tools write for code without a symbol. */
static gboolean
is_unknown (const char *name)
{
  const char *plus = strrchr (name, '+');

  return g_str_has_prefix (name, "[unknown]") || is_address (name) ||
         (plus != NULL && is_address (plus + 1));
}

/* Collapsed stacks have no modules, but marks at the ends of names; perf names Python so. */
static SvgCategory
category_of_name (const char *name)
{
  if (is_unknown (name))
    return SVG_UNKNOWN;
  if (g_str_has_suffix (name, "_[k]"))
    return SVG_KERNEL;
  if (g_str_has_suffix (name, "_[j]") || g_str_has_prefix (name, "py::"))
    return SVG_SCRIPT;
  return SVG_USER;
}

static SvgCategory
category_of (const PpvProfile *profile, const char *name, PpvModuleId module)
{
  SvgCategory category = category_of_name (name);

  if (module == PPV_NONE || category == SVG_UNKNOWN)
    return category;
  switch ((PpvModuleKind) ppv_profile_get_modules (profile)->kind[module])
    {
    case PPV_MODULE_KERNEL:
      return SVG_KERNEL;
    case PPV_MODULE_JIT:
      return SVG_SCRIPT;
    case PPV_MODULE_GUEST:
      return SVG_GUEST;
    case PPV_MODULE_SYNTHETIC:
      return SVG_UNKNOWN;
    case PPV_MODULE_USER:
    case PPV_MODULE_IMAGE:
    default:
      return category;
    }
}

static void
init_name (SvgName *self,
           const PpvProfile *profile,
           const SvgPalette *palette,
           PpvFunctionId function)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  PpvModuleId module = functions->module[function];
  const char *name = ppv_profile_get_string (profile, functions->name[function]);
  const char *path = "";
  const char *slash;

  if (module != PPV_NONE)
    path = ppv_profile_get_string (profile, ppv_profile_get_modules (profile)->path[module]);
  slash = strrchr (path, '/');
  self->function = function;
  self->name = ppv_escape_dup (ppv_escape_terminal, name);
  self->module = ppv_escape_dup (ppv_escape_terminal, slash != NULL ? slash + 1 : path);
  self->category = category_of (profile, name, module);
  self->color = svg_palette_pick (palette, self->category, self->name, self->module);
}

static void
name_boxes (SvgGraph *self,
            const PpvProfile *profile,
            const PpvCallTree *tree,
            const SvgPalette *palette)
{
  guint32 n_functions = ppv_profile_get_functions (profile)->n_rows;
  g_autofree guint32 *name_of = g_new (guint32, n_functions);
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (SvgName));

  memset (name_of, 0xff, n_functions * sizeof *name_of); /* PPV_NONE */
  for (gsize i = 0; i < self->n_boxes; i++)
    {
      PpvFunctionId function = tree->function[self->boxes[i].node];

      if (name_of[function] == PPV_NONE)
        {
          name_of[function] = names->len;
          g_array_set_size (names, names->len + 1);
          init_name (&g_array_index (names, SvgName, names->len - 1), profile, palette, function);
        }
      self->boxes[i].name = name_of[function];
    }
  self->n_names = names->len;
  self->names = (SvgName *) (void *) g_array_free (g_steal_pointer (&names), FALSE);
}

static void
place_boxes (SvgGraph *self, const PpvCallTree *tree, const PpvFlameLayout *layout)
{
  g_autofree guint32 *box_of = g_new (guint32, MAX (tree->n_nodes, 1));

  self->n_rows = layout->n_rows;
  self->n_boxes = layout->n_boxes;
  self->boxes = g_new0 (SvgBox, MAX (layout->n_boxes, 1));
  for (gsize i = 0; i < layout->n_boxes; i++)
    {
      const PpvFlameBox *from = &layout->boxes[i];
      guint32 parent = tree->parent[from->node];

      box_of[from->node] = (guint32) i;
      self->boxes[i] = (SvgBox){
        .node = from->node,
        .parent = parent == PPV_NONE ? PPV_NONE : box_of[parent],
        .depth = from->depth,
        .left = llround (from->left * (double) tree->sum),
        .total = tree->total[from->node],
        .self = tree->self[from->node],
      };
    }
}

/* Counts what has cost and no box. */
static void
count_hidden (SvgGraph *self, const PpvCallTree *tree)
{
  guint32 n_drawable = 0;

  for (guint32 i = 0; i < tree->n_nodes; i++)
    n_drawable += tree->total[i] > 0;
  self->hidden = tree->sum;
  for (gsize i = 0; i < self->n_boxes; i++)
    self->hidden -= self->boxes[i].self;
  self->n_hidden = n_drawable - MIN (n_drawable, (guint32) self->n_boxes);
}

SvgGraph *
svg_graph_new (const PpvProfile *profile,
               const PpvSelection *selection,
               const SvgPalette *palette,
               double least_width,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (SvgGraph) self = g_new0 (SvgGraph, 1);
  g_autoptr (PpvCallTree) tree = NULL;
  g_autoptr (PpvFlameLayout) layout = NULL;

  self->costs = ppv_stack_costs_new (profile, selection, cancellable, error);
  if (self->costs == NULL)
    return NULL;
  tree = ppv_call_tree_new (profile, self->costs);
  layout = ppv_flame_layout_new (profile, tree, PPV_NONE, least_width);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  place_boxes (self, tree, layout);
  name_boxes (self, profile, tree, palette);
  count_hidden (self, tree);
  return g_steal_pointer (&self);
}

void
svg_graph_free (SvgGraph *self)
{
  for (guint32 i = 0; i < self->n_names; i++)
    {
      g_free (self->names[i].name);
      g_free (self->names[i].module);
    }
  g_clear_pointer (&self->costs, ppv_stack_costs_free);
  g_free (self->names);
  g_free (self->boxes);
  g_free (self);
}
