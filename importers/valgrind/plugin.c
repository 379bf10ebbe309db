/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "valgrind.h"

G_MODULE_EXPORT const PpvPlugin ppv_plugin = {
  .abi = PPV_PLUGIN_ABI,
  .version = PACKAGE_VERSION,
  .license = "LGPL-2.1-or-later",
  .domain = GETTEXT_PACKAGE,
  .importers = (const PpvImporter *const[]){ &valgrind_cachegrind, &valgrind_callgrind,
                                             &valgrind_dhat, &valgrind_massif, &valgrind_memcheck,
                                             &valgrind_memcheck_log, NULL },
};
