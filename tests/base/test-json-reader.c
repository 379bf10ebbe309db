/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-json-reader.h"

/* All tokens on one line, and how it ended. */
static char *
read_all (const char *text, gsize length)
{
  static const char *const names[] = { "",      "{",       "[",    "close", "key ",
                                       "text ", "number ", "true", "false", "null" };
  static const char *const states[] = { "sound", "truncated", "malformed" };
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (PpvInput) input = ppv_input_new_bytes (bytes, "text");
  g_autoptr (GError) error = NULL;
  GString *all = g_string_new (NULL);
  PpvJsonReader reader;

  ppv_json_reader_init (&reader, input, 64);
  while (ppv_json_reader_next (&reader, &error))
    {
      gboolean has_text = reader.token >= PPV_JSON_KEY && reader.token <= PPV_JSON_NUMBER;

      g_string_append_printf (all, "%s%s, ", names[reader.token], has_text ? reader.text->str : "");
    }
  g_assert_no_error (error);
  g_string_append (all, states[reader.state]);
  ppv_json_reader_clear (&reader);
  return g_string_free (all, FALSE);
}

static void
assert_tokens (const char *text, const char *expected)
{
  g_autofree char *found = read_all (text, strlen (text));

  g_assert_cmpstr (found, ==, expected);
}

static void
test_gives_one_token_after_the_other (void)
{
  assert_tokens (" {\"a\" : [1, -2.5e+3,true ,false,null,\"b\"] , \"c\":{}}\n",
                 "{, key a, [, number 1, number -2.5e+3, true, false, null, text b, close, "
                 "key c, {, close, close, sound");
  assert_tokens ("17", "number 17, sound");
  assert_tokens ("[]", "[, close, sound");
}

static void
test_takes_escapes_out (void)
{
  assert_tokens ("\"a\\\"\\\\\\/\\n\\u00e9\\ud83d\\ude00\"", "text a\"\\/\né😀, sound");
  assert_tokens ("\"\\ud83d\"", "text \357\277\275, sound");
  assert_tokens ("\"\\ud83d\\n\"", "text \357\277\275\n, sound");
  assert_tokens ("\"\\ud83d\\u0041\\udc00\"", "text \357\277\275A\357\277\275, sound");
  assert_tokens ("\"\\q\"", "malformed");
  assert_tokens ("\"\\u12g4\"", "malformed");
}

static void
test_stops_at_the_first_mistake (void)
{
  static const char *const wrong[] = { "]",  "{1:2}", "01",      "-",   "1.",     "1e",
                                       "+1", "nul1",  "truth",   "'a'", "\v1",    "1 2",
                                       ".5", "{,}",   "{\"a\"}", "NaN", "\"\\x\"" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *found = read_all (wrong[i], strlen (wrong[i]));

      g_assert_true (g_str_has_suffix (found, "malformed"));
    }
  assert_tokens ("[1,]", "[, number 1, malformed");
  assert_tokens ("[,1]", "[, malformed");
  assert_tokens ("[1 2]", "[, number 1, malformed");
  assert_tokens ("{\"a\":1,}", "{, key a, number 1, malformed");
  assert_tokens ("{\"a\":}", "{, key a, malformed");
}

static void
test_tells_a_cut_file_from_a_wrong_one (void)
{
  static const char whole[] = "{\"a\": [1, true, \"\\u00e9\\\\\"], \"b\": null}";

  for (gsize i = 0; i < strlen (whole); i++)
    {
      g_autofree char *found = read_all (whole, i);

      g_assert_true (g_str_has_suffix (found, "truncated"));
    }
}

static void
test_bounds_depth_and_texts (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *text = g_strnfill (100000, 'a');
  g_autofree char *found = read_all (deep, strlen (deep));
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", text);

  g_assert_true (g_str_has_suffix (found, "[, malformed"));
  assert_tokens (quoted, "malformed");
}

static void
test_skips_values (void)
{
  static const char text[] = "{\"a\": {\"b\": [1, [2]], \"c\": 3}, \"d\": 4, \"e\": 5}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (PpvInput) input = ppv_input_new_bytes (bytes, "text");
  PpvJsonReader reader;

  ppv_json_reader_init (&reader, input, 64);
  for (guint i = 0; i < 2; i++) /* to the key "a" */
    g_assert_true (ppv_json_reader_next (&reader, NULL));
  g_assert_true (ppv_json_reader_skip (&reader, NULL));
  g_assert_true (ppv_json_reader_next (&reader, NULL));
  g_assert_cmpstr (reader.text->str, ==, "d");
  g_assert_true (ppv_json_reader_skip (&reader, NULL));
  g_assert_true (ppv_json_reader_next (&reader, NULL));
  g_assert_cmpstr (reader.text->str, ==, "e");
  g_assert_cmpuint (reader.offset, ==, (guint64) (strstr (text, "\"e\"") - text));
  g_assert_cmpuint (reader.depth, ==, 1);
  ppv_json_reader_clear (&reader);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-reader/gives-one-token-after-the-other",
                   test_gives_one_token_after_the_other);
  g_test_add_func ("/json-reader/takes-escapes-out", test_takes_escapes_out);
  g_test_add_func ("/json-reader/stops-at-the-first-mistake", test_stops_at_the_first_mistake);
  g_test_add_func ("/json-reader/tells-a-cut-file-from-a-wrong-one",
                   test_tells_a_cut_file_from_a_wrong_one);
  g_test_add_func ("/json-reader/bounds-depth-and-texts", test_bounds_depth_and_texts);
  g_test_add_func ("/json-reader/skips-values", test_skips_values);
  return g_test_run ();
}
