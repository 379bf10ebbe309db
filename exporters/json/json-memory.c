/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "json-tables.h"
#include "ppv-leaks.h"
#include "ppv-memory.h"
#include "ppv-number.h"

/* What leaks at one place, on all ways to it. */
typedef struct {
  gint64 initial;
  gint64 final;
  gint64 growth;
  guint32 n_samples;
} Leaked;

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

static void
add_leak (GHashTable *places, GPtrArray *sites, const PpvMemory *memory, const PpvLeak *leak)
{
  Leaked *leaked = g_hash_table_lookup (places, leak->site);
  gboolean saturated = FALSE;

  if (leaked == NULL)
    {
      leaked = g_new0 (Leaked, 1);
      g_hash_table_insert (places, leak->site, leaked);
      g_ptr_array_add (sites, leak->site);
    }
  leaked->initial = ppv_add_saturating (leaked->initial, leak->initial_bytes, &saturated);
  leaked->final = ppv_add_saturating (
      leaked->final, leak->has_trend ? leak->final_bytes : leak->bytes, &saturated);
  leaked->growth = ppv_add_saturating (
      leaked->growth, leak->has_trend ? leak->growth_bytes : leak->bytes, &saturated);
  /* who looks at the end looks once */
  leaked->n_samples = leak->has_trend && memory != NULL ? memory->n_snapshots : 1;
}

/* By place, those that leak only. */
static void
add_leaks (GHashTable *places, GPtrArray *sites, const PpvMemory *memory, const PpvLeaks *leaks)
{
  for (guint32 i = 0; i < leaks->n_rows; i++)
    if (leaks->rows[i].leaky)
      add_leak (places, sites, memory, &leaks->rows[i]);
}

static void
write_leak (PpvJsonWriter *json, const char *site, const Leaked *leaked)
{
  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "allocation_site", site);
  ppv_json_int (json, "initial_bytes", leaked->initial);
  ppv_json_int (json, "final_bytes", leaked->final);
  ppv_json_int (json, "growth_bytes", leaked->growth);
  ppv_json_double (json, "growth_mb", (double) leaked->growth / (1024 * 1024));
  ppv_json_int (json, "sample_count", leaked->n_samples);
  ppv_json_end (json);
}

/*
 * Empty where a recording cannot have any, and null where memory was recorded that nobody
 * can say it of: not looked for is not the same as none.
 */
static void
write_leaks (PpvJsonWriter *json, const PpvProfile *profile, const PpvMemory *memory)
{
  g_autoptr (PpvLeaks) leaks = ppv_leaks_new (profile, NULL);
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();

  if (memory != NULL && (leaks == NULL || leaks->n_known == 0))
    {
      ppv_json_null (json, "memory_leaks");
      return;
    }
  if (leaks != NULL)
    add_leaks (places, sites, memory, leaks);
  ppv_json_begin_array (json, "memory_leaks");
  for (guint i = 0; i < sites->len; i++)
    write_leak (json, sites->pdata[i], g_hash_table_lookup (places, sites->pdata[i]));
  ppv_json_end (json);
}

void
json_memory_write (PpvJsonWriter *json, const PpvProfile *profile)
{
  g_autoptr (PpvMemory) memory = ppv_memory_new (profile, NULL);

  write_usage (json, memory);
  write_leaks (json, profile, memory);
  if (memory != NULL)
    ppv_memory_write (json, profile, memory, 0);
}
