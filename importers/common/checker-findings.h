/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/* A line of a stack, as the tool wrote it; texts are "" where it did not know. */
typedef struct {
  guint64     address; /* in the process, or PPV_NO_ADDRESS */
  const char *function;
  const char *object;
  const char *file;    /* with its folder where that is known */
  guint64     line;
} CheckerFrame;

/*
 * CheckerFindings: what memcheck, Helgrind and DRD found, on its way to the builder.
 *
 * An error is begun, given stacks and texts in the order of the file, and ended; a
 * text is what the stack after it is of.  How often each was seen stands at the end
 * of the file, so samples are made when all is read: a set of errors by stack, and
 * one of leaked bytes and blocks.
 */
typedef struct {
  PpvProfileBuilder *builder;
  guint64            most_frames;
  PpvProcessId       process;

  PpvFinding         finding; /* the one that was begun */
  gint32             tid;
  PpvStringId        thread_name;
  GArray            *frames;  /* of the stack that is being read, innermost first */
  GArray            *parts;   /* PpvFindingPart of the error */
  gboolean           has_text; /* whether the last part waits for its stack */

  GArray            *found;   /* what samples will be made of */
  GHashTable        *by_key;  /* the tool's number of an error to its place in @found */
} CheckerFindings;

void       checker_findings_init      (CheckerFindings    *self,
                                       PpvProfileBuilder  *builder);
void       checker_findings_clear     (CheckerFindings    *self);
void       checker_findings_begin     (CheckerFindings    *self);
/* What the next stack is of, or a remark without one. */
void       checker_findings_add_text  (CheckerFindings    *self,
                                       const char         *text);
void       checker_findings_add_frame (CheckerFindings    *self,
                                       const CheckerFrame *frame);
/* The stack of the frames since the last one; PPV_NONE without any. */
PpvStackId checker_findings_end_stack (CheckerFindings    *self);
/* Adds a stack to the error. */
void       checker_findings_add_stack (CheckerFindings    *self,
                                       PpvStackId          stack);
/* Drops the stack that is being read. */
void       checker_findings_drop_stack (CheckerFindings   *self);
/*
 * The error is complete.  @key is the tool's number of it, or PPV_NO_ADDRESS.
 * Returns: its place among those found, or PPV_NONE
 */
guint32    checker_findings_end       (CheckerFindings    *self,
                                       guint64             key);
/* Says how often the error with this number was seen; FALSE when there is none. */
gboolean   checker_findings_count     (CheckerFindings    *self,
                                       guint64             key,
                                       guint64             count);
/* What follows is of another program, which counts its errors anew. */
void       checker_findings_forget_keys (CheckerFindings  *self);
/* All is read: makes the samples. */
void       checker_findings_finish    (CheckerFindings    *self);

G_END_DECLS
