/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Every name in every language: what an escaper writes is read back by a small
 * reader of that language, and must be the name and nothing else.
 */

#include "config.h"

#include <string.h>

#include "ppv-text.h"

static const char *const names[] = {
  "",
  "main",
  "std::vector<int, std::allocator<int> >::push_back(int&&)",
  "operator<",
  "</script><script>alert(1)</script>",
  "<!--<script>",
  "]]><svg onload=alert(1)>",
  "\" onmouseover=\"alert(1)",
  "' onclick='x",
  "&lt;b&gt; &amp;amp; &#60;",
  "<b>bold</b> <span foreground=",
  "a\nb\r\nc\td",
  " leading, trailing ",
  "\\N \\G \\l \\\\ \\",
  "a\"];evil[label=\"b",
  "{a|<port>b}",
  "=HYPERLINK(\"http://x\",\"y\")",
  "+1",
  "-1+cmd|' /C calc'!A0",
  "@SUM(1)",
  "\t=1",
  "\r=1",
  "'quoted'",
  "\"\"",
  "\x1b]52;c;AAAA\x07\x1b[2J\x7f",
  "c1 \302\23331m \xc2\x85", /* octal: a digit follows */
  "bidi \xe2\x80\xae evil \xe2\x81\xa6 x \xe2\x81\xa9",
  "lines \xe2\x80\xa8 and \xe2\x80\xa9",
  "not characters \xef\xbf\xbe \xef\xbf\xbf",
  "${jndi} $(touch /tmp/x) `x` %n%s",
  "größer 你好 🦀",
  "\x01",
};

/* In C, every language but JSON shows controls as the terminal does. */
static gboolean
has_controls (const char *text)
{
  g_autofree char *shown = ppv_escape_dup (ppv_escape_terminal, text);

  return !g_str_equal (shown, text);
}

static void
assert_nothing_acts (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      g_assert_true (c >= 0x20 && !(c >= 0x7f && c <= 0x9f));
      g_assert_false ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
    }
}

static void
read_terminal (const char *name, const char *escaped)
{
  assert_nothing_acts (escaped);
  if (!has_controls (name))
    g_assert_cmpstr (escaped, ==, name);
}

/* What one element with one text and two attributes came to. */
typedef struct {
  guint n_elements;
  GString *text;
  char *attributes[2];
} Document;

static void
on_element (GMarkupParseContext *context,
            const char *element,
            const char **attributes,
            const char **values,
            gpointer user_data,
            GError **error)
{
  Document *document = user_data;

  g_assert_cmpstr (element, ==, "a");
  document->n_elements++;
  g_assert_cmpuint (g_strv_length ((char **) attributes), ==, 2);
  document->attributes[0] = g_strdup (values[0]);
  document->attributes[1] = g_strdup (values[1]);
}

static void
on_text (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
  Document *document = user_data;

  g_string_append_len (document->text, text, (gssize) length);
}

static void
assert_document (const char *escaped, const char *expected)
{
  static const GMarkupParser parser = { on_element, NULL, on_text, NULL, NULL };
  Document document = { .text = g_string_new (NULL) };
  g_autofree char *xml = g_strdup_printf ("<a x=\"%s\" y='%s'>%s</a>", escaped, escaped, escaped);
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GError) error = NULL;

  context = g_markup_parse_context_new (&parser, 0, &document, NULL);
  g_markup_parse_context_parse (context, xml, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (document.n_elements, ==, 1);
  g_assert_cmpstr (document.text->str, ==, expected);
  g_assert_cmpstr (document.attributes[0], ==, expected);
  g_assert_cmpstr (document.attributes[1], ==, expected);
  g_string_free (document.text, TRUE);
  g_free (document.attributes[0]);
  g_free (document.attributes[1]);
}

/* The name with U+FFFD for what XML 1.0 cannot hold. */
static void
read_xml (const char *name, const char *escaped)
{
  g_autoptr (GString) expected = g_string_new (NULL);

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gboolean is_legal = c >= 0x20 ? c != 0xfffe && c != 0xffff : strchr ("\t\n\r", *at) != NULL;

      g_string_append_unichar (expected, is_legal ? c : 0xfffd);
    }
  assert_document (escaped, expected->str);
}

