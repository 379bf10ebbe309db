/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "ppv-json-writer.h"
#include "ppv-number.h"
#include "ppv-text.h"

/*
 * Deeper levels are not indented further, or the call trees, whose nodes have eight
 * lines each, would be mostly white space.
 */
enum { DEEPEST_INDENTATION = 8 };

/* What a double, and so JavaScript, counts without gaps. */
#define LARGEST_EXACT (G_GINT64_CONSTANT (1) << 53)

struct _PpvJsonWriter {
  PpvSink *sink;
  gboolean pretty;
  guint decimals;    /* of costs */
  gboolean is_first; /* whether the innermost container is still empty */
  GString *closers;  /* what ends each open container, outermost first */
};

/**
 * ppv_json_writer_new: (skip)
 * @sink: where the JSON goes; must outlive the writer
 * @pretty: whether to indent, and to end with a line end
 *
 * Returns: (transfer full): a writer
 */
PpvJsonWriter *
ppv_json_writer_new (PpvSink *sink, gboolean pretty)
{
  PpvJsonWriter *self;

  g_return_val_if_fail (sink != NULL, NULL);

  self = g_new0 (PpvJsonWriter, 1);
  self->sink = sink;
  self->pretty = pretty;
  self->is_first = TRUE;
  self->closers = g_string_new (NULL);
  return self;
}

/**
 * ppv_json_writer_free: (skip)
 * @self: (nullable): a writer
 */
void
ppv_json_writer_free (PpvJsonWriter *self)
{
  if (self == NULL)
    return;
  g_string_free (self->closers, TRUE);
  g_free (self);
}

static void
begin_line (PpvJsonWriter *self)
{
  static const char spaces[2 * DEEPEST_INDENTATION + 1] = "                ";

  if (!self->pretty)
    return;
  ppv_sink_write (self->sink, "\n", 1);
  ppv_sink_write (self->sink, spaces, 2 * MIN (self->closers->len, DEEPEST_INDENTATION));
}

/* How many bytes of @text stand for themselves in JSON for sure: nearly all names are such. */
static gsize
plain_length (const char *text)
{
  const char *at = text;

  while (*at >= ' ' && *at < 127 && *at != '"' && *at != '\\' && *at != '<')
    at++;
  return (gsize) (at - text);
}

static void
write_quoted (PpvJsonWriter *self, const char *text)
{
  gsize length = plain_length (text);

  ppv_sink_write (self->sink, "\"", 1);
  if (text[length] == '\0')
    ppv_sink_write (self->sink, text, length);
  else
    ppv_sink_escaped (self->sink, ppv_escape_json, text);
  ppv_sink_write (self->sink, "\"", 1);
}

/* All that comes before a value. */
static void
begin_value (PpvJsonWriter *self, const char *key)
{
  if (!self->is_first)
    ppv_sink_write (self->sink, ",", 1);
  if (self->closers->len > 0)
    begin_line (self);
  self->is_first = FALSE;
  if (key == NULL)
    return;
  write_quoted (self, key);
  ppv_sink_write (self->sink, ": ", self->pretty ? 2 : 1);
}

static void
begin_container (PpvJsonWriter *self, const char *key, const char *opener, char closer)
{
  begin_value (self, key);
  ppv_sink_write (self->sink, opener, 1);
  g_string_append_c (self->closers, closer);
  self->is_first = TRUE;
}

/**
 * ppv_json_begin_object: (skip)
 * @self: a writer
 * @key: (nullable): in an object, the member's name
 */
void
ppv_json_begin_object (PpvJsonWriter *self, const char *key)
{
  g_return_if_fail (self != NULL);

  begin_container (self, key, "{", '}');
}

/**
 * ppv_json_begin_array: (skip)
 * @self: a writer
 * @key: (nullable): in an object, the member's name
 */
void
ppv_json_begin_array (PpvJsonWriter *self, const char *key)
{
  g_return_if_fail (self != NULL);

  begin_container (self, key, "[", ']');
}

/**
 * ppv_json_end: (skip)
 * @self: a writer in an object or array
 */
void
ppv_json_end (PpvJsonWriter *self)
{
  gsize depth;
  char closer;

  g_return_if_fail (self != NULL && self->closers->len > 0);

  depth = self->closers->len - 1;
  closer = self->closers->str[depth];
  g_string_truncate (self->closers, depth);
  if (!self->is_first)
    begin_line (self);
  self->is_first = FALSE;
  ppv_sink_write (self->sink, &closer, 1);
  if (self->pretty && depth == 0)
    ppv_sink_write (self->sink, "\n", 1);
}

