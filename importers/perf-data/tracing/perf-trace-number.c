/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* printf as the kernel's print formats use it, with numbers whose sizes a file decides. */

#include "config.h"

#include <string.h>

#include "perf-trace-number.h"

/* Wider columns are damage. */
enum { MAX_WIDTH = 256 };

static const char *
read_flags (PerfConversion *self, const char *at)
{
  for (;; at++)
    switch (*at)
      {
      case '-':
        self->left = TRUE;
        break;
      case '0':
        self->zero = TRUE;
        break;
      case '+':
        self->plus = TRUE;
        break;
      case ' ':
        self->blank = TRUE;
        break;
      case '#':
        self->alternate = TRUE;
        break;
      default:
        return at;
      }
}

static const char *
read_count (const char *at, guint *count)
{
  for (*count = 0; g_ascii_isdigit (*at); at++)
    *count = MIN (*count * 10 + (guint) (*at - '0'), MAX_WIDTH);
  return at;
}

static const char *
read_width (PerfConversion *self, const char *at)
{
  guint precision;

  self->width_is_argument = *at == '*';
  at = self->width_is_argument ? at + 1 : read_count (at, &self->width);
  self->precision = -1;
  if (*at != '.')
    return at;
  at++;
  self->precision_is_argument = *at == '*';
  if (self->precision_is_argument)
    return at + 1;
  at = read_count (at, &precision);
  self->precision = (int) precision;
  return at;
}

static const char *
read_size (PerfConversion *self, const char *at)
{
  self->size = 4;
  if (g_str_has_prefix (at, "ll") || g_str_has_prefix (at, "hh"))
    {
      self->size = *at == 'l' ? 8 : 1;
      return at + 2;
    }
  switch (*at)
    {
    case 'h':
      self->size = 2;
      return at + 1;
    case 'l':
    case 'z':
    case 't':
      self->size = 0;
      return at + 1;
    case 'L':
    case 'j':
      self->size = 8;
      return at + 1;
    default:
      return at;
    }
}

const char *
perf_conversion_read (PerfConversion *self, const char *at)
{
  memset (self, 0, sizeof *self);
  at = read_flags (self, at);
  at = read_width (self, at);
  at = read_size (self, at);
  self->conversion = *at;
  if (*at == '\0' || strchr ("diuxXocsp", *at) == NULL)
    return NULL;
  at++;
  if (self->conversion == 'p' && g_ascii_isalpha (*at))
    {
      self->extension = *at++;
      self->size = 0;
    }
  return at;
}

static void
append_padded (const PerfConversion *self, const char *bytes, gsize length, GString *text)
{
  gsize n_blanks = self->width > length ? self->width - length : 0;

  for (gsize i = 0; i < n_blanks && !self->left; i++)
    g_string_append_c (text, ' ');
  g_string_append_len (text, bytes, (gssize) length);
  for (gsize i = 0; i < n_blanks && self->left; i++)
    g_string_append_c (text, ' ');
}

/* The digits of @number behind @sign, with as many zeros as are asked for. */
static void
append_digits (
    const PerfConversion *self, const char *sign, guint64 number, guint base, GString *text)
{
  const char *digits = self->conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
  char reversed[MAX_WIDTH + 32];
  gsize n_digits = 0, n_least, length;

  n_least = self->precision >= 0 ? (gsize) MIN (self->precision, MAX_WIDTH) : 1;
  if (self->zero && !self->left && self->precision < 0 && self->width > strlen (sign))
    n_least = MIN (self->width, MAX_WIDTH) - strlen (sign);
  for (; number > 0 || n_digits < n_least; number /= base)
    reversed[n_digits++] = digits[number % base];
  for (length = strlen (sign); length > 0; length--)
    reversed[n_digits++] = sign[length - 1];
  for (gsize i = 0; i < n_digits / 2; i++)
    {
      char c = reversed[i];

      reversed[i] = reversed[n_digits - 1 - i];
      reversed[n_digits - 1 - i] = c;
    }
  append_padded (self, reversed, n_digits, text);
}

void
perf_conversion_number (const PerfConversion *self, guint64 number, guint long_size, GString *text)
{
  guint bits = 8 * (self->size > 0 ? (guint) self->size : long_size);
  guint64 cut = bits < 64 ? number & ((G_GUINT64_CONSTANT (1) << bits) - 1) : number;
  gboolean negative = (cut >> (bits - 1) & 1) != 0;
  guint64 amount = bits < 64 && negative ? (G_GUINT64_CONSTANT (1) << bits) - cut : 0 - cut;

  switch (self->conversion)
    {
    case 'd':
    case 'i':
      append_digits (self,
                     negative      ? "-"
                     : self->plus  ? "+"
                     : self->blank ? " "
                                   : "",
                     negative ? amount : cut, 10, text);
      break;
    case 'u':
      append_digits (self, "", cut, 10, text);
      break;
    case 'o':
      append_digits (self, self->alternate ? "0" : "", cut, 8, text);
      break;
    case 'p':
      append_digits (self, "0x", cut, 16, text);
      break;
    default:
      append_digits (self, self->alternate && cut != 0 ? "0x" : "", cut, 16, text);
    }
}

void
perf_conversion_text (const PerfConversion *self, const char *bytes, gsize length, GString *text)
{
  if (self->precision >= 0)
    length = MIN (length, (gsize) self->precision);
  append_padded (self, bytes, length, text);
}
