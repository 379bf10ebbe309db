/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-dwarf-ranges.h"

/* Linkers give what they threw away the address 0, or 1 where 0 ends a list. */
enum { LAST_DISCARDED = 1 };

void
ppv_dwarf_ranges_init (PpvDwarfRanges *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (PpvDwarfRange));
}

void
ppv_dwarf_ranges_clear (PpvDwarfRanges *self)
{
  g_clear_pointer (&self->rows, g_array_unref);
}

void
ppv_dwarf_ranges_add (PpvDwarfRanges *self, guint64 start, guint64 end, guint32 value)
{
  PpvDwarfRange range = { start, end, value, PPV_NONE };

  if (start > LAST_DISCARDED && start < end && self->rows->len < PPV_NONE - 1)
    g_array_append_val (self->rows, range);
}

/* By start; outer ones, and of equal ones the lesser value, first. */
static int
compare (gconstpointer left, gconstpointer right)
{
  const PpvDwarfRange *a = left;
  const PpvDwarfRange *b = right;

  if (a->start != b->start)
    return a->start < b->start ? -1 : 1;
  if (a->end != b->end)
    return a->end > b->end ? -1 : 1;
  return (a->value > b->value) - (a->value < b->value);
}

void
ppv_dwarf_ranges_finish (PpvDwarfRanges *self)
{
  PpvDwarfRange *rows;
  guint32 around = PPV_NONE;

  g_array_sort (self->rows, compare);
  rows = (PpvDwarfRange *) (gpointer) self->rows->data;
  for (guint32 i = 0; i < self->rows->len; i++)
    {
      while (around != PPV_NONE && rows[around].end <= rows[i].start)
        around = rows[around].around;
      rows[i].around = around;
      around = i;
    }
}

guint32
ppv_dwarf_ranges_find (const PpvDwarfRanges *self, guint64 address)
{
  const PpvDwarfRange *rows = (const PpvDwarfRange *) (gconstpointer) self->rows->data;
  guint32 low = 0;
  guint32 high = self->rows->len;
  guint32 row;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;

      if (rows[middle].start <= address)
        low = middle + 1;
      else
        high = middle;
    }
  row = low > 0 ? low - 1 : PPV_NONE;
  while (row != PPV_NONE && address >= rows[row].end)
    row = rows[row].around;
  return row != PPV_NONE ? rows[row].value : PPV_NONE;
}
