/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One program with each kind of debug information: all say the same of its places. */

#include "config.h"

#include <string.h>

#include "ppv-dwarf-scene.h"
#include "ppv-elf-unpack.h"

static void
assert_place (PpvDwarf *dwarf, const PpvElfFile *file, const char *name, const char *expected)
{
  g_autofree char *found = dwarf_scene_describe (dwarf, file, name);

  g_assert_cmpstr (found, ==, expected);
}

/* @file has the symbols. */
static void
assert_places (PpvDwarf *dwarf, const PpvElfFile *file)
{
  PpvDwarfFunction *function;

  g_assert_nonnull (dwarf);
  assert_place (dwarf, file, "place_inner", "inner:17 < middle:25 < outer:37");
  assert_place (dwarf, file, "place_outer", "outer:40");
  assert_place (dwarf, file, "place_main", "main:68");
  function = ppv_dwarf_find_function (dwarf, dwarf_scene_locate (file, "place_outer"));
  g_assert_cmpstr (function->name, ==, "outer");
  g_assert_cmpuint (function->line, ==, 29);
  g_assert_true (g_str_has_suffix (function->file, "/places.c"));
  g_assert_cmpuint (ppv_dwarf_find (dwarf, 0, &(PpvDwarfFrame){ 0 }, 1), ==, 0);
  g_assert_null (ppv_dwarf_find_function (dwarf, G_MAXUINT64));
}

static void
test_finds_places (gconstpointer flags)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) file = NULL;
  g_autoptr (PpvDwarf) dwarf = NULL;

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, flags))
    return;
  file = dwarf_scene_open (&scene, "places");
  dwarf = ppv_dwarf_new (file, NULL, NULL);
  assert_places (dwarf, file);
}

/* Some compilers do not list which unit has which code. */
static void
test_finds_places_without_a_list (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) file = NULL;
  g_autoptr (PpvDwarf) dwarf = NULL;

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, "-g") ||
      !dwarf_scene_run (&scene, "objcopy --remove-section=.debug_aranges places"))
    return;
  file = dwarf_scene_open (&scene, "places");
  dwarf = ppv_dwarf_new (file, NULL, NULL);
  assert_places (dwarf, file);
}

static void
test_finds_functions_in_functions (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) file = NULL;
  g_autoptr (PpvDwarf) dwarf = NULL;
  g_autofree char *found = NULL;

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, "-g"))
    return;
  file = dwarf_scene_open (&scene, "places");
  dwarf = ppv_dwarf_new (file, NULL, NULL);
  found = dwarf_scene_describe (dwarf, file, "place_nested");
  /* clang knows none */
  if (!g_str_has_prefix (found, "around"))
    g_assert_cmpstr (found, ==, "nested:56");
}

/* Some compilers know a name for linkers, and it says the same. */
static void
append_name (GString *text, const PpvDwarfFunction *function)
{
  g_autofree char *demangled = function->mangled ? ppv_demangle (function->name) : NULL;

  if (text->len > 0)
    g_string_append (text, " < ");
  g_string_append (text, demangled != NULL ? demangled : function->name);
}

static void
assert_names (PpvDwarf *dwarf, const PpvElfFile *file, const char *label, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PpvDwarfFrame frames[8];
  guint n = ppv_dwarf_find (dwarf, dwarf_scene_locate (file, label), frames, G_N_ELEMENTS (frames));

  while (n-- > 0)
    append_name (text, frames[n].function);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_tells_what_functions_are_declared_in (gconstpointer flags)
{
  static const char within[] = "outer::v1::(anonymous namespace)::Around::Within::declared < main";
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) file = NULL;
  g_autoptr (PpvDwarf) dwarf = NULL;
  g_autofree char *deeper = g_strconcat ("outer::v1::work < ", within, NULL);
  g_autofree char *deepest = g_strconcat ("(anonymous namespace)::Box<int>::open < ", deeper, NULL);

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile_scopes (&scene, flags))
    return;
  file = dwarf_scene_open (&scene, "places");
  dwarf = ppv_dwarf_new (file, NULL, NULL);
  assert_names (dwarf, file, "place_file", "plain < main");
  assert_names (dwarf, file, "place_class", within);
  assert_names (dwarf, file, "place_namespace", deeper);
  assert_names (dwarf, file, "place_template", deepest);
  assert_names (dwarf, file, "place_function", "main::Local::twice < main");
  if (g_strcmp0 (g_getenv ("CXX"), "clang++") != 0) /* which has numbers for them */
    assert_names (dwarf, file, "place_lambda", "main::{lambda}::operator() < main");
}

