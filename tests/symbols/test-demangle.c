/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-symbolize.h"

typedef struct {
  const char *raw;
  const char *name;
} Case;

static void
check (const Case *cases, gsize n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autofree char *name = ppv_demangle (cases[i].raw);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

static void
test_writes_cpp_without_parameters (void)
{
  static const Case cases[] = {
    { "_ZN3geo6SystemIfE4stepEf", "geo::System<float>::step" },
    { "_ZZ4mainENKUliE0_clEi", "main::{lambda(int)#2}::operator()" },
    { "_Znwm", "operator new" },
    { "_Z1fv.cold", "f" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_writes_rust_without_the_hash (void)
{
  static const Case cases[] = {
    { "_ZN5rusty4main17h0123456789abcdefE", "rusty::main" },
    { "_RNvCs1234_7mycrate3foo", "mycrate::foo" },
    { "_ZN42_$LT$usize$u20$as$u20$core..fmt..Write$GT$3fmt17h0123456789abcdefE",
      "<usize as core::fmt::Write>::fmt" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_writes_d (void)
{
  static const Case cases[] = { { "_D3std5stdio4fileFZv", "std.stdio.file()" } };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_keeps_versions_and_plt (void)
{
  static const Case cases[] = {
    { "_Znwm@plt", "operator new@plt" },
    { "cfree@GLIBC_2.2.5", "cfree@GLIBC_2.2.5" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_leaves_other_names_alone (void)
{
  static const Case cases[] = {
    { "main", "main" },
    { "", "" },
    { "_", "_" },
    { "_Z", "_Z" },
    { "_start", "_start" },
    { "__libc_malloc", "__libc_malloc" },
    { "@", "@" },
    { "$s4main3fooyyF", "$s4main3fooyyF" },
    { "_$s4main3fooyyF", "_$s4main3fooyyF" },
    { "_T04main3fooyyF", "_T04main3fooyyF" },
    { "_DYNAMIC", "_DYNAMIC" },
    { "_RNot", "_RNot" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

/* b<a, a>, b<b<a, a>, b<a, a>> and so on: 2^30 words, were they written out. */
static void
test_leaves_names_alone_that_grow_without_end (void)
{
  static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  g_autoptr (GString) raw = g_string_new ("_Z1fI1a1bIS0_S0_E");
  g_autofree char *name = NULL;

  for (guint i = 2; i < 32; i++)
    g_string_append_printf (raw, "S1_IS%c_S%c_E", digits[i], digits[i]);
  g_string_append (raw, "Evv");
  name = ppv_demangle (raw->str);
  g_assert_cmpstr (name, ==, raw->str);
}

static void
test_survives_deep_names (void)
{
  g_autoptr (GString) raw = g_string_new ("_Z1f");
  g_autofree char *name = NULL;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (raw, 'P');
  g_string_append_c (raw, 'i');
  name = ppv_demangle (raw->str);
  g_assert_nonnull (name);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demangle/writes-cpp-without-parameters", test_writes_cpp_without_parameters);
  g_test_add_func ("/demangle/writes-rust-without-the-hash", test_writes_rust_without_the_hash);
  g_test_add_func ("/demangle/writes-d", test_writes_d);
  g_test_add_func ("/demangle/keeps-versions-and-plt", test_keeps_versions_and_plt);
  g_test_add_func ("/demangle/leaves-other-names-alone", test_leaves_other_names_alone);
  g_test_add_func ("/demangle/leaves-names-alone-that-grow-without-end",
                   test_leaves_names_alone_that_grow_without_end);
  g_test_add_func ("/demangle/survives-deep-names", test_survives_deep_names);
  return g_test_run ();
}
