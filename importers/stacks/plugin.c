/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "stacks.h"

G_MODULE_EXPORT const PpvPlugin ppv_plugin = {
  .abi = PPV_PLUGIN_ABI,
  .version = PACKAGE_VERSION,
  .license = "LGPL-2.1-or-later",
  .domain = GETTEXT_PACKAGE,
  .importers = (const PpvImporter *const[]){ &stacks_collapsed, &stacks_perf_script, NULL },
};
