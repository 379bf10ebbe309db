/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-unwind-table.h"

G_BEGIN_DECLS

gboolean             ppv_unwinder_get_swap    (const PpvUnwinder     *self);
/*
 * What is said of the code at @offset of a module, by @rules, or NULL.  In any thread;
 * the first one that asks for a module reads its file, and others wait for it.
 */
const PpvUnwindRule *ppv_unwinder_find        (PpvUnwinder           *self,
                                               PpvModuleId            module,
                                               guint64                offset,
                                               const PpvUnwindRules **rules);
/*
 * Whether a program begins at @offset of a module that was asked for before, or shortly
 * ahead of it: some do in code that nothing is said of.
 */
gboolean             ppv_unwinder_is_entry    (const PpvUnwinder     *self,
                                               PpvModuleId            module,
                                               guint64                offset);
/* Whether nothing is said of any code of a module that was asked for before. */
gboolean             ppv_unwinder_is_untold   (const PpvUnwinder     *self,
                                               PpvModuleId            module);

/* An unwinder of one module, whose only table is @table; takes it.  For tests. */
PpvUnwinder         *ppv_unwinder_new_over    (PpvUnwindMachine       machine,
                                               gboolean               swap,
                                               PpvUnwindTable        *table);

G_END_DECLS
