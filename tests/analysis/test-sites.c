/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-sites-private.h"
#include "ppv-test-profile.h"

typedef struct {
  const char *name;
  const char *file;
  const char *module;
  PpvSiteKind kind;
} Case;

/* Names as massif, DHAT, memcheck and heaptrack write them. */
static const Case cases[] = {
  { "malloc", "vg_replace_malloc.c", "", PPV_SITE_ALLOCATOR },
  { "???", "", "/usr/libexec/valgrind/vgpreload_memcheck-amd64-linux.so", PPV_SITE_ALLOCATOR },
  { "operator new[](unsigned long)", "", "/usr/lib/libstdc++.so.6", PPV_SITE_ALLOCATOR },
  { "Table::operator new(unsigned long)", "table.cpp", "", PPV_SITE_ALLOCATOR },
  { "g_malloc0_n", "", "/usr/lib/libglib-2.0.so.0", PPV_SITE_ALLOCATOR },
  { "xstrdup", "util.c", "", PPV_SITE_ALLOCATOR },
  { "PyMem_RawMalloc", "", "/usr/bin/python3", PPV_SITE_ALLOCATOR },
  { "__libc_start_main@@GLIBC_2.34", "libc-start.c", "", PPV_SITE_BEGINNING },
  { "std::vector<int, std::allocator<int> >::push_back(int&&)", "stl_vector.h", "",
    PPV_SITE_LIBRARY },
  { "void std::vector<Item>::_M_realloc_insert<Item const&>(std::_Iter<Item*>, Item const&)",
    "vector.tcc", "", PPV_SITE_LIBRARY },
  { "std::shared_ptr<int> std::make_shared<int, int>(int&&)", "", "", PPV_SITE_LIBRARY },
  { "allocate", "new_allocator.h", "", PPV_SITE_LIBRARY },
  { "push_back", "/usr/include/c++/12/bits/stl_vector.h", "", PPV_SITE_LIBRARY },
  { "<alloc::string::String as core::clone::Clone>::clone", "string.rs", "", PPV_SITE_LIBRARY },
  { "malloc_trim", "malloc.c", "", PPV_SITE_CODE },
  { "main", "main.c", "/usr/bin/program", PPV_SITE_CODE },
  { "load(std::vector<int, std::allocator<int> > const&)", "load.cpp", "", PPV_SITE_CODE },
  { "std::vector<int> load<int>(std::string const&)", "load.cpp", "", PPV_SITE_CODE },
  { "(anonymous namespace)::grow(std::string)", "grow.cpp", "", PPV_SITE_CODE },
  { "Store::operator std::string() const", "store.cpp", "", PPV_SITE_CODE },
  { "operator<<(std::ostream&, Store const&)", "store.cpp", "", PPV_SITE_CODE },
  { "main::{lambda(std::string)#1}::operator()(std::string) const", "main.cpp", "", PPV_SITE_CODE },
  { "my_std::vector<int>::push_back(int)", "mine.h", "", PPV_SITE_CODE },
  { "", "", "", PPV_SITE_CODE },
  { "std::f(", "", "", PPV_SITE_LIBRARY },
  { "a>>)>b<<((", "", "", PPV_SITE_CODE },
};

static void
test_tells_who_allocates_for_others (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PpvSiteKind kind = ppv_site_kind (cases[i].name, cases[i].file, cases[i].module);

      if (kind != cases[i].kind)
        g_error ("%s is of kind %d, not %d", cases[i].name, (int) kind, (int) cases[i].kind);
    }
}

static const char *
find_site (const PpvProfile *profile)
{
  g_autofree PpvFrameId *sites = ppv_sites_find (profile);
  PpvFrameId site = sites[ppv_profile_get_stacks (profile)->n_rows - 1];
  PpvFunctionId function = ppv_profile_get_frames (profile)->function[site];

  return ppv_profile_get_string (profile, ppv_profile_get_functions (profile)->name[function]);
}

/* Of stacks with the caller first, who asked for the memory. */
static void
test_finds_the_innermost_code (void)
{
  static const char *const stacks[][2] = {
    { "main;load;std::vector<int>::push_back(int);operator~new(unsigned~long)", "load" },
    { "main;load;(heap~allocation~functions)~malloc/new/new[]", "load" },
    { "_start;main;xmalloc;malloc", "main" },
    { "start_thread;std::thread::_M_run();std::deque<int>::push_back(int);malloc",
      "std::deque<int>::push_back(int)" },
    { "[unknown];malloc", "[unknown]" },
    { "[unknown];std::locale::init();malloc", "std::locale::init()" },
    { "malloc", "malloc" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (stacks); i++)
    {
      g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
      g_autoptr (PpvProfile) profile = NULL;
      g_auto (GStrv) names = g_strsplit (stacks[i][0], ";", -1);
      PpvStackId stack = PPV_NONE;

      for (guint n = 0; names[n] != NULL; n++)
        stack = ppv_profile_builder_stack (
            builder, stack,
            ppv_profile_builder_marker (builder, g_strdelimit (names[n], "~", ' ')));
      profile = ppv_test_seal (builder);
      g_assert_cmpstr (find_site (profile), ==, stacks[i][1]);
    }
}

/* One line of the source has many addresses. */
static void
test_keeps_a_line_together (void)
{
  g_autoptr (PpvProfileBuilder) builder = ppv_profile_builder_new (NULL);
  g_autoptr (PpvProfile) profile = NULL;
  g_autofree PpvFrameId *sites = NULL;
  PpvModuleId module = ppv_profile_builder_module (
      builder, ppv_profile_builder_string (builder, "/bin/a", -1), 0, PPV_MODULE_USER);
  PpvStringId name = ppv_profile_builder_string (builder, "load", -1);
  PpvStringId file = ppv_profile_builder_string (builder, "load.c", -1);
  PpvFunctionId function = ppv_profile_builder_function (builder, name, name, module, file, 0);
  const struct {
    guint64 address;
    guint32 line;
  } places[] = { { 0x10, 7 }, { 0x20, 7 }, { 0x30, 8 } };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    ppv_profile_builder_stack (builder, PPV_NONE,
                               ppv_profile_builder_frame (builder, function, module,
                                                          places[i].address, places[i].line,
                                                          FALSE));
  profile = ppv_test_seal (builder);
  sites = ppv_sites_find (profile);
  g_assert_cmpuint (sites[0], ==, sites[1]);
  g_assert_cmpuint (sites[0], !=, sites[2]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sites/tells-who-allocates-for-others", test_tells_who_allocates_for_others);
  g_test_add_func ("/sites/finds-the-innermost-code", test_finds_the_innermost_code);
  g_test_add_func ("/sites/keeps-a-line-together", test_keeps_a_line_together);
  return g_test_run ();
}
