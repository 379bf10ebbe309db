/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile.h"

/* The module of a frame, else its function's, else PPV_NONE. */
static inline PpvModuleId
ppv_frame_module (const PpvFrameTable    *frames,
                  const PpvFunctionTable *functions,
                  PpvFrameId              frame)
{
  PpvModuleId module = frames->module[frame];

  return module != PPV_NONE ? module : functions->module[frames->function[frame]];
}

static inline const char *
ppv_function_name (const PpvProfile *profile,
                   PpvFunctionId     function)
{
  return ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]);
}
