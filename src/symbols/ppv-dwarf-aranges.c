/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* DWARF 5, 6.1.2: which unit has code where, so that not each has to be looked into. */

#include "config.h"

#include "ppv-dwarf-aranges.h"

enum { ARANGES_VERSION = 2, LONG_FORMAT = 8, SHORT_FORMAT = 4 };

static guint64
read_word (PpvReader *at, guint size)
{
  return size == 8 ? ppv_reader_u64 (at) : ppv_reader_u32 (at);
}

/* The pairs behind the header of a set, up to one of zeros. */
static void
read_pairs (PpvReader *at, guint64 unit, guint size, PpvDwarfArange tell, gpointer user_data)
{
  while (ppv_reader_left (at) >= 2 * size)
    {
      guint64 start = read_word (at, size);
      guint64 length = read_word (at, size);

      if (start == 0 && length == 0)
        return;
      if (length > 0 && length <= G_MAXUINT64 - start)
        tell (unit, start, start + length, user_data);
    }
}

/* Sets begin with their length and are padded, so that pairs lie where they may be read at once. */
void
ppv_dwarf_aranges_read (PpvReader section, PpvDwarfArange tell, gpointer user_data)
{
  while (ppv_reader_left (&section) > 0 && !section.failed)
    {
      PpvReader begin = section;
      guint64 length = ppv_reader_u32 (&section);
      guint format = length == G_MAXUINT32 ? LONG_FORMAT : SHORT_FORMAT;
      guint64 unit;
      guint size, header;
      PpvReader at;

      if (format == LONG_FORMAT)
        length = ppv_reader_u64 (&section);
      at = ppv_reader_sub (&section, length);
      if (ppv_reader_u16 (&at) != ARANGES_VERSION)
        continue;
      unit = read_word (&at, format);
      size = ppv_reader_u8 (&at);
      if (ppv_reader_u8 (&at) != 0 || (size != 4 && size != 8) || at.failed)
        continue;
      header = (guint) (ppv_reader_offset (&at) - ppv_reader_offset (&begin));
      ppv_reader_skip (&at, (2 * size - header % (2 * size)) % (2 * size));
      read_pairs (&at, unit, size, tell, user_data);
    }
}
