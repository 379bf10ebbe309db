/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-cli-memory.h"
#include "ppv-number.h"
#include "ppv-profile-json.h"

gint64
ppv_memory_report_sum (const PpvSnapshot *snapshot)
{
  gboolean saturated = FALSE;
  gint64 sum = ppv_add_saturating (snapshot->heap, snapshot->extra, &saturated);

  return ppv_add_saturating (sum, snapshot->stacks, &saturated);
}

char *
ppv_memory_report_label (const PpvProfile *profile, const PpvTreeRow *row)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  PpvModuleId module = frames->module[row->frame];
  const char *file = ppv_profile_get_string (profile, functions->file[row->function]);
  g_autofree char *address = NULL;
  g_autofree char *place = NULL;

  if (frames->address[row->frame] != PPV_NO_ADDRESS)
    address = g_strdup_printf ("0x%" G_GINT64_MODIFIER "X: ", frames->address[row->frame]);
  if (file[0] != '\0')
    place = g_strdup_printf (" (%s:%u)", file, frames->line[row->frame]);
  else if (module != PPV_NONE)
    place = g_strdup_printf (
        " (in %s)",
        ppv_profile_get_string (profile, ppv_profile_get_modules (profile)->path[module]));
  return g_strconcat (address != NULL ? address : "",
                      ppv_profile_get_string (profile, functions->name[row->function]), place,
                      NULL);
}

static void
write_node (PpvJsonWriter *json, const PpvProfile *profile, const PpvTreeRow *row)
{
  g_autofree char *label = ppv_memory_report_label (profile, row);

  ppv_json_string (json, "name", label);
  ppv_json_int (json, "value", row->total);
}

/* massif's own root, the allocation functions, is a row as all others. */
static void
write_tree (const PpvMemoryReport *self, PpvJsonWriter *json)
{
  if (self->tree == NULL)
    {
      ppv_json_null (json, "tree");
      return;
    }
  ppv_json_begin_object (json, "tree");
  ppv_tree_rows_write_rooted (self->tree, self->profile, write_node, json);
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

/* @with_tree at the snapshot whose tree it is. */
static void
write_moment (const PpvMemoryReport *self, PpvJsonWriter *json, const char *key, guint32 snapshot)
{
  if (snapshot == PPV_NONE)
    {
      ppv_json_null (json, key);
      return;
    }
  ppv_json_begin_object (json, key);
  write_figures (json, self->memory, snapshot);
  if (snapshot == self->moment)
    write_tree (self, json);
  else
    ppv_json_null (json, "tree");
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

void
ppv_memory_report_write_json (const PpvMemoryReport *self, PpvSink *sink)
{
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, TRUE);

  ppv_json_begin_object (json, NULL);
  ppv_profile_write_envelope (json, self->profile, "perprovis/memory/1");
  ppv_json_string (json, "time_unit", ppv_profile_get_time_unit (self->profile));
  write_moment (self, json, "peak", self->memory->peak);
  write_moment (self, json, "highest", self->memory->highest);
  write_snapshots (self->memory, json);
  ppv_json_end (json);
}

void
ppv_memory_report_write_csv (const PpvMemoryReport *self, PpvSink *sink)
{
  const PpvMemory *memory = self->memory;

  ppv_sink_puts (sink, "index,time,total_bytes,heap_bytes,extra_bytes,stacks_bytes,detailed\r\n");
  for (guint32 i = 0; i < memory->n_snapshots; i++)
    {
      const PpvSnapshot *row = &memory->snapshots[i];

      ppv_sink_printf (sink,
                       "%u,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT
                       ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%d\r\n",
                       i, row->time, ppv_memory_report_sum (row), row->heap, row->extra,
                       row->stacks, row->detailed ? 1 : 0);
    }
}
