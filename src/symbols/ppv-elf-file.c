/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ppv-build-id.h"
#include "ppv-elf-file.h"

/* Symbol and string tables beyond belong to no program: Chromium has 200 MB. */
#define MAX_SECTION_BYTES (G_GUINT64_CONSTANT (512) << 20)

enum {
  MAX_SEGMENTS = 1024,
  MAX_NOTES_BYTES = 1024 * 1024,
};

static void
read_segments (PpvElfFile *self)
{
  size_t n_segments = 0;

  if (elf_getphdrnum (self->elf, &n_segments) != 0)
    return;
  for (size_t i = 0; i < MIN (n_segments, MAX_SEGMENTS); i++)
    {
      GElf_Phdr segment;

      if (gelf_getphdr (self->elf, (int) i, &segment) != NULL &&
          (segment.p_type == PT_LOAD || segment.p_type == PT_NOTE))
        g_array_append_val (self->segments, segment);
    }
}

gboolean
ppv_elf_is_swapped (Elf *elf)
{
  const char *ident = elf_getident (elf, NULL);

  return ident != NULL && (ident[EI_DATA] == ELFDATA2MSB) != (G_BYTE_ORDER == G_BIG_ENDIAN);
}

/* libelf gives bytes as the file has them. */
static char *
read_notes (const PpvElfFile *self, guint64 offset, guint64 size, guint64 align)
{
  Elf_Data *data;

  if (size > MAX_NOTES_BYTES || offset > G_MAXINT64)
    return NULL;
  data = elf_getdata_rawchunk (self->elf, (gint64) offset, (size_t) size, ELF_T_BYTE);
  if (data == NULL || data->d_buf == NULL)
    return NULL;
  return ppv_build_id_from_notes (
      ppv_reader_over (data->d_buf, data->d_size, 0, ppv_elf_is_swapped (self->elf)),
      align == 8 ? 8 : 4);
}

/* Modules of the kernel have no segments. */
static char *
find_build_id_section (const PpvElfFile *self)
{
  GElf_Shdr header;

  if (ppv_elf_file_find_section (self, SHT_NOTE, ".note.gnu.build-id", &header) == NULL)
    return NULL;
  return read_notes (self, header.sh_offset, header.sh_size, header.sh_addralign);
}

static char *
find_build_id (const PpvElfFile *self)
{
  for (guint i = 0; i < self->segments->len; i++)
    {
      const GElf_Phdr *segment = &g_array_index (self->segments, GElf_Phdr, i);
      char *build_id = NULL;

      if (segment->p_type == PT_NOTE)
        build_id = read_notes (self, segment->p_offset, segment->p_filesz, segment->p_align);
      if (build_id != NULL)
        return build_id;
    }
  return self->segments->len == 0 ? find_build_id_section (self) : NULL;
}

static PpvElfFile *
open_elf (int fd, guint8 *bytes, gsize length)
{
  PpvElfFile *self = g_new0 (PpvElfFile, 1);

  elf_version (EV_CURRENT);
  self->fd = fd;
  self->size = length;
  self->memory = bytes;
  self->segments = g_array_new (FALSE, FALSE, sizeof (GElf_Phdr));
  self->elf =
      bytes != NULL ? elf_memory ((char *) bytes, length) : elf_begin (fd, ELF_C_READ, NULL);
  if (self->elf == NULL || elf_kind (self->elf) != ELF_K_ELF)
    {
      ppv_elf_file_free (self);
      return NULL;
    }
  read_segments (self);
  self->build_id = find_build_id (self);
  return self;
}

PpvElfFile *
ppv_elf_file_new (int fd)
{
  struct stat status;

  return open_elf (fd, NULL, fstat (fd, &status) == 0 ? (gsize) MAX (status.st_size, 0) : 0);
}

PpvElfFile *
ppv_elf_file_new_from_memory (guint8 *bytes, gsize length)
{
  return open_elf (-1, bytes, length);
}

void
ppv_elf_file_free (PpvElfFile *self)
{
  if (self == NULL)
    return;
  elf_end (self->elf);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->memory);
  g_array_unref (self->segments);
  g_free (self->build_id);
  g_free (self);
}

gboolean
ppv_elf_file_find_address (const PpvElfFile *self, guint64 offset, guint64 *address)
{
  for (guint i = 0; i < self->segments->len; i++)
    {
      const GElf_Phdr *segment = &g_array_index (self->segments, GElf_Phdr, i);

      if (segment->p_type != PT_LOAD || offset < segment->p_offset ||
          offset - segment->p_offset >= segment->p_filesz)
        continue;
      *address = segment->p_vaddr + (offset - segment->p_offset);
      return TRUE;
    }
  return FALSE;
}

gboolean
ppv_elf_file_find_offset (const PpvElfFile *self, guint64 address, guint64 *offset)
{
  for (guint i = 0; i < self->segments->len; i++)
    {
      const GElf_Phdr *segment = &g_array_index (self->segments, GElf_Phdr, i);

      if (segment->p_type != PT_LOAD || address < segment->p_vaddr ||
          address - segment->p_vaddr >= segment->p_filesz)
        continue;
      *offset = segment->p_offset + (address - segment->p_vaddr);
      return TRUE;
    }
  return FALSE;
}

void
ppv_elf_sections_init (PpvElfSections *self, Elf *elf)
{
  *self = (PpvElfSections){ .elf = elf, .name = "" };
  if (elf_getshdrstrndx (elf, &self->names) != 0)
    self->names = SHN_UNDEF; /* which has no strings */
}

gboolean
ppv_elf_sections_next (PpvElfSections *self)
{
  do
    self->section = elf_nextscn (self->elf, self->section);
  while (self->section != NULL && gelf_getshdr (self->section, &self->header) == NULL);
  if (self->section == NULL)
    return FALSE;
  self->name = elf_strptr (self->elf, self->names, self->header.sh_name);
  if (self->name == NULL)
    self->name = "";
  return TRUE;
}

Elf_Scn *
ppv_elf_file_find_section (const PpvElfFile *self,
                           guint32 type,
                           const char *name,
                           GElf_Shdr *header)
{
  PpvElfSections at;

  ppv_elf_sections_init (&at, self->elf);
  while (ppv_elf_sections_next (&at))
    if ((type == SHT_NULL || at.header.sh_type == type) &&
        (name == NULL || strcmp (at.name, name) == 0))
      {
        *header = at.header;
        return at.section;
      }
  return NULL;
}

Elf_Data *
ppv_elf_section_data (Elf_Scn *section)
{
  GElf_Shdr header;
  Elf_Data *data;

  if (section == NULL || gelf_getshdr (section, &header) == NULL || header.sh_type == SHT_NOBITS ||
      header.sh_size > MAX_SECTION_BYTES)
    return NULL;
  data = elf_getdata (section, NULL);
  return data != NULL && data->d_buf != NULL && data->d_size > 0 ? data : NULL;
}

char *
ppv_elf_file_dup_path (const PpvElfFile *self, const char *root)
{
  g_autofree char *descriptor = g_strdup_printf ("/proc/self/fd/%d", self->fd);
  g_autofree char *path = self->fd >= 0 ? g_file_read_link (descriptor, NULL) : NULL;
  g_autofree char *real_root = root != NULL ? realpath (root, NULL) : NULL;
  gsize length = real_root != NULL ? strlen (real_root) : 0;

  if (path == NULL || path[0] != '/' || (root != NULL && real_root == NULL))
    return NULL;
  if (length > 1 && (strncmp (path, real_root, length) != 0 || path[length] != '/'))
    return NULL;
  return g_strdup (length > 1 ? path + length : path);
}
