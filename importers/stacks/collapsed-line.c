/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "collapsed-line.h"
#include "ppv-number.h"

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gsize
trim_blanks (const char *line, gsize length)
{
  while (length > 0 && is_blank (line[length - 1]))
    length--;
  return length;
}

static gboolean
is_of_number (char c)
{
  return g_ascii_isdigit (c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
}

/*
 * Where the last word of the line begins if it may be a decimal number (no
 * "0x1", no "inf") with a blank before; else 0.
 */
static gsize
find_last_number (const char *line, gsize length)
{
  gsize at = length;

  while (at > 0 && is_of_number (line[at - 1]))
    at--;
  return at > 0 && at < length && is_blank (line[at - 1]) ? at : 0;
}

gboolean
collapsed_line_is_empty (const char *line, gsize length)
{
  return trim_blanks (line, length) == 0 || line[0] == '#';
}

static gboolean
parse_fraction (CollapsedLine *self, const char *text, gsize length)
{
  double value;

  /* the largest double below 2^63 */
  if (!ppv_parse_f64 (text, length, &value) || signbit (value) || value > 9223372036854774784.0)
    return FALSE;
  self->weight = (gint64) round (value);
  self->rounding = value - round (value);
  return TRUE;
}

static gboolean
parse_weight (CollapsedLine *self, const char *text, gsize length)
{
  guint64 value;

  self->rounding = 0;
  if (ppv_parse_u64 (text, length, &value))
    {
      self->weight = (gint64) value;
      return value <= G_MAXINT64;
    }
  return parse_fraction (self, text, length);
}

/* difffolded.pl writes the weights of two recordings at the end of each line. */
static void
take_second_number (CollapsedLine *self, const char *line)
{
  gsize number = find_last_number (line, self->length);
  gsize rest = trim_blanks (line, number);
  CollapsedLine other;

  self->before = 0;
  self->differential = rest > 0 && parse_weight (&other, line + number, self->length - number);
  if (!self->differential)
    return;
  self->length = rest;
  self->before = other.weight;
  self->rounding += other.rounding;
}

gboolean
collapsed_line_parse (CollapsedLine *self, const char *line, gsize length)
{
  gsize number;

  length = trim_blanks (line, length);
  number = find_last_number (line, length);
  if (number == 0 || !parse_weight (self, line + number, length - number))
    return FALSE;
  self->length = trim_blanks (line, number);
  take_second_number (self, line);
  return TRUE;
}
