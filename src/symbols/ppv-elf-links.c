/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * How an ELF file tells where the rest of it is: documented in "Separate Debug
 * Files" and "MiniDebugInfo" of GDB's manual and, for .gnu_debugaltlink, in dwz(1).
 */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "ppv-build-id.h"
#include "ppv-elf-links.h"
#include "ppv-unpack.h"

enum {
  CRC_BYTES = 4,
  MAX_MINI_BYTES = 128 * 1024 * 1024, /* some hundred KiB is usual */
};

static Elf_Data *
find_data (const PpvElfFile *self, const char *name)
{
  GElf_Shdr header;

  return ppv_elf_section_data (ppv_elf_file_find_section (self, SHT_NULL, name, &header));
}

static guint32
read_u32 (const PpvElfFile *self, const guint8 *bytes)
{
  guint32 value;

  memcpy (&value, bytes, sizeof value);
  return ppv_elf_is_swapped (self->elf) ? GUINT32_SWAP_LE_BE (value) : value;
}

/* A name and a NUL, zeros up to a multiple of four, and the sum. */
char *
ppv_elf_file_dup_debuglink (const PpvElfFile *self, guint32 *crc)
{
  Elf_Data *data = find_data (self, ".gnu_debuglink");
  g_autofree char *name = NULL;
  gsize length;

  if (data == NULL)
    return NULL;
  name = g_strndup (data->d_buf, data->d_size);
  length = (strlen (name) + 4) & ~(gsize) 3;
  if (name[0] == '\0' || name[0] == '.' || strchr (name, '/') != NULL ||
      data->d_size < length + CRC_BYTES)
    return NULL;
  *crc = read_u32 (self, (const guint8 *) data->d_buf + length);
  return g_steal_pointer (&name);
}

/* Four bits at a time: the table is small, and files without a build id are few. */
static guint32
add_to_crc (guint32 crc, const guint8 *bytes, gsize length)
{
  static const guint32 table[16] = { 0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
                                     0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
                                     0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                     0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c };

  for (gsize i = 0; i < length; i++)
    {
      crc = table[(crc ^ bytes[i]) & 15] ^ crc >> 4;
      crc = table[(crc ^ bytes[i] >> 4) & 15] ^ crc >> 4;
    }
  return crc;
}

gboolean
ppv_elf_file_has_crc (const PpvElfFile *self, guint32 crc)
{
  guint8 block[16 * 1024];
  guint32 sum = G_MAXUINT32;
  gint64 offset = 0;
  gssize got;

  do
    {
      got = pread (self->fd, block, sizeof block, offset);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return FALSE;
      sum = add_to_crc (sum, block, (gsize) got);
      offset += got;
    }
  while (got != 0);
  return ~sum == crc;
}

char *
ppv_elf_file_dup_altlink (const PpvElfFile *self, char **build_id)
{
  Elf_Data *data = find_data (self, ".gnu_debugaltlink");
  const guint8 *bytes = data != NULL ? data->d_buf : NULL;
  const guint8 *end = bytes != NULL ? memchr (bytes, '\0', data->d_size) : NULL;

  if (end == NULL || end == bytes)
    return NULL;
  *build_id = ppv_build_id_to_hex (end + 1, data->d_size - (gsize) (end + 1 - bytes));
  if (!ppv_build_id_is_valid (*build_id))
    {
      g_clear_pointer (build_id, g_free);
      return NULL;
    }
  return g_strdup ((const char *) bytes);
}

PpvElfFile *
ppv_elf_file_open_mini (const PpvElfFile *self)
{
  Elf_Data *data = find_data (self, ".gnu_debugdata");
  guint8 *unpacked;
  gsize length = 0;

  if (data == NULL)
    return NULL;
  unpacked = ppv_unpack (data->d_buf, data->d_size, MAX_MINI_BYTES, &length);
  return unpacked != NULL ? ppv_elf_file_new_from_memory (unpacked, length) : NULL;
}
