/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

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

/* Where the last word of the line begins; 0 when no blank is before it. */
static gsize
find_last_word (const char *line, gsize length)
{
  while (length > 0 && !is_blank (line[length - 1]))
    length--;
  return length;
}

gboolean
collapsed_line_is_empty (const char *line, gsize length)
{
  return trim_blanks (line, length) == 0 || line[0] == '#';
}

/* Decimal only: no "0x1", no "inf". */
static gboolean
is_fraction (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && strchr (".eE+-", text[i]) == NULL)
      return FALSE;
  return length > 0 && text[0] != '-' && text[0] != '+';
}

static gboolean
parse_fraction (CollapsedLine *self, const char *text, gsize length)
{
  double value;

  /* the largest double below 2^63 */
  if (!is_fraction (text, length) || !ppv_parse_f64 (text, length, &value) ||
      value > 9223372036854774784.0)
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
drop_second_number (CollapsedLine *self, const char *line)
{
  gsize word = find_last_word (line, self->length);
  gsize rest = trim_blanks (line, word);
  CollapsedLine other;

  self->differential = rest > 0 && parse_weight (&other, line + word, self->length - word);
  if (self->differential)
    self->length = rest;
}

gboolean
collapsed_line_parse (CollapsedLine *self, const char *line, gsize length)
{
  gsize word;

  length = trim_blanks (line, length);
  word = find_last_word (line, length);
  if (word == 0 || !parse_weight (self, line + word, length - word))
    return FALSE;
  self->length = trim_blanks (line, word);
  drop_second_number (self, line);
  return TRUE;
}
