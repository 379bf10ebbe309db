/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "gperftools.h"

G_MODULE_EXPORT const PpvPlugin ppv_plugin = {
  .abi = PPV_PLUGIN_ABI,
  .version = PACKAGE_VERSION,
  .license = "LGPL-2.1-or-later",
  .domain = GETTEXT_PACKAGE,
  .importers = (const PpvImporter *const[]){ &gperftools_cpu, &gperftools_heap, NULL },
};
