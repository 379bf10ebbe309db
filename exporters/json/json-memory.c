/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "json-flame-graph.h"
#include "json-tables.h"
#include "ppv-memory.h"
#include "ppv-number.h"

static gint64
sum_of (const PpvSnapshot *snapshot)
{
  gboolean saturated = FALSE;
  gint64 sum = ppv_add_saturating (snapshot->heap, snapshot->extra, &saturated);

  return ppv_add_saturating (sum, snapshot->stacks, &saturated);
}

static void
write_usage (PpvJsonWriter *json, const PpvMemory *memory)
{
  ppv_json_begin_array (json, "memory_usage");
  for (guint32 i = 0; memory != NULL && i < memory->n_snapshots; i++)
    {
      gint64 bytes = sum_of (&memory->snapshots[i]);

      ppv_json_begin_object (json, NULL);
      ppv_json_int (json, "timestamp", memory->snapshots[i].time);
      ppv_json_int (json, "total_bytes", bytes);
      ppv_json_double (json, "total_mb", (double) bytes / (1024 * 1024));
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

static void
write_bytes (PpvJsonWriter *json, const PpvSnapshot *snapshot)
{
  ppv_json_int (json, "time", snapshot->time);
  ppv_json_int (json, "heap_bytes", snapshot->heap);
  ppv_json_int (json, "extra_bytes", snapshot->extra);
  ppv_json_int (json, "stacks_bytes", snapshot->stacks);
}

static void
write_snapshots (PpvJsonWriter *json, const PpvMemory *memory)
{
  ppv_json_begin_array (json, "snapshots");
  for (guint32 i = 0; i < memory->n_snapshots; i++)
    {
      ppv_json_begin_object (json, NULL);
      ppv_json_int (json, "index", i);
      write_bytes (json, &memory->snapshots[i]);
      ppv_json_bool (json, "detailed", memory->snapshots[i].detailed);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

/* What the file calls its peak, else the highest snapshot; the tree is that of its stacks. */
static void
write_peak (PpvJsonWriter *json, const PpvProfile *profile, const PpvMemory *memory)
{
  guint32 peak = memory->peak != PPV_NONE ? memory->peak : memory->highest;
  g_autoptr (PpvStackCosts) costs = NULL;
  g_autoptr (PpvCallTree) tree = NULL;

  if (peak == PPV_NONE)
    {
      ppv_json_null (json, "peak");
      return;
    }
  costs = ppv_memory_costs (memory, profile, peak);
  ppv_json_begin_object (json, "peak");
  ppv_json_int (json, "index", peak);
  write_bytes (json, &memory->snapshots[peak]);
  if (costs == NULL)
    {
      ppv_json_null (json, "tree");
    }
  else
    {
      tree = ppv_call_tree_new (profile, costs);
      ppv_json_begin_object (json, "tree");
      json_flame_graph_write (json, profile, tree);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

/*
 * memory_leaks is empty where a recording cannot have any, and null where memory
 * was recorded: not looked for is not the same as none.
 */
void
json_memory_write (PpvJsonWriter *json, const PpvProfile *profile)
{
  g_autoptr (PpvMemory) memory = ppv_memory_new (profile, NULL);

  write_usage (json, memory);
  if (memory == NULL)
    {
      ppv_json_begin_array (json, "memory_leaks");
      ppv_json_end (json);
      return;
    }
  ppv_json_null (json, "memory_leaks");
  ppv_json_string (json, "time_unit", ppv_profile_get_time_unit (profile));
  write_peak (json, profile, memory);
  write_snapshots (json, memory);
}
