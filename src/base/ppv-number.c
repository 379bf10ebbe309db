/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ppv-number.h"

enum { LONGEST_SHORT_NUMBER = 63, LONGEST_FORMATTED = 9 };

/* What fits into 64 bits. */
enum { MOST_DECIMALS = 18 };

/**
 * ppv_parse_u64: (skip)
 * @text: decimal digits
 * @length: how many bytes
 * @value: (out): the number
 *
 * Returns: whether all of @text is a number that fits
 */
gboolean
ppv_parse_u64 (const char *text, gsize length, guint64 *value)
{
  guint64 sum = 0;

  g_return_val_if_fail (text != NULL && value != NULL, FALSE);

  for (gsize i = 0; i < length; i++)
    {
      guint digit = (guint) (guchar) text[i] - '0';

      if (digit > 9 || __builtin_mul_overflow (sum, 10u, &sum) ||
          __builtin_add_overflow (sum, digit, &sum))
        return FALSE;
    }
  *value = sum;
  return length > 0;
}

/**
 * ppv_parse_i64: (skip)
 * @text: decimal digits, perhaps after a minus
 * @length: how many bytes
 * @value: (out): the number
 *
 * Returns: whether all of @text is a number that fits
 */
gboolean
ppv_parse_i64 (const char *text, gsize length, gint64 *value)
{
  gboolean is_negative;
  guint64 size;

  g_return_val_if_fail (text != NULL && value != NULL, FALSE);

  is_negative = length > 0 && text[0] == '-';
  if (!ppv_parse_u64 (text + is_negative, length - (gsize) is_negative, &size) ||
      size > (guint64) G_MAXINT64 + (guint64) is_negative)
    return FALSE;
  *value = (gint64) (is_negative ? -size : size);
  return TRUE;
}

/**
 * ppv_parse_hex: (skip)
 * @text: hexadecimal digits, perhaps after 0x
 * @length: how many bytes
 * @value: (out): the number
 *
 * Returns: whether all of @text is a number that fits
 */