static void
test_costs_nothing_without_debug_information (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) file = NULL;

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, "-g0"))
    return;
  file = dwarf_scene_open (&scene, "places");
  g_assert_null (ppv_dwarf_new (file, NULL, NULL));
}

static void
test_reads_separate_files (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) file = NULL;
  g_autoptr (PpvElfFile) debug = NULL;
  g_autoptr (PpvDwarf) dwarf = NULL;

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, "-g") ||
      !dwarf_scene_run (&scene, "objcopy --only-keep-debug places places.debug"))
    return;
  file = dwarf_scene_open (&scene, "places");
  debug = dwarf_scene_open (&scene, "places.debug");
  dwarf = ppv_dwarf_new (debug, NULL, NULL);
  assert_places (dwarf, file);
}

static void
test_reads_what_dwz_shared (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) file = NULL;
  g_autoptr (PpvElfFile) shared = NULL;
  g_autoptr (PpvDwarf) dwarf = NULL;

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, "-g") || !dwarf_scene_run (&scene, "cp places other") ||
      !dwarf_scene_run (&scene, "dwz -m shared places other"))
    return;
  file = dwarf_scene_open (&scene, "places");
  shared = dwarf_scene_open (&scene, "shared");
  g_assert_nonnull (shared);
  g_assert_true (ppv_dwarf_needs_shared (file));
  g_assert_null (ppv_dwarf_new (file, NULL, NULL));
  dwarf = ppv_dwarf_new (file, shared, NULL);
  assert_places (dwarf, file);
}

/* Without the .dwo file there are lines all the same. */
static void
test_misses_a_split_file (gconstpointer flags)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) file = NULL;
  g_autoptr (PpvDwarf) dwarf = NULL;

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, flags) ||
      !dwarf_scene_run (&scene, "sh -c 'rm -- *.dwo && mkfifo places.dwo places-places.dwo'"))
    return;
  file = dwarf_scene_open (&scene, "places");
  dwarf = ppv_dwarf_new (file, NULL, NULL);
  assert_place (dwarf, file, "place_inner", "?:17");
  assert_place (dwarf, file, "place_main", "?:68");
}

/* Two units, so that each has to find its own part of a package. */
static gboolean
compile_two (SymbolScene *scene, const char *flags)
{
  g_autofree char *source = g_build_filename (scene->folder, "more.c", NULL);
  g_autofree char *quoted = g_shell_quote (source);
  g_autofree char *with_more = g_strconcat (flags, " ", quoted, NULL);

  return g_file_set_contents (source, "int more (int a) { return a + 1; }", -1, NULL) &&
         dwarf_scene_compile (scene, with_more);
}

static void
test_reads_packages (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) file = NULL;
  g_autoptr (PpvDwarf) dwarf = NULL;

  symbol_scene_init (&scene);
  if (!compile_two (&scene, "-gdwarf-4 -gsplit-dwarf") ||
      !dwarf_scene_run (&scene, "dwp -e places -o places.dwp") ||
      !dwarf_scene_run (&scene, "sh -c 'rm -- *.dwo'"))
    return;
  file = dwarf_scene_open (&scene, "places");
  dwarf = ppv_dwarf_new (file, NULL, NULL);
  assert_places (dwarf, file);
}

