/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "ppv-number.h"

static void
test_reads_whole_numbers_that_fit (void)
{
  guint64 value;
  gint64 number;

  g_assert_true (ppv_parse_u64 ("18446744073709551615", 20, &value));
  g_assert_cmpuint (value, ==, G_MAXUINT64);
  g_assert_true (ppv_parse_u64 ("00012x", 5, &value));
  g_assert_cmpuint (value, ==, 12);
  g_assert_true (ppv_parse_i64 ("-9223372036854775808", 20, &number));
  g_assert_cmpint (number, ==, G_MININT64);
  g_assert_true (ppv_parse_i64 ("9223372036854775807", 19, &number));
  g_assert_cmpint (number, ==, G_MAXINT64);
  g_assert_true (ppv_parse_i64 ("-0", 2, &number));
  g_assert_cmpint (number, ==, 0);
}

static void
test_refuses_what_is_not_all_a_number (void)
{
  static const char *const texts[] = {
    "", " ", " 1", "1 ", "+1", "-", "--1", "1-", "0x1", "1.0", "1e3", "1,0", "٣", "nan",
  };
  guint64 value;
  gint64 number;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_false (ppv_parse_u64 (texts[i], strlen (texts[i]), &value));
      g_assert_false (ppv_parse_i64 (texts[i], strlen (texts[i]), &number));
    }
  g_assert_false (ppv_parse_u64 ("-1", 2, &value));
}

static void
test_refuses_to_wrap_around (void)
{
  guint64 value;
  gint64 number;

  g_assert_false (ppv_parse_u64 ("18446744073709551616", 20, &value));
  g_assert_false (ppv_parse_u64 ("99999999999999999999999", 23, &value));
  g_assert_false (ppv_parse_i64 ("9223372036854775808", 19, &number));
  g_assert_false (ppv_parse_i64 ("-9223372036854775809", 20, &number));
  g_assert_false (ppv_parse_hex ("10000000000000000", 17, &value));
}

static void
test_reads_addresses (void)
{
  guint64 value;

  g_assert_true (ppv_parse_hex ("0xFFffffff81000000", 18, &value));
  g_assert_cmphex (value, ==, G_GUINT64_CONSTANT (0xffffffff81000000));
  g_assert_true (ppv_parse_hex ("00000000000000000abc", 20, &value));
  g_assert_cmphex (value, ==, 0xabc);
  g_assert_false (ppv_parse_hex ("0x", 2, &value));
  g_assert_false (ppv_parse_hex ("", 0, &value));
  g_assert_false (ppv_parse_hex ("12g", 3, &value));
}

