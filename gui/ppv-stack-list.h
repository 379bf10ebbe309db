/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-session.h"

G_BEGIN_DECLS

#define PPV_TYPE_STACK_LIST (ppv_stack_list_get_type ())

/**
 * PpvStackList:
 *
 * Call stacks below each other, each below what it is of: function, place and
 * module of each frame.
 */
G_DECLARE_FINAL_TYPE (PpvStackList, ppv_stack_list, PPV, STACK_LIST, GtkBox)

void  ppv_stack_list_set_session (PpvStackList         *self,
                                  PpvSession           *session);
/* None for nothing. */
void  ppv_stack_list_set_parts   (PpvStackList         *self,
                                  PpvProfile           *profile,
                                  const PpvFindingPart *parts,
                                  guint32               n_parts);
/* What a tool would print of a stack: a line a frame; (transfer full). */
char *ppv_stack_list_dup_text    (const PpvProfile     *profile,
                                  const PpvFindingPart *parts,
                                  guint32               n_parts);

G_END_DECLS
