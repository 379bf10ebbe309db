/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-text.h"

/**
 * ppv_text_repair: (skip)
 * @into: where the text goes
 * @bytes: any bytes
 * @length: how many
 */
void
ppv_text_repair (GString *into, const char *bytes, gsize length)
{
  while (length > 0)
    {
      const char *bad;

      if (g_utf8_validate_len (bytes, length, &bad))
        {
          g_string_append_len (into, bytes, (gssize) length);
          return;
        }
      g_string_append_len (into, bytes, bad - bytes);
      g_string_append_printf (into, "%%%02X", (guchar) *bad);
      length -= (gsize) (bad - bytes) + 1;
      bytes = bad + 1;
    }
}

/**
 * ppv_escape_dup: (skip)
 * @escape: an escaper
 * @text: what to escape
 *
 * Returns: (transfer full): the escaped text
 */
char *
ppv_escape_dup (PpvEscape escape, const char *text)
{
  GString *into = g_string_new (NULL);

  escape (into, text, -1);
  return g_string_free (into, FALSE);
}
