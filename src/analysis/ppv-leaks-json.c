/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include "ppv-leaks.h"

static void
write_text (PpvJsonWriter *json, const PpvProfile *profile, const char *key, PpvStringId text)
{
  ppv_json_string (json, key, text != 0 ? ppv_profile_get_string (profile, text) : NULL);
}

static void
write_frame (PpvJsonWriter *json, const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  PpvModuleId module = frames->module[frame];
  g_autofree char *address = NULL;

  if (frames->address[frame] != PPV_NO_ADDRESS)
    address = g_strdup_printf ("0x%" PRIx64, frames->address[frame]);
  ppv_json_begin_object (json, NULL);
  write_text (json, profile, "function",
              ppv_profile_get_functions (profile)->name[frames->function[frame]]);
  write_text (json, profile, "file", frames->file[frame]);
  if (frames->line[frame] > 0)
    ppv_json_int (json, "line", frames->line[frame]);
  else
    ppv_json_null (json, "line");
  write_text (json, profile, "module",
              module != PPV_NONE ? ppv_profile_get_modules (profile)->path[module] : 0);
  ppv_json_string (json, "address", address);
  ppv_json_end (json);
}

/* From the allocation to its callers. */
static void
write_stack (PpvJsonWriter *json, const PpvProfile *profile, PpvStackId stack)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);

  ppv_json_begin_array (json, "stack");
  for (PpvStackId at = stack; at != PPV_NONE; at = stacks->parent[at])
    write_frame (json, profile, stacks->frame[at]);
  ppv_json_end (json);
}

/* How it grew, or nulls for what was not watched. */
static void
write_growth (PpvJsonWriter *json, const PpvLeaks *self, const PpvLeak *leak)
{
  const char *slope = self->per_second ? "growth_per_s" : "growth_per_unit";

  if (!leak->has_trend)
    {
      ppv_json_null (json, "initial_bytes");
      ppv_json_null (json, "final_bytes");
      ppv_json_null (json, "growth_bytes");
    }
  else
    {
      ppv_json_int (json, "initial_bytes", leak->initial_bytes);
      ppv_json_int (json, "final_bytes", leak->final_bytes);
      ppv_json_int (json, "growth_bytes", leak->growth_bytes);
    }
  if (!leak->has_trend || leak->trend.verdict == PPV_TREND_UNKNOWN)
    {
      ppv_json_null (json, slope);
      ppv_json_null (json, "interval");
      return;
    }
  ppv_json_double (json, slope, leak->trend.slope);
  ppv_json_begin_array (json, "interval");
  ppv_json_double (json, NULL, leak->trend.low);
  ppv_json_double (json, NULL, leak->trend.high);
  ppv_json_end (json);
}

static void
write_leak (PpvJsonWriter *json,
            const PpvLeaks *self,
            const PpvProfile *profile,
            const PpvLeak *leak)
{
  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "site", leak->site);
  ppv_json_string (json, "kind", leak->kind);
  ppv_json_int (json, "bytes", leak->bytes);
  if (leak->blocks >= 0)
    ppv_json_int (json, "blocks", leak->blocks);
  else
    ppv_json_null (json, "blocks");
  write_growth (json, self, leak);
  ppv_json_string (json, "verdict", leak->verdict);
  ppv_json_string (json, "evidence", leak->evidence);
  write_stack (json, profile, leak->stack);
  ppv_json_end (json);
}

/**
 * ppv_leaks_write: (skip)
 * @self: leaks
 * @profile: their profile
 * @n_rows: how many of them, 0 for all
 * @json: a writer with an object open
 *
 * Writes time_unit and leaks.
 */
void
ppv_leaks_write (const PpvLeaks *self,
                 const PpvProfile *profile,
                 guint32 n_rows,
                 PpvJsonWriter *json)
{
  guint32 n;

  g_return_if_fail (self != NULL && profile != NULL && json != NULL);

  n = n_rows == 0 ? self->n_rows : MIN (n_rows, self->n_rows);
  ppv_json_string (json, "time_unit", ppv_profile_get_time_unit (profile));
  ppv_json_begin_array (json, "leaks");
  for (guint32 i = 0; i < n; i++)
    write_leak (json, self, profile, &self->rows[i]);
  ppv_json_end (json);
}
