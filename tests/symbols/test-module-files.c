/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where the rest of a program is: debug links, alternate links, MiniDebugInfo. */

#include "config.h"

#include <archive.h>
#include <string.h>
#include <unistd.h>

#include "base/ppv-test-input.h"
#include "ppv-elf-maker.h"
#include "ppv-module-files.h"
#include "ppv-symbol-scene.h"

#define OWN_ID "00112233445566778899aabbccddeeff00112233"
#define OTHER_ID "ff112233445566778899aabbccddeeff00112233"
#define IN_CODE (ELF_MAKER_OFFSET + 0x14)

/* What the bit-by-bit definition of the sum gives. */
static guint32
crc_of (GBytes *bytes)
{
  gsize length;
  const guint8 *at = g_bytes_get_data (bytes, &length);
  guint32 crc = G_MAXUINT32;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= at[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
  return ~crc;
}

static void
put (SymbolScene *scene, const char *path, GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  g_free (symbol_scene_write (scene, path, text, (gssize) length));
}

static GBytes *
make_debug (const char *build_id)
{
  ElfMaker maker;

  elf_maker_init (&maker, build_id);
  elf_maker_symbol (&maker, "from_the_debug_file", ELF_MAKER_ADDRESS + 0x10, 0x10, 1);
  return elf_maker_finish (&maker, SHT_SYMTAB);
}

/* A program without symbols; a debug link to "tool.debug" when @crc is given. */
static GBytes *
make_program (const char *build_id, const guint32 *crc)
{
  ElfMaker maker;
  guint8 link[16] = "tool.debug";

  elf_maker_init (&maker, build_id);
  if (crc != NULL)
    {
      memcpy (link + 12, crc, 4);
      elf_maker_section (&maker, ".gnu_debuglink", SHT_PROGBITS, 0, link, sizeof link);
    }
  return elf_maker_finish (&maker, SHT_NULL);
}

static void
scene_init_below (SymbolScene *scene)
{
  symbol_scene_init (scene);
  scene->options.sysroot = scene->folder;
}

/* The name of a place in /opt/tool of OWN_ID, or "" where the program has no id. */
static char *
name_in_program (SymbolScene *scene, const char *build_id)
{
  PpvFrameId frame;

  frame = symbol_scene_record (scene, PPV_MODULE_USER, "/opt/tool", build_id, IN_CODE);
  symbol_scene_run (scene);
  return g_strdup (symbol_scene_name (scene, frame));
}

static void
assert_debug_used (const char *place,
                   const char *program_id,
                   const char *debug_id,
                   gboolean right_sum,
                   gboolean expected)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (GBytes) debug = make_debug (debug_id);
  guint32 crc = crc_of (debug) ^ (right_sum ? 0 : 1);
  g_autoptr (GBytes) program = make_program (program_id, &crc);
  g_autofree char *name = NULL;

  scene_init_below (&scene);
  put (&scene, "opt/tool", program);
  put (&scene, place, debug);
  name = name_in_program (&scene, program_id != NULL ? program_id : "");
  g_assert_cmpstr (name, ==, expected ? "from_the_debug_file" : "tool+0x214");
}

static void
test_follows_debug_links (void)
{
  static const char *const places[] = { "opt/tool.debug", "opt/.debug/tool.debug",
                                        "usr/lib/debug/opt/tool.debug" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      assert_debug_used (places[i], OWN_ID, OWN_ID, FALSE, TRUE);
      assert_debug_used (places[i], NULL, NULL, TRUE, TRUE);
    }
}

static void
test_takes_a_file_without_a_build_id_by_its_sum (void)
{
  assert_debug_used ("opt/tool.debug", NULL, NULL, TRUE, TRUE);
  assert_debug_used ("opt/tool.debug", OWN_ID, NULL, TRUE, TRUE);
  assert_debug_used ("opt/tool.debug", NULL, OWN_ID, TRUE, TRUE);
  assert_debug_used ("opt/tool.debug", NULL, NULL, FALSE, FALSE);
  assert_debug_used ("opt/tool.debug", OWN_ID, NULL, FALSE, FALSE);
}

static void
test_never_takes_a_file_of_another_build (void)
{
  assert_debug_used ("opt/tool.debug", OWN_ID, OTHER_ID, TRUE, FALSE);
}

