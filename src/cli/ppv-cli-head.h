/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli-output.h"

G_BEGIN_DECLS

/* The lines above a table: the file, the metric and what of it was selected. */
void        ppv_head_print   (const PpvCommand    *command,
                              const PpvProfile    *profile,
                              const PpvStackCosts *costs,
                              PpvOutput           *output);
/* Says that there is nothing to show, and why. */
void        ppv_head_no_samples (const PpvProfile *profile,
                              PpvOutput           *output);
/* The unit of the costs. */
const char *ppv_head_unit    (const PpvProfile    *profile,
                              const PpvStackCosts *costs);

G_END_DECLS