/* Neither file is where it was made. */
static void
test_finds_split_files_in_folders (gconstpointer move)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *elsewhere = NULL;
  g_autoptr (PpvElfFile) file = NULL;
  g_autoptr (PpvDwarf) dwarf = NULL;

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, "-gdwarf-4 -gsplit-dwarf") || !dwarf_scene_run (&scene, move))
    return;
  elsewhere = g_build_filename (scene.folder, "elsewhere", NULL);
  file = dwarf_scene_open (&scene, "places");
  dwarf = ppv_dwarf_new (
      file, NULL, &(PpvSymbolOptions){ .symbol_path = (const char *const[]){ elsewhere, NULL } });
  assert_places (dwarf, file);
}

/* --- through the symbolizer ----------------------------------------------------- */

static guint64
offset_of (const PpvElfFile *file, guint64 address)
{
  guint64 found = 0;

  for (guint64 offset = 0; offset < 1 << 20; offset++)
    if (ppv_elf_file_find_address (file, offset, &found) && found == address)
      return offset;
  g_assert_not_reached ();
}

static gboolean
is_of_debug (const char *name)
{
  return strstr (name, "debug_") != NULL;
}

/* Linkers compress in each of the three ways; objcopy says what was there before. */
static void
test_unpacks_what_is_compressed (gconstpointer flags)
{
  static const char *const names[] = { ".debug_info", ".debug_abbrev", ".debug_line" };
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) packed = NULL;
  g_autoptr (PpvElfFile) plain = NULL;
  g_autoptr (PpvElfFile) unpacked = NULL;
  GElf_Shdr header;

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, flags) ||
      !dwarf_scene_run (&scene, "objcopy --decompress-debug-sections places plain"))
    return;
  packed = dwarf_scene_open (&scene, "places");
  plain = dwarf_scene_open (&scene, "plain");
  g_assert_null (ppv_elf_unpack (plain, is_of_debug));
  unpacked = ppv_elf_unpack (packed, is_of_debug);
  g_assert_nonnull (unpacked);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Elf_Data *expected =
          ppv_elf_section_data (ppv_elf_file_find_section (plain, SHT_PROGBITS, names[i], &header));
      Elf_Data *got = ppv_elf_section_data (
          ppv_elf_file_find_section (unpacked, SHT_PROGBITS, names[i], &header));

      g_assert_cmpuint (got->d_size, ==, expected->d_size);
      g_assert_true (memcmp (got->d_buf, expected->d_buf, got->d_size) == 0);
    }
}

static char *
symbolize (gboolean inlines)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) file = NULL;
  g_autofree char *path = NULL;
  guint64 address;
  PpvFrameId frame;
  guint32 set;

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, "-g"))
    return NULL;
  path = g_build_filename (scene.folder, "places", NULL);
  file = dwarf_scene_open (&scene, "places");
  address = offset_of (file, dwarf_scene_locate (file, "place_inner"));
  frame = symbol_scene_record (&scene, PPV_MODULE_USER, path, "", address);
  set = ppv_profile_builder_set (scene.builder, 0);
  ppv_profile_builder_metric (scene.builder, set, "n", "count", PPV_METRIC_FLOW);
  ppv_profile_builder_sample (scene.builder, set,
                              ppv_profile_builder_stack (scene.builder, PPV_NONE, frame), 0,
                              PPV_NONE, PPV_NONE, (gint64[]){ 1 });
  scene.options.inlines = inlines;
  symbol_scene_run (&scene);
  return ppv_profile_dump (scene.profile);
}

/* How many lines of @text have both. */
static guint
count_lines (const char *text, const char *function, const char *place)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += strstr (lines[i], function) != NULL && strstr (lines[i], place) != NULL;
  return n;
}

static void
test_puts_lines_and_inlined_functions_into_profiles (void)
{
  g_autofree char *with = symbolize (TRUE);
  g_autofree char *without = symbolize (FALSE);

  if (with == NULL)
    return;
  g_assert_cmpuint (count_lines (with, "    inner in ", "places.c:17 (inlined)"), ==, 1);
  g_assert_cmpuint (count_lines (with, "    middle in ", "places.c:25 (inlined)"), ==, 1);
  g_assert_cmpuint (count_lines (with, "    outer in ", "places.c:37"), ==, 1);
  g_assert_cmpuint (count_lines (without, "    outer in ", ""), ==, 1);
  g_assert_cmpuint (count_lines (without, "", "places.c"), ==, 0);
}

