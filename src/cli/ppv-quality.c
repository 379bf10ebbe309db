/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-cli-text.h"
#include "ppv-number.h"
#include "ppv-quality.h"

/* A module without symbols that costs less than this is not worth a line. */
#define LEAST_SHARE 0.001

/* Fewer samples on stacks than this share mean that stacks were not asked for. */
#define FLAT_SHARE 0.98

static void
free_quality (gpointer data)
{
  PpvQuality *self = data;

  g_free (self->message);
  g_free (self->advice);
  g_free (self);
}

static void
add (GPtrArray *list, const char *code, guint64 count, double share, char *message, char *advice)
{
  PpvQuality *quality = g_new0 (PpvQuality, 1);

  quality->code = code;
  quality->message = message;
  quality->count = count;
  quality->share = share;
  quality->advice = advice;
  g_ptr_array_add (list, quality);
}

static guint64
count_records (const PpvProfile *profile, const char *name)
{
  guint32 n_records;
  const PpvRecordCount *records = ppv_profile_list_records (profile, &n_records);

  for (guint32 i = 0; i < n_records; i++)
    if (g_str_equal (records[i].name, name))
      return records[i].count;
  return 0;
}

/* The importer's own warning of @code, which counts what was lost and not the records of it. */
static guint64
count_warned (const PpvProfile *profile, const char *code)
{
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);

  for (guint32 i = 0; i < n_warnings; i++)
    if (g_str_equal (warnings[i].code, code))
      return warnings[i].count;
  return 0;
}

static void
add_lost (GPtrArray *list, const PpvProfile *profile)
{
  guint64 n_lost = MAX (count_warned (profile, "lost"), count_warned (profile, "lost-samples"));
  guint64 n_samples = 0;
  g_autofree char *text = NULL;

  if (n_lost == 0)
    n_lost = count_records (profile, "LOST") + count_records (profile, "LOST_SAMPLES");
  if (n_lost == 0)
    return;
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    n_samples += ppv_profile_get_metric (profile, i)->n_samples;
  text = ppv_format_count ((gint64) MIN (n_lost, G_MAXINT64));
  add (list, "lost-samples", n_lost, (double) n_lost / ((double) n_lost + (double) n_samples),
       g_strdup_printf (_ ("The kernel lost %s records while it recorded"), text),
       g_strdup (
           _ ("record with a larger buffer (perf record -m 16M) or at a lower frequency (-F)")));
}

static void
add_throttled (GPtrArray *list, const PpvProfile *profile)
{
  guint64 n_throttled = count_records (profile, "THROTTLE");
  g_autofree char *text = ppv_format_count ((gint64) MIN (n_throttled, G_MAXINT64));

  if (n_throttled > 0)
    add (list, "throttled", n_throttled, -1,
         g_strdup_printf (_ ("The kernel slowed sampling down %s times"), text),
         g_strdup (_ ("record at a lower frequency, perf record -F")));
}

/*
 * Whether a frame's function is only its address: sealing a profile names such
 * frames "0x1234" or "libc.so.6+0x1234".
 */
static gboolean
is_unresolved (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  const char *name = ppv_profile_get_string (profile, functions->name[frames->function[frame]]);
  const char *number = strrchr (name, '+');
  guint64 address;

  if (frames->address[frame] == PPV_NO_ADDRESS)
    return FALSE;
  if (g_str_equal (name, "???")) /* what Valgrind writes */
    return TRUE;
  number = number != NULL ? number + 1 : name;
  return g_str_has_prefix (number, "0x") && ppv_parse_hex (number, strlen (number), &address) &&
         address == frames->address[frame];
}

/* Why a module has no symbols, and what helps. */
static const char *
symbols_advice (PpvSymbolState state)
{
  switch (state)
    {
    case PPV_SYMBOLS_STRIPPED:
      return _ ("install its debug symbols, or build it without stripping");
    case PPV_SYMBOLS_NO_FILE:
      return _ ("the file is not on this machine: give its folder with --symbol-path or --sysroot");
    case PPV_SYMBOLS_OTHER_BUILD:
      return _ ("the file here is of another build: give the recorded one with --symbol-path");
    case PPV_SYMBOLS_NOT_ALLOWED:
      return _ ("its file may not be read here");
    case PPV_SYMBOLS_NOT_TRIED:
    case PPV_SYMBOLS_FOUND:
    default:
      return _ ("its symbols do not cover these addresses: install its debug symbols");
    }
}

