/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>

#include "json-tables.h"
#include "ppv-number.h"

/*
 * A call between names: JSON has names as keys, and a key only once, so that
 * functions of one name in two modules are one there.
 */
typedef struct {
  PpvStringId caller;
  PpvStringId callee;
  gint64 total;
} NamedCall;

static int
compare_names (const void *a, const void *b)
{
  const NamedCall *one = a;
  const NamedCall *other = b;
  int order = (one->caller > other->caller) - (one->caller < other->caller);

  return order != 0 ? order : (one->callee > other->callee) - (one->callee < other->callee);
}

static int
compare_costs (const void *a, const void *b)
{
  const NamedCall *one = a;
  const NamedCall *other = b;
  int order = (one->caller > other->caller) - (one->caller < other->caller);

  if (order == 0)
    order = (other->total > one->total) - (other->total < one->total);
  return order != 0 ? order : compare_names (a, b);
}

/* Adds up calls between the same names, which must stand beside each other. */
static guint
merge_equal (NamedCall *calls, guint n_calls)
{
  gboolean saturated = FALSE;
  guint n_merged = 0;

  for (guint i = 0; i < n_calls; i++)
    if (n_merged > 0 && compare_names (&calls[n_merged - 1], &calls[i]) == 0)
      calls[n_merged - 1].total =
          ppv_add_saturating (calls[n_merged - 1].total, calls[i].total, &saturated);
    else
      calls[n_merged++] = calls[i];
  return n_merged;
}

static NamedCall *
name_calls (const PpvProfile *profile, const PpvArcs *arcs, guint *n_calls)
{
  const PpvStringId *names = ppv_profile_get_functions (profile)->name;
  guint32 n_arcs;
  const PpvArc *list = ppv_arcs_list (arcs, &n_arcs);
  NamedCall *calls = g_new (NamedCall, MAX (n_arcs, 1));

  for (guint32 i = 0; i < n_arcs; i++)
    calls[i] = (NamedCall){ names[list[i].caller], names[list[i].callee], list[i].total };
  qsort (calls, n_arcs, sizeof *calls, compare_names);
  *n_calls = merge_equal (calls, n_arcs);
  qsort (calls, *n_calls, sizeof *calls, compare_costs);
  return calls;
}

static void
write_named (PpvJsonWriter *json, const PpvProfile *profile, const PpvArcs *arcs)
{
  guint n_calls;
  g_autofree NamedCall *calls = name_calls (profile, arcs, &n_calls);

  ppv_json_begin_object (json, "call_graph");
  for (guint i = 0; i < n_calls; i++)
    {
      if (i == 0 || calls[i].caller != calls[i - 1].caller)
        ppv_json_begin_array (json, ppv_profile_get_string (profile, calls[i].caller));
      ppv_json_string (json, NULL, ppv_profile_get_string (profile, calls[i].callee));
      if (i + 1 == n_calls || calls[i].caller != calls[i + 1].caller)
        ppv_json_end (json);
    }
  ppv_json_end (json);
}

static void
write_arcs (PpvJsonWriter *json, const PpvProfile *profile, const PpvArcs *arcs)
{
  const PpvStringId *names = ppv_profile_get_functions (profile)->name;
  guint32 n_arcs;
  const PpvArc *list = ppv_arcs_list (arcs, &n_arcs);

  ppv_json_begin_array (json, "arcs");
  for (guint32 i = 0; i < n_arcs; i++)
    {
      ppv_json_begin_object (json, NULL);
      ppv_json_string (json, "caller", ppv_profile_get_string (profile, names[list[i].caller]));
      ppv_json_string (json, "callee", ppv_profile_get_string (profile, names[list[i].callee]));
      ppv_json_int (json, "samples", (gint64) list[i].samples);
      ppv_json_cost (json, "total", list[i].total);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

void
json_call_graph_write (PpvJsonWriter *json, const PpvProfile *profile, const PpvArcs *arcs)
{
  write_named (json, profile, arcs);
  write_arcs (json, profile, arcs);
}
