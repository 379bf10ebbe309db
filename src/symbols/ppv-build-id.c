/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <elf.h>

#include "ppv-build-id.h"
#include "ppv-recorded-file.h"

enum {
  MIN_BYTES = 4,
  MAX_BYTES = 20, /* as perf keeps them */
  MAX_NOTES_BYTES = 64 * 1024,
};

char *
ppv_build_id_to_hex (const guint8 *bytes, gsize length)
{
  GString *hex = g_string_new (NULL);

  for (gsize i = 0; i < MIN (length, MAX_BYTES); i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (hex, FALSE);
}

static guint64
align_up (guint64 size, gsize align)
{
  return (size + align - 1) & ~(guint64) (align - 1);
}

char *
ppv_build_id_from_notes (PpvReader notes, gsize align)
{
  while (ppv_reader_left (&notes) > 0 && !notes.failed)
    {
      guint32 name_size = ppv_reader_u32 (&notes);
      guint32 size = ppv_reader_u32 (&notes);
      guint32 type = ppv_reader_u32 (&notes);
      const guint8 *name = ppv_reader_take (&notes, align_up (name_size, align));
      const guint8 *bytes = ppv_reader_take (&notes, size);

      ppv_reader_skip (&notes, MIN (align_up (size, align) - size, ppv_reader_left (&notes)));
      if (name != NULL && bytes != NULL && type == NT_GNU_BUILD_ID && name_size == 4 &&
          memcmp (name, "GNU", 4) == 0 && size >= MIN_BYTES)
        return ppv_build_id_to_hex (bytes, size);
    }
  return NULL;
}

gboolean
ppv_build_id_is_valid (const char *text)
{
  gsize length = strlen (text);

  return strspn (text, "0123456789abcdef") == length && length % 2 == 0 &&
         length >= 2 * MIN_BYTES && length <= 2 * MAX_BYTES;
}

static gsize
length_without_zeros (const char *text)
{
  gsize length = strlen (text);

  while (length >= 2 && text[length - 1] == '0' && text[length - 2] == '0')
    length -= 2;
  return length;
}

gboolean
ppv_build_id_equal (const char *a, const char *b)
{
  gsize length = length_without_zeros (a);

  return length == length_without_zeros (b) && g_ascii_strncasecmp (a, b, length) == 0;
}

char *
ppv_build_id_path (const char *text)
{
  return g_strdup_printf ("%.2s/%s", text, text + 2);
}

char *
ppv_build_id_of_kernel (void)
{
  g_autofree char *notes = NULL;
  gsize length;

  notes = ppv_read_kernel_file ("/sys/kernel/notes", MAX_NOTES_BYTES, &length);
  if (notes == NULL)
    return NULL;
  return ppv_build_id_from_notes (ppv_reader_over (notes, length, 0, FALSE), 4);
}
