/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The grammar is that of linux/trace_events.h and the TP_printk () of kernels up to 6.18. */

#include "config.h"

#include <string.h>

#include "perf-trace-guard.h"

/* Real formats: 30 KiB, 200 characters a field, two dozen operators an expression. */
enum { MAX_FORMAT = 1 << 17, MAX_FIELD = 1024, MAX_NESTING = 64, MAX_OPERATORS = 256 };

/* A text that is read from its beginning; once failed, nothing is found in it. */
typedef struct {
  const char *at;
  const char *end;
  guint depth;
  guint n_operators; /* of the expression, with those around it */
  gboolean failed;
  GHashTable *fields; /* name -> whether its place is elsewhere, or not there */
} Text;

static void
skip_blanks (Text *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\t'))
    self->at++;
}

/* The next character that is no blank, or NUL. */
static char
peek (Text *self)
{
  skip_blanks (self);
  return self->at < self->end && !self->failed ? *self->at : '\0';
}

static gboolean
take (Text *self, const char *word)
{
  gsize length = strlen (word);

  skip_blanks (self);
  if (self->failed || (gsize) (self->end - self->at) < length ||
      memcmp (self->at, word, length) != 0)
    return FALSE;
  self->at += length;
  return TRUE;
}

static void
need (Text *self, const char *word)
{
  if (!take (self, word))
    self->failed = TRUE;
}

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* A name, or a number; @word is "" when there is none or it is too long for one. */
static gboolean
take_word (Text *self, char word[64])
{
  gsize length = 0;

  skip_blanks (self);
  while (!self->failed && self->at < self->end && is_word (*self->at) && length < 63)
    word[length++] = *self->at++;
  word[length] = '\0';
  self->failed |= self->at < self->end && length == 63;
  return length > 0 && !self->failed;
}

/* --- fields -------------------------------------------------------------------------------- */

/* What stands in the brackets of an array. */
static void
read_extent (Text *self)
{
  while (self->at < self->end && *self->at != ']' && !self->failed)
    {
      self->failed = !is_word (*self->at) && strchr (" +-*()/", *self->at) == NULL;
      self->at++;
    }
  need (self, "]");
}

/* Words and stars of a type, then a name; either may have brackets behind it. */
static void
read_declaration (Text *self)
{
  guint n_words = 0;
  gboolean elsewhere = FALSE;
  char word[64] = "";

  while (peek (self) != ';' && !self->failed)
    if (take (self, "*"))
      word[0] = '\0';
    else if (n_words > 0 && take (self, "["))
      read_extent (self);
    else if (take_word (self, word) && !g_ascii_isdigit (word[0]))
      {
        elsewhere |= g_str_equal (word, "__data_loc") || g_str_equal (word, "__rel_loc");
        n_words++;
      }
    else
      self->failed = TRUE;
  self->failed |= word[0] == '\0' || n_words < 2;
  if (!self->failed)
    g_hash_table_insert (self->fields, g_strdup (word), GINT_TO_POINTER (elsewhere));
}

static void
read_number (Text *self, const char *key)
{
  gsize n_digits = 0;

  need (self, key);
  for (; self->at < self->end && g_ascii_isdigit (*self->at); n_digits++)
    self->at++;
  self->failed |= n_digits == 0 || n_digits > 6;
  need (self, ";");
}

static gboolean
is_field (const char *line, const char *end, GHashTable *fields)
{
  Text text = { line, end, 0, 0, FALSE, fields };

  if (!take (&text, "field:"))
    return FALSE;
  read_declaration (&text);
  need (&text, ";");
  read_number (&text, "offset:");
  read_number (&text, "size:");
  read_number (&text, "signed:");
  return !text.failed && peek (&text) == '\0' && text.at == end;
}

/* --- expressions --------------------------------------------------------------------------- */

/* The name of a field that there is; with @elsewhere one of those whose place is elsewhere. */
static void
need_field (Text *self, gboolean elsewhere)
{
  char word[64];
  gpointer is_elsewhere;

  if (!take_word (self, word) ||
      !g_hash_table_lookup_extended (self->fields, word, NULL, &is_elsewhere) ||
      (elsewhere && !GPOINTER_TO_INT (is_elsewhere)))
    self->failed = TRUE;
}

static void read_expression (Text *self);

static void
read_string (Text *self)
{
  need (self, "\"");
  for (; self->at < self->end && *self->at != '"'; self->at++)
    {
      if (*self->at == '\\')
        self->at++;
      self->failed |= self->at >= self->end || !g_ascii_isprint (*self->at);
      if (self->failed)
        return;
    }
  need (self, "\"");
}

