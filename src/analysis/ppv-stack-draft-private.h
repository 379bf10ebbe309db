/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-profile.h"

/* What a stack is that has no row: left out, or without a frame so far. */
#define PPV_STACK_LEFT_OUT PPV_NONE
#define PPV_STACK_EMPTY    (PPV_NONE - 1)

/*
 * Stacks on the way from those of a profile to those that are shown.
 * @n_rows: of the table so far, whose parents precede their children
 * @parent: as in #PpvStackTable
 * @frame: likewise
 * @map: for each row of the profile's table its row here, or one of the above
 */
typedef struct {
  guint32     n_rows;
  PpvStackId *parent;
  PpvFrameId *frame;
  PpvStackId *map;
} PpvStackDraft;

/* A table that is being made: each pair of caller and frame has one row. */
typedef struct {
  guint32      n_rows;
  guint32      n_allocated;
  PpvStackId  *parent;
  PpvFrameId  *frame;
  PpvInterner  index;
} PpvStackMaker;

/* The stacks of @profile as they are. */
void       ppv_stack_draft_init   (PpvStackDraft    *self,
                                   const PpvProfile *profile);
void       ppv_stack_draft_clear  (PpvStackDraft    *self);

void       ppv_stack_maker_init   (PpvStackMaker    *self);
/* The row of @frame called from @caller, which is a row or PPV_STACK_EMPTY. */
PpvStackId ppv_stack_maker_row    (PpvStackMaker    *self,
                                   PpvStackId        caller,
                                   PpvFrameId        frame);
/* Puts the table in the place of that of @draft. */
void       ppv_stack_maker_finish (PpvStackMaker    *self,
                                   PpvStackDraft    *draft);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvStackDraft, ppv_stack_draft_clear)
