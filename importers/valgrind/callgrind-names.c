/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "callgrind-names.h"
#include "callgrind-scan.h"

/* What names made of numbers may grow to: so much, or so many times the file. */
enum { LEAST_ROOM = 1 << 24, MOST_GROWTH = 32 };

typedef struct {
  guint64 id;
  PpvStringId name;
} Entry;

void
callgrind_names_init (CallgrindNames *self, PpvProfileBuilder *builder, guint64 file_size)
{
  self->builder = builder;
  self->room = MAX (LEAST_ROOM, MIN (file_size, G_MAXSIZE / MOST_GROWTH) * MOST_GROWTH);
  self->unknown = self->too_long = FALSE;
  for (guint i = 0; i < CALLGRIND_N_SPACES; i++)
    {
      ppv_interner_init (&self->ids[i].index, 0);
      self->ids[i].entries = g_array_new (FALSE, FALSE, sizeof (Entry));
    }
}

void
callgrind_names_clear (CallgrindNames *self)
{
  for (guint i = 0; i < CALLGRIND_N_SPACES; i++)
    {
      ppv_interner_clear (&self->ids[i].index);
      g_array_unref (self->ids[i].entries);
    }
}

/* The entry of @id, with PPV_NONE as its name when it is new; valid until the next one. */
static Entry *
find_entry (CallgrindIds *self, guint64 id)
{
  guint32 hash = ppv_hash_u64 (id);
  PpvInternerSlot *slot;
  Entry entry = { id, PPV_NONE };
  guint32 row;

  PPV_INTERNER_FIND (slot, &self->index, hash,
                     g_array_index (self->entries, Entry, slot->row).id == id);
  row = slot->row;
  if (row == PPV_NONE)
    {
      row = ppv_interner_insert (&self->index, slot, hash, self->entries->len);
      g_array_append_val (self->entries, entry);
    }
  return &g_array_index (self->entries, Entry, row);
}

/* "(12)": how long it is, 0 when @text does not begin with a number in parentheses. */
static gsize
take_id (const char *text, gsize length, guint64 *id)
{
  CallgrindScan scan = { text + 1, text + length };

  if (length <= 2 || text[0] != '(' || !callgrind_scan_number (&scan, id) || scan.at == scan.end ||
      *scan.at != ')')
    return 0;
  return (gsize) (scan.at + 1 - text);
}

static PpvStringId
make_string (CallgrindNames *self, CallgrindSpace space, const char *text, gsize length)
{
  gboolean is_unknown = length == 3 && memcmp (text, "???", 3) == 0;

  return space != CALLGRIND_FUNCTION && is_unknown
             ? 0
             : ppv_profile_builder_string (self->builder, text, (gssize) length);
}

/* A part of a name between quotes: a number stands for a name.  FALSE when there is no room. */
static gboolean
append_part (CallgrindNames *self, GString *name, const char *part, gsize length)
{
  guint64 id;
  gboolean is_id = take_id (part, length, &id) == length && length > 0;
  PpvStringId string = is_id ? find_entry (&self->ids[CALLGRIND_FUNCTION], id)->name : PPV_NONE;

  self->unknown |= is_id && string == PPV_NONE;
  if (string != PPV_NONE)
    {
      part = ppv_profile_builder_peek_string (self->builder, string);
      length = strlen (part);
    }
  if (length > self->room)
    return FALSE;
  self->room -= length;
  g_string_append_len (name, part, (gssize) length);
  return TRUE;
}

/* "(7)'2'(5)" */
static PpvStringId
join_parts (CallgrindNames *self, const char *text, gsize length)
{
  g_autoptr (GString) name = g_string_new (NULL);
  const char *end = text + length;

  for (const char *at = text; at <= end;)
    {
      const char *quote = memchr (at, '\'', (gsize) (end - at));
      const char *stop = quote != NULL ? quote : end;

      self->too_long = !append_part (self, name, at, (gsize) (stop - at));
      if (self->too_long)
        return ppv_profile_builder_string (self->builder, text, (gssize) length);
      if (quote != NULL)
        g_string_append_c (name, '\'');
      at = stop + 1;
    }
  return ppv_profile_builder_string (self->builder, name->str, (gssize) name->len);
}

static PpvStringId
define (CallgrindNames *self, CallgrindSpace space, const char *text, gsize length)
{
  guint64 id;

  if (space == CALLGRIND_FUNCTION && take_id (text, length, &id) > 0)
    return join_parts (self, text, length);
  return make_string (self, space, text, length);
}

PpvStringId
callgrind_names_take (CallgrindNames *self, CallgrindSpace space, const char *text, gsize length)
{
  guint64 id;
  gsize n_taken = take_id (text, length, &id);
  const char *name = text + n_taken;
  const char *end = text + length;
  PpvStringId string;

  self->unknown = self->too_long = FALSE;
  if (n_taken == 0)
    return make_string (self, space, text, length);
  while (name < end && *name == ' ')
    name++;
  if (name < end)
    {
      string = define (self, space, name, (gsize) (end - name));
      find_entry (&self->ids[space], id)->name = string;
      return string;
    }
  string = find_entry (&self->ids[space], id)->name;
  if (string != PPV_NONE)
    return string;
  self->unknown = TRUE;
  return ppv_profile_builder_string (self->builder, text, (gssize) length);
}
