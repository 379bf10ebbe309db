/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "json-tables.h"
#include "ppv-memory.h"

static void
write_usage (PpvJsonWriter *json, const PpvMemory *memory)
{
  ppv_json_begin_array (json, "memory_usage");
  for (guint32 i = 0; memory != NULL && i < memory->n_snapshots; i++)
    {
      gint64 bytes = ppv_snapshot_sum (&memory->snapshots[i]);

      ppv_json_begin_object (json, NULL);
      ppv_json_int (json, "timestamp", memory->snapshots[i].time);
      ppv_json_int (json, "total_bytes", bytes);
      ppv_json_double (json, "total_mb", (double) bytes / (1024 * 1024));
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
  ppv_memory_write (json, profile, memory, 0);
}
