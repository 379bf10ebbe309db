/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-stack-costs.h"

G_BEGIN_DECLS

typedef enum {
  PPV_BY_FUNCTION,
  PPV_BY_MODULE,
  PPV_BY_FILE,
  PPV_BY_LINE,
  PPV_BY_THREAD,
  PPV_BY_PROCESS,
  PPV_BY_CPU,
  PPV_BY_STACK,
} PpvHotspotsBy;

typedef enum {
  PPV_SORT_SELF,
  PPV_SORT_TOTAL,
  PPV_SORT_NAME,
} PpvHotspotsSort;

/**
 * PpvHotspots: (skip)
 * @by: what a row is
 * @n_rows: number of rows; only those with cost or samples
 * @key: what the row stands for: a function; a module, process or thread row; a
 *     file (string id); a cpu number; for lines a frame of it; for stacks, of
 *     which those with the same functions are one, the first of them.  PPV_NONE
 *     for what is not known.  Unique.
 * @self: cost with the row's code on top of the stack, in the metric's unit
 * @total: cost with it anywhere in the stack, counted once a sample
 * @samples: number of samples with it anywhere in the stack, once a sample
 * @self_samples: number of samples with it on top
 * @sum: of all selected samples; the @self of all rows add up to it
 * @n_samples: of all selected samples
 *
 * Of a profile with calls, #PpvCallTable, @total is @self and the cost of the calls made,
 * but for those within a cycle of functions (modules, files) that call each other.  Where
 * a selection leaves out samples of a row, nobody knows what of its calls that means: its
 * @total is @self then.
 *
 * Where the cost is.  For threads, processes, cpus and whole stacks self and total
 * are equal.
 */
typedef struct {
  PpvHotspotsBy by;
  guint32       n_rows;
  guint32      *key;
  gint64       *self;
  gint64       *total;
  guint64      *samples;
  guint64      *self_samples;
  gint64        sum;
  guint64       n_samples;
} PpvHotspots;

/* Rows by descending self, then total, then name. */
PPV_PUBLIC PpvHotspots *ppv_hotspots_new        (const PpvProfile    *profile,
                                                 const PpvSelection  *selection,
                                                 PpvHotspotsBy        by,
                                                 GCancellable        *cancellable,
                                                 GError             **error);
/* By function, module, file or line from costs that are there already. */
PPV_PUBLIC PpvHotspots *ppv_hotspots_from_costs (const PpvProfile    *profile,
                                                 const PpvStackCosts *costs,
                                                 PpvHotspotsBy        by);
PPV_PUBLIC void         ppv_hotspots_free       (PpvHotspots         *self);
/* Sorts the rows again. */
PPV_PUBLIC void         ppv_hotspots_sort       (PpvHotspots         *self,
                                                 const PpvProfile    *profile,
                                                 PpvHotspotsSort      sort);
/* What to call a row; (transfer full). */
PPV_PUBLIC char        *ppv_hotspots_dup_label  (const PpvHotspots   *self,
                                                 const PpvProfile    *profile,
                                                 guint32              row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvHotspots, ppv_hotspots_free)

G_END_DECLS