/* One more bracket around what follows; to be left with leave (). */
static gboolean
enter (Text *self)
{
  if (++self->depth > MAX_NESTING)
    self->failed = TRUE;
  return !self->failed;
}

static void
leave (Text *self)
{
  self->depth--;
}

/* A name alone, as enum has them: kernels do not always put the number in its place. */
static gboolean
take_constant (Text *self)
{
  Text ahead = *self;
  char word[64];

  if (!take_word (&ahead, word) || g_ascii_isdigit (word[0]) || peek (&ahead) != ',')
    return FALSE;
  *self = ahead;
  return TRUE;
}

/* { 1, "one" }, { TWO, "two" }; a list may end with { 0, ((void *)0) } */
static void
read_names (Text *self)
{
  do
    {
      guint n_operators = self->n_operators;

      need (self, "{");
      if (!take_constant (self))
        read_expression (self);
      need (self, ",");
      if (!take (self, "((void *)0)"))
        read_string (self);
      need (self, "}");
      self->n_operators = n_operators;
    }
  while (take (self, ",") && !self->failed);
}

static void
read_arguments (Text *self, guint n_arguments)
{
  for (guint i = 0; i < n_arguments && !self->failed; i++)
    {
      if (i > 0)
        need (self, ",");
      read_expression (self);
    }
}

/* What is called, and with what: names of fields, expressions, or those and names of values. */
static void
read_call (Text *self, const char *function)
{
  static const char *const of_fields[] = { "__get_str",
                                           "__get_dynamic_array",
                                           "__get_dynamic_array_len",
                                           "__get_rel_str",
                                           "__get_rel_dynamic_array",
                                           "__get_rel_dynamic_array_len",
                                           NULL };

  if (g_strv_contains (of_fields, function))
    need_field (self, TRUE);
  else if (g_str_equal (function, "__print_hex") || g_str_equal (function, "__print_hex_str"))
    read_arguments (self, 2);
  else if (g_str_equal (function, "__print_array"))
    read_arguments (self, 3);
  else if (g_str_equal (function, "__print_flags"))
    {
      read_expression (self);
      need (self, ",");
      read_string (self);
      need (self, ",");
      read_names (self);
    }
  else if (g_str_equal (function, "__print_symbolic"))
    {
      read_expression (self);
      need (self, ",");
      read_names (self);
    }
  else
    self->failed = TRUE;
  need (self, ")");
}

/* Also the names that types of the kernel have, gfp_t and the like. */
static gboolean
is_type_word (const char *word)
{
  static const char *const words[] = { "unsigned", "signed", "long", "int",   "short", "char",
                                       "u8",       "u16",    "u32",  "u64",   "s8",    "s16",
                                       "s32",      "s64",    "__u8", "__u16", "__u32", "__u64",
                                       "void",     "const",  NULL };

  return g_strv_contains (words, word) ||
         (!g_ascii_isdigit (word[0]) && g_str_has_suffix (word, "_t"));
}

/* A cast behind its bracket: FALSE, with nothing read, when it is none. */
static gboolean
take_cast (Text *self)
{
  Text ahead = *self;
  char word[64];
  guint n_words = 0;

  while (take_word (&ahead, word))
    {
      if (!is_type_word (word))
        return FALSE;
      n_words++;
    }
  (void) take (&ahead, "*");
  if (n_words == 0 || !take (&ahead, ")"))
    return FALSE;
  *self = ahead;
  return TRUE;
}

/* 12, 0x7f, 1UL */
static gboolean
is_number (const char *word)
{
  gboolean hex = word[0] == '0' && (word[1] == 'x' || word[1] == 'X');
  const char *digits = word + (hex ? 2 : 0);
  gsize n_digits = strspn (digits, hex ? "0123456789abcdefABCDEF" : "0123456789");

  return n_digits > 0 && strspn (digits + n_digits, "uUlL") == strlen (digits + n_digits);
}

static void
read_word (Text *self)
{
  char word[64];

  if (!take_word (self, word) || (g_ascii_isdigit (word[0]) && !is_number (word)))
    self->failed = TRUE;
  else if (g_str_equal (word, "REC"))
    {
      need (self, "->");
      need_field (self, FALSE);
    }
  else if (!g_ascii_isdigit (word[0]))
    {
      need (self, "(");
      read_call (self, word);
    }
}

