/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "text-map.h"

/* In bytes; a row's cost is that of its entry and its share of the slots. */
enum { CEILING = 48 << 20, ROW_COST = 40, LONGEST_KEPT = 1 << 16 };

typedef struct {
  guint32 offset;
  guint32 length;
  guint32 value;
} Entry;

void
text_map_init (TextMap *self)
{
  ppv_interner_init (&self->index, 0);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->text = g_byte_array_new ();
}

void
text_map_clear (TextMap *self)
{
  ppv_interner_clear (&self->index);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->text, g_byte_array_unref);
}

static void
forget_when_full (TextMap *self)
{
  if (self->text->len + (gsize) self->entries->len * ROW_COST > CEILING)
    {
      text_map_clear (self);
      text_map_init (self);
    }
}

static guint32
append_entry (TextMap *self, const char *text, gsize length)
{
  Entry entry = { self->text->len, (guint32) length, PPV_NONE };

  g_byte_array_append (self->text, (const guint8 *) text, (guint) length);
  g_array_append_val (self->entries, entry);
  return self->entries->len - 1;
}

static inline gboolean
has_text (const TextMap *self, guint32 row, const char *text, gsize length)
{
  const Entry *entry = &g_array_index (self->entries, Entry, row);

  return entry->length == length &&
         (length == 0 || memcmp (self->text->data + entry->offset, text, length) == 0);
}

guint32 *
text_map_at (TextMap *self, const char *text, gsize length)
{
  guint32 hash = (guint32) ppv_hash_bytes (text, length);
  PpvInternerSlot *slot;
  guint32 row;

  self->unkept = PPV_NONE;
  if (length > LONGEST_KEPT)
    return &self->unkept;
  forget_when_full (self);
  PPV_INTERNER_FIND (slot, &self->index, hash, has_text (self, slot->row, text, length));
  row = slot->row;
  if (row == PPV_NONE)
    row = ppv_interner_insert (&self->index, slot, hash, append_entry (self, text, length));
  return &g_array_index (self->entries, Entry, row).value;
}
