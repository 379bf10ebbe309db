/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-kallsyms.h"

static PpvSymbolIndex *
parse (const char *text)
{
  return ppv_kallsyms_parse (g_strdup (text), strlen (text));
}

static const char *
name_at (PpvSymbolIndex *index, guint64 address)
{
  guint32 row = ppv_symbol_index_find (index, address);

  return row != PPV_NONE ? ppv_symbol_index_get (index, row)->name : NULL;
}

static void
test_names_the_kernel_and_its_modules (void)
{
  g_autoptr (PpvSymbolIndex) index = parse ("ffffffff81000000 T start\n"
                                            "ffffffff81000040 t helper\n"
                                            "ffffffff81000080 D data\n"
                                            "ffffffffc0000000 t nft_one\t[nf_tables]\n"
                                            "ffffffffc0000020 t nft_two\t[nf_tables]\n");

  g_assert_cmpstr (name_at (index, 0xffffffff8100003f), ==, "start");
  g_assert_cmpstr (name_at (index, 0xffffffff81000040), ==, "helper");
  g_assert_cmpstr (name_at (index, 0xffffffff8100007f), ==, "helper");
  g_assert_cmpstr (name_at (index, 0xffffffffc0000000), ==, "nft_one");
  g_assert_cmpstr (name_at (index, 0xffffffffc0000021), ==, "nft_two");
}

static void
test_leaves_the_gap_before_the_modules_open (void)
{
  g_autoptr (PpvSymbolIndex) index = parse ("ffffffff81000000 T last\n"
                                            "ffffffffc0000000 t first\t[module]\n");

  g_assert_cmpstr (name_at (index, 0xffffffff81000fff), ==, "last");
  g_assert_cmpstr (name_at (index, 0xffffffff81001000), ==, NULL);
  g_assert_cmpstr (name_at (index, 0xffffffffbfffffff), ==, NULL);
}

static void
test_takes_the_last_alias_as_perf_does (void)
{
  g_autoptr (PpvSymbolIndex) index = parse ("ffffffff81379d90 t __do_sys_getuid\n"
                                            "ffffffff81379d90 T __ia32_sys_getuid\n"
                                            "ffffffff81379d90 T __x64_sys_getuid\n"
                                            "ffffffff81379dd0 t next\n");

  g_assert_cmpstr (name_at (index, 0xffffffff81379d98), ==, "__x64_sys_getuid");
}

static void
test_sorts_lines_that_are_not (void)
{
  g_autoptr (PpvSymbolIndex) index = parse ("ffffffff81000040 t later\n"
                                            "ffffffff81000000 T earlier\n");

  g_assert_cmpstr (name_at (index, 0xffffffff81000001), ==, "earlier");
  g_assert_cmpstr (name_at (index, 0xffffffff81000041), ==, "later");
}

static void
test_skips_what_is_no_symbol (void)
{
  g_autoptr (PpvSymbolIndex) index = parse ("\n"
                                            "ffffffff81000000\n"
                                            "ffffffff81000000 \n"
                                            "ffffffff81000000 T\n"
                                            "ffffffff81000000 T \n"
                                            "ffffffff81000000 T\tname\n"
                                            "no T hex\n"
                                            "ffffffff81000000 r constant\n"
                                            "ffffffff81000000 t $x\n"
                                            "ffffffff81000000 t last line without an end");

  g_assert_cmpuint (ppv_symbol_index_get_n (index), ==, 1);
  g_assert_cmpstr (name_at (index, 0xffffffff81000000), ==, "last line without an end");
}

static void
test_refuses_addresses_that_are_hidden (void)
{
  g_assert_null (parse ("0000000000000000 T start\n0000000000000000 T end\n"));
  g_assert_null (parse (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kallsyms/names-the-kernel-and-its-modules",
                   test_names_the_kernel_and_its_modules);
  g_test_add_func ("/kallsyms/leaves-the-gap-before-the-modules-open",
                   test_leaves_the_gap_before_the_modules_open);
  g_test_add_func ("/kallsyms/takes-the-last-alias-as-perf-does",
                   test_takes_the_last_alias_as_perf_does);
  g_test_add_func ("/kallsyms/sorts-lines-that-are-not", test_sorts_lines_that_are_not);
  g_test_add_func ("/kallsyms/skips-what-is-no-symbol", test_skips_what_is_no_symbol);
  g_test_add_func ("/kallsyms/refuses-addresses-that-are-hidden",
                   test_refuses_addresses_that_are_hidden);
  return g_test_run ();
}
