/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Damaged debug information: it tells less, and nothing else happens. */

#include "config.h"

#include <string.h>

#include "ppv-dwarf-scene.h"
#include "ppv-dwarf-sections.h"
#include "ppv-elf-maker.h"

enum {
  N_VARIANTS = 300,
  N_ADDRESSES = 64,
};

static void
ask_all_over (const guint8 *bytes, gsize length)
{
  g_autoptr (PpvElfFile) file = ppv_elf_file_new_from_memory (g_memdup2 (bytes, length), length);
  g_autoptr (PpvDwarf) dwarf = file != NULL ? ppv_dwarf_new (file, NULL, NULL) : NULL;
  PpvDwarfFrame frames[64];

  for (guint64 i = 0; dwarf != NULL && i < N_ADDRESSES; i++)
    {
      guint n = ppv_dwarf_find (dwarf, 0x1000 + 16 * i, frames, G_N_ELEMENTS (frames));

      g_assert_cmpuint (n, <=, G_N_ELEMENTS (frames));
      ppv_dwarf_find_function (dwarf, 0x1000 + 16 * i);
    }
}

static guint8 *
read_program (SymbolScene *scene, gsize *length)
{
  g_autofree char *path = g_build_filename (scene->folder, "places", NULL);
  char *bytes = NULL;

  g_assert_true (g_file_get_contents (path, &bytes, length, NULL));
  return (guint8 *) bytes;
}

/* Where the section @name is in the file. */
static gboolean
find_section (SymbolScene *scene, const char *name, guint64 *begin, guint64 *length)
{
  g_autoptr (PpvElfFile) file = dwarf_scene_open (scene, "places");
  GElf_Shdr header;

  if (ppv_elf_file_find_section (file, SHT_PROGBITS, name, &header) == NULL)
    return FALSE;
  *begin = header.sh_offset;
  *length = header.sh_size;
  return TRUE;
}

static void
damage_section (SymbolScene *scene, const char *name)
{
  g_autofree guint8 *original = NULL;
  gsize length;
  guint64 begin = 0;
  guint64 n_bytes = 0;

  if (!find_section (scene, name, &begin, &n_bytes))
    return;
  original = read_program (scene, &length);
  for (guint i = 0; i < N_VARIANTS; i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (original, length);

      for (guint n = 0; n <= i % 8; n++)
        bytes[begin + (guint32) g_test_rand_int () % n_bytes] = (guint8) g_test_rand_int ();
      ask_all_over (bytes, length);
    }
}

static void
damage_sections (SymbolScene *scene)
{
  static const char *const names[] = { ".debug_info",   ".debug_abbrev",   ".debug_line",
                                       ".debug_str",    ".debug_rnglists", ".debug_ranges",
                                       ".debug_addr",   ".debug_line_str", ".debug_str_offsets",
                                       ".debug_aranges" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    damage_section (scene, names[i]);
}

static void
test_survives_damaged_sections (gconstpointer flags)
{
  g_auto (SymbolScene) scene = { 0 };

  symbol_scene_init (&scene);
  if (dwarf_scene_compile (&scene, flags))
    damage_sections (&scene);
}

static void
test_survives_damaged_scopes (gconstpointer flags)
{
  g_auto (SymbolScene) scene = { 0 };

  symbol_scene_init (&scene);
  if (dwarf_scene_compile_scopes (&scene, flags))
    damage_sections (&scene);
}

/* A section that ends early, at each of its bytes. */
static void
test_survives_sections_that_are_cut (void)
{
  static const char *const names[] = { ".debug_info", ".debug_abbrev", ".debug_line" };
  g_auto (SymbolScene) scene = { 0 };
  g_autofree guint8 *original = NULL;
  gsize length;
  guint64 begin = 0;
  guint64 n_bytes = 0;

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, "-gdwarf-5"))
    return;
  original = read_program (&scene, &length);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (find_section (&scene, names[i], &begin, &n_bytes));
      for (guint64 kept = 0; kept < n_bytes; kept++)
        {
          g_autofree guint8 *bytes = g_memdup2 (original, length);

          memset (bytes + begin + kept, i == 0 ? 0 : 0xff, n_bytes - kept);
          ask_all_over (bytes, length);
        }
    }
}

/* A frame of zstd (RFC 8878) that becomes zeros, 128 KiB for every four of its bytes. */
static void
append_zeros (GByteArray *bytes, guint32 n_blocks)
{
  const guint64 size = GUINT64_TO_LE ((guint64) n_blocks << 17);

  g_byte_array_append (bytes, (const guint8 *) "\x28\xb5\x2f\xfd\xe0", 5);
  g_byte_array_append (bytes, (const guint8 *) &size, sizeof size);
  for (guint32 i = 0; i < n_blocks; i++)
    {
      guint32 block = GUINT32_TO_LE (1 << 20 | 1 << 1 | (i == n_blocks - 1));

      g_byte_array_append (bytes, (const guint8 *) &block, 4);
    }
}

/* A file of a few KiB with @n_blocks of debug information, or none of it as a whole. */
static gboolean
is_unpacked (guint32 n_blocks)
{
  const Elf64_Chdr packing = { .ch_type = 2, .ch_size = (guint64) n_blocks << 17 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GBytes) made = NULL;
  g_autoptr (PpvElfFile) file = NULL;
  g_autoptr (PpvElfFile) unpacked = NULL;
  ElfMaker maker;
  gsize length;
  guint8 *copy;

  g_byte_array_append (bytes, (const guint8 *) &packing, sizeof packing);
  append_zeros (bytes, n_blocks);
  elf_maker_init (&maker, NULL);
  elf_maker_section (&maker, ".debug_info", SHT_PROGBITS, SHF_COMPRESSED, bytes->data, bytes->len);
  made = elf_maker_finish (&maker, SHT_NULL);
  copy = g_memdup2 (g_bytes_get_data (made, &length), g_bytes_get_size (made));
  file = ppv_elf_file_new_from_memory (copy, length);
  dwarf_end (ppv_dwarf_sections_open (file, &unpacked));
  return unpacked != NULL;
}

static void
test_reads_no_more_than_a_file_can_mean (void)
{
  g_assert_true (is_unpacked (8));
  g_assert_false (is_unpacked (300 * 8)); /* MiB */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/dwarf-damage/survives-damaged-sections/4", "-gdwarf-4",
                        test_survives_damaged_sections);
  g_test_add_data_func ("/dwarf-damage/survives-damaged-sections/5", "-gdwarf-5",
                        test_survives_damaged_sections);
  g_test_add_data_func ("/dwarf-damage/survives-damaged-sections/compressed",
                        "-gdwarf-5 -Wl,--compress-debug-sections=zlib",
                        test_survives_damaged_sections);
  g_test_add_data_func ("/dwarf-damage/survives-damaged-sections/compressed-by-zstd",
                        "-gdwarf-5 -Wl,--compress-debug-sections=zstd",
                        test_survives_damaged_sections);
  g_test_add_data_func ("/dwarf-damage/survives-damaged-scopes/5", "-gdwarf-5",
                        test_survives_damaged_scopes);
  g_test_add_data_func ("/dwarf-damage/survives-damaged-scopes/units-of-types",
                        "-gdwarf-5 -fdebug-types-section", test_survives_damaged_scopes);
  g_test_add_func ("/dwarf-damage/survives-sections-that-are-cut",
                   test_survives_sections_that_are_cut);
  g_test_add_func ("/dwarf-damage/reads-no-more-than-a-file-can-mean",
                   test_reads_no_more_than_a_file_can_mean);
  return g_test_run ();
}
