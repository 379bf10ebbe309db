/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/* What a name says of its frame beside the function. */
typedef enum {
  COLLAPSED_PLAIN,
  COLLAPSED_KERNEL,    /* "read_[k]" */
  COLLAPSED_INLINED,   /* "max_[i]" */
  COLLAPSED_JIT,       /* "render_[j]" */
  COLLAPSED_WAKER,     /* "kick_[w]", below the separator: of the thread that woke this one */
  COLLAPSED_SEPARATOR, /* "--", between what was interrupted and what went on */
} CollapsedKind;

/*
 * CollapsedFrame: the name of a frame, taken apart
 * @name: of the function; not terminated
 * @length: of that, in bytes
 * @kind: what its ending says of it
 * @file: source file; not terminated, NULL when not told
 * @file_length: of that, in bytes
 * @line: in it, from 1, 0 when not told
 */
typedef struct {
  const char   *name;
  gsize         length;
  CollapsedKind kind;
  const char   *file;
  gsize         file_length;
  guint32       line;
} CollapsedFrame;

void       collapsed_frame_parse (CollapsedFrame       *self,
                                  const char           *text,
                                  gsize                 length);
/* A frame at the root cannot be inlined, whatever its name says. */
PpvFrameId collapsed_frame_make  (const CollapsedFrame *self,
                                  PpvProfileBuilder    *builder,
                                  gboolean              is_root);

/*
 * CollapsedOwner: what the first frame of each stack is, where all have one of this form:
 * "V8_Worker-1234/1240" or "V8_Worker-1234", of stackcollapse-perf.pl --tid and --pid
 * @length: bytes of the name
 * @pid: -1 for "?"
 * @tid: -1 when not told
 */
typedef struct {
  gsize  length;
  gint32 pid;
  gint32 tid;
} CollapsedOwner;

/* @text is all of the stack; FALSE when its first frame is of another form. */
gboolean   collapsed_owner_parse (CollapsedOwner       *self,
                                  const char           *text,
                                  gsize                 length);

G_END_DECLS
