/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-figures.h"

/**
 * ppv_figure_percent: (skip)
 * @part: some cost
 * @whole: all cost, in the same unit
 *
 * Returns: (transfer full): the share as text
 */
char *
ppv_figure_percent (gint64 part, gint64 whole)
{
  if (whole == 0)
    return g_strdup ("–");
  return g_strdup_printf ("%.2f\u00a0%%", 100 * ((double) part / (double) whole));
}

/**
 * ppv_figure_share: (skip)
 * @part: some cost
 * @whole: all cost
 * @unit: of both
 *
 * Returns: (transfer full): the cost and its share as text
 */
char *
ppv_figure_share (gint64 part, gint64 whole, const char *unit)
{
  g_autofree char *value = ppv_format_value (part, unit);
  g_autofree char *percent = ppv_figure_percent (part, whole);

  return g_strdup_printf ("%s (%s)", value, percent);
}

/**
 * ppv_figure_unit: (skip)
 * @profile: a profile
 * @selection: what it is looked at with
 *
 * Returns: the metric's unit
 */
const char *
ppv_figure_unit (const PpvProfile *profile, const PpvSelection *selection)
{
  const char *name = ppv_selection_get_metric (selection);
  PpvMetricId metric =
      name != NULL ? ppv_profile_find_metric (profile, name) : ppv_profile_default_metric (profile);

  if (metric == PPV_NONE)
    return "";
  return ppv_profile_get_string (profile, ppv_profile_get_metric (profile, metric)->unit);
}

/**
 * ppv_figure_is_worth_showing: (skip)
 * @profile: a profile
 * @metric: one of its metrics
 *
 * Returns: whether there is anything to see in it; what an event without samples
 *     means is said in the quality report
 */
gboolean
ppv_figure_is_worth_showing (const PpvProfile *profile, PpvMetricId metric)
{
  PpvMetricId usual = ppv_profile_default_metric (profile);

  return ppv_profile_get_metric (profile, metric)->n_samples > 0 ||
         ppv_profile_get_metric (profile, usual)->n_samples == 0;
}

/**
 * ppv_figure_is_nameless: (skip)
 * @name: name of a function
 *
 * Returns: whether it only stands for code nobody knows the name of:
 *     "module+0x12ab", an address, or a marker like "[unknown]"
 */
gboolean
ppv_figure_is_nameless (const char *name)
{
  const char *plus = strrchr (name, '+');

  return *name == '[' || g_str_has_prefix (name, "0x") ||
         (plus != NULL && g_str_has_prefix (plus, "+0x"));
}

char *
ppv_figure_place (const PpvProfile *profile, PpvFunctionId function)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  const char *file = ppv_profile_get_string (profile, functions->file[function]);

  if (*file == '\0')
    return NULL;
  if (functions->line[function] == 0)
    return g_strdup (file);
  return g_strdup_printf ("%s:%u", file, functions->line[function]);
}

/**
 * ppv_figure_frame_place: (skip)
 * @profile: a profile
 * @frame: a frame of it
 *
 * Returns: (transfer full): file without its folders and line, as far as they are
 *     known, or else ""
 */
char *
ppv_figure_frame_place (const PpvProfile *profile, PpvFrameId frame)
{
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  const char *file = ppv_profile_get_string (profile, frames->file[frame]);
  g_autofree char *name = NULL;

  if (*file == '\0')
    return g_strdup ("");
  name = g_path_get_basename (file);
  if (frames->line[frame] == 0)
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s:%u", name, frames->line[frame]);
}

/**
 * ppv_figure_frame_module: (skip)
 * @profile: a profile
 * @frame: a frame of it
 *
 * Returns: the path of its module, or ""
 */
const char *
ppv_figure_frame_module (const PpvProfile *profile, PpvFrameId frame)
{
  PpvModuleId module = ppv_profile_get_frames (profile)->module[frame];

  if (module == PPV_NONE)
    return "";
  return ppv_profile_get_string (profile, ppv_profile_get_modules (profile)->path[module]);
}
