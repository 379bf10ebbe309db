/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <dwarf.h>
#include <string.h>

#include "ppv-unwind-cfi.h"
#include "ppv-unwind-table.h"

/* Of a section once it is unpacked; Chromium has 20 MB. */
#define MAX_UNPACKED_BYTES (G_GUINT64_CONSTANT (256) << 20)

/* An FDE by the place of its code in the file. */
typedef struct {
  guint32 start;
  guint32 fde;
} Place;

/* --- finding the section -------------------------------------------------------- */

static gboolean
is_of_machine (const PpvElfFile *file, PpvUnwindMachine machine)
{
  GElf_Ehdr header;

  return gelf_getehdr (file->elf, &header) != NULL && header.e_ident[EI_CLASS] == ELFCLASS64 &&
         header.e_machine == (machine == PPV_UNWIND_X86_64 ? EM_X86_64 : EM_AARCH64);
}

/* Bytes of a section as they were before they were compressed, or NULL. */
static Elf_Data *
unpacked_data (Elf_Scn *section, const GElf_Shdr *header)
{
  GElf_Chdr packing;

  if (header->sh_flags & SHF_COMPRESSED &&
      (gelf_getchdr (section, &packing) == NULL || packing.ch_size > MAX_UNPACKED_BYTES ||
       elf_compress (section, 0, 0) < 0))
    return NULL;
  return ppv_elf_section_data (section);
}

/* As before there was a flag for it: "ZLIB" and the size, in big-endian. */
static Elf_Data *
unpacked_gnu_data (Elf_Scn *section)
{
  const Elf_Data *data = ppv_elf_section_data (section);
  guint64 size;

  if (data == NULL || data->d_size < 12 || memcmp (data->d_buf, "ZLIB", 4) != 0)
    return NULL;
  memcpy (&size, (const guint8 *) data->d_buf + 4, sizeof size);
  if (GUINT64_FROM_BE (size) > MAX_UNPACKED_BYTES || elf_compress_gnu (section, 0, 0) < 0)
    return NULL;
  return ppv_elf_section_data (section);
}

/* What is loaded at @address, up to the end of the file's part of its segment. */
static gboolean
find_loaded (const PpvElfFile *file, guint64 address, PpvReader *bytes)
{
  for (guint i = 0; i < file->segments->len; i++)
    {
      const GElf_Phdr *segment = &g_array_index (file->segments, GElf_Phdr, i);
      guint64 skip = address - segment->p_vaddr;
      Elf_Data *data;

      if (segment->p_type != PT_LOAD || address < segment->p_vaddr || skip >= segment->p_filesz ||
          segment->p_filesz - skip > MAX_UNPACKED_BYTES || segment->p_offset > G_MAXINT64 - skip)
        continue;
      data = elf_getdata_rawchunk (file->elf, (gint64) (segment->p_offset + skip),
                                   (size_t) (segment->p_filesz - skip), ELF_T_BYTE);
      if (data == NULL || data->d_buf == NULL)
        return FALSE;
      *bytes = ppv_reader_over (data->d_buf, data->d_size, address, ppv_elf_is_swapped (file->elf));
      return TRUE;
    }
  return FALSE;
}

/*
 * The .eh_frame of a file without a table of sections, by way of the index that is
 * made for unwinding at run time; it ends with an entry of length 0.
 */
static gboolean
find_by_segment (const PpvElfFile *file, PpvReader *bytes)
{
  size_t n_segments = 0;
  GElf_Phdr segment = { 0 };
  guint64 address;
  guint8 encoding;

  if (elf_getphdrnum (file->elf, &n_segments) != 0)
    return FALSE;
  for (size_t i = 0; i < MIN (n_segments, 1024) && segment.p_type != PT_GNU_EH_FRAME; i++)
    if (gelf_getphdr (file->elf, (int) i, &segment) == NULL)
      return FALSE;
  if (segment.p_type != PT_GNU_EH_FRAME || !find_loaded (file, segment.p_vaddr, bytes) ||
      ppv_reader_u8 (bytes) != 1)
    return FALSE;
  encoding = ppv_reader_u8 (bytes);
  ppv_reader_skip (bytes, 2);
  return ppv_unwind_read_pointer (bytes, encoding, 8, &address) &&
         find_loaded (file, address, bytes);
}

static gboolean
find_section (const PpvElfFile *file, PpvUnwindKind kind, PpvReader *bytes)
{
  GElf_Shdr header;
  Elf_Scn *section;
  Elf_Data *data = NULL;

  section = ppv_elf_file_find_section (
      file, SHT_NULL, kind == PPV_UNWIND_EH_FRAME ? ".eh_frame" : ".debug_frame", &header);
  if (section != NULL)
    data = unpacked_data (section, &header);
  else if (kind == PPV_UNWIND_EH_FRAME)
    return find_by_segment (file, bytes);
  else if ((section = ppv_elf_file_find_section (file, SHT_NULL, ".zdebug_frame", &header)) != NULL)
    data = unpacked_gnu_data (section);
  if (data == NULL)
    return FALSE;
  *bytes =
      ppv_reader_over (data->d_buf, data->d_size, header.sh_addr, ppv_elf_is_swapped (file->elf));
  return TRUE;
}

