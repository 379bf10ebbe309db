/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The entries of .eh_frame (LSB 5.0 core, chapter "DWARF Extensions") and
 * .debug_frame (DWARF 5 section 6.4.1): CIEs, and FDEs that refer to them.
 */

#include "config.h"

#include <dwarf.h>
#include <string.h>

#include "ppv-unwind-cfi.h"

/* Linkers leave one of a kind: libraries have ten. */
enum { MAX_CIES = 16 * 1024 };

typedef struct {
  PpvReader body; /* what comes behind the CIE's offset */
  guint64 offset; /* of the entry in the section */
  gboolean is_cie;
  guint64 cie;      /* offset of the CIE in the section */
  gboolean is_wide; /* offsets have 64 bits */
} Entry;

typedef struct {
  PpvUnwindCfi *cfi;
  PpvUnwindSection section;
  PpvUnwindMachine machine;
  PpvUnwindRules *rules;
  PpvInterner index; /* of CIEs by their offset */
} Parse;

/* --- entries ------------------------------------------------------------------ */

/* In .eh_frame a CIE is referred to by how far it is back, and 0 means: this is one. */
static gboolean
read_reference (const PpvUnwindSection *section, Entry *entry)
{
  guint64 here = ppv_reader_offset (&entry->body) - section->bytes.offset;
  guint64 id;

  if (!section->is_debug)
    {
      id = ppv_reader_u32 (&entry->body);
      entry->is_cie = id == 0;
      entry->cie = here - id;
      return !entry->body.failed;
    }
  id = entry->is_wide ? ppv_reader_u64 (&entry->body) : ppv_reader_u32 (&entry->body);
  entry->is_cie = id == (entry->is_wide ? DW_CIE_ID_64 : DW_CIE_ID_32);
  entry->cie = id;
  return !entry->body.failed;
}

/* FALSE at the end of the section.  Zeros between entries are what linkers fill up with. */
static gboolean
next_entry (const PpvUnwindSection *section, PpvReader *reader, Entry *entry)
{
  while (ppv_reader_left (reader) > 0)
    {
      guint64 length;

      entry->offset = ppv_reader_offset (reader) - section->bytes.offset;
      length = ppv_reader_u32 (reader);
      entry->is_wide = length == G_MAXUINT32;
      if (entry->is_wide)
        length = ppv_reader_u64 (reader);
      if (length == 0)
        continue;
      entry->body = ppv_reader_sub (reader, length);
      if (read_reference (section, entry))
        return TRUE;
    }
  return FALSE;
}

/* --- CIEs ----------------------------------------------------------------------- */

/* What the letters of a CIE's augmentation stand for. */
static gboolean
read_augmentation (PpvReader *body, const char *letters, gsize n_letters, PpvUnwindCie *cie)
{
  guint64 length = ppv_reader_uleb (body);
  PpvReader data = ppv_reader_sub (body, length);
  guint64 ignored;

  for (gsize i = 0; i < n_letters; i++)
    switch (letters[i])
      {
      case 'R':
        cie->encoding = ppv_reader_u8 (&data);
        break;
      case 'P': /* the personality, which may be stored indirectly */
        (void) ppv_unwind_read_pointer (&data, ppv_reader_u8 (&data), cie->address_bytes, &ignored);
        break;
      case 'L':
        (void) ppv_reader_u8 (&data);
        break;
      case 'S':
        cie->initial.flags |= PPV_UNWIND_SIGNAL;
        break;
      case 'B': /* which key signs return addresses */
      case 'G': /* whether memory is tagged */
        break;
      default:
        return FALSE;
      }
  return !data.failed;
}

static gboolean
read_cie_head (PpvReader *body, PpvUnwindCie *cie)
{
  guint8 version = ppv_reader_u8 (body);
  gsize n_letters;
  const char *letters = ppv_reader_text (body, ppv_reader_left (body), &n_letters);
  guint64 ra;

  if (version != 1 && version != 3 && version != 4)
    return FALSE;
  body->at = (const guint8 *) letters + n_letters;
  ppv_reader_skip (body, 1);
  if (version == 4)
    {
      cie->address_bytes = ppv_reader_u8 (body);
      cie->segment_bytes = ppv_reader_u8 (body);
    }
  cie->code_alignment = ppv_reader_uleb (body);
  cie->data_alignment = ppv_reader_sleb (body);
  ra = version == 1 ? ppv_reader_u8 (body) : ppv_reader_uleb (body);
  if (body->failed || ra >= PPV_UNWIND_N_REGISTERS)
    return FALSE;
  cie->initial.ra = (guint8) ra;
  cie->augmented = n_letters > 0 && letters[0] == 'z';
  return n_letters == 0 ||
         (cie->augmented && read_augmentation (body, letters + 1, n_letters - 1, cie));
}

