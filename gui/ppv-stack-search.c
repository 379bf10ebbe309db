/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-stack-search.h"

/* Names of functions and modules are looked at once, however many frames they have. */
static gboolean *
find_functions (const PpvProfile *profile, const PpvSearch *search)
{
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  gboolean *found = g_new (gboolean, functions->n_rows + 1);

  for (guint32 i = 0; i < functions->n_rows; i++)
    {
      PpvModuleId module = functions->module[i];

      found[i] =
          ppv_search_matches (search, ppv_profile_get_string (profile, functions->name[i])) ||
          (module != PPV_NONE &&
           ppv_search_matches (search, ppv_profile_get_string (profile, modules->path[module])));
    }
  return found;
}

/**
 * ppv_stack_search: (skip)
 * @profile: a profile
 * @search: what to look for
 *
 * Parents come before their children, so one loop does.
 *
 * Returns: (transfer full): for each row of the stack table whether it has it
 */
gboolean *
ppv_stack_search (const PpvProfile *profile, const PpvSearch *search)
{
  const PpvStackTable *stacks = ppv_profile_get_stacks (profile);
  const PpvFrameTable *frames = ppv_profile_get_frames (profile);
  g_autofree gboolean *functions = find_functions (profile, search);
  gboolean *found = g_new (gboolean, stacks->n_rows + 1);

  for (PpvStackId i = 0; i < stacks->n_rows; i++)
    {
      PpvFrameId frame = stacks->frame[i];

      found[i] = (stacks->parent[i] != PPV_NONE && found[stacks->parent[i]]) ||
                 functions[frames->function[frame]] ||
                 ppv_search_matches (search, ppv_profile_get_string (profile, frames->file[frame]));
    }
  return found;
}
