/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gmodule.h>

#include "ppv-plugin.h"

/* Data, so that the loader cannot put off looking for it. */
extern const int ppv_nobody_defines_this;

G_MODULE_EXPORT const int *ppv_test_reference = &ppv_nobody_defines_this;

G_MODULE_EXPORT const PpvPlugin ppv_plugin = { .abi = PPV_PLUGIN_ABI };
