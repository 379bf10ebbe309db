/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "common/text-map.h"
#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/*
 * ScriptStacks: makes the row of a stack whose lines come one by one, innermost first.
 *
 * The last line is held back, for the next may tell its place in the source.  Lines are
 * looked up by their bytes and taken apart only when they are new.
 */
typedef struct {
  PpvProfileBuilder *builder;
  TextMap            frames;
  GByteArray        *held;    /* the last line, with the one of its source; empty for none */
  GArray            *places;  /* of this stack so far */
  gboolean           is_flat; /* whether the sample has no callers */
  gboolean           is_cut;
} ScriptStacks;

void       script_stacks_init     (ScriptStacks      *self,
                                   PpvProfileBuilder *builder);
void       script_stacks_clear    (ScriptStacks      *self);
/* @is_flat: its one line is the address of the sample, not moved to that of its file */
void       script_stacks_begin    (ScriptStacks      *self,
                                   gboolean           is_flat);
void       script_stacks_add_line (ScriptStacks      *self,
                                   const char        *line,
                                   gsize              length);
/* FALSE when there is no line it could be of. */
gboolean   script_stacks_add_source (ScriptStacks    *self,
                                   const char        *line,
                                   gsize              length);
/* PPV_NONE without lines; @cut tells whether outer frames were left out (PpvLimits.depth). */
PpvStackId script_stacks_end      (ScriptStacks      *self,
                                   gboolean          *cut);

G_END_DECLS
