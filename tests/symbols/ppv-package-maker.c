/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Packages as linkers of .dwo files write them: dwp of binutils 2.40 dies of DWARF 5. */

#include "config.h"

#include <string.h>

#include "ppv-elf-image.h"
#include "ppv-package-maker.h"

enum { N_KINDS = 5 };

/* Sections, and their numbers in the index of either form: a number, or 0. */
static const struct {
  const char *name;
  guint32 number[2];
} kinds[N_KINDS] = {
  { ".debug_info.dwo", { 1, 1 } },     { ".debug_abbrev.dwo", { 3, 3 } },
  { ".debug_line.dwo", { 4, 4 } },     { ".debug_str_offsets.dwo", { 6, 6 } },
  { ".debug_rnglists.dwo", { 8, 0 } },
};

static const PpvReader *
find_part (const PpvPackageUnit *unit, const char *name)
{
  for (guint i = 0; i < unit->parts->len; i++)
    {
      const PpvDwarfPart *part = &g_array_index (unit->parts, PpvDwarfPart, i);

      if (strcmp (part->name, name) == 0)
        return &part->bytes;
    }
  return NULL;
}

static void
put (GByteArray *bytes, guint64 value, guint n_bytes)
{
  g_byte_array_append (bytes, (const guint8 *) &value, n_bytes);
}

static void
put_part (GByteArray *bytes, const PpvReader *part)
{
  if (part != NULL)
    g_byte_array_append (bytes, part->at, (guint) ppv_reader_left (part));
}

/* As DWARF 5, 7.3.5.3, says where a unit goes. */
static void
put_slots (GByteArray *index, const PpvPackageUnit *units, guint n_units, guint n_slots)
{
  g_autofree guint32 *rows = g_new0 (guint32, n_slots);

  for (guint32 i = 0; i < n_units; i++)
    {
      guint32 slot = (guint32) units[i].id & (n_slots - 1);

      while (rows[slot] != 0)
        slot = (slot + ((guint32) (units[i].id >> 32) | 1)) & (n_slots - 1);
      rows[slot] = i + 1;
    }
  for (guint i = 0; i < n_slots; i++)
    put (index, rows[i] != 0 ? units[rows[i] - 1].id : 0, 8);
  for (guint i = 0; i < n_slots; i++)
    put (index, rows[i], 4);
}

static GByteArray *
make_index (const PpvPackageUnit *units, guint n_units, guint version)
{
  GByteArray *index = g_byte_array_new ();
  gboolean is_gnu = version == 2;
  guint32 n_columns = is_gnu ? N_KINDS - 1 : N_KINDS;
  guint32 offsets[N_KINDS] = { 0 };
  guint n_slots = 2;

  while (n_slots < n_units + n_units / 2)
    n_slots *= 2;
  put (index, version, 4);
  put (index, n_columns, 4);
  put (index, n_units, 4);
  put (index, n_slots, 4);
  put_slots (index, units, n_units, n_slots);
  for (guint i = 0; i < n_columns; i++)
    put (index, kinds[i].number[is_gnu], 4);
  for (guint pass = 0; pass < 2; pass++)
    for (guint unit = 0; unit < n_units; unit++)
      for (guint i = 0; i < n_columns; i++)
        {
          const PpvReader *part = find_part (&units[unit], kinds[i].name);
          guint32 size = part != NULL ? (guint32) ppv_reader_left (part) : 0;

          put (index, pass == 0 ? offsets[i] : size, 4);
          offsets[i] += size;
        }
  return index;
}

PpvElfFile *
ppv_package_maker_make (
    Elf *like, const PpvPackageUnit *units, guint n_units, guint version, gsize *length)
{
  PpvElfPart parts[N_KINDS + 2] = { 0 };
  GByteArray *contents[N_KINDS + 2];
  guint8 *image;

  for (guint i = 0; i < N_KINDS; i++)
    {
      contents[i] = g_byte_array_new ();
      g_strlcpy (parts[i].name, kinds[i].name, sizeof parts[i].name);
      for (guint unit = 0; unit < n_units; unit++)
        put_part (contents[i], find_part (&units[unit], kinds[i].name));
    }
  contents[N_KINDS] = make_index (units, n_units, version);
  g_strlcpy (parts[N_KINDS].name, ".debug_cu_index", sizeof parts[0].name);
  contents[N_KINDS + 1] = g_byte_array_new ();
  g_strlcpy (parts[N_KINDS + 1].name, ".debug_str.dwo", sizeof parts[0].name);
  put_part (contents[N_KINDS + 1], find_part (&units[0], ".debug_str.dwo"));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    parts[i].size = contents[i]->len;
  image = ppv_elf_image_new (like, parts, G_N_ELEMENTS (parts), length);
  g_assert_nonnull (image);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (contents[i]->len > 0)
        memcpy (parts[i].bytes, contents[i]->data, contents[i]->len);
      g_byte_array_unref (contents[i]);
    }
  return ppv_elf_file_new_from_memory (image, *length);
}
