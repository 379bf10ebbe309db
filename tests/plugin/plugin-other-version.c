/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gmodule.h>

#include "ppv-plugin.h"

G_MODULE_EXPORT const PpvPlugin ppv_plugin = { .abi = PPV_PLUGIN_ABI + 41 };