gboolean
ppv_parse_hex (const char *text, gsize length, guint64 *value)
{
  guint64 sum = 0;

  g_return_val_if_fail (text != NULL && value != NULL, FALSE);

  if (length > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
    {
      text += 2;
      length -= 2;
    }
  for (gsize i = 0; i < length; i++)
    {
      gint digit = g_ascii_xdigit_value (text[i]);

      if (digit < 0 || sum >> 60 != 0)
        return FALSE;
      sum = sum << 4 | (guint) digit;
    }
  *value = sum;
  return length > 0;
}

static const char *
skip_digits (const char *at, const char *end)
{
  while (at < end && g_ascii_isdigit (*at))
    at++;
  return at;
}

/* strtod(3) also takes white space, "inf", "nan" and hexadecimal; files may not. */
static gboolean
is_decimal (const char *text, gsize length)
{
  const char *end = text + length;
  const char *at = text < end && *text == '-' ? text + 1 : text;
  const char *digits = at;

  at = skip_digits (digits, end);
  if (at == digits)
    return FALSE;
  if (at < end && *at == '.')
    {
      digits = at + 1;
      at = skip_digits (digits, end);
      if (at == digits)
        return FALSE;
    }
  if (at < end && (*at == 'e' || *at == 'E'))
    {
      at++;
      if (at < end && (*at == '+' || *at == '-'))
        at++;
      digits = at;
      at = skip_digits (digits, end);
      if (at == digits)
        return FALSE;
    }
  return at == end;
}

/**
 * ppv_parse_f64: (skip)
 * @text: a decimal number, perhaps with fraction and exponent
 * @length: how many bytes
 * @value: (out): the number
 *
 * Returns: whether all of @text is a finite number
 */
gboolean
ppv_parse_f64 (const char *text, gsize length, double *value)
{
  char buffer[LONGEST_SHORT_NUMBER + 1];
  g_autofree char *copy = NULL;
  double number;

  g_return_val_if_fail (text != NULL && value != NULL, FALSE);

  if (!is_decimal (text, length))
    return FALSE;
  if (length <= LONGEST_SHORT_NUMBER)
    {
      memcpy (buffer, text, length);
      buffer[length] = '\0';
    }
  else
    copy = g_strndup (text, length);
  number = g_ascii_strtod (copy != NULL ? copy : buffer, NULL);
  if (!isfinite (number))
    return FALSE;
  *value = number;
  return TRUE;
}

/* How many nanoseconds the unit at the end of a time stands for; 0 when there is no such unit. */
static gint64
nanoseconds_of (const char *unit, gsize length)
{
  static const struct {
    const char *name;
    gint64 nanoseconds;
  } units[] = { { "", 1 }, { "ns", 1 }, { "us", 1000 }, { "ms", 1000000 }, { "s", 1000000000 } };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (strlen (units[i].name) == length && memcmp (units[i].name, unit, length) == 0)
      return units[i].nanoseconds;
  return 0;
}

/* The @digits after the point, of units worth @scale; what is below a nanosecond is dropped. */
static gint64
fraction_of (const char *digits, const char *end, gint64 scale)
{
  gint64 sum = 0;

  for (; digits < end && scale > 1; digits++)
    {
      scale /= 10;
      sum += (*digits - '0') * scale;
    }
  return sum;
}

/**
 * ppv_parse_time: (skip)
 * @text: a number and s, ms, us, ns or nothing
 * @length: how many bytes
 * @value: (out): the time, in nanoseconds
 *
 * Returns: whether all of @text is a time that fits
 */
gboolean
ppv_parse_time (const char *text, gsize length, gint64 *value)
{
  const char *end;
  const char *whole_end;
  const char *unit;
  gint64 scale;
  gint64 whole;

  g_return_val_if_fail (text != NULL && value != NULL, FALSE);

  end = text + length;
  whole_end = skip_digits (text, end);
  unit = whole_end;
  if (unit < end && *unit == '.')
    {
      unit = skip_digits (whole_end + 1, end);
      if (unit == whole_end + 1)
        return FALSE;
    }
  scale = nanoseconds_of (unit, (gsize) (end - unit));
  if (scale == 0 || !ppv_parse_i64 (text, (gsize) (whole_end - text), &whole) ||
      __builtin_mul_overflow (whole, scale, &whole))
    return FALSE;
  if (unit > whole_end)
    return !__builtin_add_overflow (whole, fraction_of (whole_end + 1, unit, scale), value);
  *value = whole;
  return TRUE;
}

typedef struct {
  const char *name;
  double factor; /* of the unit before */
} Unit;

/* A little early, so that rounding never shows 1024 KiB or 60.0 s. */
static double
enough_for (double factor, gboolean is_whole)
{
  return is_whole ? factor : factor - (factor > 1000 ? 0.5 : 0.05);
}

/* In the largest of @units that leaves one digit before the point; the smallest has no fraction. */
static char *
format_scaled (gint64 value, const Unit *units, gsize n_units)
{
  double scaled = (double) value;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text = NULL;
  gsize i = 0;

  while (i + 1 < n_units && fabs (scaled) >= enough_for (units[i + 1].factor, i == 0))
    scaled /= units[++i].factor;
  g_ascii_formatd (number, sizeof number, i == 0 ? "%.0f" : "%.1f", scaled);
  text = g_strdup_printf ("%s %s", number, units[i].name);
  if (g_utf8_strlen (text, -1) <= LONGEST_FORMATTED)
    return g_steal_pointer (&text);
  g_ascii_formatd (number, sizeof number, "%.0f", scaled);
  return g_strdup_printf ("%s %s", number, units[i].name);
}

/**
 * ppv_format_bytes: (skip)
 * @bytes: a size
 *
 * Returns: (transfer full): the size for people, as "1.5 MiB"
 */
char *
ppv_format_bytes (gint64 bytes)
{
  static const Unit units[] = {
    { "B", 1 },      { "KiB", 1024 }, { "MiB", 1024 }, { "GiB", 1024 },
    { "TiB", 1024 }, { "PiB", 1024 }, { "EiB", 1024 },
  };

  return format_scaled (bytes, units, G_N_ELEMENTS (units));
}

/**
 * ppv_format_duration: (skip)
 * @nanoseconds: a time span
 *
 * Returns: (transfer full): the time span for people, as "12.3 ms"
 */
char *
ppv_format_duration (gint64 nanoseconds)
{
  static const Unit units[] = {
    { "ns", 1 },   { "µs", 1000 }, { "ms", 1000 }, { "s", 1000 },
    { "min", 60 }, { "h", 60 },    { "d", 24 },
  };

  return format_scaled (nanoseconds, units, G_N_ELEMENTS (units));
}

/**
 * ppv_format_count: (skip)
 * @count: a number
 *
 * Returns: (transfer full): its digits in groups of three, as "1,234,567"
 */
char *
ppv_format_count (gint64 count)
{
  char text[32];
  char *at = text + sizeof text - 1;
  guint64 rest = count < 0 ? -(guint64) count : (guint64) count;
  guint n_digits = 0;

  *at = '\0';
  do
    {
      if (n_digits > 0 && n_digits % 3 == 0)
        *--at = ',';
      *--at = (char) ('0' + rest % 10);
      rest /= 10;
      n_digits++;
    }
  while (rest > 0);
  if (count < 0)
    *--at = '-';
  return g_strdup (at);
}

/* What follows the point, at @at; nothing when that is only zeros. */
static void
put_fraction (char *at, guint64 fraction, guint decimals)
{
  for (; decimals > 0 && fraction % 10 == 0; decimals--)
    fraction /= 10;
  at[decimals > 0 ? decimals + 1 : 0] = '\0';
  for (guint i = decimals; i > 0; i--, fraction /= 10)
    at[i] = (char) ('0' + fraction % 10);
  if (decimals > 0)
    at[0] = '.';
}

/**
 * ppv_format_decimal: (skip)
 * @value: a number
 * @decimals: how many of its digits stand behind the point
 *
 * Returns: (transfer full): the number, exact, without zeros behind the point that say nothing
 */
char *
ppv_format_decimal (gint64 value, guint decimals)
{
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;
  guint64 scale = 1;
  char fraction[MOST_DECIMALS + 2];

  g_return_val_if_fail (decimals <= MOST_DECIMALS, NULL);

  for (guint i = 0; i < decimals; i++)
    scale *= 10;
  put_fraction (fraction, rest % scale, decimals);
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT "%s", value < 0 ? "-" : "", rest / scale,
                          fraction);
}

