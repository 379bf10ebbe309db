/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * CollapsedNumber: a decimal number as it is written
 * @digits: all of them, without the point
 * @decimals: how many stand behind the point, the last not 0
 * @cut: what is missing of it because there are too many digits, less than one of the last
 */
typedef struct {
  guint64  digits;
  guint    decimals;
  double   cut;
} CollapsedNumber;

/*
 * CollapsedLine: one line, taken apart
 * @length: bytes of the stack at the line's begin
 * @weight: what the line counts, in samples
 * @before: the number before it, of the recording it is compared with; 0 for none
 * @differential: whether there was a second number before, of another recording
 */
typedef struct {
  gsize           length;
  CollapsedNumber weight;
  CollapsedNumber before;
  gboolean        differential;
} CollapsedLine;

/* Blank lines and comments. */
gboolean collapsed_line_is_empty (const char            *line,
                                  gsize                  length);
/* FALSE when it does not end in a blank and a number that is less than 2^63. */
gboolean collapsed_line_parse    (CollapsedLine         *self,
                                  const char            *line,
                                  gsize                  length);
/* The number in units of 10^-@decimals; @rounding is what was added to make it whole. */
gint64   collapsed_number_scale  (const CollapsedNumber *self,
                                  guint                  decimals,
                                  double                *rounding);

G_END_DECLS
