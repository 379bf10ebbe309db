/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "collapsed-frame.h"
#include "common/text-map.h"

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
  gboolean           has_owners; /* whether the first frame is a process or thread */
  TextMap            stacks;
  TextMap            frames;
  TextMap            roots;      /* the same names may make other frames there */
  TextMap            threads;
  GByteArray        *last;       /* the last text that was new */
  GArray            *levels;     /* of it: where each frame ends, and its stack */
  guint64            n_kinds[COLLAPSED_SEPARATOR + 1]; /* names of each kind, at least */
  guint64            n_places;   /* names with a place in a file, at least */
} CollapsedStacks;

void        collapsed_stacks_init   (CollapsedStacks   *self,
                                     PpvProfileBuilder *builder,
                                     gboolean           has_owners);
void        collapsed_stacks_clear  (CollapsedStacks   *self);
/* @cut tells whether the stack was deeper than the limit and lost its inner frames. */
PpvStackId  collapsed_stacks_find   (CollapsedStacks   *self,
                                     const char        *text,
                                     gsize              length,
                                     gboolean          *cut);
/* The thread that the first frame names; PPV_NONE when it does not. */
PpvThreadId collapsed_stacks_thread (CollapsedStacks   *self,
                                     const char        *text,
                                     gsize              length);

G_END_DECLS