/**
 * ppv_unit_decimals: (skip)
 * @unit: of a metric, e.g. "samples" or "0.01 samples"
 * @name: (out) (optional): the unit without the fraction of it that is counted
 *
 * Returns: how many digits of a value stand behind the point, at most 18
 */
guint
ppv_unit_decimals (const char *unit, const char **name)
{
  guint n_zeros;

  g_return_val_if_fail (unit != NULL, 0);

  if (name != NULL)
    *name = unit;
  if (G_LIKELY (unit[0] != '0' || unit[1] != '.'))
    return 0;
  n_zeros = (guint) strspn (unit + 2, "0");
  if (n_zeros >= MOST_DECIMALS || unit[2 + n_zeros] != '1' || unit[3 + n_zeros] != ' ')
    return 0;
  if (name != NULL)
    *name = unit + 4 + n_zeros;
  return n_zeros + 1;
}

/* The digits before the point in groups of three. */
static char *
format_fraction (gint64 value, guint decimals)
{
  g_autofree char *number = ppv_format_decimal (value, decimals);
  char *point = strchr (number, '.');
  g_autofree char *whole = NULL;
  gint64 before;

  if (!ppv_parse_i64 (number, point != NULL ? (gsize) (point - number) : strlen (number), &before))
    return g_steal_pointer (&number);
  whole = ppv_format_count (before);
  return g_strconcat (value < 0 && before == 0 ? "-" : "", whole, point, NULL);
}

/**
 * ppv_format_value: (skip)
 * @value: a cost
 * @unit: (nullable): of the metric
 *
 * Returns: (transfer full): the cost in the unit's own way
 */
char *
ppv_format_value (gint64 value, const char *unit)
{
  g_autofree char *count = NULL;
  guint decimals;

  if (g_strcmp0 (unit, "bytes") == 0)
    return ppv_format_bytes (value);
  if (g_strcmp0 (unit, "ns") == 0)
    return ppv_format_duration (value);
  decimals = unit != NULL ? ppv_unit_decimals (unit, &unit) : 0;
  count = decimals > 0 ? format_fraction (value, decimals) : ppv_format_count (value);
  if (unit == NULL || *unit == '\0' || g_str_equal (unit, "count"))
    return g_steal_pointer (&count);
  return g_strdup_printf ("%s %s", count, unit);
}