static void
test_finds_debug_files_by_build_id (void)
{
  static const char *const places[] = {
    "usr/lib/debug/.build-id/00/112233445566778899aabbccddeeff00112233.debug",
    "files/.build-id/00/112233445566778899aabbccddeeff00112233.debug",
    "files/" OWN_ID "/debuginfo",
    "files/tool.debug",
    "files/opt/tool.debug",
    ".debug/.build-id/00/112233445566778899aabbccddeeff00112233/debug",
    ".debug/.build-id/00/112233445566778899aabbccddeeff00112233/elf",
    ".debug/opt/tool/" OWN_ID "/debug",
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_auto (SymbolScene) scene = { 0 };
      g_autoptr (GBytes) debug = make_debug (OWN_ID);
      g_autoptr (GBytes) program = make_program (OWN_ID, NULL);
      g_autofree char *folder = NULL;
      g_autofree char *name = NULL;

      scene_init_below (&scene);
      folder = g_build_filename (scene.folder, "files", NULL);
      scene.options.symbol_path = (const char *const[]){ folder, NULL };
      put (&scene, "opt/tool", program);
      put (&scene, places[i], debug);
      name = name_in_program (&scene, OWN_ID);
      g_assert_cmpstr (name, ==, "from_the_debug_file");
    }
}

static void
test_finds_programs_by_build_id (void)
{
  static const char *const places[] = {
    "files/.build-id/00/112233445566778899aabbccddeeff00112233",
    "files/.build-id/00/112233445566778899aabbccddeeff00112233/elf",
    "files/" OWN_ID "/executable",
    "usr/lib/debug/.build-id/00/112233445566778899aabbccddeeff00112233",
    ".debug/opt/tool/" OWN_ID "/elf",
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_auto (SymbolScene) scene = { 0 };
      g_autoptr (GBytes) program = make_debug (OWN_ID);
      g_autofree char *folder = NULL;
      g_autofree char *name = NULL;

      scene_init_below (&scene);
      folder = g_build_filename (scene.folder, "files", NULL);
      scene.options.symbol_path = (const char *const[]){ folder, NULL };
      put (&scene, places[i], program);
      name = name_in_program (&scene, OWN_ID);
      g_assert_cmpstr (name, ==, "from_the_debug_file");
    }
}

/* --- MiniDebugInfo ------------------------------------------------------------------ */

static GBytes *
make_mini_program (GBytes *inner)
{
  g_autoptr (GBytes) packed = ppv_test_wrap (inner, ARCHIVE_FILTER_XZ);
  ElfMaker maker;
  gsize length;
  const void *bytes = g_bytes_get_data (packed, &length);

  elf_maker_init (&maker, OWN_ID);
  elf_maker_section (&maker, ".gnu_debugdata", SHT_PROGBITS, 0, bytes, length);
  elf_maker_symbol (&maker, "exported", ELF_MAKER_ADDRESS + 0x40, 0x10, 1);
  return elf_maker_finish (&maker, SHT_DYNSYM);
}

static void
test_reads_mini_debug_info (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (GBytes) inner = make_debug (NULL);
  g_autoptr (GBytes) program = make_mini_program (inner);
  PpvFrameId mini, exported;

  scene_init_below (&scene);
  put (&scene, "opt/tool", program);
  mini = symbol_scene_record (&scene, PPV_MODULE_USER, "/opt/tool", OWN_ID, IN_CODE);
  exported =
      symbol_scene_record (&scene, PPV_MODULE_USER, "/opt/tool", OWN_ID, ELF_MAKER_OFFSET + 0x44);
  symbol_scene_run (&scene);
  g_assert_cmpstr (symbol_scene_name (&scene, mini), ==, "from_the_debug_file");
  g_assert_cmpstr (symbol_scene_name (&scene, exported), ==, "exported");
}

static void
test_prefers_a_debug_file_to_mini_debug_info (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (GBytes) inner = make_program (NULL, NULL);
  g_autoptr (GBytes) program = make_mini_program (inner);
  g_autoptr (GBytes) debug = make_debug (OWN_ID);
  g_autofree char *name = NULL;

  scene_init_below (&scene);
  put (&scene, "opt/tool", program);
  put (&scene, "opt/tool.debug", debug);
  name = name_in_program (&scene, OWN_ID);
  g_assert_cmpstr (name, ==, "from_the_debug_file");
}

static void
test_leaves_mini_debug_info_that_is_too_large (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (GBytes) zeros = ppv_test_zeros (130u << 20);
  g_autoptr (GBytes) program = make_mini_program (zeros);
  g_autoptr (PpvModuleFiles) files = NULL;

  scene_init_below (&scene);
  put (&scene, "opt/tool", program);
  g_assert_cmpuint (g_bytes_get_size (program), <, 200000);
  files = ppv_module_files_new (&scene.options, "/opt/tool", OWN_ID);
  g_assert_nonnull (ppv_module_files_get (files, PPV_MODULE_FILE_MAIN));
  g_assert_null (ppv_module_files_get (files, PPV_MODULE_FILE_MINI));
}

