/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-text.h"

#define REPLACEMENT "\xef\xbf\xbd"

enum { LONGEST_REPLACEMENT = 16, NOT_UTF8 = 0xfffd };

/*
 * What to write for @c, followed by @next (NUL at the end of the text): NULL to
 * keep it, else text that is constant or in @buffer.
 */
typedef const char *(*Replace) (gunichar c, char next, char *buffer);

static void
escape_with (GString *into, const char *text, gssize length, Replace replace)
{
  const char *end = text + (length < 0 ? strlen (text) : (gsize) length);
  const char *kept = text;
  char buffer[LONGEST_REPLACEMENT];

  for (const char *at = text; at < end;)
    {
      gunichar c = (guchar) *at;
      const char *after = at + 1;
      const char *instead;

      if (c >= 0x80)
        {
          c = g_utf8_get_char_validated (at, end - at);
          if ((gint32) c < 0)
            c = NOT_UTF8;
          else
            after = g_utf8_next_char (at);
        }
      instead = replace (c, after < end ? *after : '\0', buffer);
      if (G_UNLIKELY (c == NOT_UTF8))
        instead = REPLACEMENT;
      if (instead != NULL)
        {
          g_string_append_len (into, kept, at - kept);
          g_string_append (into, instead);
          kept = after;
        }
      at = after;
    }
  g_string_append_len (into, kept, end - kept);
}

