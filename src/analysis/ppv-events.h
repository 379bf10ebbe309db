/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-selection.h"

G_BEGIN_DECLS

/* One sample: a row of a set. */
typedef struct {
  guint32 set;
  gsize   row;
} PpvEvent;

/**
 * PpvEvents: (skip)
 * @n_rows: number of samples
 * @row: the samples, in the order of time; those of one time as their sets are
 *
 * Samples one by one, as they happened.
 */
typedef struct {
  gsize     n_rows;
  PpvEvent *row;
} PpvEvents;

/*
 * The samples of the selected metric, or of all that are events of the recording: not
 * of those that are derived, and none of a LEVEL.  Those of a set without times stand
 * at time 0, in the order of the file.
 */
PPV_PUBLIC PpvEvents *ppv_events_new  (const PpvProfile    *profile,
                                       const PpvSelection  *selection,
                                       GCancellable        *cancellable,
                                       GError             **error);
PPV_PUBLIC void       ppv_events_free (PpvEvents           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvEvents, ppv_events_free)

G_END_DECLS
