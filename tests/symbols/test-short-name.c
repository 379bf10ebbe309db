/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-symbolize.h"

typedef struct {
  const char *name;
  const char *shortened;
} Case;

static void
check (const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *shortened = ppv_shorten_name (cases[i].name);

      g_assert_cmpstr (shortened, ==, cases[i].shortened);
    }
}

static void
test_leaves_out_arguments_of_templates (void)
{
  static const Case cases[] = {
    { "std::vector<int, std::allocator<int> >::push_back", "std::vector<…>::push_back" },
    { "std::vector<int>::push_back(int const&)", "std::vector<…>::push_back(…)" },
    { "a<b<c>(d)>::e<f>", "a<…>::e<…>" },
    { "f<(x)1, (y)2>", "f<…>" },
    { "f<&A::operator<, 2>::g", "f<…>::g" },
    { "f<decltype (a->b)>::g", "f<…>::g" },
    { "f<>", "f<>" },
    { "g()", "g()" },
    { "main::{lambda(int)#2}::operator()", "main::{lambda(…)#2}::operator()" },
    { "main::{lambda(int)#2}::operator()(int) const", "main::{lambda(…)#2}::operator()(…) const" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_keeps_operators (void)
{
  static const Case cases[] = {
    { "operator<", "operator<" },
    { "A<int>::operator<<", "A<…>::operator<<" },
    { "A::operator<<(int)", "A::operator<<(…)" },
    { "A::operator<<<int>", "A::operator<<<…>" },
    { "A::operator->", "A::operator->" },
    { "A::operator()", "A::operator()" },
    { "A::operator<=>(A<int>)", "A::operator<=>(…)" },
    { "my_operator<int>", "my_operator<…>" },
    { "operator new", "operator new" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_keeps_what_names_a_place (void)
{
  static const Case cases[] = {
    { "(anonymous namespace)::f", "(anonymous namespace)::f" },
    { "a::(anonymous namespace)::f(int)", "a::(anonymous namespace)::f(…)" },
    { "<alloc::vec::Vec<T> as core::ops::Drop>::drop",
      "<alloc::vec::Vec<…> as core::ops::Drop>::drop" },
    { "core::num::<impl core::fmt::Display for u32>::fmt",
      "core::num::<impl core::fmt::Display for u32>::fmt" },
    { "core::iter::fold::<i32, F>", "core::iter::fold::<…>" },
    { "<a::B<T>>::c::<U>::{closure#0}", "<a::B<…>>::c::<…>::{closure#0}" },
    { "py::<module>:/tmp/run.py", "py::<module>:/tmp/run.py" },
    { "JS:~<anonymous> /tmp/a.js:1:1", "JS:~<anonymous> /tmp/a.js:1:1" },
    { "main.(*Tree).Insert", "main.(*Tree).Insert" },
    { "-[NSString length]", "-[NSString length]" },
    { "[unknown]", "[unknown]" },
    { "$s4main3fooyyF", "$s4main3fooyyF" },
    { "", "" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_what_does_not_match_alone (void)
{
  static const Case cases[] = {
    { "a<b", "a<b" }, { "a<b(c>", "a<b(c>" }, { "a>b", "a>b" }, { "a)b", "a)b" }, { "f(", "f(" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

/* A hostile name takes as long as it is, and not its square. */
static void
test_is_done_with_long_names_soon (void)
{
  static const char *const parts[] = { "a<", "(", "<", "operator<", "a<b>", "<x as " };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GString) name = g_string_new (NULL);
      g_autofree char *shortened = NULL;
      gint64 begin = g_get_monotonic_time ();

      while (name->len < 64 * 1024)
        g_string_append (name, parts[i]);
      for (guint n = 0; n < 64 * 1024; n++)
        g_string_append_c (name, parts[i][0] == '(' ? ')' : '>');
      shortened = ppv_shorten_name (name->str);
      g_assert_nonnull (shortened);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 2 * G_USEC_PER_SEC);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/short-name/leaves-out-arguments-of-templates",
                   test_leaves_out_arguments_of_templates);
  g_test_add_func ("/short-name/keeps-operators", test_keeps_operators);
  g_test_add_func ("/short-name/keeps-what-names-a-place", test_keeps_what_names_a_place);
  g_test_add_func ("/short-name/leaves-what-does-not-match-alone",
                   test_leaves_what_does_not_match_alone);
  g_test_add_func ("/short-name/is-done-with-long-names-soon", test_is_done_with_long_names_soon);
  return g_test_run ();
}