static void
test_survives_damaged_mini_debug_info (void)
{
  g_autoptr (GBytes) inner = make_debug (NULL);
  g_autoptr (GBytes) program = make_mini_program (inner);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (program, &length);

  for (guint i = 0; i < 200; i++)
    {
      g_auto (SymbolScene) scene = { 0 };
      g_autofree guint8 *damaged = g_memdup2 (bytes, length);
      g_autofree char *name = NULL;

      scene_init_below (&scene);
      for (guint n = 0; n < 4; n++)
        damaged[g_test_rand_int_range (ELF_MAKER_OFFSET + ELF_MAKER_CODE, (gint32) length)] ^=
            (guint8) g_test_rand_int_range (1, 256);
      g_free (symbol_scene_write (&scene, "opt/tool", (char *) damaged, (gssize) length));
      name = name_in_program (&scene, OWN_ID);
      g_assert_nonnull (name);
    }
}

/* --- what dwz moved out ---------------------------------------------------------------- */

static GBytes *
make_linked (const char *link)
{
  ElfMaker maker;
  GByteArray *section = g_byte_array_new ();

  g_byte_array_append (section, (const guint8 *) link, (guint) strlen (link) + 1);
  for (guint i = 0; i < 20; i++)
    g_byte_array_append (section, &(guint8){ (guint8) (0x20 + i) }, 1);
  elf_maker_init (&maker, OWN_ID);
  elf_maker_section (&maker, ".debug_info", SHT_PROGBITS, 0, "x", 1);
  elf_maker_section (&maker, ".gnu_debugaltlink", SHT_PROGBITS, 0, section->data, section->len);
  g_byte_array_unref (section);
  return elf_maker_finish (&maker, SHT_NULL);
}

static void
assert_alt_found (const char *link, const char *place, const char *build_id, gboolean expected)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (GBytes) program = make_linked (link);
  g_autoptr (GBytes) alternate = NULL;
  g_autoptr (PpvModuleFiles) files = NULL;
  ElfMaker maker;

  elf_maker_init (&maker, build_id);
  elf_maker_section (&maker, ".debug_info", SHT_PROGBITS, 0, "x", 1);
  alternate = elf_maker_finish (&maker, SHT_NULL);
  scene_init_below (&scene);
  put (&scene, "opt/bin/tool", program);
  put (&scene, place, alternate);
  files = ppv_module_files_new (&scene.options, "/opt/bin/tool", OWN_ID);
  g_assert_cmpint (ppv_module_files_get (files, PPV_MODULE_FILE_ALT) != NULL, ==, expected);
}

static void
test_finds_what_dwz_moved_out (void)
{
  const char *id = "202122232425262728292a2b2c2d2e2f30313233";
  const char *by_id = "usr/lib/debug/.build-id/20/2122232425262728292a2b2c2d2e2f30313233.debug";

  assert_alt_found ("/usr/lib/debug/.dwz/all", "usr/lib/debug/.dwz/all", id, TRUE);
  assert_alt_found ("../../usr/lib/debug/.dwz/all", "usr/lib/debug/.dwz/all", id, TRUE);
  assert_alt_found ("/gone", by_id, id, TRUE);
  assert_alt_found ("/usr/lib/debug/.dwz/all", "usr/lib/debug/.dwz/all", OTHER_ID, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/module-files/follows-debug-links", test_follows_debug_links);
  g_test_add_func ("/module-files/takes-a-file-without-a-build-id-by-its-sum",
                   test_takes_a_file_without_a_build_id_by_its_sum);
  g_test_add_func ("/module-files/never-takes-a-file-of-another-build",
                   test_never_takes_a_file_of_another_build);
  g_test_add_func ("/module-files/finds-debug-files-by-build-id",
                   test_finds_debug_files_by_build_id);
  g_test_add_func ("/module-files/finds-programs-by-build-id", test_finds_programs_by_build_id);
  g_test_add_func ("/module-files/reads-mini-debug-info", test_reads_mini_debug_info);
  g_test_add_func ("/module-files/prefers-a-debug-file-to-mini-debug-info",
                   test_prefers_a_debug_file_to_mini_debug_info);
  g_test_add_func ("/module-files/leaves-mini-debug-info-that-is-too-large",
                   test_leaves_mini_debug_info_that_is_too_large);
  g_test_add_func ("/module-files/survives-damaged-mini-debug-info",
                   test_survives_damaged_mini_debug_info);
  g_test_add_func ("/module-files/finds-what-dwz-moved-out", test_finds_what_dwz_moved_out);
  return g_test_run ();
}
