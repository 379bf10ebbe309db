/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-json-reader.h"

enum { WINDOW_BYTES = 1 << 16, END_OF_FILE = -1, MOST_DIGITS = 400 };

/* What may come next. */
enum {
  A_VALUE,
  A_KEY,
  A_KEY_OR_CLOSE,
  A_VALUE_OR_CLOSE,
  A_COMMA_OR_CLOSE,
  THE_END,
};

/**
 * ppv_json_reader_init: (skip)
 * @self: a reader
 * @input: a file, which is borrowed
 * @limit: the longest text, in bytes
 */
void
ppv_json_reader_init (PpvJsonReader *self, PpvInput *input, gsize limit)
{
  g_return_if_fail (self != NULL && input != NULL);

  memset (self, 0, sizeof *self);
  self->input = input;
  self->limit = limit;
  self->text = g_string_new (NULL);
  self->expected = A_VALUE;
}

/**
 * ppv_json_reader_clear: (skip)
 * @self: a reader
 */
void
ppv_json_reader_clear (PpvJsonReader *self)
{
  g_return_if_fail (self != NULL);

  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  self->text = NULL;
}

static gboolean
fail (PpvJsonReader *self, PpvJsonState state)
{
  self->state = state;
  self->token = PPV_JSON_NOTHING;
  return FALSE;
}

/* The next character, or END_OF_FILE, also for an error, which sticks in @state. */
static int
peek (PpvJsonReader *self, GError **error)
{
  gsize got;

  if (G_LIKELY (self->at < self->end))
    return (guchar) *self->at;
  if (self->state != PPV_JSON_SOUND)
    return END_OF_FILE;
  self->at = (const char *) ppv_input_window (self->input, self->next, WINDOW_BYTES, &got, error);
  if (self->at == NULL || got == 0)
    {
      /* an error of the system is told once */
      if (self->at == NULL)
        self->state = PPV_JSON_TRUNCATED;
      self->at = NULL;
      self->end = NULL;
      return END_OF_FILE;
    }
  self->end = self->at + got;
  self->next += got;
  return (guchar) *self->at;
}

static guint64
offset_of (const PpvJsonReader *self)
{
  return self->next - (guint64) (self->end - self->at);
}

static int
peek_behind_blanks (PpvJsonReader *self, GError **error)
{
  int c = peek (self, error);

  while (c == ' ' || c == '\n' || c == '\r' || c == '\t')
    {
      self->at++;
      c = peek (self, error);
    }
  self->offset = offset_of (self);
  return c;
}

static gboolean
fail_at (PpvJsonReader *self, int c)
{
  return fail (self, c == END_OF_FILE ? PPV_JSON_TRUNCATED : PPV_JSON_MALFORMED);
}

/* Takes @word, of which the first character was seen. */
static gboolean
take_word (PpvJsonReader *self, const char *word, GError **error)
{
  for (; *word != '\0'; word++)
    {
      int c = peek (self, error);

      if (c != *word)
        return fail_at (self, c);
      self->at++;
    }
  return TRUE;
}

/* Four hexadecimal digits. */
static gboolean
take_unit (PpvJsonReader *self, gunichar *unit, GError **error)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++)
    {
      int c = peek (self, error);

      if (c == END_OF_FILE || !g_ascii_isxdigit ((char) c))
        return fail_at (self, c);
      *unit = *unit << 4 | (gunichar) g_ascii_xdigit_value ((char) c);
      self->at++;
    }
  return TRUE;
}

static gboolean
is_high (gunichar unit)
{
  return unit >= 0xd800 && unit < 0xdc00;
}

static gboolean
is_low (gunichar unit)
{
  return unit >= 0xdc00 && unit < 0xe000;
}

