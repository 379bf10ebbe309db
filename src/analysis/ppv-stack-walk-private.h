/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-stack-costs.h"

/*
 * Adds to @total[k] and @samples[k] what is spent in stacks that have a row of
 * key k, once however often the key stands in the stack.  @key_of_stack has a
 * number below @n_keys for each row of the stack table, or PPV_NONE for rows
 * that do not count.  Linear in the number of stacks.
 */
void ppv_stack_walk_totals (const PpvProfile    *profile,
                            const PpvStackCosts *costs,
                            const guint32       *key_of_stack,
                            guint32              n_keys,
                            gint64              *total,
                            guint64             *samples);
