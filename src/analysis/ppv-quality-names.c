/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Cost in code that has no name, or no line, by module. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-number.h"
#include "ppv-quality-private.h"

/* Unnamed code that costs less than this is not worth a line. */
#define LEAST_SHARE 0.001

/* Modules below are told together. */
#define OWN_LINE_SHARE 0.01

/* Without debug information names are there all the same. */
#define LEAST_DEBUG_SHARE 0.01

/* What of a module's cost has something missing. */
typedef struct {
  PpvModuleId module; /* the number of modules for code in none */
  gint64 cost;
  guint64 n_samples;
} Missing;

typedef gboolean (*IsMissing) (const PpvProfile *profile, PpvFrameId frame);

static int
compare_missing (gconstpointer a, gconstpointer b)
{
  const Missing *one = a, *two = b;

  if (one->cost != two->cost)
    return one->cost > two->cost ? -1 : 1;
  return one->module < two->module ? -1 : one->module > two->module;
}

/* By module, the costliest first; one more than there are modules. */
static Missing *
sum_missing (const PpvProfile *profile, const PpvStackCosts *costs, IsMissing is_missing)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  guint32 n_modules = ppv_profile_get_modules (profile)->n_rows;
  Missing *missing = g_new0 (Missing, n_modules + 1);
  gboolean saturated = FALSE;

  for (guint32 i = 0; i <= n_modules; i++)
    missing[i].module = i;
  for (PpvStackId stack = 0; stack < costs->n_stacks; stack++)
    {
      PpvFrameId frame = stacks->frame[stack];
      Missing *row = &missing[MIN (frames->module[frame], n_modules)];

      if (costs->samples[stack] == 0 || !is_missing (profile, frame))
        continue;
      row->cost = ppv_add_saturating (row->cost, costs->self[stack], &saturated);
      row->n_samples += costs->samples[stack];
    }
  qsort (missing, n_modules + 1, sizeof *missing, compare_missing);
  return missing;
}

static double
share_of (gint64 part, gint64 whole)
{
  return whole != 0 ? (double) part / (double) whole : 0;
}

/* --- names ------------------------------------------------------------------------- */

static const char *
kernel_advice (PpvSymbolState state)
{
  if (state == PPV_SYMBOLS_OTHER_BUILD)
    return _ (
        "this is not the kernel that was recorded: read the file on that machine, or give its "
        "vmlinux with --symbol-path");
  return _ ("Read the file as root or after sysctl kernel.kptr_restrict=0, on the machine that "
            "recorded it, or give its vmlinux with --symbol-path");
}

/* Why a module has no symbols, and what helps. */
static const char *
symbols_advice (PpvModuleKind kind, PpvSymbolState state)
{
  if (kind == PPV_MODULE_KERNEL)
    return kernel_advice (state);
  if (kind == PPV_MODULE_JIT)
    return _ ("Code made at run time: keep its perf-PID.map file, as of node --perf-basic-prof");
  switch (state)
    {
    case PPV_SYMBOLS_STRIPPED:
      return _ ("The file is stripped: install its debug symbols, or build it without stripping");
    case PPV_SYMBOLS_NO_FILE:
      return _ ("The file is not on this machine: give its folder with --symbol-path or --sysroot");
    case PPV_SYMBOLS_OTHER_BUILD:
      return _ ("The file here is of another build: give the recorded one with --symbol-path");
    case PPV_SYMBOLS_NOT_ALLOWED:
      return _ ("The file may not be read here");
    case PPV_SYMBOLS_NOT_TRIED:
      return _ (
          "Names were looked for when it was recorded, or --no-symbols was given: install its "
          "debug symbols and record again");
    case PPV_SYMBOLS_FOUND:
    default:
      return _ ("Its symbols do not cover these addresses: install its debug symbols");
    }
}

static void
add_unnamed (PpvQualityScan *scan, const Missing *missing, double share)
{
  const PpvModuleTable *modules = ppv_profile_get_modules (scan->profile);
  g_autofree char *percent = ppv_quality_percent (share);

  if (missing->module == modules->n_rows)
    ppv_quality_add (
        scan, "unresolved-addresses", PPV_QUALITY_INCOMPLETE, missing->n_samples, PPV_SHARE_OF_COST,
        share,
        g_strdup_printf (_ ("%s of the cost is at addresses outside all known code"), percent),
        g_strdup (
            _ ("Record from before the program starts, so that its mappings are in the file")));
  else
    ppv_quality_add (
        scan, "missing-symbols", PPV_QUALITY_INCOMPLETE, missing->n_samples, PPV_SHARE_OF_COST,
        share,
        g_strdup_printf (_ ("%s of the cost is in unnamed code of %s"), percent,
                         ppv_profile_get_string (scan->profile, modules->path[missing->module])),
        g_strdup (symbols_advice ((PpvModuleKind) modules->kind[missing->module],
                                  (PpvSymbolState) modules->symbol_state[missing->module])));
}