/* What is behind "\u".  @again when another escape has begun, which is no second half. */
static gboolean
take_character (PpvJsonReader *self, gboolean *again, GError **error)
{
  const gunichar replacement = 0xfffd;
  gunichar unit, low;

  if (!take_unit (self, &unit, error))
    return FALSE;
  while (is_high (unit) && peek (self, error) == '\\')
    {
      self->at++;
      if (peek (self, error) != 'u')
        {
          g_string_append_unichar (self->text, replacement);
          *again = TRUE;
          return TRUE;
        }
      self->at++;
      if (!take_unit (self, &low, error))
        return FALSE;
      if (is_low (low))
        {
          g_string_append_unichar (self->text, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
          return TRUE;
        }
      g_string_append_unichar (self->text, replacement);
      unit = low;
    }
  g_string_append_unichar (self->text, is_high (unit) || is_low (unit) ? replacement : unit);
  return TRUE;
}

/* What is behind a backslash. */
static gboolean
take_escape (PpvJsonReader *self, gboolean *again, GError **error)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meant[] = "\"\\/\b\f\n\r\t";
  int c = peek (self, error);
  const char *letter = c != END_OF_FILE && c != 0 ? strchr (letters, c) : NULL;

  *again = FALSE;
  if (letter == NULL && c != 'u')
    return fail_at (self, c);
  self->at++;
  if (letter == NULL)
    return take_character (self, again, error);
  g_string_append_c (self->text, meant[letter - letters]);
  return TRUE;
}

/* As much as is plain and at hand, up to a byte beyond the limit. */
static void
take_plain (PpvJsonReader *self)
{
  const char *begin = self->at;
  gsize n_at_hand = (gsize) (self->end - begin);
  const char *stop = begin + MIN (n_at_hand, self->limit + 1 - self->text->len);

  while (self->at < stop && *self->at != '"' && *self->at != '\\')
    self->at++;
  g_string_append_len (self->text, begin, self->at - begin);
}

static gboolean
take_string (PpvJsonReader *self, GError **error)
{
  gboolean again;
  int c;

  g_string_truncate (self->text, 0);
  self->at++;
  while ((c = peek (self, error)) != '"' || self->text->len > self->limit)
    {
      if (c == END_OF_FILE || self->text->len > self->limit)
        return fail_at (self, c);
      if (c != '\\')
        {
          take_plain (self);
          continue;
        }
      self->at++;
      do
        if (!take_escape (self, &again, error))
          return FALSE;
      while (again);
    }
  self->at++;
  return TRUE;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)? */
static gboolean
is_number (const char *text)
{
  gsize n;

  text += *text == '-';
  n = strspn (text, "0123456789");
  if (n == 0 || (n > 1 && *text == '0'))
    return FALSE;
  text += n;
  if (*text == '.')
    {
      n = strspn (text + 1, "0123456789");
      if (n == 0)
        return FALSE;
      text += n + 1;
    }
  if (*text == 'e' || *text == 'E')
    {
      text++;
      text += *text == '-' || *text == '+';
      n = strspn (text, "0123456789");
      if (n == 0)
        return FALSE;
      text += n;
    }
  return *text == '\0';
}

static gboolean
take_number (PpvJsonReader *self, GError **error)
{
  int c;

  g_string_truncate (self->text, 0);
  while ((c = peek (self, error)) != END_OF_FILE && c != 0 && strchr ("+-.0123456789eE", c) != NULL)
    {
      if (self->text->len >= MOST_DIGITS)
        return fail (self, PPV_JSON_MALFORMED);
      g_string_append_c (self->text, (char) c);
      self->at++;
    }
  /* the digits may go on behind the end of the file, unless nothing is around them */
  if (c == END_OF_FILE && self->depth > 0)
    return fail (self, PPV_JSON_TRUNCATED);
  return is_number (self->text->str) || fail (self, PPV_JSON_MALFORMED);
}

static gboolean
open_level (PpvJsonReader *self, gboolean is_object)
{
  if (self->depth == PPV_JSON_MOST_LEVELS)
    return fail (self, PPV_JSON_MALFORMED);
  self->at++;
  self->is_object[self->depth++] = is_object;
  self->token = is_object ? PPV_JSON_OBJECT : PPV_JSON_ARRAY;
  self->expected = is_object ? A_KEY_OR_CLOSE : A_VALUE_OR_CLOSE;
  return TRUE;
}

