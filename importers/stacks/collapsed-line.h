/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * CollapsedLine: one line, taken apart
 * @length: bytes of the stack at the line's begin
 * @weight: what the line counts, in samples
 * @rounding: what was taken away from the number to make @weight whole
 * @differential: whether there was a second number before, of another recording
 */
typedef struct {
  gsize    length;
  gint64   weight;
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
