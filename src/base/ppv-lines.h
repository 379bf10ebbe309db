/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-input.h"

G_BEGIN_DECLS

/**
 * PpvLines: (skip)
 * @line: the current line, without its end ("\n" or "\r\n"); not terminated
 * @length: its bytes
 * @number: its number, from 1
 * @offset: where it begins in the file
 * @ended: whether it had an end; only the last line may lack it
 * @cut: whether it was longer than the limit; @line holds the first part then,
 *     the rest is skipped, and @ended is TRUE
 *
 * The lines of a text file.
 */
typedef struct {
  const char *line;
  gsize       length;
  guint64     number;
  guint64     offset;
  gboolean    ended;
  gboolean    cut;

  /*< private >*/
  PpvInput   *input;
  gsize       limit;
  guint64     next;
  gboolean    skipping;
  const char *window;
  const char *window_end;
} PpvLines;

PPV_PUBLIC void     ppv_lines_init (PpvLines  *self,
                                    PpvInput  *input,
                                    gsize      limit);
/* To the line that begins at @offset, which counts as the first. */
PPV_PUBLIC void     ppv_lines_seek (PpvLines  *self,
                                    guint64    offset);
/* FALSE at the end of the file, or with @error for an error of the system. */
PPV_PUBLIC gboolean ppv_lines_next (PpvLines  *self,
                                    GError   **error);

/* For lines so many that each call counts: what is in memory behind the current one. */
static inline const char *
ppv_lines_peek (const PpvLines *self,
                gsize          *n_bytes)
{
  *n_bytes = (gsize) (self->window_end - self->window);
  return self->window;
}

/* They were read up to @at, where the next one begins: so many lines. */
static inline void
ppv_lines_pass (PpvLines   *self,
                const char *at,
                guint64     n_lines)
{
  self->next += (guint64) (at - self->window);
  self->window = at;
  self->number += n_lines;
}

G_END_DECLS
