/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv.h"

G_BEGIN_DECLS

/**
 * PpvSelectionHistory:
 * @selection: the one that counts
 * @undo: (element-type PpvSelection): older ones, the latest last
 * @redo: (element-type PpvSelection): those that were undone, the latest last
 *
 * A selection with those before it: a plain value.
 */
typedef struct {
  PpvSelection *selection;
  GPtrArray    *undo;
  GPtrArray    *redo;
} PpvSelectionHistory;

/* Of one that selects everything. */
PpvSelectionHistory *ppv_selection_history_new  (void);
PpvSelectionHistory *ppv_selection_history_copy (const PpvSelectionHistory *self);
void                 ppv_selection_history_free (PpvSelectionHistory       *self);
/* Takes @selection. */
void                 ppv_selection_history_push (PpvSelectionHistory       *self,
                                                 PpvSelection              *selection);
/* A step back (-1) or forward (1); whether there was one. */
gboolean             ppv_selection_history_go   (PpvSelectionHistory       *self,
                                                 int                        step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvSelectionHistory, ppv_selection_history_free)

G_END_DECLS
