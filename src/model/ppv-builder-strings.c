/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The string table: unique, valid UTF-8, row 0 = "". */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-columns-private.h"
#include "ppv-profile-builder-private.h"
#include "ppv-text.h"

static gboolean
is_plain_ascii (const char *text, gsize length)
{
  guint64 word;

  for (; length >= sizeof word; text += sizeof word, length -= sizeof word)
    {
      memcpy (&word, text, sizeof word);
      /* a high bit, or a byte that borrows when 1 is taken away: NUL */
      if (((word | (word - G_GUINT64_CONSTANT (0x0101010101010101))) &
           G_GUINT64_CONSTANT (0x8080808080808080)) != 0)
        return FALSE;
    }
  for (; length > 0; text++, length--)
    if (*text == '\0' || (guchar) *text >= 0x80)
      return FALSE;
  return TRUE;
}

static gboolean
has_text (const PpvStringRows *strings, guint32 row, const char *text, gsize length)
{
  guint32 begin = strings->offset[row];

  return strings->offset[row + 1] - begin - 1 == length &&
         memcmp (strings->text + begin, text, length) == 0;
}

static gboolean
make_room (PpvStringRows *strings, gsize length)
{
  gsize needed = (strings->n_rows > 0 ? strings->offset[strings->n_rows] : 0) + length + 1;

  /* one offset more than rows */
  if (strings->n_rows + 2 > strings->n_room &&
      !ppv_columns_grow (&strings->n_room, (PpvColumn[]){ PPV_COLUMN (strings->offset) }, 1))
    return FALSE;
  while (strings->text_room < needed)
    if (!ppv_columns_grow (&strings->text_room, (PpvColumn[]){ PPV_COLUMN (strings->text) }, 1))
      return FALSE;
  return TRUE;
}

static guint32
append (PpvProfileBuilder *self, const char *text, gsize length)
{
  PpvStringRows *strings = &self->strings;
  guint32 begin = strings->n_rows > 0 ? strings->offset[strings->n_rows] : 0;

  if (begin + length >= MIN (self->limits.text_bytes, G_MAXUINT32 - 1) ||
      strings->n_rows >= self->limits.rows || !make_room (strings, length))
    return PPV_NONE;
  memcpy (strings->text + begin, text, length);
  strings->text[begin + length] = '\0';
  strings->offset[strings->n_rows] = begin;
  strings->offset[strings->n_rows + 1] = begin + (guint32) length + 1;
  return strings->n_rows++;
}

static PpvStringId
intern (PpvProfileBuilder *self, const char *text, gsize length)
{
  PpvStringRows *strings = &self->strings;
  guint32 hash = (guint32) ppv_hash_bytes (text, length);
  PpvInternerSlot *slot;
  guint32 row;

  PPV_INTERNER_FIND (slot, &strings->index, hash, has_text (strings, slot->row, text, length));
  if (slot->row != PPV_NONE)
    return slot->row;
  row = ppv_interner_insert (&strings->index, slot, hash, append (self, text, length));
  if (row != PPV_NONE)
    return row;
  ppv_profile_builder_full (self, N_ ("text"));
  return 0;
}

/**
 * ppv_profile_builder_string: (skip)
 * @self: a builder
 * @text: any bytes; what is not UTF-8 is repaired
 * @length: their number, or -1 when NUL-terminated
 *
 * Returns: the row of the text, added when it is new; 0 when the table is full
 */
PpvStringId
ppv_profile_builder_string (PpvProfileBuilder *self, const char *text, gssize length)
{
  gsize n_bytes;

  g_return_val_if_fail (self != NULL && text != NULL, 0);

  n_bytes = length < 0 ? strlen (text) : (gsize) length;
  if (is_plain_ascii (text, n_bytes) || g_utf8_validate_len (text, n_bytes, NULL))
    return intern (self, text, n_bytes);
  g_string_truncate (self->scratch, 0);
  ppv_text_repair (self->scratch, text, n_bytes);
  return intern (self, self->scratch->str, self->scratch->len);
}

/**
 * ppv_profile_builder_peek_string: (skip)
 * @self: a builder
 * @id: a row of the string table
 *
 * Returns: (transfer none): the text, valid until the next string is added
 */
const char *
ppv_profile_builder_peek_string (const PpvProfileBuilder *self, PpvStringId id)
{
  g_return_val_if_fail (id < self->strings.n_rows, "");

  return self->strings.text + self->strings.offset[id];
}