/* --- making rows ---------------------------------------------------------------- */

/* FALSE for code that is not in the file, or beyond the 4 GiB that rows can name. */
static gboolean
place_of (const PpvElfFile *image, const PpvUnwindFde *fde, guint32 *start)
{
  guint64 offset = fde->address;

  if (image != NULL && !ppv_elf_file_find_offset (image, fde->address, &offset))
    return FALSE;
  *start = (guint32) offset;
  return offset < G_MAXUINT32;
}

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *one = a, *two = b;

  if (one->start != two->start)
    return one->start < two->start ? -1 : 1;
  return one->fde < two->fde ? -1 : one->fde > two->fde;
}

static GArray *
list_places (const PpvUnwindCfi *cfi, const PpvElfFile *image)
{
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (Place), cfi->fdes->len);
  gboolean sorted = TRUE;

  for (guint i = 0; i < cfi->fdes->len; i++)
    {
      Place place = { .fde = i };

      if (!place_of (image, &g_array_index (cfi->fdes, PpvUnwindFde, i), &place.start))
        continue;
      sorted = sorted && (places->len == 0 ||
                          g_array_index (places, Place, places->len - 1).start <= place.start);
      g_array_append_val (places, place);
    }
  if (!sorted)
    g_array_sort (places, compare_places);
  return places;
}

/* The code of an FDE ends at the latest where that of the next one begins. */
static void
add_rows (PpvUnwindTable *self, PpvUnwindRows *rows, const PpvUnwindCfi *cfi, const GArray *places)
{
  for (guint i = 0; i < places->len && !rows->full; i++)
    {
      const Place *place = &g_array_index (places, Place, i);
      const PpvUnwindFde *fde = &g_array_index (cfi->fdes, PpvUnwindFde, place->fde);
      guint32 limit =
          i + 1 < places->len ? g_array_index (places, Place, i + 1).start : G_MAXUINT32;
      guint32 size = (guint32) MIN (fde->size, limit - place->start);

      if (size == 0)
        continue;
      ppv_unwind_program_run (&g_array_index (cfi->cies, PpvUnwindCie, fde->cie), &self->rules, fde,
                              place->start, size, rows);
      ppv_unwind_rows_add (rows, place->start + size, PPV_NONE);
    }
}

static PpvUnwindTable *
make_table (PpvReader section,
            PpvUnwindKind kind,
            PpvUnwindMachine machine,
            const PpvElfFile *image)
{
  PpvUnwindTable *self = g_new0 (PpvUnwindTable, 1);
  PpvUnwindSection where = { section, kind == PPV_UNWIND_DEBUG_FRAME };
  PpvUnwindRows rows = { 0 };
  PpvUnwindCfi cfi;
  g_autoptr (GArray) places = NULL;

  ppv_unwind_rules_init (&self->rules);
  ppv_unwind_cfi_init (&cfi, &where, machine, &self->rules);
  places = list_places (&cfi, image);
  add_rows (self, &rows, &cfi, places);
  ppv_unwind_cfi_clear (&cfi);
  ppv_unwind_rules_finish (&self->rules);
  self->rows = g_renew (PpvUnwindRow, rows.rows, rows.n_rows);
  self->n_rows = rows.n_rows;
  return self;
}

PpvUnwindTable *
ppv_unwind_table_over (PpvReader section, PpvUnwindKind kind, PpvUnwindMachine machine)
{
  return make_table (section, kind, machine, NULL);
}

PpvUnwindTable *
ppv_unwind_table_new (const PpvElfFile *file,
                      const PpvElfFile *image,
                      PpvUnwindKind kind,
                      PpvUnwindMachine machine)
{
  PpvReader section;

  if (!is_of_machine (file, machine) || !find_section (file, kind, &section))
    return NULL;
  return make_table (section, kind, machine, image);
}

void
ppv_unwind_table_free (PpvUnwindTable *self)
{
  if (self == NULL)
    return;
  ppv_unwind_rules_clear (&self->rules);
  g_free (self->rows);
  g_free (self);
}

const PpvUnwindRule *
ppv_unwind_table_find (const PpvUnwindTable *self, guint64 offset)
{
  const PpvUnwindRow *row = self->rows;
  guint32 n_rows = self->n_rows;

  if (n_rows == 0 || offset < row->start || offset > G_MAXUINT32)
    return NULL;
  /* without a branch that could be mispredicted */
  while (n_rows > 1)
    {
      guint32 half = n_rows / 2;

      row += row[half].start <= offset ? half : 0;
      n_rows -= half;
    }
  return row->rule != PPV_NONE ? ppv_unwind_rules_get (&self->rules, row->rule) : NULL;
}
