/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-search.h"
#include "ppv.h"

G_BEGIN_DECLS

/*
 * For each stack of @profile whether @search is found in a function, module or file
 * of one of its frames; (transfer full).
 */
gboolean *ppv_stack_search (const PpvProfile *profile,
                            const PpvSearch  *search);

G_END_DECLS