static void
test_reads_fractions_whatever_the_locale (void)
{
  static const char *const bad[] = { "",    ".",  "1.",  ".5",    "1,5", "nan", "inf", "-inf",
                                     "0x1", "1e", "1e+", "1e999", " 1",  "1 ",  "--1", "infinity" };
  double value;

  if (setlocale (LC_ALL, "de_DE.UTF-8") == NULL)
    g_test_message ("de_DE.UTF-8 is not installed: tried in the C locale only");
  g_assert_true (ppv_parse_f64 ("1.5", 3, &value));
  g_assert_cmpfloat (value, ==, 1.5);
  g_assert_true (ppv_parse_f64 ("-12e-1xx", 6, &value));
  g_assert_cmpfloat (value, ==, -1.2);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (ppv_parse_f64 (bad[i], strlen (bad[i]), &value));
  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_reads_very_long_fractions (void)
{
  g_autofree char *text = g_strnfill (100000, '3');
  double value;

  text[1] = '.';
  g_assert_true (ppv_parse_f64 (text, 100000, &value));
  g_assert_true (G_APPROX_VALUE (value, 10.0 / 3, 1e-9));
}

static void
test_reads_times (void)
{
  static const struct {
    const char *text;
    gint64 nanoseconds;
  } times[] = { { "1.5s", 1500000000 },
                { "20ms", 20000000 },
                { "3us", 3000 },
                { "17", 17 },
                { "17ns", 17 },
                { "0.0000000019s", 1 },
                { "1.0000000001s", 1000000000 },
                { "9223372036.854775807s", G_MAXINT64 } };
  static const char *const bad[] = { "",
                                     "s",
                                     "1m",
                                     "-1s",
                                     "1.s",
                                     ".5s",
                                     "1 s",
                                     "1e3s",
                                     "1s ",
                                     "9223372036.854775808s",
                                     "9223372036855ms" };
  gint64 value;

  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_assert_true (ppv_parse_time (times[i].text, strlen (times[i].text), &value));
      g_assert_cmpint (value, ==, times[i].nanoseconds);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (ppv_parse_time (bad[i], strlen (bad[i]), &value));
}

static void
test_sums_stop_at_the_ends (void)
{
  gboolean saturated = FALSE;

  g_assert_cmpint (ppv_add_saturating (G_MAXINT64 - 1, 1, &saturated), ==, G_MAXINT64);
  g_assert_false (saturated);
  g_assert_cmpint (ppv_add_saturating (G_MAXINT64, 1, &saturated), ==, G_MAXINT64);
  g_assert_true (saturated);
  g_assert_cmpint (ppv_add_saturating (G_MININT64, -1, &saturated), ==, G_MININT64);
  g_assert_cmpint (ppv_add_saturating (1, 1, &saturated), ==, 2);
  g_assert_true (saturated);
}

static void
assert_text (char *text, const char *expected)
{
  g_autofree char *owned = text;

  g_assert_cmpstr (owned, ==, expected);
}

static void
test_writes_sizes_and_times_for_people (void)
{
  assert_text (ppv_format_bytes (0), "0 B");
  assert_text (ppv_format_bytes (1023), "1023 B");
  assert_text (ppv_format_bytes (1536), "1.5 KiB");
  assert_text (ppv_format_bytes (1048575), "1.0 MiB");
  assert_text (ppv_format_bytes (1020 * 1024 + 700), "1021 KiB");
  assert_text (ppv_format_bytes (-3 * 1024 * 1024), "-3.0 MiB");
  assert_text (ppv_format_bytes (G_MAXINT64), "8.0 EiB");
  assert_text (ppv_format_duration (999), "999 ns");
  assert_text (ppv_format_duration (12345678), "12.3 ms");
  assert_text (ppv_format_duration (999960), "1.0 ms");
  assert_text (ppv_format_duration (59970000000), "1.0 min");
  assert_text (ppv_format_duration (G_MAXINT64), "106752 d");
}

static void
test_keeps_to_nine_characters (void)
{
  for (gint64 value = 1; value < G_MAXINT64 / 3; value += value / 2 + 1)
    for (gint64 sign = -1; sign <= 1; sign += 2)
      {
        g_autofree char *bytes = ppv_format_bytes (sign * value);
        g_autofree char *duration = ppv_format_duration (sign * value);

        g_assert_cmpint (g_utf8_strlen (bytes, -1), <=, 9);
        g_assert_cmpint (g_utf8_strlen (duration, -1), <=, 9);
      }
}

static void
test_groups_the_digits_of_counts (void)
{
  assert_text (ppv_format_count (0), "0");
  assert_text (ppv_format_count (999), "999");
  assert_text (ppv_format_count (1234567), "1,234,567");
  assert_text (ppv_format_count (-1000), "-1,000");
  assert_text (ppv_format_count (G_MININT64), "-9,223,372,036,854,775,808");
}

static void
test_writes_a_cost_in_its_own_unit (void)
{
  assert_text (ppv_format_value (2048, "bytes"), "2.0 KiB");
  assert_text (ppv_format_value (2000, "ns"), "2.0 µs");
  assert_text (ppv_format_value (2048, "samples"), "2,048 samples");
  assert_text (ppv_format_value (2048, "count"), "2,048");
  assert_text (ppv_format_value (2048, NULL), "2,048");
}

static void
test_writes_fractions_exactly (void)
{
  const char *name;

  assert_text (ppv_format_decimal (375, 2), "3.75");
  assert_text (ppv_format_decimal (-5, 2), "-0.05");
  assert_text (ppv_format_decimal (300, 2), "3");
  assert_text (ppv_format_decimal (300, 0), "300");
  assert_text (ppv_format_decimal (G_MAXINT64, 18), "9.223372036854775807");
  assert_text (ppv_format_value (123456750, "0.01 samples"), "1,234,567.5 samples");
  assert_text (ppv_format_value (-5, "0.1 count"), "-0.5");
  g_assert_cmpuint (ppv_unit_decimals ("0.001 samples", &name), ==, 3);
  g_assert_cmpstr (name, ==, "samples");
  g_assert_cmpuint (ppv_unit_decimals ("samples", &name), ==, 0);
  g_assert_cmpstr (name, ==, "samples");
  g_assert_cmpuint (ppv_unit_decimals ("0.02 samples", NULL), ==, 0);
  g_assert_cmpuint (ppv_unit_decimals ("0.0000000000000000001 x", NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/reads-whole-numbers-that-fit", test_reads_whole_numbers_that_fit);
  g_test_add_func ("/number/refuses-what-is-not-all-a-number",
                   test_refuses_what_is_not_all_a_number);
  g_test_add_func ("/number/refuses-to-wrap-around", test_refuses_to_wrap_around);
  g_test_add_func ("/number/reads-addresses", test_reads_addresses);
  g_test_add_func ("/number/reads-fractions-whatever-the-locale",
                   test_reads_fractions_whatever_the_locale);
  g_test_add_func ("/number/reads-very-long-fractions", test_reads_very_long_fractions);
  g_test_add_func ("/number/reads-times", test_reads_times);
  g_test_add_func ("/number/sums-stop-at-the-ends", test_sums_stop_at_the_ends);
  g_test_add_func ("/number/writes-sizes-and-times-for-people",
                   test_writes_sizes_and_times_for_people);
  g_test_add_func ("/number/keeps-to-nine-characters", test_keeps_to_nine_characters);
  g_test_add_func ("/number/groups-the-digits-of-counts", test_groups_the_digits_of_counts);
  g_test_add_func ("/number/writes-a-cost-in-its-own-unit", test_writes_a_cost_in_its_own_unit);
  g_test_add_func ("/number/writes-fractions-exactly", test_writes_fractions_exactly);
  return g_test_run ();
}
