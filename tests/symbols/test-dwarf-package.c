/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Packages of .dwo files: each unit gets its own parts, whatever the index says. */

#include "config.h"

#include <string.h>

#include "ppv-dwarf-scene.h"
#include "ppv-package-maker.h"

enum { N_UNITS = 200, N_VARIANTS = 2000, GNU_FORM = 2, DWARF_5 = 5 };

/* Bytes that tell the unit and the section, of a length of their own. */
static PpvDwarfPart
make_part (const char *name, guint unit, GStringChunk *texts)
{
  g_autofree char *text = g_strdup_printf ("%s of %u%*s", name, unit, (int) (unit % 7), "");
  PpvDwarfPart part = { .bytes = ppv_reader_over (g_string_chunk_insert (texts, text),
                                                  strlen (text), 0, FALSE) };

  g_strlcpy (part.name, name, sizeof part.name);
  return part;
}

static PpvPackageUnit *
make_units (GStringChunk *texts)
{
  static const char *const names[] = { ".debug_info.dwo", ".debug_abbrev.dwo", ".debug_str.dwo" };
  PpvPackageUnit *units = g_new (PpvPackageUnit, N_UNITS);

  for (guint i = 0; i < N_UNITS; i++)
    {
      /* ids of few bits stand where others already are */
      units[i].id = ((guint64) (g_test_rand_int () & 7) << 32) + i * 8 + 1;
      units[i].parts = g_array_new (FALSE, FALSE, sizeof (PpvDwarfPart));
      for (guint n = 0; n < G_N_ELEMENTS (names); n++)
        {
          PpvDwarfPart part = make_part (names[n], i, texts);

          g_array_append_val (units[i].parts, part);
        }
    }
  return units;
}

static void
free_units (PpvPackageUnit *units)
{
  for (guint i = 0; i < N_UNITS; i++)
    g_array_unref (units[i].parts);
  g_free (units);
}

/* A program of this machine. */
static PpvElfFile *
open_like (SymbolScene *scene)
{
  return dwarf_scene_compile (scene, "-g0") ? dwarf_scene_open (scene, "places") : NULL;
}

static void
assert_part (const GArray *parts, const PpvDwarfPart *expected)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const PpvDwarfPart *part = &g_array_index (parts, PpvDwarfPart, i);

      if (strcmp (part->name, expected->name) != 0)
        continue;
      g_assert_cmpuint (ppv_reader_left (&part->bytes), ==, ppv_reader_left (&expected->bytes));
      g_assert_true (memcmp (part->bytes.at, expected->bytes.at, ppv_reader_left (&part->bytes)) ==
                     0);
      return;
    }
  g_assert_not_reached ();
}

static void
test_gives_each_unit_its_parts (gconstpointer version)
{
  g_autoptr (GStringChunk) texts = g_string_chunk_new (4096);
  PpvPackageUnit *units = make_units (texts);
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) like = NULL;
  g_autoptr (PpvElfFile) package = NULL;
  gsize length;

  symbol_scene_init (&scene);
  like = open_like (&scene);
  if (like != NULL)
    package =
        ppv_package_maker_make (like->elf, units, N_UNITS, GPOINTER_TO_UINT (version), &length);
  for (guint i = 0; package != NULL && i < N_UNITS; i++)
    {
      g_autoptr (GArray) parts = ppv_dwarf_parts_of_unit (package, units[i].id);

      g_assert_nonnull (parts);
      assert_part (parts, &g_array_index (units[i].parts, PpvDwarfPart, 0));
      assert_part (parts, &g_array_index (units[i].parts, PpvDwarfPart, 1));
      assert_part (parts, &g_array_index (units[0].parts, PpvDwarfPart, 2));
    }
  if (package != NULL)
    g_assert_null (ppv_dwarf_parts_of_unit (package, 2));
  free_units (units);
}

static void
append_part (GArray *parts, const char *name, const void *bytes, gsize length)
{
  PpvDwarfPart part = { .bytes = ppv_reader_over (bytes, length, 0, FALSE) };

  g_strlcpy (part.name, name, sizeof part.name);
  g_array_append_val (parts, part);
}

/* The one text that is wanted, of three, is first in what the unit gets. */
static void
test_gives_each_unit_its_strings (gconstpointer version)
{
  static const char texts[] = "none\0one\0none either";
  /* behind a header of two words in DWARF 5: one twice, and one that there is not */
  static const guint32 table[] = { 16, 5, 5, 5, 1 << 20 };
  static const guint32 cut[] = { 16, 5, 0, 4, G_MAXUINT32 };
  gsize skipped = GPOINTER_TO_UINT (version) == DWARF_5 ? 0 : 2;
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) like = NULL;
  g_autoptr (PpvElfFile) package = NULL;
  g_autoptr (GArray) parts = NULL;
  g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (PpvDwarfPart));
  PpvPackageUnit unit = { 77, g_array_new (FALSE, FALSE, sizeof (PpvDwarfPart)) };
  gsize length;

  append_part (unit.parts, ".debug_str.dwo", texts, sizeof texts);
  append_part (unit.parts, ".debug_str_offsets.dwo", table + skipped, sizeof table - 4 * skipped);
  append_part (expected, ".debug_str.dwo", "one\0one", 8);
  append_part (expected, ".debug_str_offsets.dwo", cut + skipped, sizeof cut - 4 * skipped);
  symbol_scene_init (&scene);
  like = open_like (&scene);
  if (like != NULL)
    package = ppv_package_maker_make (like->elf, &unit, 1, GPOINTER_TO_UINT (version), &length);
  if (package != NULL)
    parts = ppv_dwarf_parts_of_unit (package, unit.id);
  for (guint i = 0; parts != NULL && i < expected->len; i++)
    assert_part (parts, &g_array_index (expected, PpvDwarfPart, i));
  g_assert_true (like == NULL || parts != NULL);
  g_array_unref (unit.parts);
}

