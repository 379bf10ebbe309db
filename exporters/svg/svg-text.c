/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-text.h"
#include "svg-page.h"

void
svg_append_number (GString *into, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  gsize length;

  g_ascii_formatd (digits, sizeof digits, "%.2f", value);
  for (length = strlen (digits); digits[length - 1] == '0'; length--)
    ;
  if (digits[length - 1] == '.')
    length--;
  g_string_append_len (into, digits, (gssize) length);
}

char *
svg_format_percent (gint64 part, gint64 whole)
{
  GString *text = g_string_new (NULL);

  svg_append_number (text, whole == 0 ? 0.0 : 100.0 * (double) part / (double) whole);
  g_string_append (text, " %");
  return g_string_free (text, FALSE);
}

/* Letters beyond ASCII may come from another font: twice the room is enough for most. */
static guint
cells_of (const char *at)
{
  return (guchar) *at < 0x80 ? 1 : 2;
}

/* Bytes of @text that fit @n_cells. */
static gsize
fitting (const char *text, guint n_cells)
{
  const char *at = text;

  while (*at != '\0' && cells_of (at) <= n_cells)
    {
      n_cells -= cells_of (at);
      at = g_utf8_next_char (at);
    }
  return (gsize) (at - text);
}

void
svg_append_cut (GString *into, const char *text, guint n_cells)
{
  gsize length = fitting (text, n_cells);

  if (text[length] != '\0')
    length = fitting (text, n_cells - 1);
  ppv_escape_xml (into, text, (gssize) length);
  if (text[length] != '\0')
    g_string_append (into, "…");
}
