/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-stack-costs.h"

G_BEGIN_DECLS

/**
 * PpvArc: (skip)
 * @caller: the calling function
 * @callee: the one it calls
 * @total: cost of the samples with this call in their stack, once a sample
 * @samples: their number
 *
 * Of a profile with calls, #PpvCallTable, @total is what the calls cost and @samples how
 * many there were.
 */
typedef struct {
  PpvFunctionId caller;
  PpvFunctionId callee;
  gint64        total;
  guint64       samples;
} PpvArc;

/**
 * PpvArcs: (skip)
 *
 * Who calls whom directly, of all functions at once.  Made in time linear in
 * the number of stacks; a function's neighbours are then a look-up.
 */
typedef struct _PpvArcs PpvArcs;

/* Borrows @profile, which must live longer. */
PPV_PUBLIC PpvArcs       *ppv_arcs_new        (const PpvProfile    *profile,
                                               const PpvStackCosts *costs);
PPV_PUBLIC void           ppv_arcs_free       (PpvArcs             *self);
/* By row of the caller, then by descending total, then by name of the callee. */
PPV_PUBLIC const PpvArc  *ppv_arcs_list       (const PpvArcs       *self,
                                               guint32             *n_arcs);
/* The arcs to (@callers) or from @function, by descending total; (transfer full). */
PPV_PUBLIC PpvArc        *ppv_arcs_dup_of     (const PpvArcs       *self,
                                               PpvFunctionId        function,
                                               gboolean             callers,
                                               guint32             *n_arcs);
/*
 * The functions that call (@callers) or are called by @function, by descending
 * cost, at most @limit.  (transfer full): an array that ends with PPV_NONE.
 */
PPV_PUBLIC PpvFunctionId *ppv_arcs_neighbours (const PpvArcs       *self,
                                               PpvFunctionId        function,
                                               gboolean             callers,
                                               guint                limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvArcs, ppv_arcs_free)

G_END_DECLS
