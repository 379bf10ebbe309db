/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The header, the sections, their names, their headers. */

#include "config.h"

#include <string.h>

#include "ppv-elf-image.h"

enum { ALIGNMENT = 8, MAX_PARTS = 4096 };

typedef struct {
  gsize names; /* offsets */
  gsize headers;
  gsize size;
} Layout;

static gsize
align (gsize offset)
{
  return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/* FALSE when it is too much. */
static gboolean
lay_out (const PpvElfPart *parts, guint n_parts, Layout *layout)
{
  gsize offset = sizeof (Elf64_Ehdr);
  gsize n_names = 1;

  for (guint i = 0; i < n_parts; i++)
    {
      if (parts[i].size > G_MAXSSIZE / 2 - offset)
        return FALSE;
      offset = align (offset + parts[i].size);
      n_names += strlen (parts[i].name) + 1;
    }
  layout->names = offset;
  layout->headers = align (offset + n_names);
  layout->size = layout->headers + (n_parts + 2) * sizeof (Elf64_Shdr);
  return TRUE;
}

static void
write_header (guint8 *image, const Layout *layout, const Elf64_Ehdr *like, guint n_parts)
{
  Elf64_Ehdr header = *like;

  header.e_phoff = header.e_phnum = header.e_phentsize = 0;
  header.e_shoff = layout->headers;
  header.e_shentsize = sizeof (Elf64_Shdr);
  header.e_shnum = (Elf64_Half) (n_parts + 2);
  header.e_shstrndx = (Elf64_Half) (n_parts + 1);
  memcpy (image, &header, sizeof header);
}

static void
write_sections (guint8 *image, const Layout *layout, PpvElfPart *parts, guint n_parts)
{
  Elf64_Shdr *headers = (Elf64_Shdr *) (gpointer) (image + layout->headers);
  gsize offset = sizeof (Elf64_Ehdr);
  gsize name = layout->names;

  image[name++] = '\0';
  headers[0] = (Elf64_Shdr){ 0 };
  for (guint i = 0; i < n_parts; i++)
    {
      gsize n_name = strlen (parts[i].name) + 1;

      headers[i + 1] = (Elf64_Shdr){ .sh_name = (Elf64_Word) (name - layout->names),
                                     .sh_type = SHT_PROGBITS,
                                     .sh_offset = offset,
                                     .sh_size = parts[i].size,
                                     .sh_addralign = 1 };
      parts[i].bytes = image + offset;
      memcpy (image + name, parts[i].name, n_name);
      name += n_name;
      offset = align (offset + parts[i].size);
    }
  headers[n_parts + 1] = (Elf64_Shdr){ .sh_type = SHT_STRTAB,
                                       .sh_offset = layout->names,
                                       .sh_size = name - layout->names,
                                       .sh_addralign = 1 };
}

guint8 *
ppv_elf_image_new (Elf *like, PpvElfPart *parts, guint n_parts, gsize *size)
{
  const unsigned char native = G_BYTE_ORDER == G_BIG_ENDIAN ? ELFDATA2MSB : ELFDATA2LSB;
  const Elf64_Ehdr *header = elf64_getehdr (like);
  Layout layout;
  guint8 *image;

  if (header == NULL || header->e_ident[EI_DATA] != native || n_parts > MAX_PARTS ||
      !lay_out (parts, n_parts, &layout))
    return NULL;
  image = g_try_malloc (layout.size);
  if (image == NULL)
    return NULL;
  write_header (image, &layout, header, n_parts);
  write_sections (image, &layout, parts, n_parts);
  *size = layout.size;
  return image;
}