static void
test_survives_damaged_packages (gconstpointer version)
{
  g_autoptr (GStringChunk) texts = g_string_chunk_new (4096);
  PpvPackageUnit *units = make_units (texts);
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) like = NULL;
  g_autoptr (PpvElfFile) package = NULL;
  gsize length = 0;

  symbol_scene_init (&scene);
  like = open_like (&scene);
  if (like != NULL)
    package =
        ppv_package_maker_make (like->elf, units, N_UNITS, GPOINTER_TO_UINT (version), &length);
  for (guint i = 0; i < N_VARIANTS && package != NULL; i++)
    {
      guint8 *bytes = g_memdup2 (package->memory, length);
      g_autoptr (PpvElfFile) damaged = NULL;

      for (guint n = 0; n <= i % 16; n++)
        bytes[(guint32) g_test_rand_int () % length] = (guint8) g_test_rand_int ();
      damaged = ppv_elf_file_new_from_memory (bytes, length);
      for (guint unit = 0; unit < 8 && damaged != NULL; unit++)
        {
          GArray *parts = ppv_dwarf_parts_of_unit (damaged, units[unit].id);

          g_clear_pointer (&parts, g_array_unref);
        }
    }
  free_units (units);
}

/* --- of a compiler ---------------------------------------------------------------- */

/* The id stands in the header of the unit, behind its length, version, type, and sizes. */
static guint64
read_id (const GArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const PpvDwarfPart *part = &g_array_index (parts, PpvDwarfPart, i);
      PpvReader at = part->bytes;

      if (strcmp (part->name, ".debug_info.dwo") != 0)
        continue;
      ppv_reader_skip (&at, 12);
      return ppv_reader_u64 (&at);
    }
  g_assert_not_reached ();
}

static void
test_reads_units_of_dwarf_5 (void)
{
  g_auto (SymbolScene) scene = { 0 };
  g_autoptr (PpvElfFile) file = NULL;
  g_autoptr (PpvElfFile) unit = NULL;
  g_autoptr (PpvElfFile) package = NULL;
  g_autoptr (PpvDwarf) dwarf = NULL;
  g_autofree char *path = NULL;
  g_autofree char *found = NULL;
  PpvPackageUnit units[2];
  gsize length;

  symbol_scene_init (&scene);
  if (!dwarf_scene_compile (&scene, "-gdwarf-5 -gsplit-dwarf -c") ||
      !dwarf_scene_run (&scene, "sh -c 'mv places places.o && ${CC:-gcc} places.o -o places && "
                                "mv -- *.dwo unit'"))
    return;
  file = dwarf_scene_open (&scene, "places");
  unit = dwarf_scene_open (&scene, "unit");
  g_assert_nonnull (unit);
  units[1].parts = ppv_dwarf_parts_of_file (unit);
  units[1].id = read_id (units[1].parts);
  units[0] = (PpvPackageUnit){ ~units[1].id, units[1].parts };
  package = ppv_package_maker_make (file->elf, units, 2, DWARF_5, &length);
  path = g_build_filename (scene.folder, "places.dwp", NULL);
  g_assert_true (g_file_set_contents (path, (const char *) package->memory, (gssize) length, NULL));
  dwarf = ppv_dwarf_new (file, NULL, NULL);
  found = dwarf_scene_describe (dwarf, file, "place_inner");
  g_assert_cmpstr (found, ==, "inner:17 < middle:25 < outer:37");
  g_array_unref (units[1].parts);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/dwarf-package/gives-each-unit-its-parts/5", GUINT_TO_POINTER (DWARF_5),
                        test_gives_each_unit_its_parts);
  g_test_add_data_func ("/dwarf-package/gives-each-unit-its-parts/gnu", GUINT_TO_POINTER (GNU_FORM),
                        test_gives_each_unit_its_parts);
  g_test_add_data_func ("/dwarf-package/gives-each-unit-its-strings/5", GUINT_TO_POINTER (DWARF_5),
                        test_gives_each_unit_its_strings);
  g_test_add_data_func ("/dwarf-package/gives-each-unit-its-strings/gnu",
                        GUINT_TO_POINTER (GNU_FORM), test_gives_each_unit_its_strings);
  g_test_add_data_func ("/dwarf-package/survives-damage/5", GUINT_TO_POINTER (DWARF_5),
                        test_survives_damaged_packages);
  g_test_add_data_func ("/dwarf-package/survives-damage/gnu", GUINT_TO_POINTER (GNU_FORM),
                        test_survives_damaged_packages);
  g_test_add_func ("/dwarf-package/reads-units-of-dwarf-5", test_reads_units_of_dwarf_5);
  return g_test_run ();
}
