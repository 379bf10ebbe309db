/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "ppv-json-writer.h"

static void
write_all_kinds (PpvJsonWriter *json)
{
  ppv_json_begin_object (json, NULL);
  ppv_json_string (json, "text", "a\"b");
  ppv_json_string (json, "none", NULL);
  ppv_json_begin_array (json, "list");
  ppv_json_int (json, NULL, -1);
  ppv_json_bool (json, NULL, TRUE);
  ppv_json_bool (json, NULL, FALSE);
  ppv_json_end (json);
  ppv_json_begin_object (json, "empty");
  ppv_json_end (json);
  ppv_json_end (json);
}

static char *
write_json (void (*write) (PpvJsonWriter *json), gboolean pretty)
{
  g_autoptr (PpvSink) sink = ppv_sink_new_memory ();
  g_autoptr (PpvJsonWriter) json = ppv_json_writer_new (sink, pretty);

  write (json);
  return g_strdup (ppv_sink_get_text (sink));
}

static void
test_writes_compact (void)
{
  g_autofree char *text = write_json (write_all_kinds, FALSE);

  g_assert_cmpstr (text, ==,
                   "{\"text\":\"a\\\"b\",\"none\":null,\"list\":[-1,true,false],\"empty\":{}}");
}

static void
test_writes_for_people (void)
{
  g_autofree char *text = write_json (write_all_kinds, TRUE);

  g_assert_cmpstr (text, ==,
                   "{\n"
                   "  \"text\": \"a\\\"b\",\n"
                   "  \"none\": null,\n"
                   "  \"list\": [\n"
                   "    -1,\n"
                   "    true,\n"
                   "    false\n"
                   "  ],\n"
                   "  \"empty\": {}\n"
                   "}\n");
}

static void
write_large_integers (PpvJsonWriter *json)
{
  ppv_json_begin_array (json, NULL);
  ppv_json_int (json, NULL, G_GINT64_CONSTANT (9007199254740992));
  ppv_json_int (json, NULL, G_GINT64_CONSTANT (9007199254740993));
  ppv_json_int (json, NULL, -G_GINT64_CONSTANT (9007199254740993));
  ppv_json_int (json, NULL, G_MININT64);
  ppv_json_end (json);
}

static void
test_writes_integers_no_reader_can_lose_digits_of (void)
{
  g_autofree char *text = write_json (write_large_integers, FALSE);

  g_assert_cmpstr (text, ==,
                   "[9007199254740992,\"9007199254740993\",\"-9007199254740993\","
                   "\"-9223372036854775808\"]");
}

static void
write_doubles (PpvJsonWriter *json)
{
  ppv_json_begin_array (json, NULL);
  ppv_json_double (json, NULL, 0.1);
  ppv_json_double (json, NULL, 3);
  ppv_json_double (json, NULL, 1.0 / 3);
  ppv_json_double (json, NULL, 1e300);
  ppv_json_double (json, NULL, (double) NAN);
  ppv_json_double (json, NULL, -(double) INFINITY);
  ppv_json_end (json);
}

static void
test_writes_the_fewest_digits_that_read_back (void)
{
  g_autofree char *text = write_json (write_doubles, FALSE);

  g_assert_cmpstr (text, ==, "[0.1,3,0.3333333333333333,1e+300,null,null]");
}

static void
write_deep (PpvJsonWriter *json)
{
  for (guint i = 0; i < 10000; i++)
    ppv_json_begin_array (json, NULL);
  for (guint i = 0; i < 10000; i++)
    ppv_json_end (json);
}

static void
test_deep_nesting_stays_small (void)
{
  g_autofree char *text = write_json (write_deep, TRUE);

  g_assert_cmpuint (strlen (text), <, 2 * 10000 * 18);
}

static void
write_hostile_key (PpvJsonWriter *json)
{
  ppv_json_begin_object (json, NULL);
  ppv_json_null (json, "a\":1,\"b</script>");
  ppv_json_end (json);
}

static void
test_keys_are_escaped_too (void)
{
  g_autofree char *text = write_json (write_hostile_key, FALSE);

  g_assert_cmpstr (text, ==, "{\"a\\\":1,\\\"b\\u003c/script>\":null}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-writer/writes-compact", test_writes_compact);
  g_test_add_func ("/json-writer/writes-for-people", test_writes_for_people);
  g_test_add_func ("/json-writer/writes-integers-no-reader-can-lose-digits-of",
                   test_writes_integers_no_reader_can_lose_digits_of);
  g_test_add_func ("/json-writer/writes-the-fewest-digits-that-read-back",
                   test_writes_the_fewest_digits_that_read_back);
  g_test_add_func ("/json-writer/deep-nesting-stays-small", test_deep_nesting_stays_small);
  g_test_add_func ("/json-writer/keys-are-escaped-too", test_keys_are_escaped_too);
  return g_test_run ();
}
