/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv.h"

static void
assert_same (const char *text, const char *expected)
{
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (PpvSelection) again = ppv_selection_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;

  ppv_selection_parse (selection, text, &error);
  g_assert_no_error (error);
  written = ppv_selection_to_text (selection);
  g_assert_cmpstr (written, ==, expected);
  ppv_selection_parse (again, written, &error);
  g_assert_no_error (error);
  g_assert_true (ppv_selection_equal (selection, again));
}

static void
test_reads_every_kind_of_term (void)
{
  assert_same ("metric=cycles and time=1s..2.5s and process=firefox and thread=12 and cpu=0 "
               "and module=libc.so.6 and function!=memcpy and self!~^mem and stack=main;*;read$",
               "metric=cycles and time=1s..2500ms and process=firefox and thread=12 and cpu=0 "
               "and module=libc.so.6 and function!=memcpy and self!~^mem and stack=main;*;read$");
}

static void
test_joins_conditions (void)
{
  assert_same ("cpu=1 or cpu=2 and thread=x", "(cpu=1 or cpu=2 and thread=x)");
  assert_same ("(cpu=1 or cpu=2) and thread=x", "(cpu=1 or cpu=2) and thread=x");
  assert_same ("not not(cpu=1)", "cpu=1");
  assert_same ("not cpu=1 and not cpu!=2", "cpu!=1 and cpu=2");
  assert_same ("not (cpu=1 or not (cpu=2 and cpu=3))", "not (cpu=1 or not (cpu=2 and cpu=3))");
  assert_same ("((cpu=1)and((cpu=2)and cpu=3))", "cpu=1 and cpu=2 and cpu=3");
  assert_same ("(cpu=1 or (cpu=2 or cpu=3))", "(cpu=1 or cpu=2 or cpu=3)");
  assert_same ("(function=f(int) or function=g())and cpu=1",
               "(function=f(int) or function=g()) and cpu=1");
}

static void
test_reads_transforms (void)
{
  assert_same ("| focus function=main", "| focus function=main");
  assert_same ("cpu=1|hide module~libc|merge stack=^a;b | collapse module=libc*",
               "cpu=1 | hide module~libc | merge stack=^a;b | collapse module=libc*");
  assert_same ("| collapse recursion | collapse recursion function=fib | drop self=idle|invert",
               "| collapse recursion | collapse recursion function=fib | drop self=idle | invert");
  assert_same ("metric=cycles | focus stack=a;b", "metric=cycles | focus stack=a;b");
}

static void
test_takes_clauses_away (void)
{
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autofree char *text = NULL;

  g_assert_true (ppv_selection_parse (
      selection, "cpu=1 and (cpu=2 or cpu=3) | invert | hide function=f", NULL));
  g_assert_cmpuint (ppv_selection_get_n_clauses (selection), ==, 4);
  text = ppv_selection_clause_to_text (selection, 1);
  g_assert_cmpstr (text, ==, "(cpu=2 or cpu=3)");
  ppv_selection_remove_clause (selection, 2);
  ppv_selection_remove_clause (selection, 0);
  g_free (text);
  text = ppv_selection_to_text (selection);
  g_assert_cmpstr (text, ==, "(cpu=2 or cpu=3) | hide function=f");
}

static void
test_nothing_is_everything (void)
{
  assert_same ("", "");
  assert_same (" \t", "");
}

static void
test_leaves_out_the_ends_of_time (void)
{
  assert_same ("time=..3us", "time=..3us");
  assert_same ("time=1.5us..", "time=1500ns..");
  assert_same ("time=17..", "time=17..");
  assert_same ("time=1000..2000000", "time=1000..2000000");
  assert_same ("time=..", "time=..");
  assert_same ("time=0..0", "time=..0");
}

static void
test_quotes_what_needs_quotes (void)
{
  assert_same ("function = \"operator new\"", "function=\"operator new\"");
  assert_same ("function=operator==", "function=operator==");
  assert_same ("function=\"==\"", "function=\"==\"");
  assert_same ("function=\"\"", "function=\"\"");
  assert_same ("function=\"a \\\"b\\\" \\\\\"", "function=\"a \\\"b\\\" \\\\\"");
  assert_same ("function=and and function=\"and\"", "function=and and function=and");
  assert_same ("module=C:\\x\\", "module=C:\\x\\");
  assert_same ("function=foo(char\\*)", "function=foo(char\\*)");
  assert_same ("function=\"operator new(char \\*)\"", "function=\"operator new(char \\\\*)\"");
}