/* C0, DEL and C1. */
static gboolean
is_control (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

/* Marks that change the order of the text around them (CVE-2021-42574). */
static gboolean
is_bidirectional (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* What would act on a screen, made visible instead. */
static const char *
show_control (gunichar c, char *buffer)
{
  if (!is_control (c) && !is_bidirectional (c))
    return NULL;
  g_snprintf (buffer, LONGEST_REPLACEMENT, c < 0x100 ? "\\x%02x" : "\\u{%x}", c);
  return buffer;
}

static const char *
replace_terminal (gunichar c, char next, char *buffer)
{
  return show_control (c, buffer);
}

/* The characters with a meaning in XML, and those it cannot hold at all (XML 1.0, section 2.2). */
static const char *
replace_special (gunichar c)
{
  switch (c)
    {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    case 0xfffe:
    case 0xffff:
      return REPLACEMENT;
    default:
      return NULL;
    }
}

/* White space goes as references, or attribute values would lose it. */
static const char *
replace_xml (gunichar c, char next, char *buffer)
{
  if (c == '\t' || c == '\n' || c == '\r')
    {
      g_snprintf (buffer, LONGEST_REPLACEMENT, "&#%u;", c);
      return buffer;
    }
  return c < 0x20 ? REPLACEMENT : replace_special (c);
}

static const char *
replace_pango (gunichar c, char next, char *buffer)
{
  const char *shown = show_control (c, buffer);

  return shown != NULL ? shown : replace_special (c);
}

/*
 * A "<" before "/" or "!" could end the script element around the text, or begin
 * a comment in it; at the end of the text nobody knows what follows.
 */
static const char *
replace_json (gunichar c, char next, char *buffer)
{
  switch (c)
    {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    case '<':
      return next == '/' || next == '!' || next == '\0' ? "\\u003c" : NULL;
    default:
      if (!is_control (c) && !is_bidirectional (c) && c != 0x2028 && c != 0x2029)
        return NULL;
      g_snprintf (buffer, LONGEST_REPLACEMENT, "\\u%04x", c);
      return buffer;
    }
}

/* Quoted fields may hold line ends and tabs; for other controls CSV has no notation. */
static const char *
replace_csv (gunichar c, char next, char *buffer)
{
  if (c == '"')
    return "\"\"";
  if (c == '\t' || c == '\n' || c == '\r')
    return NULL;
  return show_control (c, buffer);
}

/* Graphviz reads backslash escapes and HTML entities in labels, and <>{}| in record labels. */
static const char *
replace_dot (gunichar c, char next, char *buffer)
{
  if (c == '\n')
    return "\\n";
  if (c == '&')
    return "&amp;";
  if (c != 0 && c < 0x80 && strchr ("\\\"<>{}|", (gint) c) != NULL)
    {
      g_snprintf (buffer, LONGEST_REPLACEMENT, "\\%c", (char) c);
      return buffer;
    }
  if (!is_control (c) && !is_bidirectional (c))
    return NULL;
  g_snprintf (buffer, LONGEST_REPLACEMENT, c < 0x100 ? "\\\\x%02x" : "\\\\u\\{%x\\}", c);
  return buffer;
}

/* What CommonMark and GitHub's tables read as markup within a line. */
static const char *
replace_markdown (gunichar c, char next, char *buffer)
{
  if (c != 0 && c < 0x80 && strchr ("\\`*_{}[]<>|#~$&!", (gint) c) != NULL)
    {
      g_snprintf (buffer, LONGEST_REPLACEMENT, "\\%c", (char) c);
      return buffer;
    }
  if (!is_control (c) && !is_bidirectional (c))
    return NULL;
  g_snprintf (buffer, LONGEST_REPLACEMENT, c < 0x100 ? "\\\\x%02x" : "\\\\u\\{%x\\}", c);
  return buffer;
}

/**
 * ppv_escape_xml: (skip)
 * @into: where the text goes
 * @text: valid UTF-8
 * @length: in bytes, or -1
 */
void
ppv_escape_xml (GString *into, const char *text, gssize length)
{
  g_return_if_fail (into != NULL && text != NULL);

  escape_with (into, text, length, replace_xml);
}

/**
 * ppv_escape_json: (skip)
 * @into: where the text goes
 * @text: valid UTF-8
 * @length: in bytes, or -1
 */
void
ppv_escape_json (GString *into, const char *text, gssize length)
{
  g_return_if_fail (into != NULL && text != NULL);

  escape_with (into, text, length, replace_json);
}

/**
 * ppv_escape_csv: (skip)
 * @into: where the field goes, with its quotes
 * @text: valid UTF-8
 * @length: in bytes, or -1
 */
void
ppv_escape_csv (GString *into, const char *text, gssize length)
{
  gboolean is_formula;
  gsize begin;
  gsize n_bytes;

  g_return_if_fail (into != NULL && text != NULL);

  n_bytes = length < 0 ? strlen (text) : (gsize) length;
  is_formula = n_bytes > 0 && *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
  begin = into->len;
  if (is_formula)
    g_string_append_c (into, '\'');
  escape_with (into, text, (gssize) n_bytes, replace_csv);
  if (strpbrk (into->str + begin, ",;\"\t\r\n ") == NULL)
    return;
  g_string_insert_c (into, (gssize) begin, '"');
  g_string_append_c (into, '"');
}

/**
 * ppv_escape_dot: (skip)
 * @into: where the text goes
 * @text: valid UTF-8
 * @length: in bytes, or -1
 */
void
ppv_escape_dot (GString *into, const char *text, gssize length)
{
  g_return_if_fail (into != NULL && text != NULL);

  escape_with (into, text, length, replace_dot);
}

/**
 * ppv_escape_markdown: (skip)
 * @into: where the text goes
 * @text: valid UTF-8
 * @length: in bytes, or -1
 */
void
ppv_escape_markdown (GString *into, const char *text, gssize length)
{
  g_return_if_fail (into != NULL && text != NULL);

  escape_with (into, text, length, replace_markdown);
}

/**
 * ppv_escape_terminal: (skip)
 * @into: where the text goes
 * @text: valid UTF-8
 * @length: in bytes, or -1
 */
void
ppv_escape_terminal (GString *into, const char *text, gssize length)
{
  g_return_if_fail (into != NULL && text != NULL);

  escape_with (into, text, length, replace_terminal);
}

/**
 * ppv_escape_pango: (skip)
 * @into: where the text goes
 * @text: valid UTF-8
 * @length: in bytes, or -1
 */
void
ppv_escape_pango (GString *into, const char *text, gssize length)
{
  g_return_if_fail (into != NULL && text != NULL);

  escape_with (into, text, length, replace_pango);
}
