/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Damaged copies of this program: names may be lost, nothing else. */

#include "config.h"

#include <elf.h>
#include <string.h>

#include "ppv-symbol-scene.h"

enum {
  N_VARIANTS = 400,
  N_ADDRESSES = 64,
};

/* Asks for addresses all over a file with these bytes. */
static void
look_up (const char *bytes, gsize length)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autofree char *path = NULL;

  symbol_scene_init (&scene);
  path = symbol_scene_write (&scene, "damaged", bytes, (gssize) length);
  for (guint i = 0; i < N_ADDRESSES; i++)
    symbol_scene_record (&scene, PPV_MODULE_USER, path, "", length / N_ADDRESSES * i);
  symbol_scene_run (&scene);
}

static char *
read_program (gsize *length)
{
  char *bytes = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/exe", &bytes, length, NULL));
  return bytes;
}

static void
test_survives_damaged_headers (void)
{
  g_autofree char *original = NULL;
  gsize length;

  original = read_program (&length);
  for (guint i = 0; i < N_VARIANTS; i++)
    {
      g_autofree char *bytes = g_memdup2 (original, length);

      for (guint n = 0; n < 4; n++)
        bytes[g_test_rand_int_range (4, 1024)] = (char) g_test_rand_int ();
      look_up (bytes, length);
    }
}

/* Headers of sections say where tables are, how large, and which others they need. */
static void
test_survives_damaged_section_headers (void)
{
  g_autofree char *original = NULL;
  Elf64_Ehdr header;
  gsize length;

  original = read_program (&length);
  memcpy (&header, original, sizeof header);
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_shoff >= length)
    {
      g_test_skip ("this program is not a 64-bit ELF file with sections");
      return;
    }
  for (guint i = 0; i < N_VARIANTS; i++)
    {
      g_autofree char *bytes = g_memdup2 (original, length);

      for (guint n = 0; n < 8; n++)
        bytes[(gsize) g_test_rand_int_range ((gint32) header.e_shoff, (gint32) length)] =
            (char) g_test_rand_int ();
      look_up (bytes, length);
    }
}

static void
test_survives_files_that_are_cut (void)
{
  g_autofree char *original = NULL;
  gsize length;

  original = read_program (&length);
  for (guint i = 0; i < N_VARIANTS; i++)
    look_up (original, i < 128 ? i : length / N_VARIANTS * i);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/elf-damage/survives-damaged-headers", test_survives_damaged_headers);
  g_test_add_func ("/elf-damage/survives-damaged-section-headers",
                   test_survives_damaged_section_headers);
  g_test_add_func ("/elf-damage/survives-files-that-are-cut", test_survives_files_that_are_cut);
  return g_test_run ();
}