/* A cast is followed by what it is of, a value by the brackets of an element. */
static void
read_value (Text *self)
{
  if (!enter (self))
    return;
  if (peek (self) == '"')
    read_string (self);
  else if (!take (self, "("))
    read_word (self);
  else if (take_cast (self))
    read_value (self);
  else
    {
      read_expression (self);
      need (self, ")");
    }
  if (!self->failed && take (self, "["))
    {
      read_expression (self);
      need (self, "]");
    }
  leave (self);
}

/* What is divided by is a number and not 0: libtraceevent divides where it knows both. */
static void
check_divisor (const Text *self, gboolean *failed)
{
  Text ahead = *self;
  char word[64];

  if (!take_word (&ahead, word) || !is_number (word) || g_ascii_strtoull (word, NULL, 0) == 0)
    *failed = TRUE;
}

static gboolean
take_operator (Text *self)
{
  static const char *const operators[] = { "||", "&&", "==", "!=", "<=", ">=", "<<", ">>", "<",
                                           ">",  "|",  "&",  "^",  "+",  "-",  "*",  "/",  "%" };

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (take (self, operators[i]))
      {
        if (strchr ("/%", operators[i][0]) != NULL)
          check_divisor (self, &self->failed);
        return TRUE;
      }
  return FALSE;
}

static void
count_operator (Text *self)
{
  if (++self->n_operators > MAX_OPERATORS)
    self->failed = TRUE;
}

static void
read_operand (Text *self)
{
  while (!self->failed && (take (self, "!") || take (self, "~") || take (self, "-")))
    count_operator (self);
  read_value (self);
}

/* libtraceevent loses what is left of an element, [1], where nothing but the end follows it. */
static gboolean
ends_with_element (const Text *self)
{
  const char *at = self->at;

  while (at[-1] == ' ' || at[-1] == '\t')
    at--;
  return at[-1] == ']';
}

static void
read_expression (Text *self)
{
  if (!enter (self))
    return;
  read_operand (self);
  while (!self->failed && take_operator (self))
    {
      count_operator (self);
      read_operand (self);
    }
  if (!self->failed && take (self, "?"))
    {
      count_operator (self);
      read_expression (self);
      need (self, ":");
      read_expression (self);
      self->failed |= ends_with_element (self);
    }
  leave (self);
}

/* "%d %s", REC->count, __get_str(name) */
static gboolean
is_print_format (const char *begin, const char *end, GHashTable *fields)
{
  Text text = { begin, end, 0, 0, FALSE, fields };

  do
    read_string (&text);
  while (!text.failed && peek (&text) == '"');
  while (!text.failed && take (&text, ","))
    {
      text.n_operators = 0;
      read_expression (&text);
    }
  (void) take (&text, "\n");
  return !text.failed && text.at == end;
}

/* --- formats ------------------------------------------------------------------------------- */

static const char *
end_of_line (const char *line, const char *end)
{
  const char *nl = memchr (line, '\n', (gsize) (end - line));

  return nl != NULL ? nl : end;
}

static gboolean
begins_with (const char *at, const char *end, const char *key)
{
  gsize length = strlen (key);

  return (gsize) (end - at) >= length && memcmp (at, key, length) == 0;
}

static gboolean
has_head (const char **at, const char *end)
{
  static const char *const keys[] = { "name:", "ID:", "format:" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *line_end = end_of_line (*at, end);
      Text text = { *at, line_end, 0, 0, FALSE, NULL };
      char word[64];

      need (&text, keys[i]);
      if (i < 2 && !take_word (&text, word))
        return FALSE;
      if (text.failed || text.at != line_end || line_end == end)
        return FALSE;
      *at = line_end + 1;
    }
  return TRUE;
}

char *
perf_trace_guard (const char *format, gsize length)
{
  static const char print_key[] = "print fmt:";
  const char *end = format + length;
  const char *at = format;
  const char *print;
  g_autoptr (GHashTable) fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (length > MAX_FORMAT || memchr (format, '\0', length) != NULL || !has_head (&at, end))
    return NULL;
  while (at < end && !begins_with (at, end, print_key))
    {
      const char *line_end = end_of_line (at, end);

      if (line_end - at > MAX_FIELD || (line_end > at && !is_field (at, line_end, fields)))
        return NULL;
      at = MIN (line_end + 1, end);
    }
  print = at + strlen (print_key);
  if (at < end && is_print_format (print, end, fields))
    return g_strndup (format, length);
  return g_strdup_printf ("%.*s%s \"\"\n", (int) (at - format), format, print_key);
}