static void
read_pango (const char *name, const char *escaped)
{
  g_autofree char *shown = ppv_escape_dup (ppv_escape_terminal, name);
  g_autoptr (GString) expected = g_string_new (shown);

  assert_nothing_acts (escaped);
  g_string_replace (expected, "\xef\xbf\xbe", "\xef\xbf\xbd", 0);
  g_string_replace (expected, "\xef\xbf\xbf", "\xef\xbf\xbd", 0);
  assert_document (escaped, expected->str);
}

/* RFC 8259, section 7. */
static void
read_json (const char *name, const char *escaped)
{
  static const char letters[] = "nrt\"\\";
  static const char meanings[] = "\n\r\t\"\\";
  g_autoptr (GString) decoded = g_string_new (NULL);

  assert_nothing_acts (escaped);
  g_assert_null (strstr (escaped, "</"));
  g_assert_null (strstr (escaped, "<!"));
  g_assert_null (strstr (escaped, "\xe2\x80\xa8"));
  g_assert_null (strstr (escaped, "\xe2\x80\xa9"));
  for (const char *at = escaped; *at != '\0'; at++)
    {
      g_assert_cmpint (*at, !=, '"');
      if (*at != '\\')
        g_string_append_c (decoded, *at);
      else if (*++at == 'u')
        {
          g_autofree char *digits = g_strndup (at + 1, 4);

          g_string_append_unichar (decoded, (gunichar) g_ascii_strtoull (digits, NULL, 16));
          at += 4;
        }
      else
        g_string_append_c (decoded, meanings[strchr (letters, *at) - letters]);
    }
  g_assert_cmpstr (decoded->str, ==, name);
}

/* RFC 4180, section 2: one field. */
static void
read_csv (const char *name, const char *escaped)
{
  g_autoptr (GString) decoded = g_string_new (escaped);
  g_autoptr (GString) expected = g_string_new (NULL);

  if (*escaped == '"')
    {
      g_assert_cmpint (escaped[decoded->len - 1], ==, '"');
      g_string_truncate (decoded, decoded->len - 1);
      g_string_erase (decoded, 0, 1);
      g_string_replace (decoded, "\"\"", "\x02", 0);
      g_assert_null (strchr (decoded->str, '"'));
      g_string_replace (decoded, "\x02", "\"", 0);
    }
  else
    g_assert_null (strpbrk (escaped, ",\"\r\n"));
  g_assert_true (*decoded->str == '\0' || strchr ("=+-@\t\r", *decoded->str) == NULL);
  g_string_append (expected, *name != '\0' && strchr ("=+-@\t\r", *name) != NULL ? "'" : "");
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (strchr ("\t\r\n", *at) != NULL)
      g_string_append_c (expected, *at);
    else
      ppv_escape_terminal (expected, at, g_utf8_next_char (at) - at);
  g_assert_cmpstr (decoded->str, ==, expected->str);
}

/* The DOT language: backslash escapes of labels, then HTML entities. */
static void
read_dot (const char *name, const char *escaped)
{
  g_autoptr (GString) decoded = g_string_new (NULL);
  g_autoptr (GString) expected = g_string_new (NULL);

  assert_nothing_acts (escaped);
  for (const char *at = escaped; *at != '\0'; at++)
    {
      g_assert_null (strchr ("\"<>{}|", *at));
      if (*at == '\\')
        {
          at++;
          g_assert_nonnull (strchr ("n\\\"<>{}|", *at));
          g_string_append_c (decoded, *at == 'n' ? '\n' : *at);
        }
      else
        g_string_append_c (decoded, *at);
    }
  g_string_replace (decoded, "&amp;", "&", 0);
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (*at == '\n')
      g_string_append_c (expected, '\n');
    else
      ppv_escape_terminal (expected, at, g_utf8_next_char (at) - at);
  g_assert_cmpstr (decoded->str, ==, expected->str);
}