static void
end_value (PpvJsonReader *self)
{
  self->expected = self->depth > 0 ? A_COMMA_OR_CLOSE : THE_END;
}

static gboolean
close_level (PpvJsonReader *self)
{
  self->at++;
  self->depth--;
  self->token = PPV_JSON_CLOSE;
  end_value (self);
  return TRUE;
}

static gboolean
take_scalar (PpvJsonReader *self, int c, GError **error)
{
  switch (c)
    {
    case '"':
      self->token = PPV_JSON_STRING;
      return take_string (self, error);
    case 't':
      self->token = PPV_JSON_TRUE;
      return take_word (self, "true", error);
    case 'f':
      self->token = PPV_JSON_FALSE;
      return take_word (self, "false", error);
    case 'n':
      self->token = PPV_JSON_NULL;
      return take_word (self, "null", error);
    default:
      self->token = PPV_JSON_NUMBER;
      if (c == '-' || (c != END_OF_FILE && g_ascii_isdigit ((char) c)))
        return take_number (self, error);
      return fail_at (self, c);
    }
}

static gboolean
take_value (PpvJsonReader *self, int c, GError **error)
{
  if (c == '{' || c == '[')
    return open_level (self, c == '{');
  if (!take_scalar (self, c, error))
    return FALSE;
  end_value (self);
  return TRUE;
}

static gboolean
take_key (PpvJsonReader *self, int c, GError **error)
{
  guint64 offset = self->offset;

  if (c != '"')
    return fail_at (self, c);
  if (!take_string (self, error))
    return FALSE;
  c = peek_behind_blanks (self, error);
  if (c != ':')
    return fail_at (self, c);
  self->at++;
  self->offset = offset;
  self->token = PPV_JSON_KEY;
  self->expected = A_VALUE;
  return TRUE;
}

static gboolean
take_token (PpvJsonReader *self, GError **error)
{
  int c = peek_behind_blanks (self, error);
  gboolean in_object = self->depth > 0 && self->is_object[self->depth - 1];

  if (self->expected == THE_END)
    return c == END_OF_FILE ? fail (self, PPV_JSON_SOUND) : fail (self, PPV_JSON_MALFORMED);
  if (c == (in_object ? '}' : ']') && self->expected != A_VALUE && self->expected != A_KEY)
    return close_level (self);
  if (self->expected == A_COMMA_OR_CLOSE)
    {
      if (c != ',')
        return fail_at (self, c);
      self->at++;
      self->expected = in_object ? A_KEY : A_VALUE;
      c = peek_behind_blanks (self, error);
    }
  if (self->expected == A_KEY || self->expected == A_KEY_OR_CLOSE)
    return take_key (self, c, error);
  return take_value (self, c, error);
}

/**
 * ppv_json_reader_next: (skip)
 * @self: a reader
 * @error: an error of the system
 *
 * Returns: TRUE with the next token; FALSE behind the last, at a mistake or with @error
 */
gboolean
ppv_json_reader_next (PpvJsonReader *self, GError **error)
{
  GError *failure = NULL;
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->state != PPV_JSON_SOUND)
    return FALSE;
  done = take_token (self, &failure);
  if (failure == NULL)
    return done;
  g_propagate_error (error, failure);
  return fail (self, PPV_JSON_TRUNCATED);
}

/**
 * ppv_json_reader_skip: (skip)
 * @self: a reader at a key, or at the first token of a value
 * @error: an error of the system
 *
 * Returns: TRUE at the last token of the value; else as ppv_json_reader_next()
 */
gboolean
ppv_json_reader_skip (PpvJsonReader *self, GError **error)
{
  guint depth;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->token == PPV_JSON_KEY && !ppv_json_reader_next (self, error))
    return FALSE;
  if (self->token != PPV_JSON_OBJECT && self->token != PPV_JSON_ARRAY)
    return TRUE;
  for (depth = self->depth - 1; self->depth > depth;)
    if (!ppv_json_reader_next (self, error))
      return FALSE;
  return TRUE;
}
