/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * CollapsedLine: one line, taken apart
 * @length: bytes of the stack at the line's begin
 * @weight: what the line counts, in samples
 * @before: the number before it, of the recording it is compared with; 0 for none
 * @rounding: what was taken away from both to make them whole
 * @differential: whether there was a second number before, of another recording
 */
typedef struct {
  gsize    length;
  gint64   weight;
  gint64   before;
  double   rounding;
  gboolean differential;
} CollapsedLine;

/* Blank lines and comments. */
gboolean collapsed_line_is_empty (const char    *line,
                                  gsize          length);
/* FALSE when it does not end in a blank and a number. */
gboolean collapsed_line_parse    (CollapsedLine *self,
                                  const char    *line,
                                  gsize          length);

G_END_DECLS