/* Cost that is on top of the stack in code without a name, by module; the last for none. */
static gint64 *
sum_unresolved (const PpvProfile *profile, const PpvStackCosts *costs, guint64 *samples)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  guint32 n_modules = ppv_profile_get_modules (profile)->n_rows;
  gint64 *sums = g_new0 (gint64, n_modules + 1);
  gboolean saturated = FALSE;

  for (guint32 stack = 0; stack < costs->n_stacks; stack++)
    {
      PpvFrameId frame = stacks->frame[stack];
      PpvModuleId module = frames->module[frame];

      if (costs->samples[stack] == 0 || !is_unresolved (profile, frame))
        continue;
      module = MIN (module, n_modules);
      sums[module] = ppv_add_saturating (sums[module], costs->self[stack], &saturated);
      samples[module] += costs->samples[stack];
    }
  return sums;
}

static void
add_module (
    GPtrArray *list, const PpvProfile *profile, PpvModuleId module, guint64 n_samples, double share)
{
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);

  if (module == modules->n_rows)
    add (list, "unresolved-addresses", n_samples, share,
         g_strdup_printf (_ ("%.1f %% of the cost is at addresses outside all known modules"),
                          share * 100),
         g_strdup (_ ("code made at run time needs a perf-PID.map file, kept from the recording")));
  else
    add (list, "missing-symbols", n_samples, share,
         g_strdup_printf (_ ("%.1f %% of the cost is in unnamed code of %s"), share * 100,
                          ppv_profile_get_string (profile, modules->path[module])),
         g_strdup (symbols_advice ((PpvSymbolState) modules->symbol_state[module])));
}

static int
compare_shares (gconstpointer a, gconstpointer b)
{
  const PpvQuality *left = *(const PpvQuality *const *) a;
  const PpvQuality *right = *(const PpvQuality *const *) b;

  return left->share > right->share ? -1 : left->share < right->share;
}

static void
add_unresolved (GPtrArray *list, const PpvProfile *profile, const PpvStackCosts *costs)
{
  guint32 n_modules = ppv_profile_get_modules (profile)->n_rows;
  g_autofree guint64 *samples = g_new0 (guint64, n_modules + 1);
  g_autofree gint64 *sums = sum_unresolved (profile, costs, samples);
  guint first = list->len;

  for (PpvModuleId module = 0; module <= n_modules; module++)
    {
      double share = ppv_percent (sums[module], costs->sum) / 100;

      if (samples[module] > 0 && share >= LEAST_SHARE)
        add_module (list, profile, module, samples[module], share);
    }
  if (list->len > first)
    qsort (list->pdata + first, list->len - first, sizeof *list->pdata, compare_shares);
}

/* Without callers there is no tree and no flame graph worth looking at. */
static void
add_flat (GPtrArray *list, const PpvProfile *profile, const PpvStackCosts *costs)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  guint64 n_flat = 0;
  double share;

  for (guint32 stack = 0; stack < costs->n_stacks; stack++)
    if (stacks->parent[stack] == PPV_NONE)
      n_flat += costs->samples[stack];
  share = costs->n_samples == 0 ? 0 : (double) n_flat / (double) costs->n_samples;
  if (share >= FLAT_SHARE)
    add (list, "no-call-stacks", n_flat, share,
         g_strdup (_ ("The samples have no callers: a call tree or flame graph shows nothing more "
                      "than hotspots")),
         g_strdup (_ ("record with call stacks, perf record -g or --call-graph=dwarf")));
}

GPtrArray *
ppv_quality_list (const PpvProfile *profile, const PpvStackCosts *costs)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (free_quality);

  add_lost (list, profile);
  add_throttled (list, profile);
  if (costs != NULL)
    {
      add_flat (list, profile, costs);
      add_unresolved (list, profile, costs);
    }
  return list;
}

void
ppv_quality_write (GPtrArray *list, PpvJsonWriter *json)
{
  ppv_json_begin_array (json, "quality");
  for (guint i = 0; i < list->len; i++)
    {
      const PpvQuality *quality = g_ptr_array_index (list, i);

      ppv_json_begin_object (json, NULL);
      ppv_json_string (json, "code", quality->code);
      ppv_json_string (json, "message", quality->message);
      ppv_json_int (json, "count", (gint64) MIN (quality->count, G_MAXINT64));
      if (quality->share < 0)
        ppv_json_null (json, "share");
      else
        ppv_json_double (json, "share", quality->share);
      ppv_json_string (json, "advice", quality->advice);
      ppv_json_end (json);
    }
  ppv_json_end (json);
}
