/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A package has the sections of many .dwo files one behind the other, and an index: a
 * hash table from the id of a unit to a row, and for each row and kind of section where
 * the unit's part begins and how long it is.  Strings are shared by all.
 */

#include "config.h"

#include <string.h>

#include "ppv-dwarf-package.h"

enum { GNU_VERSION = 2, MAX_COLUMNS = 16, SIGNATURE_BYTES = 8, WORD_BYTES = 4 };

typedef struct {
  guint32 version;
  guint32 n_columns;
  guint32 n_units;
  guint32 n_slots;
  PpvReader signatures, rows, kinds, offsets, sizes;
} Index;

/* The sections by their numbers in an index, DWARF 5's first. */
static const char *const kinds[][9] = {
  { NULL, ".debug_info.dwo", NULL, ".debug_abbrev.dwo", ".debug_line.dwo", ".debug_loclists.dwo",
    ".debug_str_offsets.dwo", ".debug_macro.dwo", ".debug_rnglists.dwo" },
  { NULL, ".debug_info.dwo", ".debug_types.dwo", ".debug_abbrev.dwo", ".debug_line.dwo",
    ".debug_loc.dwo", ".debug_str_offsets.dwo", ".debug_macinfo.dwo", ".debug_macro.dwo" },
};

static gboolean
is_swapped (const PpvElfFile *file)
{
  const char *ident = elf_getident (file->elf, NULL);

  return ident != NULL && (ident[EI_DATA] == ELFDATA2MSB) != (G_BYTE_ORDER == G_BIG_ENDIAN);
}

static PpvReader
read_section (const PpvElfFile *file, const char *name)
{
  GElf_Shdr header;
  Elf_Data *data = ppv_elf_section_data (ppv_elf_file_find_section (file, SHT_NULL, name, &header));

  return ppv_reader_over (data != NULL ? data->d_buf : NULL, data != NULL ? data->d_size : 0, 0,
                          is_swapped (file));
}

static void
append (GArray *parts, const char *name, PpvReader bytes)
{
  PpvDwarfPart part = { .bytes = bytes };

  g_strlcpy (part.name, name, sizeof part.name);
  if (ppv_reader_left (&bytes) > 0)
    g_array_append_val (parts, part);
}

/* --- the index -------------------------------------------------------------------- */

/* Bounds are those of the section: the index says how large it is before it is that. */
static gboolean
read_index (PpvReader at, Index *self)
{
  guint64 n_cells;

  /* two bytes and two of padding, and four in the GNU form, in either order */
  self->version = ppv_reader_u16 (&at);
  self->version |= ppv_reader_u16 (&at);
  self->n_columns = ppv_reader_u32 (&at);
  self->n_units = ppv_reader_u32 (&at);
  self->n_slots = ppv_reader_u32 (&at);
  if (at.failed || self->n_columns > MAX_COLUMNS || self->n_slots == 0 ||
      (self->n_slots & (self->n_slots - 1)) != 0)
    return FALSE;
  n_cells = (guint64) self->n_columns * self->n_units;
  if (n_cells > ppv_reader_left (&at))
    return FALSE;
  self->signatures = ppv_reader_sub (&at, (gsize) self->n_slots * SIGNATURE_BYTES);
  self->rows = ppv_reader_sub (&at, (gsize) self->n_slots * WORD_BYTES);
  self->kinds = ppv_reader_sub (&at, (gsize) self->n_columns * WORD_BYTES);
  self->offsets = ppv_reader_sub (&at, (gsize) n_cells * WORD_BYTES);
  self->sizes = ppv_reader_sub (&at, (gsize) n_cells * WORD_BYTES);
  return !at.failed;
}

static guint32
word_at (PpvReader words, gsize index)
{
  ppv_reader_skip (&words, index * WORD_BYTES);
  return ppv_reader_u32 (&words);
}

static guint64
signature_at (PpvReader signatures, gsize index)
{
  ppv_reader_skip (&signatures, index * SIGNATURE_BYTES);
  return ppv_reader_u64 (&signatures);
}

/* The row of @id from 1 on, or 0. */
static guint32
find_row (const Index *self, guint64 id)
{
  guint32 mask = self->n_slots - 1;
  guint32 slot = (guint32) id & mask;
  guint32 step = ((guint32) (id >> 32) & mask) | 1;

  for (guint32 i = 0; i < self->n_slots; i++, slot = (slot + step) & mask)
    {
      guint32 row = word_at (self->rows, slot);

      if (row == 0 || signature_at (self->signatures, slot) == id)
        return row <= self->n_units ? row : 0;
    }
  return 0;
}

GArray *
ppv_dwarf_parts_of_unit (const PpvElfFile *package, guint64 id)
{
  Index index;
  guint32 row =
      read_index (read_section (package, ".debug_cu_index"), &index) ? find_row (&index, id) : 0;
  GArray *parts;

  if (row == 0)
    return NULL;
  parts = g_array_new (FALSE, FALSE, sizeof (PpvDwarfPart));
  for (guint32 column = 0; column < index.n_columns; column++)
    {
      guint32 kind = word_at (index.kinds, column);
      gsize cell = (gsize) (row - 1) * index.n_columns + column;
      const char *name =
          kind < G_N_ELEMENTS (kinds[0]) ? kinds[index.version == GNU_VERSION][kind] : NULL;
      PpvReader section;

      if (name == NULL)
        continue;
      section = read_section (package, name);
      ppv_reader_skip (&section, word_at (index.offsets, cell));
      append (parts, name, ppv_reader_sub (&section, word_at (index.sizes, cell)));
    }
  append (parts, ".debug_str.dwo", read_section (package, ".debug_str.dwo"));
  return parts;
}

/* --- one file --------------------------------------------------------------------- */

GArray *
ppv_dwarf_parts_of_file (const PpvElfFile *file)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (PpvDwarfPart));
  Elf_Scn *section = NULL;
  size_t names;

  if (elf_getshdrstrndx (file->elf, &names) != 0)
    return parts;
  while ((section = elf_nextscn (file->elf, section)) != NULL && parts->len < 2 * MAX_COLUMNS)
    {
      GElf_Shdr header;
      const char *name;

      if (gelf_getshdr (section, &header) == NULL)
        continue;
      name = elf_strptr (file->elf, names, header.sh_name);
      if (name != NULL && g_str_has_prefix (name, ".debug_") && g_str_has_suffix (name, ".dwo"))
        append (parts, name, read_section (file, name));
    }
  return parts;
}
