/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <dwarf.h>

#include "ppv-dwarf-cursor.h"
#include "ppv-dwarf-inlines.h"
#include "ppv-dwarf-scopes.h"
#include "ppv-dwarf-split.h"
#include "ppv-dwarf-unit.h"

/* How far the functions of a unit are known. */
typedef enum {
  INDEX_NONE,
  INDEX_OUTER, /* those in no other function */
  INDEX_ALL,
} IndexState;

typedef struct {
  Dwarf_Die die;
  PpvDwarfFunction *function; /* when it was asked for */
  PpvDwarfInlines *inlines;   /* likewise */
} Entry;

struct _PpvDwarfUnit {
  PpvDwarfContext *context;
  Dwarf_Die die;
  const guint8 *end;
  PpvDwarfLines *lines;
  PpvDwarfLines *files;
  gboolean has_scopes; /* names of functions want those of what they are declared in */
  IndexState state;
  GArray *entries; /* of Entry */
  PpvDwarfRanges ranges;
};

static void
clear_entry (gpointer data)
{
  ppv_dwarf_inlines_free (((Entry *) data)->inlines);
}

PpvDwarfUnit *
ppv_dwarf_unit_new (PpvDwarfContext *context,
                    Dwarf_Die *unit,
                    PpvDwarfLines *lines,
                    PpvDwarfLines *files)
{
  PpvDwarfUnit *self = g_new0 (PpvDwarfUnit, 1);

  self->context = context;
  self->die = *unit;
  self->end = ppv_dwarf_unit_end (unit, context->info_size);
  self->lines = lines;
  self->files = files;
  self->has_scopes = ppv_dwarf_scopes_wanted (unit);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, clear_entry);
  ppv_dwarf_ranges_init (&self->ranges);
  return self;
}

void
ppv_dwarf_unit_free (PpvDwarfUnit *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->entries);
  ppv_dwarf_ranges_clear (&self->ranges);
  g_free (self);
}

guint
ppv_dwarf_die_ranges (PpvDwarfContext *context,
                      Dwarf_Die *die,
                      PpvDwarfRanges *ranges,
                      guint32 value)
{
  Dwarf_Addr base = 0;
  Dwarf_Addr start = 0;
  Dwarf_Addr end = 0;
  ptrdiff_t offset = context->split ? ppv_dwarf_split_ranges (context, die) : 0;
  guint n = 0;

  if (offset != 0)
    base = context->base;
  while (context->n_rows > 0 && (offset = dwarf_ranges (die, offset, &base, &start, &end)) > 0)
    {
      ppv_dwarf_ranges_add (ranges, start, end, value);
      context->n_rows--;
      n++;
    }
  return n;
}

/* --- functions by address ------------------------------------------------------ */

/*
 * Whether there may be functions below a DIE of @tag.  Types hold declarations, except
 * in languages of LLVM, which does not tell how long they are; where that is told they
 * are most of the unit, and passed over.
 */
static gboolean
may_have_functions (Dwarf_Die *die, int tag, gboolean all)
{
  switch (tag)
    {
    case DW_TAG_namespace:
    case DW_TAG_module:
      return TRUE;
    case DW_TAG_structure_type:
    case DW_TAG_class_type:
    case DW_TAG_union_type:
    case DW_TAG_enumeration_type:
      return all || !dwarf_hasattr (die, DW_AT_sibling);
    case DW_TAG_subprogram:
    case DW_TAG_lexical_block:
      return all;
    default:
      return FALSE;
    }
}

static void
append_function (PpvDwarfUnit *self, Dwarf_Die *die)
{
  Entry entry = { .die = *die };

  if (ppv_dwarf_die_ranges (self->context, die, &self->ranges, self->entries->len) > 0)
    g_array_append_val (self->entries, entry);
}

static void
index_functions (PpvDwarfUnit *self, gboolean all)
{
  PpvDwarfCursor at = { 0 };
  gboolean more;

  g_array_set_size (self->entries, 0);
  g_array_set_size (self->ranges.rows, 0);
  self->state = all ? INDEX_ALL : INDEX_OUTER;
  more = self->context->n_die_bytes > 0 && ppv_dwarf_cursor_init (&at, &self->die, self->end);
  while (more)
    {
      int tag = dwarf_tag (&at.die);

      if (tag == DW_TAG_subprogram)
        append_function (self, &at.die);
      more = ppv_dwarf_cursor_next (&at, may_have_functions (&at.die, tag, all));
    }
  self->context->n_die_bytes -= MIN (self->context->n_die_bytes, ppv_dwarf_cursor_get_bytes (&at));
  ppv_dwarf_ranges_finish (&self->ranges);
}

/* Functions in functions are rare and cost a second look at the whole unit. */
static Entry *
find_entry (PpvDwarfUnit *self, guint64 address)
{
  guint32 row;

  if (self->state == INDEX_NONE)
    index_functions (self, FALSE);
  row = ppv_dwarf_ranges_find (&self->ranges, address);
  if (row == PPV_NONE && self->state == INDEX_OUTER)
    {
      index_functions (self, TRUE);
      row = ppv_dwarf_ranges_find (&self->ranges, address);
    }
  return row != PPV_NONE ? &g_array_index (self->entries, Entry, row) : NULL;
}

static PpvDwarfFunction *
function_of (PpvDwarfUnit *self, Entry *entry)
{
  if (entry->function == NULL)
    entry->function = ppv_dwarf_context_function (self->context, &entry->die);
  return entry->function;
}

PpvDwarfFunction *
ppv_dwarf_unit_function (PpvDwarfUnit *self, guint64 address)
{
  Entry *entry = find_entry (self, address);

  return entry != NULL ? function_of (self, entry) : NULL;
}

/* --- places ---------------------------------------------------------------------- */

/* Fills @frames from the function to what is innermost; their number. */
static guint
fill_functions (
    PpvDwarfUnit *self, Entry *entry, guint64 address, PpvDwarfFrame *frames, guint n_room)
{
  guint32 innermost = ppv_dwarf_inlines_find (entry->inlines, address);
  guint n = 1;
  guint at;

  for (guint32 i = innermost; i != PPV_NONE && n < n_room;
       i = ppv_dwarf_inlines_get (entry->inlines, i)->parent)
    n++;
  at = n;
  for (guint32 i = innermost; at > 1; at--)
    {
      const PpvDwarfInline *row = ppv_dwarf_inlines_get (entry->inlines, i);

      if (self->has_scopes)
        ppv_dwarf_context_qualify (self->context, row->function);
      frames[at - 1].function = row->function;
      frames[at - 2].line = row->line;
      frames[at - 2].file =
          self->files != NULL ? ppv_dwarf_lines_get_file (self->files, row->file) : NULL;
      i = row->parent;
    }
  frames[0].function = function_of (self, entry);
  return n;
}

guint
ppv_dwarf_unit_find (PpvDwarfUnit *self, guint64 address, PpvDwarfFrame *frames, guint n_room)
{
  Entry *entry = find_entry (self, address);
  PpvDwarfFrame place = { NULL, NULL, 0 };
  gboolean has_line =
      self->lines != NULL && ppv_dwarf_lines_find (self->lines, address, &place.file, &place.line);
  guint n = 1;

  if (entry == NULL)
    {
      frames[0] = place;
      return has_line ? 1 : 0;
    }
  if (entry->inlines == NULL)
    entry->inlines = ppv_dwarf_inlines_new (self->context, &entry->die, self->end);
  n = fill_functions (self, entry, address, frames, n_room);
  frames[n - 1].file = place.file;
  frames[n - 1].line = place.line;
  return n;
}
