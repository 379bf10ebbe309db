/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-sample-pass-private.h"

/* The costs of all rows of @pass that its matcher lets through. */
PpvStackCosts *ppv_stack_costs_from_pass (const PpvProfile     *profile,
                                          const PpvSamplePass  *pass,
                                          GCancellable         *cancellable,
                                          GError              **error);
