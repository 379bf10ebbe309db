/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Damaged debug information: it tells less, and nothing else happens. */

#include "config.h"

#include <string.h>

#include "ppv-dwarf-scene.h"

enum {
  N_VARIANTS = 300,
  N_ADDRESSES = 64,
};

static void
ask_all_over (const guint8 *bytes, gsize length)
{
  g_autoptr (PpvElfFile) file = ppv_elf_file_new_from_memory (g_memdup2 (bytes, length), length);
  g_autoptr (PpvDwarf) dwarf = file != NULL ? ppv_dwarf_new (file, NULL) : NULL;
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
test_survives_damaged_sections (gconstpointer flags)
{
  static const char *const names[] = { ".debug_info", ".debug_abbrev",   ".debug_line",
                                       ".debug_str",  ".debug_rnglists", ".debug_ranges",
                                       ".debug_addr", ".debug_line_str", ".debug_str_offsets" };
  g_auto (SymbolScene) scene = { 0 };

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, flags))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    damage_section (&scene, names[i]);
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
  g_test_add_func ("/dwarf-damage/survives-sections-that-are-cut",
                   test_survives_sections_that_are_cut);
  return g_test_run ();
}