static void
add_cie (Parse *parse, const Entry *entry)
{
  GArray *cies = parse->cfi->cies;
  PpvReader body = entry->body;
  guint32 hash = ppv_hash_u64 (entry->offset);
  PpvUnwindCie cie = {
    .offset = entry->offset,
    .machine = parse->machine,
    .address_bytes = 8,
    .swap = entry->body.swap,
    .initial = { .cfa = PPV_UNWIND_CFA_NONE },
  };
  PpvInternerSlot *slot;

  if (cies->len == MAX_CIES || !read_cie_head (&body, &cie) ||
      !ppv_unwind_program_begin (&cie, parse->rules, body))
    return;
  PPV_INTERNER_FIND (slot, &parse->index, hash,
                     g_array_index (cies, PpvUnwindCie, slot->row).offset == entry->offset);
  g_array_append_val (cies, cie);
  ppv_interner_insert (&parse->index, slot, hash, cies->len - 1);
}

/* The index of the CIE at an offset, or PPV_NONE. */
static guint32
find_cie (Parse *parse, guint64 offset)
{
  GArray *cies = parse->cfi->cies;
  guint32 hash = ppv_hash_u64 (offset);
  PpvInternerSlot *slot;

  PPV_INTERNER_FIND (slot, &parse->index, hash,
                     g_array_index (cies, PpvUnwindCie, slot->row).offset == offset);
  return slot->row;
}

/* --- FDEs ----------------------------------------------------------------------- */

static void
add_fde (Parse *parse, const Entry *entry)
{
  guint32 index = find_cie (parse, entry->cie);
  PpvReader body = entry->body;
  PpvUnwindFde fde = { .cie = index };
  const PpvUnwindCie *cie;

  if (index == PPV_NONE)
    return;
  cie = &g_array_index (parse->cfi->cies, PpvUnwindCie, index);
  ppv_reader_skip (&body, cie->segment_bytes);
  if (!ppv_unwind_read_pointer (&body, cie->encoding, cie->address_bytes, &fde.address) ||
      !ppv_unwind_read_pointer (&body, cie->encoding & 0x0f, cie->address_bytes, &fde.size))
    return;
  if (cie->augmented)
    ppv_reader_skip (&body, ppv_reader_uleb (&body));
  if (body.failed || fde.size == 0 || ppv_reader_left (&body) > G_MAXUINT32)
    return;
  fde.program = body.at;
  fde.program_address = ppv_reader_offset (&body);
  fde.length = (guint32) ppv_reader_left (&body);
  g_array_append_val (parse->cfi->fdes, fde);
}

void
ppv_unwind_cfi_init (PpvUnwindCfi *self,
                     const PpvUnwindSection *section,
                     PpvUnwindMachine machine,
                     PpvUnwindRules *rules)
{
  Parse parse = { self, *section, machine, rules, { 0 } };
  PpvReader reader;
  Entry entry;

  self->cies = g_array_new (FALSE, FALSE, sizeof (PpvUnwindCie));
  self->fdes = g_array_new (FALSE, FALSE, sizeof (PpvUnwindFde));
  ppv_interner_init (&parse.index, 0);
  /* in .debug_frame a CIE may come behind those that refer to it */
  for (reader = section->bytes; next_entry (section, &reader, &entry);)
    if (entry.is_cie)
      add_cie (&parse, &entry);
  for (reader = section->bytes; next_entry (section, &reader, &entry);)
    if (!entry.is_cie)
      add_fde (&parse, &entry);
  ppv_interner_clear (&parse.index);
}

void
ppv_unwind_cfi_clear (PpvUnwindCfi *self)
{
  g_array_unref (self->cies);
  g_array_unref (self->fdes);
}