/* CommonMark 0.30, section 2.4: a backslash before punctuation stands for that. */
static void
read_markdown (const char *name, const char *escaped)
{
  g_autofree char *expected = ppv_escape_dup (ppv_escape_terminal, name);
  g_autoptr (GString) decoded = g_string_new (NULL);

  assert_nothing_acts (escaped);
  for (const char *at = escaped; *at != '\0'; at++)
    {
      g_assert_null (strchr ("`*_{}[]<>|#~$&!", *at));
      if (*at == '\\')
        g_assert_nonnull (strchr ("\\`*_{}[]<>|#~$&!", *++at));
      g_string_append_c (decoded, *at);
    }
  g_assert_cmpstr (decoded->str, ==, expected);
}

typedef struct {
  const char *name;
  PpvEscape escape;
  void (*read) (const char *name, const char *escaped);
} Language;

static const Language languages[] = {
  { "xml", ppv_escape_xml, read_xml },
  { "json", ppv_escape_json, read_json },
  { "csv", ppv_escape_csv, read_csv },
  { "dot", ppv_escape_dot, read_dot },
  { "markdown", ppv_escape_markdown, read_markdown },
  { "terminal", ppv_escape_terminal, read_terminal },
  { "pango", ppv_escape_pango, read_pango },
};

static void
test_reads_back_as_the_name (gconstpointer user_data)
{
  const Language *language = user_data;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *escaped = ppv_escape_dup (language->escape, names[i]);

      g_assert_true (g_utf8_validate (escaped, -1, NULL));
      language->read (names[i], escaped);
    }
}

/* A caller that forgot to repair must not make an escaper read past the end. */
static void
test_survives_what_is_not_utf8 (gconstpointer user_data)
{
  static const char *const broken[] = { "\xff", "a\xc3", "\xe2\x80", "\xed\xa0\x80", "\xf8\x80<" };
  const Language *language = user_data;

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *text = g_memdup2 (broken[i], strlen (broken[i]));
      g_autoptr (GString) into = g_string_new (NULL);

      language->escape (into, text, (gssize) strlen (broken[i]));
      g_assert_true (g_utf8_validate (into->str, -1, NULL));
      g_assert_nonnull (strstr (into->str, "\xef\xbf\xbd"));
    }
}

static void
test_takes_no_more_than_the_length (gconstpointer user_data)
{
  const Language *language = user_data;
  g_autoptr (GString) into = g_string_new ("x");

  language->escape (into, "abc", 2);
  g_assert_cmpstr (into->str, ==, "xab");
}

static void
test_shows_controls_by_their_number (void)
{
  g_autofree char *shown = ppv_escape_dup (ppv_escape_terminal, "a\x1b\xc2\x9b\n\xe2\x80\xae");

  g_assert_cmpstr (shown, ==, "a\\x1b\\x9b\\x0a\\u{202e}");
}

static void
test_quotes_csv_only_when_needed (void)
{
  g_autofree char *plain = ppv_escape_dup (ppv_escape_csv, "main");
  g_autofree char *comma = ppv_escape_dup (ppv_escape_csv, "f(a,b)");

  g_assert_cmpstr (plain, ==, "main");
  g_assert_cmpstr (comma, ==, "\"f(a,b)\"");
}

static void
test_repairs_bytes_one_by_one (void)
{
  g_autoptr (GString) into = g_string_new (NULL);

  ppv_text_repair (into, "a\0\xff\xc3\xa9\xe2\x80z", 8);
  g_assert_cmpstr (into->str, ==, "a%00%FF\xc3\xa9%E2%80z");
}

static void
add (const char *what, gconstpointer language, GTestDataFunc function)
{
  g_autofree char *path =
      g_strdup_printf ("/text/%s/%s", ((const Language *) language)->name, what);

  g_test_add_data_func (path, language, function);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      add ("reads-back-as-the-name", &languages[i], test_reads_back_as_the_name);
      add ("survives-what-is-not-utf8", &languages[i], test_survives_what_is_not_utf8);
      add ("takes-no-more-than-the-length", &languages[i], test_takes_no_more_than_the_length);
    }
  g_test_add_func ("/text/shows-controls-by-their-number", test_shows_controls_by_their_number);
  g_test_add_func ("/text/quotes-csv-only-when-needed", test_quotes_csv_only_when_needed);
  g_test_add_func ("/text/repairs-bytes-one-by-one", test_repairs_bytes_one_by_one);
  return g_test_run ();
}
