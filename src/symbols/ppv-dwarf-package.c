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

/* A third of the slots is free, so nobody who wrote the index needed so many. */
enum { MAX_TRIES = 4096 };

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

static PpvReader
read_section (const PpvElfFile *file, const char *name)
{
  GElf_Shdr header;
  Elf_Data *data = ppv_elf_section_data (ppv_elf_file_find_section (file, SHT_NULL, name, &header));

  return ppv_reader_over (data != NULL ? data->d_buf : NULL, data != NULL ? data->d_size : 0, 0,
                          ppv_elf_is_swapped (file->elf));
}

static void
clear_part (gpointer data)
{
  PpvDwarfPart *part = data;

  g_clear_pointer (&part->made, g_byte_array_unref);
}

static GArray *
new_parts (void)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (PpvDwarfPart));

  g_array_set_clear_func (parts, clear_part);
  return parts;
}

void
ppv_dwarf_parts_append (GArray *parts, const char *name, PpvReader bytes)
{
  PpvDwarfPart part = { .bytes = bytes };

  g_strlcpy (part.name, name, sizeof part.name);
  g_array_append_val (parts, part);
}

/* Of the file itself, where an empty section is none. */
static void
append_own (GArray *parts, const char *name, PpvReader bytes)
{
  if (ppv_reader_left (&bytes) > 0)
    ppv_dwarf_parts_append (parts, name, bytes);
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

  for (guint32 i = 0; i < MIN (self->n_slots, MAX_TRIES); i++, slot = (slot + step) & mask)
    {
      guint32 row = word_at (self->rows, slot);

      if (row == 0 || signature_at (self->signatures, slot) == id)
        return row <= self->n_units ? row : 0;
    }
  return 0;
}

/* --- strings ---------------------------------------------------------------------- */

static PpvDwarfPart *
find_part (GArray *parts, const char *name)
{
  for (guint i = 0; i < parts->len; i++)
    if (strcmp (g_array_index (parts, PpvDwarfPart, i).name, name) == 0)
      return &g_array_index (parts, PpvDwarfPart, i);
  return NULL;
}

/* Bytes of an offset in a unit's table, which is behind its header then. */
static guint
enter_table (PpvReader *table, gboolean is_gnu)
{
  PpvReader length = *table;
  gboolean is_64 = !is_gnu && ppv_reader_u32 (&length) == G_MAXUINT32;

  if (!is_gnu)
    ppv_reader_skip (table, is_64 ? 16 : 8);
  return is_64 ? 8 : 4;
}

static void
put_offset (GByteArray *bytes, guint64 offset, guint width, gboolean swap)
{
  const guint64 wide = swap ? GUINT64_SWAP_LE_BE (offset) : offset;
  const guint32 narrow = swap ? GUINT32_SWAP_LE_BE ((guint32) offset) : (guint32) offset;

  g_byte_array_append (bytes, width == 8 ? (const guint8 *) &wide : (const guint8 *) &narrow,
                       width);
}

/* The text at @offset with its NUL; FALSE when there is none. */
static gboolean
take_text (PpvReader strings, guint64 offset, GByteArray *texts)
{
  const guint8 *nul;

  ppv_reader_skip (&strings, offset);
  nul = strings.failed ? NULL : memchr (strings.at, 0, ppv_reader_left (&strings));
  if (nul != NULL)
    g_byte_array_append (texts, strings.at, (guint) (nul + 1 - strings.at));
  return nul != NULL;
}

/*
 * Units have their strings in one section, and find them by tables of offsets.  Those of
 * thousands of units would be in the file that is made of each; it gets its own, and
 * a table that says where they are now, unless that comes to more.
 */
static void
append_strings (GArray *parts, PpvReader strings, gboolean is_gnu)
{
  PpvDwarfPart *table = find_part (parts, ".debug_str_offsets.dwo");
  PpvReader at = table != NULL ? table->bytes : strings;
  guint width = enter_table (&at, is_gnu);
  g_autoptr (GByteArray) offsets = g_byte_array_new ();
  GByteArray *texts = g_byte_array_new ();
  PpvDwarfPart own = { .name = ".debug_str.dwo", .made = texts };

  if (table != NULL)
    g_byte_array_append (offsets, table->bytes.at, (guint) (at.at - table->bytes.at));
  while (table != NULL && ppv_reader_left (&at) >= width && texts->len < ppv_reader_left (&strings))
    {
      guint64 offset = width == 8 ? ppv_reader_u64 (&at) : ppv_reader_u32 (&at);
      guint before = texts->len;

      put_offset (offsets, take_text (strings, offset, texts) ? before : G_MAXUINT32, width,
                  at.swap);
    }
  own.bytes = ppv_reader_over (texts->data, texts->len, 0, strings.swap);
  if (table == NULL || ppv_reader_left (&at) >= width)
    own.bytes = strings;
  else
    {
      table->bytes = ppv_reader_over (offsets->data, offsets->len, 0, at.swap);
      table->made = g_steal_pointer (&offsets);
    }
  g_array_append_val (parts, own);
}

/* --- units ------------------------------------------------------------------------ */

GArray *
ppv_dwarf_parts_of_unit (const PpvElfFile *package, guint64 id)
{
  Index index;
  guint32 row =
      read_index (read_section (package, ".debug_cu_index"), &index) ? find_row (&index, id) : 0;
  GArray *parts;

  if (row == 0)
    return NULL;
  parts = new_parts ();
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
      append_own (parts, name, ppv_reader_sub (&section, word_at (index.sizes, cell)));
    }
  append_strings (parts, read_section (package, ".debug_str.dwo"), index.version == GNU_VERSION);
  return parts;
}

/* --- one file --------------------------------------------------------------------- */

GArray *
ppv_dwarf_parts_of_file (const PpvElfFile *file)
{
  GArray *parts = new_parts ();
  PpvElfSections at;

  ppv_elf_sections_init (&at, file->elf);
  while (ppv_elf_sections_next (&at) && parts->len < 2 * MAX_COLUMNS)
    if (g_str_has_prefix (at.name, ".debug_") && g_str_has_suffix (at.name, ".dwo"))
      append_own (parts, at.name, read_section (file, at.name));
  return parts;
}
