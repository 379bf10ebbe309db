/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-diff.h"
#include "ppv-profile-builder.h"
#include "ppv-sites-private.h"

/* Where it was found: the first part with a stack. */
static PpvStackId
stack_of (const PpvProfile *profile, const PpvFinding *finding)
{
  const PpvFindingPart *parts = ppv_profile_list_parts (profile, finding);

  for (guint32 i = 0; i < finding->n_parts; i++)
    if (parts[i].stack != PPV_NONE)
      return parts[i].stack;
  return PPV_NONE;
}

/* "InvalidRead in parse", with the module of parse. */
static PpvFrameId
add_frame (PpvProfileBuilder *builder,
           const PpvProfile *profile,
           const PpvFinding *finding,
           PpvFrameId site)
{
  const char *kind = ppv_profile_get_string (profile, finding->kind);
  const PpvFunctionTable *functions = ppv_profile_get_functions (profile);
  const PpvModuleTable *modules = ppv_profile_get_modules (profile);
  PpvFunctionId function;
  PpvModuleId module;
  g_autofree char *name = NULL;
  PpvStringId text;

  if (site == PPV_NONE)
    return ppv_profile_builder_marker (builder, kind);
  function = ppv_profile_get_frames (profile)->function[site];
  module = functions->module[function];
  name = g_strdup_printf ("%s in %s", kind,
                          ppv_profile_get_string (profile, functions->name[function]));
  text = ppv_profile_builder_string (builder, name, -1);
  if (module != PPV_NONE)
    {
      const char *path = ppv_profile_get_string (profile, modules->path[module]);

      module = ppv_profile_builder_module (builder, ppv_profile_builder_string (builder, path, -1),
                                           0, PPV_MODULE_USER);
    }
  function = ppv_profile_builder_function (builder, text, text, module, 0, 0);
  return ppv_profile_builder_frame (builder, function, module, PPV_NO_ADDRESS, 0, FALSE);
}

/**
 * ppv_diff_findings_profile: (skip)
 * @profile: a profile
 *
 * Returns: (transfer full) (nullable): a profile whose costs are how often each kind of
 *     finding was seen at each place
 */
PpvProfile *
ppv_diff_findings_profile (const PpvProfile *profile)
{
  g_autoptr (PpvProfileBuilder) builder = NULL;
  g_autofree PpvFrameId *sites = NULL;
  guint32 n_findings, set;
  const PpvFinding *findings;

  g_return_val_if_fail (profile != NULL, NULL);

  findings = ppv_profile_list_findings (profile, &n_findings);
  if (n_findings == 0)
    return NULL;
  builder = ppv_profile_builder_new (NULL);
  sites = ppv_sites_find (profile);
  set = ppv_profile_builder_set (builder, 0);
  ppv_profile_builder_metric (builder, set, "findings", "count", PPV_METRIC_FLOW);
  for (guint32 i = 0; i < n_findings; i++)
    {
      PpvStackId stack = stack_of (profile, &findings[i]);
      PpvFrameId frame =
          add_frame (builder, profile, &findings[i], stack != PPV_NONE ? sites[stack] : PPV_NONE);
      gint64 count = (gint64) MIN (findings[i].count, G_MAXINT64);

      ppv_profile_builder_sample (builder, set,
                                  ppv_profile_builder_stack (builder, PPV_NONE, frame), 0, PPV_NONE,
                                  PPV_NONE, &count);
    }
  return ppv_profile_builder_seal (builder, ppv_profile_get_file (profile),
                                   ppv_profile_get_format (profile));
}
