/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PpvFlameHistory:
 *
 * The nodes a flame graph was zoomed to, with a place in them, as a web
 * browser has it.  It begins with PPV_NONE, everything.
 */
typedef struct _PpvFlameHistory PpvFlameHistory;

PpvFlameHistory *ppv_flame_history_new     (void);
void             ppv_flame_history_free    (PpvFlameHistory       *self);
PpvFlameHistory *ppv_flame_history_copy    (const PpvFlameHistory *self);
/*
 * Puts @find's answer in the place of each node; those it answers PPV_NONE for are
 * forgotten.
 */
void             ppv_flame_history_map     (PpvFlameHistory       *self,
                                            guint32              (*find) (guint32  node,
                                                                          gpointer user_data),
                                            gpointer               user_data);
guint32          ppv_flame_history_get     (const PpvFlameHistory *self);
/* Forgets what was ahead; the present node is not added again. */
void             ppv_flame_history_push    (PpvFlameHistory       *self,
                                            guint32                node);
/* @steps is -1 or 1; whether there was anything there. */
gboolean         ppv_flame_history_go      (PpvFlameHistory       *self,
                                            int                    steps);
gboolean         ppv_flame_history_can_go  (const PpvFlameHistory *self,
                                            int                    steps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvFlameHistory, ppv_flame_history_free)

G_END_DECLS