/**
 * ppv_json_string: (skip)
 * @self: a writer
 * @key: (nullable): in an object, the member's name
 * @text: (nullable): valid UTF-8
 */
void
ppv_json_string (PpvJsonWriter *self, const char *key, const char *text)
{
  g_return_if_fail (self != NULL);

  begin_value (self, key);
  if (text != NULL)
    write_quoted (self, text);
  else
    ppv_sink_write (self->sink, "null", 4);
}

/* As printf's "%d", in a fraction of its time. */
static void
write_int (PpvSink *sink, gint64 value)
{
  char text[24];
  char *end = text + sizeof text;
  char *at = end;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do
    {
      *--at = (char) ('0' + rest % 10);
      rest /= 10;
    }
  while (rest > 0);
  if (value < 0)
    *--at = '-';
  ppv_sink_write (sink, at, (gsize) (end - at));
}

/**
 * ppv_json_int: (skip)
 * @self: a writer
 * @key: (nullable): in an object, the member's name
 * @value: a number; a string of its digits is written when it is beyond 2^53
 */
void
ppv_json_int (PpvJsonWriter *self, const char *key, gint64 value)
{
  gboolean is_exact = value >= -LARGEST_EXACT && value <= LARGEST_EXACT;

  g_return_if_fail (self != NULL);

  begin_value (self, key);
  ppv_sink_write (self->sink, "\"", is_exact ? 0 : 1);
  write_int (self->sink, value);
  ppv_sink_write (self->sink, "\"", is_exact ? 0 : 1);
}

/**
 * ppv_json_decimal: (skip)
 * @self: a writer
 * @key: (nullable): in an object, the member's name
 * @value: a number
 * @decimals: how many of its digits stand behind the point
 */
void
ppv_json_decimal (PpvJsonWriter *self, const char *key, gint64 value, guint decimals)
{
  g_autofree char *text = NULL;

  g_return_if_fail (self != NULL);

  if (decimals == 0)
    {
      ppv_json_int (self, key, value);
      return;
    }
  text = ppv_format_decimal (value, decimals);
  if (value < -LARGEST_EXACT || value > LARGEST_EXACT)
    {
      ppv_json_string (self, key, text);
      return;
    }
  begin_value (self, key);
  ppv_sink_puts (self->sink, text);
}

/**
 * ppv_json_set_decimals: (skip)
 * @self: a writer
 * @decimals: how many digits of a cost stand behind the point
 */
void
ppv_json_set_decimals (PpvJsonWriter *self, guint decimals)
{
  g_return_if_fail (self != NULL);

  self->decimals = decimals;
}

/**
 * ppv_json_cost: (skip)
 * @self: a writer
 * @key: (nullable): in an object, the member's name
 * @value: a cost, of the metric the writer was told of
 */
void
ppv_json_cost (PpvJsonWriter *self, const char *key, gint64 value)
{
  g_return_if_fail (self != NULL);

  ppv_json_decimal (self, key, value, self->decimals);
}

/**
 * ppv_json_double: (skip)
 * @self: a writer
 * @key: (nullable): in an object, the member's name
 * @value: a number, written with the fewest digits that read back as the same
 */
void
ppv_json_double (PpvJsonWriter *self, const char *key, double value)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (self != NULL);

  if (!isfinite (value))
    {
      ppv_json_null (self, key);
      return;
    }
  begin_value (self, key);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, sizeof text, formats[i], value);
      if (fabs (g_ascii_strtod (text, NULL) - value) <= 0)
        break;
    }
  ppv_sink_puts (self->sink, text);
}

/**
 * ppv_json_bool: (skip)
 * @self: a writer
 * @key: (nullable): in an object, the member's name
 * @value: true or false
 */
void
ppv_json_bool (PpvJsonWriter *self, const char *key, gboolean value)
{
  g_return_if_fail (self != NULL);

  begin_value (self, key);
  ppv_sink_puts (self->sink, value ? "true" : "false");
}

/**
 * ppv_json_null: (skip)
 * @self: a writer
 * @key: (nullable): in an object, the member's name
 */
void
ppv_json_null (PpvJsonWriter *self, const char *key)
{
  g_return_if_fail (self != NULL);

  begin_value (self, key);
  ppv_sink_write (self->sink, "null", 4);
}
