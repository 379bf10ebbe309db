/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <dwarf.h>

#include "ppv-dwarf-cursor.h"
#include "ppv-dwarf-inlines.h"
#include "ppv-dwarf-unit.h"

struct _PpvDwarfInlines {
  GArray *rows; /* of PpvDwarfInline, in the order of the file */
  PpvDwarfRanges ranges;
};

static guint32
read_number (Dwarf_Die *die, guint name)
{
  Dwarf_Attribute attribute;
  Dwarf_Word value;

  if (dwarf_attr (die, name, &attribute) == NULL || dwarf_formudata (&attribute, &value) != 0)
    return 0;
  return value <= G_MAXINT32 ? (guint32) value : 0;
}

/* What of @row and its parents a DIE at @depth, the next one of the walk, is below. */
static guint32
leave_rows (const PpvDwarfInlines *self, guint32 row, guint32 depth)
{
  while (row != PPV_NONE && ppv_dwarf_inlines_get (self, row)->depth >= depth)
    row = ppv_dwarf_inlines_get (self, row)->parent;
  return row;
}

/* Returns: the row, or @parent when there is no room */
static guint32
append (PpvDwarfInlines *self, PpvDwarfContext *context, guint32 parent, PpvDwarfCursor *at)
{
  PpvDwarfInline row = { .parent = parent, .depth = at->depth };

  if (context->n_rows == 0)
    return parent;
  context->n_rows--;
  row.function = ppv_dwarf_context_function (context, &at->die);
  row.file = read_number (&at->die, DW_AT_call_file);
  row.line = read_number (&at->die, DW_AT_call_line);
  ppv_dwarf_die_ranges (context, &at->die, &self->ranges, self->rows->len);
  g_array_append_val (self->rows, row);
  return self->rows->len - 1;
}

PpvDwarfInlines *
ppv_dwarf_inlines_new (PpvDwarfContext *context, Dwarf_Die *die, const guint8 *end)
{
  PpvDwarfInlines *self = g_new0 (PpvDwarfInlines, 1);
  PpvDwarfCursor at = { 0 };
  guint32 row = PPV_NONE;
  gboolean more = context->n_die_bytes > 0 && ppv_dwarf_cursor_init (&at, die, end);

  self->rows = g_array_new (FALSE, FALSE, sizeof (PpvDwarfInline));
  ppv_dwarf_ranges_init (&self->ranges);
  while (more)
    {
      int tag = dwarf_tag (&at.die);

      row = leave_rows (self, row, at.depth);
      if (tag == DW_TAG_inlined_subroutine)
        row = append (self, context, row, &at);
      more = ppv_dwarf_cursor_next (&at, tag == DW_TAG_inlined_subroutine ||
                                             tag == DW_TAG_lexical_block ||
                                             tag == DW_TAG_try_block || tag == DW_TAG_catch_block);
    }
  context->n_die_bytes -= MIN (context->n_die_bytes, ppv_dwarf_cursor_get_bytes (&at));
  ppv_dwarf_ranges_finish (&self->ranges);
  return self;
}

void
ppv_dwarf_inlines_free (PpvDwarfInlines *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->rows);
  ppv_dwarf_ranges_clear (&self->ranges);
  g_free (self);
}

guint32
ppv_dwarf_inlines_find (const PpvDwarfInlines *self, guint64 address)
{
  return ppv_dwarf_ranges_find (&self->ranges, address);
}

const PpvDwarfInline *
ppv_dwarf_inlines_get (const PpvDwarfInlines *self, guint32 row)
{
  return &g_array_index (self->rows, PpvDwarfInline, row);
}
