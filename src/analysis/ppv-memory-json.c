/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-memory-bands.h"
#include "ppv-tree-rows.h"

/* Places with most bytes; the others are one band. */
enum { MOST_BANDS = 20 };

/**
 * ppv_memory_dup_site: (skip)
 * @profile: a profile
 * @frame: a frame of it
 *
 * Returns: (transfer full): the call site as massif writes it, such as
 *     "0x10A96E: allocate (new_allocator.h:137)"
 */
char *
ppv_memory_dup_site (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  PpvFunctionId function = frames->function[frame];
  PpvModuleId module = frames->module[frame];
  const char *file = ppv_profile_get_string (profile, frames->file[frame]);
  g_autofree char *address = NULL;
  g_autofree char *place = NULL;

  if (frames->address[frame] != PPV_NO_ADDRESS)
    address = g_strdup_printf ("0x%" G_GINT64_MODIFIER "X: ", frames->address[frame]);
  if (file[0] != '\0')
    place = g_strdup_printf (" (%s:%u)", file, frames->line[frame]);
  else if (module != PPV_NONE)
    place = g_strdup_printf (
        " (in %s)",
        ppv_profile_get_string (profile, ppv_profile_get_modules (profile)->path[module]));
  return g_strconcat (address != NULL ? address : "",
                      ppv_profile_get_string (profile, functions->name[function]), place, NULL);
}

static void
write_node (PpvJsonWriter *json, const PpvProfile *profile, const PpvTreeRow *row)
{
  g_autofree char *label = ppv_memory_dup_site (profile, row->frame);

  ppv_json_string (json, "name", label);
  ppv_json_int (json, "value", row->total);
}

/* massif's own root, the allocation functions, is a row as all others. */
static void
write_tree (PpvJsonWriter *json,
            const PpvProfile *profile,
            const PpvMemory *memory,
            guint32 snapshot,
            double percent)
{
  g_autoptr (PpvStackCosts) costs = ppv_memory_costs (memory, profile, snapshot);
  g_autoptr (PpvTreeRows) tree = NULL;

  if (costs == NULL)
    {
      ppv_json_null (json, "tree");
      return;
    }
  tree = ppv_tree_rows_bottom_up (profile, costs, PPV_MERGE_NOTHING, percent);
  ppv_json_begin_object (json, "tree");
  ppv_tree_rows_write_rooted (tree, profile, write_node, json);
  ppv_json_end (json);
}

static void
write_figures (PpvJsonWriter *json, const PpvMemory *memory, guint32 snapshot)
{
  const PpvSnapshot *row = &memory->snapshots[snapshot];

  ppv_json_int (json, "index", snapshot);
  ppv_json_int (json, "time", row->time);
  ppv_json_int (json, "heap_bytes", row->heap);
  ppv_json_int (json, "extra_bytes", row->extra);
  ppv_json_int (json, "stacks_bytes", row->stacks);
}

static void
write_moment (PpvJsonWriter *json,
              const char *key,
              const PpvProfile *profile,
              const PpvMemory *memory,
              guint32 snapshot,
              double percent)
{
  if (snapshot == PPV_NONE)
    {
      ppv_json_null (json, key);
      return;
    }
  ppv_json_begin_object (json, key);
  write_figures (json, memory, snapshot);
  write_tree (json, profile, memory, snapshot, percent);
  ppv_json_end (json);
}

static void
write_snapshots (const PpvMemory *memory, PpvJsonWriter *json)
{
  ppv_json_begin_array (json, "snapshots");
  for (guint32 i = 0; i < memory->n_snapshots; i++)
    {
      ppv_json_begin_object (json, NULL);
      write_figures (json, memory, i);
      ppv_json_bool (json, "detailed", memory->snapshots[i].detailed);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}

static void
write_band (PpvJsonWriter *json, const PpvMemoryBands *bands, const PpvMemoryBand *band)
{
  static const char *const kinds[] = { [PPV_BAND_SITE] = "site",
                                       [PPV_BAND_OTHERS] = "others",
                                       [PPV_BAND_HEAP] = "heap",
                                       [PPV_BAND_EXTRA] = "extra",
                                       [PPV_BAND_STACKS] = "stacks" };

  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "kind", kinds[band->kind]);
  ppv_json_string (json, "site", band->kind == PPV_BAND_SITE ? band->name : NULL);
  ppv_json_int (json, "peak_bytes", band->peak_bytes);
  ppv_json_int (json, "most_bytes", band->most_bytes);
  ppv_json_begin_array (json, "bytes");
  for (guint32 i = 0; i < bands->n_moments; i++)
    ppv_json_int (json, NULL, band->bytes[i]);
  ppv_json_end (json);
  ppv_json_end (json);
}

static void
write_bands (PpvJsonWriter *json, const PpvProfile *profile, const PpvMemory *memory)
{
  g_autoptr (PpvMemoryBands) bands = ppv_memory_bands_new (memory, profile, MOST_BANDS);

  ppv_json_begin_array (json, "moments");
  for (guint32 i = 0; i < bands->n_moments; i++)
    ppv_json_int (json, NULL, bands->snapshot[i]);
  ppv_json_end (json);
  ppv_json_begin_array (json, "bands");
  for (guint32 i = 0; i < bands->n_bands; i++)
    write_band (json, bands, &bands->bands[i]);
  ppv_json_end (json);
}

/**
 * ppv_memory_write: (skip)
 * @json: a writer with an object open
 * @profile: a profile
 * @self: its memory over time
 * @percent: calls with a smaller share of the bytes are left out; 0 for none
 *
 * Writes time_unit, peak (what the file calls so, else null), highest,
 * snapshots, and as moments and bands who held the memory when (#PpvMemoryBands).  The trees go
 * from the allocations up to their callers, and are null where the snapshot has no call stacks.
 */
void
ppv_memory_write (PpvJsonWriter *json,
                  const PpvProfile *profile,
                  const PpvMemory *self,
                  double percent)
{
  g_return_if_fail (json != NULL && profile != NULL && self != NULL);

  ppv_json_string (json, "time_unit", ppv_profile_get_time_unit (profile));
  write_moment (json, "peak", profile, self, self->peak, percent);
  write_moment (json, "highest", profile, self, self->highest, percent);
  write_snapshots (self, json);
  write_bands (json, profile, self);
}