static void
test_adds_to_what_is_there (void)
{
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autofree char *text = NULL;

  ppv_selection_set_metric (selection, "cycles");
  ppv_selection_add_term (selection, PPV_TERM_CPU, TRUE, "3");
  g_assert_true (ppv_selection_parse (selection, "metric=heap and cpu=1", NULL));
  text = ppv_selection_to_text (selection);
  g_assert_cmpstr (text, ==, "metric=heap and cpu!=3 and cpu=1");
  ppv_selection_remove_clause (selection, 0);
  g_free (text);
  text = ppv_selection_to_text (selection);
  g_assert_cmpstr (text, ==, "metric=heap and cpu=1");
}

static void
assert_refused (const char *text, const char *begin)
{
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (PpvSelection) nothing = ppv_selection_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (ppv_selection_parse (selection, text, &error));
  g_assert_error (error, PPV_ERROR, PPV_ERROR_USAGE);
  if (!g_str_has_prefix (error->message, begin))
    g_assert_cmpstr (error->message, ==, begin);
  g_assert_true (ppv_selection_equal (selection, nothing));
}

static void
test_names_the_column_of_an_error (void)
{
  assert_refused ("colour=red", "column 1: ");
  assert_refused ("cpu", "column 4: ");
  assert_refused ("cpu # 1", "column 5: ");
  assert_refused ("cpu=1 nor cpu=2", "column 7: ");
  assert_refused ("cpu=1 and", "column 10: ");
  assert_refused ("cpu=1 andcpu=2", "column 7: ");
  assert_refused ("cpu=1 and function=", "column 20: ");
  assert_refused ("function==x", "column 10: ");
  assert_refused ("function=\"x", "column 10: ");
  assert_refused ("function=x\"y\"", "column 11: ");
  assert_refused ("metric!=x", "column 9: ");
  assert_refused ("metric=x and metric=y", "column 21: ");
  assert_refused ("function=\xc3\xa4\xc3\xb6 nor", "column 13: ");
  assert_refused ("function=a\xff", "column 11: ");
  assert_refused ("(cpu=1 or cpu=2", "column 1: ");
  assert_refused ("cpu=1) and cpu=2", "column 6: ");
  assert_refused ("(cpu=1 cpu=2)", "column 8: ");
  assert_refused ("cpu=1 and not", "column 14: ");
  assert_refused ("function~a(", "column 10: ");
  assert_refused ("function~\"a(\"", "column 10: ");
  assert_refused ("stack~a", "column 7: ");
  assert_refused ("stack=a;;b", "column 7: ");
}

static void
test_has_one_metric_for_all (void)
{
  assert_refused ("metric=x or cpu=1", "column 1: ");
  assert_refused ("cpu=1 or cpu=2 and metric=x", "column 20: ");
  assert_refused ("cpu=1 and (metric=x)", "column 12: ");
  assert_refused ("not metric=x", "column 5: ");
}

static void
test_refuses_odd_transforms (void)
{
  assert_refused ("| ", "column 3: ");
  assert_refused ("cpu=1 | fokus function=x", "column 9: ");
  assert_refused ("| focus", "column 8: ");
  assert_refused ("| focus cpu=1", "column 9: ");
  assert_refused ("| hide stack=a;b", "column 8: ");
  assert_refused ("| merge function=a", "column 9: ");
  assert_refused ("| collapse recursion module=a", "column 22: ");
  assert_refused ("| invert function=a", "column 10: ");
  assert_refused ("| invert and cpu=1", "column 10: ");
}

static char *
repeat (const char *text, guint n, const char *end)
{
  GString *repeated = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (repeated, text);
  g_string_append (repeated, end);
  return g_string_free (repeated, FALSE);
}

static void
test_has_bounds (void)
{
  g_autofree char *deep = repeat ("(", 33, "cpu=1");
  g_autofree char *negated = repeat ("not ", 100000, "cpu=1");
  g_autofree char *many = repeat ("cpu=1 and ", 1000, "cpu=1");
  g_autofree char *path = repeat ("a;", 64, "a");
  g_autofree char *stack = g_strconcat ("stack=", path, NULL);

  assert_refused (deep, "column 33: ");
  assert_refused (negated, "column 129: ");
  assert_refused (many, "column 10001: ");
  assert_refused (stack, "column 7: ");
}

static void
test_refuses_odd_times (void)
{
  assert_refused ("cpu=1 and time=5s", "column 16: ");
  assert_refused ("time=1s..x", "column 6: ");
  assert_refused ("time=1...2", "column 6: ");
  assert_refused ("time=2s..1s", "column 6: ");
  assert_refused ("time~1s..2s", "column 6: ");
}

