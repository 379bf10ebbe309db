/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gmodule.h>

#include "ppv-plugin.h"

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, g_quark_from_static_string ("test"), 1, "the moon is not full");
  return FALSE;
}

G_MODULE_EXPORT const PpvPlugin ppv_plugin = { .abi = PPV_PLUGIN_ABI, .init = refuse };