/* Modules that are not worth a line each: of @n_missing from @missing on. */
static void
add_small (PpvQualityScan *scan, const Missing *missing, guint32 n_missing)
{
  gint64 cost = 0;
  guint64 n_samples = 0;
  guint32 n_modules = 0;
  gboolean saturated = FALSE;
  double share;
  g_autofree char *percent = NULL;

  for (guint32 i = 0; i < n_missing && missing[i].cost > 0; i++)
    {
      cost = ppv_add_saturating (cost, missing[i].cost, &saturated);
      n_samples += missing[i].n_samples;
      n_modules++;
    }
  share = share_of (cost, scan->costs->sum);
  percent = ppv_quality_percent (share);
  if (share >= LEAST_SHARE)
    ppv_quality_add (
        scan, "missing-symbols", PPV_QUALITY_INCOMPLETE, n_samples, PPV_SHARE_OF_COST, share,
        g_strdup_printf (ngettext ("%s of the cost is in unnamed code of %u other module",
                                   "%s of the cost is in unnamed code of %u other modules",
                                   n_modules),
                         percent, n_modules),
        g_strdup (_ ("List them with perprovis hotspots --by=module")));
}

static void
scan_names (PpvQualityScan *scan)
{
  g_autofree Missing *missing = sum_missing (scan->profile, scan->costs, ppv_quality_is_unresolved);
  guint32 n_rows = ppv_profile_get_modules (scan->profile)->n_rows + 1;
  guint32 i = 0;

  ppv_quality_checked (scan, _ ("names of functions"));
  for (; i < n_rows; i++)
    {
      double share = share_of (missing[i].cost, scan->costs->sum);
      gboolean alone = i == n_rows - 1 || missing[i + 1].cost <= 0;

      if (missing[i].n_samples == 0 || share < (alone ? LEAST_SHARE : OWN_LINE_SHARE))
        break;
      add_unnamed (scan, &missing[i], share);
    }
  add_small (scan, &missing[i], n_rows - i);
}

/* --- lines ------------------------------------------------------------------------- */

/* Named code of a file, which could have lines. */
static gboolean
may_have_lines (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  PpvModuleId module = ppv_profile_get_frames (profile)->module[frame];

  return module != PPV_NONE && modules->kind[module] == PPV_MODULE_USER &&
         !ppv_quality_is_unresolved (profile, frame);
}

/* Which modules have any lines; NULL where none has, so that none were looked for. */
static guint8 *
find_lines (const PpvProfile *profile)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  g_autofree guint8 *has_lines = g_new0 (guint8, ppv_profile_get_modules (profile)->n_rows + 1);
  gboolean found = ppv_quality_find_warning (profile, "no-debug-info") != NULL;

  for (PpvFrameId frame = 0; frame < frames->n_rows; frame++)
    if (frames->module[frame] != PPV_NONE && functions->file[frames->function[frame]] != 0)
      {
        has_lines[frames->module[frame]] = 1;
        found = TRUE;
      }
  return found ? g_steal_pointer (&has_lines) : NULL;
}

/* Some code of a module never has lines; it is one that has none at all which lacks them. */
static void
scan_lines (PpvQualityScan *scan)
{
  const PpvProfile *profile = scan->profile;
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  g_autofree Missing *missing = NULL;
  g_autofree guint8 *has_lines = find_lines (profile);

  if (has_lines == NULL)
    return;
  ppv_quality_checked (scan, _ ("debug information"));
  missing = sum_missing (profile, scan->costs, may_have_lines);
  for (guint32 i = 0; i < modules->n_rows && missing[i].n_samples > 0; i++)
    {
      double share = share_of (missing[i].cost, scan->costs->sum);
      g_autofree char *percent = ppv_quality_percent (share);

      if (share < LEAST_DEBUG_SHARE)
        return;
      if (has_lines[missing[i].module])
        continue;
      ppv_quality_add (
          scan, "no-debug-info", PPV_QUALITY_HINT, missing[i].n_samples, PPV_SHARE_OF_COST, share,
          g_strdup_printf (_ ("%s of the cost is in %s, which has neither lines nor inlined calls"),
                           percent,
                           ppv_profile_get_string (profile, modules->path[missing[i].module])),
          g_strdup (_ ("Install its debug information, or build it with -g")));
    }
}

void
ppv_quality_scan_names (PpvQualityScan *scan)
{
  scan_names (scan);
  if (g_str_equal (ppv_profile_get_format (scan->profile), "perf-data"))
    scan_lines (scan);
}