static char *
random_text (void)
{
  static const char letters[] = "ab=\"\\ \t.!*?&\n()|~";
  GString *text = g_string_new (NULL);

  for (gint32 n = g_test_rand_int_range (0, 8); n > 0; n--)
    g_string_append_c (text,
                       letters[g_test_rand_int_range (0, (gint32) G_N_ELEMENTS (letters) - 1)]);
  return g_string_free (text, FALSE);
}

static gint64
random_time (void)
{
  static const gint64 units[] = { 1, 1000, 1000000, 1000000000,
                                  G_GINT64_CONSTANT (86400000000000) };

  return g_test_rand_int_range (0, 1000) * units[g_test_rand_int_range (0, 5)];
}

static PpvSelection *
random_selection (void)
{
  PpvSelection *selection = ppv_selection_new ();
  g_autofree char *metric = random_text ();

  if (g_test_rand_bit ())
    ppv_selection_set_metric (selection, metric);
  for (gint32 n = g_test_rand_int_range (0, 3); n > 0; n--)
    {
      gint64 from = g_test_rand_bit () ? random_time () : -7;

      ppv_selection_add_time (selection, from,
                              g_test_rand_bit () ? G_MAXINT64 : from + random_time ());
    }
  for (gint32 n = g_test_rand_int_range (0, 4); n > 0; n--)
    {
      g_autofree char *pattern = random_text ();

      ppv_selection_add_term (selection, (PpvTermKind) g_test_rand_int_range (0, PPV_TERM_STACK),
                              g_test_rand_bit (), pattern);
    }
  return selection;
}

static void
test_comes_back_from_its_text (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (PpvSelection) selection = random_selection ();
      g_autoptr (PpvSelection) again = ppv_selection_new ();
      g_autofree char *text = ppv_selection_to_text (selection);
      g_autoptr (GError) error = NULL;

      ppv_selection_parse (again, text, &error);
      g_assert_no_error (error);
      g_assert_true (ppv_selection_equal (selection, again));
      g_assert_cmpstr (ppv_selection_get_metric (selection), ==, ppv_selection_get_metric (again));
      g_assert_cmpuint (ppv_selection_get_n_clauses (selection), ==,
                        ppv_selection_get_n_clauses (again));
    }
}

static void
test_survives_any_text (void)
{
  static const char *const pieces[] = { "function", "time", "cpu",      "metric", " ",        "and",
                                        "=",        "!=",   "\"",       "\\",     "..",       "1s",
                                        "-3",       "x",    "\xff",     "\xc3",   "\n",       "or",
                                        "not",      "(",    ")",        "|",      "focus",    "~",
                                        "stack",    ";",    "collapse", "hide",   "recursion" };

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (PpvSelection) selection = ppv_selection_new ();
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      for (gint32 n = g_test_rand_int_range (0, 12); n > 0; n--)
        g_string_append (text, pieces[g_test_rand_int_range (0, (gint32) G_N_ELEMENTS (pieces))]);
      if (!ppv_selection_parse (selection, text->str, &error))
        {
          g_assert_error (error, PPV_ERROR, PPV_ERROR_USAGE);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/selection/reads-every-kind-of-term", test_reads_every_kind_of_term);
  g_test_add_func ("/selection/joins-conditions", test_joins_conditions);
  g_test_add_func ("/selection/reads-transforms", test_reads_transforms);
  g_test_add_func ("/selection/takes-clauses-away", test_takes_clauses_away);
  g_test_add_func ("/selection/has-one-metric-for-all", test_has_one_metric_for_all);
  g_test_add_func ("/selection/refuses-odd-transforms", test_refuses_odd_transforms);
  g_test_add_func ("/selection/has-bounds", test_has_bounds);
  g_test_add_func ("/selection/nothing-is-everything", test_nothing_is_everything);
  g_test_add_func ("/selection/leaves-out-the-ends-of-time", test_leaves_out_the_ends_of_time);
  g_test_add_func ("/selection/quotes-what-needs-quotes", test_quotes_what_needs_quotes);
  g_test_add_func ("/selection/adds-to-what-is-there", test_adds_to_what_is_there);
  g_test_add_func ("/selection/names-the-column-of-an-error", test_names_the_column_of_an_error);
  g_test_add_func ("/selection/refuses-odd-times", test_refuses_odd_times);
  g_test_add_func ("/selection/comes-back-from-its-text", test_comes_back_from_its_text);
  g_test_add_func ("/selection/survives-any-text", test_survives_any_text);
  return g_test_run ();
}
