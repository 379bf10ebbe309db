/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "collapsed-line.h"
#include "ppv-number.h"

/* Decimals beyond these are dropped: a weight is a sum of 64 bits in the end. */
enum { MOST_DECIMALS = 18 };

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

/* Moves the point to the right of all digits that count, or says what is beyond them. */
static gboolean
set_point (CollapsedNumber *self, gint64 exponent, guint64 beyond)
{
  double cut = beyond > 0 ? (double) beyond / 10 : 0;

  for (; exponent > 0 && self->digits > 0; exponent--)
    if (__builtin_mul_overflow (self->digits, 10u, &self->digits))
      return FALSE;
  for (; exponent < 0 && self->digits > 0 && self->digits % 10 == 0 && beyond == 0; exponent++)
    self->digits /= 10;
  for (; exponent < -MOST_DECIMALS && self->digits > 0; exponent++)
    {
      cut = ((double) (self->digits % 10) + cut) / 10;
      self->digits /= 10;
    }
  if (self->digits == 0 && cut <= 0)
    exponent = 0;
  self->decimals = exponent < 0 ? (guint) MIN (-exponent, MOST_DECIMALS) : 0;
  self->cut = cut;
  return TRUE;
}

/*
 * The digits of a number whose form is known to be right, with or without a point, and the
 * exponent of the last; @beyond is the first digit for which there was no room.
 */
static const char *
take_digits (
    CollapsedNumber *self, const char *at, const char *end, gint64 *exponent, guint64 *beyond)
{
  gboolean is_full = FALSE;
  gboolean has_point = FALSE;

  for (; at < end && *at != 'e' && *at != 'E'; at++)
    {
      guint64 more = self->digits;
      guint digit = (guint) (guchar) *at - '0';

      if (*at == '.')
        {
          has_point = TRUE;
          continue;
        }
      is_full = is_full || __builtin_mul_overflow (more, 10u, &more) ||
                __builtin_add_overflow (more, digit, &more);
      if (!is_full)
        self->digits = more;
      else if (*beyond == 0)
        *beyond = digit;
      *exponent += is_full - has_point;
    }
  return at;
}

static gboolean
parse_fraction (CollapsedNumber *self, const char *text, gsize length)
{
  const char *end = text + length;
  gint64 exponent = 0, written = 0;
  guint64 beyond = 0;
  const char *at;
  double value;

  /* the largest double below 2^63 */
  if (!ppv_parse_f64 (text, length, &value) || signbit (value) || value > 9223372036854774784.0)
    return FALSE;
  at = take_digits (self, text, end, &exponent, &beyond);
  if (at < end && *++at == '+')
    at++;
  if (at < end && !ppv_parse_i64 (at, (gsize) (end - at), &written))
    return FALSE;
  return !__builtin_add_overflow (exponent, written, &exponent) &&
         set_point (self, CLAMP (exponent, G_MININT32, G_MAXINT32), beyond);
}

static gboolean
parse_number (CollapsedNumber *self, const char *text, gsize length)
{
  *self = (CollapsedNumber){ 0, 0, 0 };
  if (G_LIKELY (ppv_parse_u64 (text, length, &self->digits)))
    return self->digits <= G_MAXINT64;
  self->digits = 0;
  return parse_fraction (self, text, length);
}

gint64
collapsed_number_scale (const CollapsedNumber *self, guint decimals, double *rounding)
{
  guint64 digits = self->digits;
  double cut = self->cut;
  guint last;

  *rounding = 0;
  for (guint i = self->decimals; i < decimals; i++)
    if (__builtin_mul_overflow (digits, 10u, &digits))
      return G_MAXINT64;
  if (G_LIKELY (self->decimals <= decimals && cut <= 0))
    return (gint64) MIN (digits, G_MAXINT64);
  for (last = self->decimals; last > decimals; last--)
    {
      cut = ((double) (digits % 10) + cut) / 10;
      digits /= 10;
    }
  *rounding = (cut < 0.5 ? -cut : 1 - cut) / pow (10, decimals);
  return (gint64) MIN (digits + (cut >= 0.5), G_MAXINT64);
}

/* difffolded.pl writes the weights of two recordings at the end of each line. */
static void
take_second_number (CollapsedLine *self, const char *line)
{
  gsize number = find_last_number (line, self->length);
  gsize rest = trim_blanks (line, number);

  self->differential =
      rest > 0 && parse_number (&self->before, line + number, self->length - number);
  if (self->differential)
    self->length = rest;
  else
    self->before = (CollapsedNumber){ 0, 0, 0 };
}

gboolean
collapsed_line_parse (CollapsedLine *self, const char *line, gsize length)
{
  gsize number;

  length = trim_blanks (line, length);
  number = find_last_number (line, length);
  if (number == 0 || !parse_number (&self->weight, line + number, length - number))
    return FALSE;
  self->length = trim_blanks (line, number);
  take_second_number (self, line);
  return TRUE;
}
