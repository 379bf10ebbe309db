/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Prints the figures of a profile of a text format as JSON, for
 * test-text-figures.py.  Usage: text-figures FILE
 */

#include "config.h"

#include "ppv-inverted-tree.h"
#include "ppv-memory.h"
#include "ppv-test-figures.h"

typedef struct {
  const PpvProfile *profile;
  PpvJsonWriter *json;
} Output;

static const char *
get_function_name (const PpvProfile *profile, PpvFrameId frame)
{
  PpvFunctionId function = ppv_profile_get_frames (profile)->function[frame];

  return ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]);
}

/* As massif writes it: "0x1092E2: main (t.c:11)". */
static char *
dup_label (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  const char *name = get_function_name (profile, frame);
  const char *file = ppv_profile_get_string (profile, functions->file[frames->function[frame]]);
  guint64 address = frames->address[frame];

  if (address == PPV_NO_ADDRESS)
    return g_strdup (name);
  if (file[0] != '\0')
    return g_strdup_printf ("0x%" G_GINT64_MODIFIER "X: %s (%s:%u)", address, name, file,
                            frames->line[frame]);
  if (frames->module[frame] != PPV_NONE)
    return g_strdup_printf ("0x%" G_GINT64_MODIFIER "X: %s (in %s)", address, name,
                            ppv_profile_get_string (profile, modules->path[frames->module[frame]]));
  return g_strdup_printf ("0x%" G_GINT64_MODIFIER "X: %s", address, name);
}

static void
write_node (const Output *output, const PpvInvertedNode *node)
{
  g_autofree char *label = dup_label (output->profile, node->frame);

  ppv_json_begin_array (output->json, NULL);
  ppv_json_int (output->json, NULL, node->depth);
  ppv_json_int (output->json, NULL, node->total);
  ppv_json_string (output->json, NULL, label);
  ppv_json_end (output->json);
}

/* Depth first, with an own stack: a tree may be as deep as its file likes. */
static void
write_tree (const Output *output, const PpvStackCosts *costs)
{
  g_autoptr (PpvInvertedTree) tree =
      ppv_inverted_tree_new (output->profile, costs, PPV_MERGE_NOTHING);
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint32 i = ppv_inverted_tree_n_roots (tree); i-- > 0;)
    g_array_append_val (waiting, i);
  ppv_json_begin_array (output->json, "tree");
  while (waiting->len > 0)
    {
      guint32 id = g_array_index (waiting, guint32, waiting->len - 1);
      const PpvInvertedNode *node = ppv_inverted_tree_expand (tree, id);

      g_array_set_size (waiting, waiting->len - 1);
      write_node (output, node);
      for (guint32 i = node->first_child + node->n_children; i-- > node->first_child;)
        g_array_append_val (waiting, i);
    }
  ppv_json_end (output->json);
}

static void
write_snapshot (const Output *output, const PpvMemory *memory, guint32 i)
{
  const PpvSnapshot *snapshot = &memory->snapshots[i];

  ppv_json_begin_object (output->json, NULL);
  ppv_json_int (output->json, "time",
                snapshot->time + ppv_profile_get_time_origin (output->profile));
  ppv_json_int (output->json, "mem_heap_B", snapshot->heap);
  ppv_json_int (output->json, "mem_heap_extra_B", snapshot->extra);
  ppv_json_int (output->json, "mem_stacks_B", snapshot->stacks);
  if (snapshot->detailed)
    {
      g_autoptr (PpvStackCosts) costs = ppv_memory_costs (memory, output->profile, i);

      write_tree (output, costs);
    }
  ppv_json_end (output->json);
}

static gboolean
write_memory (const Output *output, GError **error)
{
  g_autoptr (PpvMemory) memory = ppv_memory_new (output->profile, error);

  if (memory == NULL)
    return FALSE;
  ppv_json_string (output->json, "cmd", ppv_profile_get_fact (output->profile, "command"));
  ppv_json_string (output->json, "desc", ppv_profile_get_fact (output->profile, "options"));
  ppv_json_string (output->json, "time_unit", ppv_profile_get_time_unit (output->profile));
  ppv_json_int (output->json, "peak", memory->peak == PPV_NONE ? -1 : (gint64) memory->peak);
  ppv_json_int (output->json, "highest", memory->highest);
  ppv_json_begin_array (output->json, "snapshots");
  for (guint32 i = 0; i < memory->n_snapshots; i++)
    write_snapshot (output, memory, i);
  ppv_json_end (output->json);
  return TRUE;
}

/* With the mark that the importer took off a name of a collapsed stack. */
static char *
dup_written (const PpvProfile *profile, PpvFrameId frame)
{
  static const char *const marks[][2] = { { "[kernel]", "_[k]" },
                                          { "[jit]", "_[j]" },
                                          { "[waker]", "_[w]" } };
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  PpvModuleId module = frames->module[frame];
  const char *name = get_function_name (profile, frame);
  const char *path = "";

  if (!g_str_equal (ppv_profile_get_format (profile), "collapsed"))
    return g_strdup (name);
  if (module != PPV_NONE)
    path = ppv_profile_get_string (profile, ppv_profile_get_modules (profile)->path[module]);
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_str_equal (path, marks[i][0]))
      return g_strconcat (name, marks[i][1], NULL);
  return g_strconcat (name, frames->inlined[frame] ? "_[i]" : "", NULL);
}

/* Each sample as its stack from the root on and its weight. */
static void
write_samples (const Output *output)
{
  const PpvSampleSet *set = ppv_profile_get_set (output->profile, 0);
  const PpvStackTable *stacks = ppv_profile_get_stacks (output->profile);

  ppv_json_begin_array (output->json, "samples");
  for (gsize i = 0; i < set->n_rows; i++)
    {
      ppv_json_begin_array (output->json, NULL);
      ppv_json_int (output->json, NULL, set->weight[0][i]);
      for (PpvStackId id = set->stack[i]; id != PPV_NONE; id = stacks->parent[id])
        {
          g_autofree char *name = dup_written (output->profile, stacks->frame[id]);

          ppv_json_string (output->json, NULL, name);
        }
      ppv_json_end (output->json);
    }
  ppv_json_end (output->json);
}

static void
write_metrics (const Output *output)
{
  ppv_json_begin_array (output->json, "metrics");
  for (guint32 i = 0; i < ppv_profile_get_n_metrics (output->profile); i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (output->profile, i);

      ppv_json_begin_array (output->json, NULL);
      ppv_json_string (output->json, NULL, ppv_profile_get_string (output->profile, metric->name));
      ppv_json_int (output->json, NULL, (gint64) metric->n_samples);
      ppv_json_int (output->json, NULL, metric->total);
      ppv_json_end (output->json);
    }
  ppv_json_end (output->json);
}

static gboolean
write_profile (const PpvProfile *profile, PpvJsonWriter *json, GError **error)
{
  Output output = { profile, json };

  ppv_json_string (json, "format", ppv_profile_get_format (profile));
  ppv_json_bool (json, "complete", ppv_profile_is_complete (profile));
  if (g_str_equal (ppv_profile_get_format (profile), "massif"))
    return write_memory (&output, error);
  write_metrics (&output);
  write_samples (&output);
  return TRUE;
}

int
main (int argc, char **argv)
{
  return ppv_test_figures (argc, argv, NULL, write_profile);
}