static void
add_kind (const char *name, const char *flags)
{
  g_autofree char *path = g_strconcat ("/dwarf/finds-places/", name, NULL);

  g_test_add_data_func (path, flags, test_finds_places);
}

static void
add_scopes (const char *name, const char *flags)
{
  g_autofree char *path = g_strconcat ("/dwarf/tells-what-functions-are-declared-in/", name, NULL);

  g_test_add_data_func (path, flags, test_tells_what_functions_are_declared_in);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_kind ("3", "-gdwarf-3");
  add_kind ("4", "-gdwarf-4");
  add_kind ("5", "-gdwarf-5");
  add_kind ("64-bit", "-gdwarf-5 -gdwarf64");
  add_kind ("compressed", "-gdwarf-5 -gz=zlib");
  add_kind ("compressed-the-old-way", "-gdwarf-4 -gz=zlib-gnu");
  add_kind ("compressed-by-zstd", "-gdwarf-5 -Wl,--compress-debug-sections=zstd");
  add_kind ("split-4", "-gdwarf-4 -gsplit-dwarf");
  add_kind ("split-5", "-gdwarf-5 -gsplit-dwarf");
  add_kind ("sections", "-g -ffunction-sections -Wl,--gc-sections");
  add_kind ("link-time-optimisation", "-g -flto");
  add_scopes ("4", "-gdwarf-4");
  add_scopes ("5", "-gdwarf-5");
  add_scopes ("split", "-gdwarf-5 -gsplit-dwarf");
  add_scopes ("units-of-types-4", "-gdwarf-4 -fdebug-types-section");
  add_scopes ("units-of-types-5", "-gdwarf-5 -fdebug-types-section");
  g_test_add_func ("/dwarf/finds-places-without-a-list", test_finds_places_without_a_list);
  g_test_add_func ("/dwarf/finds-functions-in-functions", test_finds_functions_in_functions);
  g_test_add_func ("/dwarf/costs-nothing-without-debug-information",
                   test_costs_nothing_without_debug_information);
  g_test_add_func ("/dwarf/reads-separate-files", test_reads_separate_files);
  g_test_add_func ("/dwarf/reads-what-dwz-shared", test_reads_what_dwz_shared);
  g_test_add_data_func ("/dwarf/unpacks-what-is-compressed/zlib", "-g -gz=zlib",
                        test_unpacks_what_is_compressed);
  g_test_add_data_func ("/dwarf/unpacks-what-is-compressed/the-old-way", "-g -gz=zlib-gnu",
                        test_unpacks_what_is_compressed);
  g_test_add_data_func ("/dwarf/unpacks-what-is-compressed/zstd",
                        "-g -Wl,--compress-debug-sections=zstd", test_unpacks_what_is_compressed);
  g_test_add_data_func ("/dwarf/misses-a-split-file/4", "-gdwarf-4 -gsplit-dwarf",
                        test_misses_a_split_file);
  g_test_add_data_func ("/dwarf/misses-a-split-file/5", "-gdwarf-5 -gsplit-dwarf",
                        test_misses_a_split_file);
  g_test_add_func ("/dwarf/reads-packages", test_reads_packages);
  g_test_add_data_func ("/dwarf/finds-split-files-in-folders/units",
                        "sh -c 'mkdir elsewhere && mv -- *.dwo elsewhere'",
                        test_finds_split_files_in_folders);
  g_test_add_data_func ("/dwarf/finds-split-files-in-folders/package",
                        "sh -c 'mkdir elsewhere && dwp -e places -o elsewhere/places.dwp && "
                        "rm -- *.dwo'",
                        test_finds_split_files_in_folders);
  g_test_add_func ("/dwarf/puts-lines-and-inlined-functions-into-profiles",
                   test_puts_lines_and_inlined_functions_into_profiles);
  return g_test_run ();
}
