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

#include "ppv-elf-unpack.h"

enum { GNU_HEADER = 12, ALIGNMENT = 8, MAX_SECTIONS = 4096 };

/* elf.h of glibc before 2.36 has no name for it. */
enum { COMPRESSED_BY_ZSTD = 2 };

/* A stream of zlib becomes at most so many times as long; a small one has a header. */
enum { MOST_OF_ZLIB = 1032, LEAST_OF_ZLIB = 64 };

typedef enum { BROKEN, PLAIN, ZLIB, ZSTD } Packing;

typedef struct {
  const char *name;
  const guint8 *bytes; /* in the file, behind a header of the packing */
  gsize length;
  gsize size; /* uncompressed */
  Packing packing;
  guint32 type;
  gsize offset;      /* in the image */
  gsize name_offset; /* in the names of the image */
} Section;

typedef struct {
  GArray *sections; /* of Section */
  GString *names;
  gsize names_offset;
  gsize headers_offset;
  gsize size;
} Image;

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

  *self = (Section){ .name = name, .type = header->sh_type };
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

/* FALSE when one of them is broken, or none is compressed. */
static gboolean
list_sections (Elf *elf, gboolean (*wants) (const char *name), GArray *sections)
{
  Elf_Scn *section = NULL;
  gboolean is_packed = FALSE;
  size_t names;

  if (elf_getshdrstrndx (elf, &names) != 0)
    return FALSE;
  while ((section = elf_nextscn (elf, section)) != NULL && sections->len < MAX_SECTIONS)
    {
      GElf_Shdr header;
      const char *name;
      Section described;

      if (gelf_getshdr (section, &header) == NULL || header.sh_type == SHT_NOBITS)
        continue;
      name = elf_strptr (elf, names, header.sh_name);
      if (name == NULL || !wants (name))
        continue;
      if (!describe (section, &header, name, &described))
        return FALSE;
      g_array_append_val (sections, described);
      is_packed |= described.packing != PLAIN;
    }
  return is_packed;
}

/* --- the image -------------------------------------------------------------------- */

static gsize
align (gsize offset)
{
  return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static gsize
add_name (Image *image, const char *name)
{
  gsize offset = image->names->len;

  g_string_append (image->names, has_gnu_name (name) ? "." : "");
  g_string_append (image->names, name + (has_gnu_name (name) ? 2 : 0));
  g_string_append_c (image->names, '\0');
  return offset;
}

/* The header, the sections, their names, their headers.  FALSE when that is too much. */
static gboolean
lay_out (Image *image)
{
  gsize offset = sizeof (Elf64_Ehdr);

  g_string_append_c (image->names, '\0');
  for (guint i = 0; i < image->sections->len; i++)
    {
      Section *section = &g_array_index (image->sections, Section, i);

      section->offset = align (offset);
      section->name_offset = add_name (image, section->name);
      if (section->size > G_MAXSSIZE / 2 - section->offset)
        return FALSE;
      offset = section->offset + section->size;
    }
  image->names_offset = offset;
  image->headers_offset = align (offset + image->names->len);
  image->size = image->headers_offset + (image->sections->len + 2) * sizeof (Elf64_Shdr);
  return TRUE;
}

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
write_headers (const Image *image, const Elf64_Ehdr *original, guint8 *bytes)
{
  Elf64_Shdr *headers = (Elf64_Shdr *) (gpointer) (bytes + image->headers_offset);
  guint n_sections = image->sections->len;
  Elf64_Ehdr *header = (Elf64_Ehdr *) (gpointer) bytes;

  *header = *original;
  header->e_phoff = header->e_phnum = header->e_phentsize = 0;
  header->e_shoff = image->headers_offset;
  header->e_shentsize = sizeof (Elf64_Shdr);
  header->e_shnum = (Elf64_Half) (n_sections + 2);
  header->e_shstrndx = (Elf64_Half) (n_sections + 1);
  headers[0] = (Elf64_Shdr){ 0 };
  for (guint i = 0; i < n_sections; i++)
    {
      const Section *section = &g_array_index (image->sections, Section, i);

      headers[i + 1] = (Elf64_Shdr){ .sh_name = (Elf64_Word) section->name_offset,
                                     .sh_type = section->type,
                                     .sh_offset = section->offset,
                                     .sh_size = section->size,
                                     .sh_addralign = 1 };
    }
  headers[n_sections + 1] = (Elf64_Shdr){ .sh_type = SHT_STRTAB,
                                          .sh_offset = image->names_offset,
                                          .sh_size = image->names->len,
                                          .sh_addralign = 1 };
}

/* NULL when there is no memory for it, or a section is damaged. */
static guint8 *
make_image (const Image *image, const Elf64_Ehdr *original)
{
  struct libdeflate_decompressor *inflate = libdeflate_alloc_decompressor ();
  g_autofree guint8 *bytes = g_try_malloc (image->size);
  gboolean is_whole = inflate != NULL && bytes != NULL;

  for (guint i = 0; is_whole && i < image->sections->len; i++)
    {
      const Section *section = &g_array_index (image->sections, Section, i);

      is_whole = unpack_section (section, inflate, bytes + section->offset);
    }
  libdeflate_free_decompressor (inflate);
  if (!is_whole)
    return NULL;
  memcpy (bytes + image->names_offset, image->names->str, image->names->len);
  write_headers (image, original, bytes);
  return g_steal_pointer (&bytes);
}

PpvElfFile *
ppv_elf_unpack (const PpvElfFile *file, gboolean (*wants) (const char *name))
{
  const unsigned char native = G_BYTE_ORDER == G_BIG_ENDIAN ? ELFDATA2MSB : ELFDATA2LSB;
  const Elf64_Ehdr *header = elf64_getehdr (file->elf);
  g_autoptr (GArray) sections = g_array_new (FALSE, FALSE, sizeof (Section));
  g_autoptr (GString) names = g_string_new (NULL);
  Image image = { .sections = sections, .names = names };
  guint8 *bytes;

  if (header == NULL || header->e_ident[EI_DATA] != native ||
      !list_sections (file->elf, wants, sections) || !lay_out (&image))
    return NULL;
  bytes = make_image (&image, header);
  return bytes != NULL ? ppv_elf_file_new_from_memory (bytes, image.size) : NULL;
}
