/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-memory-history.h"
#include "ppv-session.h"

G_BEGIN_DECLS

#define PPV_TYPE_MEMORY_CALLERS (ppv_memory_callers_get_type ())

/**
 * PpvMemoryCallers:
 *
 * A tree of who allocated what was in use in one snapshot: functions that allocate,
 * below them those that called them.
 */
G_DECLARE_FINAL_TYPE (PpvMemoryCallers, ppv_memory_callers, PPV, MEMORY_CALLERS, GtkBox)

void                ppv_memory_callers_set_session (PpvMemoryCallers *self,
                                                    PpvSession       *session);
/* Takes @tree; NULL for nothing. */
void                ppv_memory_callers_set_tree    (PpvMemoryCallers *self,
                                                    PpvMemoryTree    *tree);
GtkSelectionModel  *ppv_memory_callers_get_model   (PpvMemoryCallers *self);

G_END_DECLS
