/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Sections are compressed in two ways: with a flag and a header of their own, as the
 * generic ABI has it (zlib or zstd), and, before there was one, by name: ".zdebug_info"
 * begins with "ZLIB" and the size in big-endian, and then comes a stream of zlib.
 */

#include "config.h"

#include <libdeflate.h>
#include <string.h>
#include <zstd.h>

#include "ppv-elf-image.h"
#include "ppv-elf-unpack.h"

enum { GNU_HEADER = 12, MAX_SECTIONS = 256 };

/* elf.h of glibc before 2.36 has no name for it. */
enum { COMPRESSED_BY_ZSTD = 2 };

/* A stream of zlib becomes at most so many times as long; a small one has a header. */
enum { MOST_OF_ZLIB = 1032, LEAST_OF_ZLIB = 64 };

/* All of it is in memory. */
#define MAX_BYTES (G_GUINT64_CONSTANT (2) << 30)
/* Beyond the first, what is unpacked may be so many times as long as its file. */
#define USUAL_BYTES (G_GUINT64_CONSTANT (256) << 20)
#define MOST_OF_FILE (G_GUINT64_CONSTANT (200))

typedef enum { BROKEN, PLAIN, ZLIB, ZSTD } Packing;

typedef struct {
  const char *name;
  const guint8 *bytes; /* in the file, behind a header of the packing */
  gsize length;
  gsize size; /* uncompressed */
  Packing packing;
} Section;

/* --- what there is ---------------------------------------------------------------- */

static gboolean
has_gnu_name (const char *name)
{
  return g_str_has_prefix (name, ".zdebug_");
}

static Packing
read_chdr (Elf_Scn *section, Section *self)
{
  GElf_Chdr header;

  if (gelf_getchdr (section, &header) == NULL || self->length < sizeof (Elf64_Chdr))
    return BROKEN;
  self->bytes += sizeof (Elf64_Chdr);
  self->length -= sizeof (Elf64_Chdr);
  self->size = header.ch_size;
  return header.ch_type == ELFCOMPRESS_ZLIB     ? ZLIB
         : header.ch_type == COMPRESSED_BY_ZSTD ? ZSTD
                                                : BROKEN;
}

static Packing
read_gnu_header (Section *self)
{
  guint64 size;

  if (self->length < GNU_HEADER || memcmp (self->bytes, "ZLIB", 4) != 0)
    return BROKEN;
  memcpy (&size, self->bytes + 4, sizeof size);
  self->bytes += GNU_HEADER;
  self->length -= GNU_HEADER;
  self->size = GUINT64_FROM_BE (size);
  return ZLIB;
}

/* A size is from the file: one that its bytes cannot come to is not believed. */
static gboolean
is_possible (const Section *self)
{
  if (self->packing == ZLIB)
    return self->size <= LEAST_OF_ZLIB + MOST_OF_ZLIB * self->length;
  if (self->packing == ZSTD)
    return ZSTD_getFrameContentSize (self->bytes, self->length) == self->size;
  return self->packing == PLAIN;
}

static gboolean
describe (Elf_Scn *section, const GElf_Shdr *header, const char *name, Section *self)
{
  Elf_Data *data = elf_rawdata (section, NULL);

  *self = (Section){ .name = name };
  if (data == NULL || (data->d_buf == NULL && data->d_size > 0))
    return FALSE;
  self->bytes = data->d_buf;
  self->length = self->size = data->d_size;
  if (header->sh_flags & SHF_COMPRESSED)
    self->packing = read_chdr (section, self);
  else
    self->packing = has_gnu_name (name) ? read_gnu_header (self) : PLAIN;
  return is_possible (self);
}

guint64
ppv_elf_unpacked_size (Elf_Scn *section, const GElf_Shdr *header, const char *name)
{
  GElf_Chdr packing;
  Section self;

  if (header->sh_flags & SHF_COMPRESSED && gelf_getchdr (section, &packing) != NULL)
    return packing.ch_size;
  if (!has_gnu_name (name))
    return header->sh_size;
  (void) describe (section, header, name, &self);
  return MAX (self.size, header->sh_size);
}

/* A file may say the same bytes in many sections, and a few of them may unpack to anything. */
guint64
ppv_elf_most_unpacked (const PpvElfFile *file)
{
  return MIN (MAX_BYTES, MAX (USUAL_BYTES, MOST_OF_FILE * file->size));
}

/* FALSE when one of them is broken, none is compressed, or they come to too much. */
static gboolean
list_sections (const PpvElfFile *file, gboolean (*wants) (const char *name), GArray *sections)
{
  guint64 n_left = ppv_elf_most_unpacked (file);
  gboolean is_packed = FALSE;
  PpvElfSections at;

  ppv_elf_sections_init (&at, file->elf);
  while (ppv_elf_sections_next (&at) && sections->len < MAX_SECTIONS)
    {
      Section described;

      if (at.header.sh_type == SHT_NOBITS || !wants (at.name))
        continue;
      if (!describe (at.section, &at.header, at.name, &described) || described.size > n_left)
        return FALSE;
      n_left -= described.size;
      g_array_append_val (sections, described);
      is_packed |= described.packing != PLAIN;
    }
  return is_packed;
}

/* --- what it was ------------------------------------------------------------------ */

static gboolean
unpack_section (const Section *section, struct libdeflate_decompressor *inflate, guint8 *to)
{
  switch (section->packing)
    {
    case PLAIN:
      if (section->size > 0)
        memcpy (to, section->bytes, section->size);
      return TRUE;
    case ZLIB:
      return libdeflate_zlib_decompress (inflate, section->bytes, section->length, to,
                                         section->size, NULL) == LIBDEFLATE_SUCCESS;
    case ZSTD:
      return ZSTD_decompress (to, section->size, section->bytes, section->length) == section->size;
    case BROKEN:
    default:
      return FALSE;
    }
}

static void
describe_part (const Section *section, PpvElfPart *part)
{
  gboolean is_gnu = has_gnu_name (section->name);

  g_snprintf (part->name, sizeof part->name, "%s%s", is_gnu ? "." : "",
              section->name + (is_gnu ? 2 : 0));
  part->size = section->size;
}

/* NULL when there is no memory for it, or a section is damaged. */
static guint8 *
make_image (Elf *like, const GArray *sections, gsize *size)
{
  struct libdeflate_decompressor *inflate = libdeflate_alloc_decompressor ();
  g_autofree PpvElfPart *parts = g_new0 (PpvElfPart, sections->len);
  g_autofree guint8 *image = NULL;
  gboolean is_whole;

  for (guint i = 0; i < sections->len; i++)
    describe_part (&g_array_index (sections, Section, i), &parts[i]);
  image = ppv_elf_image_new (like, parts, sections->len, size);
  is_whole = inflate != NULL && image != NULL;
  for (guint i = 0; is_whole && i < sections->len; i++)
    is_whole = unpack_section (&g_array_index (sections, Section, i), inflate, parts[i].bytes);
  libdeflate_free_decompressor (inflate);
  return is_whole ? g_steal_pointer (&image) : NULL;
}

PpvElfFile *
ppv_elf_unpack (const PpvElfFile *file, gboolean (*wants) (const char *name))
{
  g_autoptr (GArray) sections = g_array_new (FALSE, FALSE, sizeof (Section));
  guint8 *image;
  gsize size;

  if (!list_sections (file, wants, sections))
    return NULL;
  image = make_image (file->elf, sections, &size);
  return image != NULL ? ppv_elf_file_new_from_memory (image, size) : NULL;
}
