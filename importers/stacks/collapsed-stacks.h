/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "common/text-map.h"
#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/*
 * CollapsedStacks: finds the row of a stack written as "main;parse;read".
 *
 * Three things make it quick, none of which changes a result: whole texts that
 * were seen are remembered (recordings that nobody merged repeat themselves),
 * the levels shared with the last new text are taken over (merged files are
 * sorted), and frames are found by the bytes of their names.
 */
typedef struct {
  PpvProfileBuilder *builder;
  TextMap            stacks;
  TextMap            frames;
  GByteArray        *last;   /* the last text that was new */
  GArray            *levels; /* of it: where each frame ends, and its stack */
} CollapsedStacks;

void       collapsed_stacks_init  (CollapsedStacks   *self,
                                   PpvProfileBuilder *builder);
void       collapsed_stacks_clear (CollapsedStacks   *self);
/* @cut tells whether the stack was deeper than the limit and lost its inner frames. */
PpvStackId collapsed_stacks_find  (CollapsedStacks   *self,
                                   const char        *text,
                                   gsize              length,
                                   gboolean          *cut);

G_END_DECLS
