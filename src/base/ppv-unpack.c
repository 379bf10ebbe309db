/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Compressed bytes in memory, small enough to stay there: sections and modules. */

#include "config.h"

#include <archive.h>
#include <archive_entry.h>

#include "ppv-unpack.h"
#include "ppv-unwrap-private.h"

typedef struct archive Archive;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

gboolean
ppv_is_packed (const void *bytes, gsize length)
{
  const PpvWrapping *wrapping = ppv_wrapping_find (bytes, length);

  return wrapping != NULL && wrapping->filter != ARCHIVE_FILTER_NONE;
}

/* The one filter by its number: nothing is guessed, and no program is run. */
static Archive *
open_bytes (const void *bytes, gsize length)
{
  const PpvWrapping *wrapping = ppv_wrapping_find (bytes, length);
  g_autoptr (Archive) archive = ppv_is_packed (bytes, length) ? archive_read_new () : NULL;
  struct archive_entry *entry;

  if (archive != NULL &&
      archive_read_support_filter_by_code (archive, wrapping->filter) == ARCHIVE_OK &&
      archive_read_append_filter (archive, wrapping->filter) == ARCHIVE_OK &&
      archive_read_support_format_raw (archive) == ARCHIVE_OK &&
      archive_read_open_memory (archive, bytes, length) == ARCHIVE_OK &&
      archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    return g_steal_pointer (&archive);
  return NULL;
}

guint8 *
ppv_unpack (const void *bytes, gsize length, gsize max_bytes, gsize *n_unpacked)
{
  g_autoptr (Archive) archive = open_bytes (bytes, length);
  g_autoptr (GByteArray) unpacked = g_byte_array_new ();
  const void *block;
  gsize n_block;
  la_int64_t offset;
  int result = ARCHIVE_FATAL;

  max_bytes = MIN (max_bytes, G_MAXUINT / 2); /* of a GByteArray */
  while (archive != NULL &&
         (result = archive_read_data_block (archive, &block, &n_block, &offset)) == ARCHIVE_OK)
    {
      if (n_block > max_bytes - unpacked->len)
        return NULL;
      g_byte_array_append (unpacked, block, (guint) n_block);
    }
  if (result != ARCHIVE_EOF)
    return NULL;
  *n_unpacked = unpacked->len;
  return g_byte_array_free (g_steal_pointer (&unpacked), FALSE);
}
