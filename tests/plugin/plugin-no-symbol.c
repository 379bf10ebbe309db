/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gmodule.h>

G_MODULE_EXPORT const int not_a_plugin = 1;
