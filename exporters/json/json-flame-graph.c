/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "json-flame-graph.h"
#include "ppv-profile-json.h"

/* Opens the node's object; leaves do without the empty list. */
static void
begin_node (PpvJsonWriter *json, const PpvProfile *profile, const PpvCallTree *tree, guint32 node)
{
  PpvFunctionId function = tree->function[node];
  PpvStringId name = ppv_profile_get_functions (profile)->name[function];

  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "name", ppv_profile_get_string (profile, name));
  ppv_json_cost (json, "value", tree->total[node]);
  ppv_json_cost (json, "self", tree->self[node]);
  ppv_profile_write_function (json, profile, function);
  if (ppv_profile_get_frames (profile)->inlined[tree->frame[node]])
    ppv_json_bool (json, "inlined", TRUE);
  if (tree->end[node] > node + 1)
    ppv_json_begin_array (json, "children");
}

/*
 * Nodes come depth first, so that the open objects are the callers of the next
 * node and those that end before it; no recursion, whatever the depth.
 */
void
json_flame_graph_write (PpvJsonWriter *json, const PpvProfile *profile, const PpvCallTree *tree)
{
  guint32 n_open = 0;

  ppv_json_string (json, "name", JSON_ROOT_NAME);
  ppv_json_cost (json, "value", tree->sum);
  ppv_json_int (json, "self", 0);
  ppv_json_begin_array (json, "children");
  for (guint32 i = 0; i < tree->n_nodes; i++)
    {
      for (; n_open > tree->depth[i]; n_open--)
        {
          ppv_json_end (json);
          ppv_json_end (json);
        }
      begin_node (json, profile, tree, i);
      if (tree->end[i] > i + 1)
        n_open++;
      else
        ppv_json_end (json);
    }
  for (; n_open > 0; n_open--)
    {
      ppv_json_end (json);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}
