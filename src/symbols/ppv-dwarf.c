/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Debug information by address.  libdw parses; what it would look up for each address
 * is found by searching sorted tables, made of a unit once an address is in it.
 */

#include "config.h"

#include <dwarf.h>
#include <string.h>

#include "ppv-dwarf-aranges.h"
#include "ppv-dwarf-sections.h"
#include "ppv-dwarf-split.h"
#include "ppv-dwarf-unit.h"

typedef struct {
  Dwarf_Off header; /* where it begins */
  Dwarf_Die die;    /* without an address before it is looked at */
  gboolean is_code;
  PpvDwarfContext *split; /* of its .dwo file, when it has one */
  PpvDwarfUnit *unit;     /* when an address of it was asked for */
} Unit;

struct _PpvDwarf {
  Dwarf *dwarf;
  Dwarf *shared;
  PpvElfFile *unpacked;
  PpvElfFile *shared_unpacked;
  PpvDwarfContext *context;
  PpvDwarfContext *shared_context;
  PpvDwarfSplits *splits;
  GArray *units; /* of Unit */
  PpvDwarfRanges ranges;
};

/* --- opening -------------------------------------------------------------------- */

/* libdw would look for the file by itself, wherever the link says. */
gboolean
ppv_dwarf_needs_shared (const PpvElfFile *file)
{
  GElf_Shdr header;

  return ppv_elf_file_find_section (file, SHT_NULL, ".gnu_debugaltlink", &header) != NULL;
}

static gboolean
open_dwarf (PpvDwarf *self, const PpvElfFile *file, const PpvElfFile *shared)
{
  if (ppv_dwarf_needs_shared (file) && shared == NULL)
    return FALSE;
  self->dwarf = ppv_dwarf_sections_open (file, &self->unpacked);
  if (self->dwarf == NULL)
    return FALSE;
  self->context = ppv_dwarf_context_new (self->dwarf);
  if (!ppv_dwarf_needs_shared (file))
    return TRUE;
  self->shared = ppv_dwarf_sections_open (shared, &self->shared_unpacked);
  if (self->shared == NULL)
    return FALSE;
  dwarf_setalt (self->dwarf, self->shared);
  self->context->shared = self->shared_context = ppv_dwarf_context_new (self->shared);
  return TRUE;
}

static gboolean
is_of_code (Dwarf_Die *unit)
{
  int tag = dwarf_tag (unit);

  return tag == DW_TAG_compile_unit || tag == DW_TAG_skeleton_unit;
}

/* FALSE when it may not be looked at, or is none of code. */
static gboolean
look_at (PpvDwarf *self, Unit *unit)
{
  Dwarf_Off next, abbreviations;
  size_t header_size;

  if (unit->die.addr != NULL)
    return unit->is_code;
  unit->is_code = dwarf_next_unit (self->dwarf, unit->header, &next, &header_size, NULL,
                                   &abbreviations, NULL, NULL, NULL, NULL) == 0 &&
                  ppv_dwarf_context_allows (self->context, abbreviations) &&
                  dwarf_offdie (self->dwarf, unit->header + header_size, &unit->die) != NULL &&
                  is_of_code (&unit->die);
  return unit->is_code;
}

/* Units whose code is listed: their rows by where they begin. */
typedef struct {
  PpvDwarf *dwarf;
  GHashTable *rows; /* offset -> row + 1 */
} Listed;

static void
take_range (guint64 unit, guint64 start, guint64 end, gpointer user_data)
{
  Listed *self = user_data;
  gint64 key = (gint64) unit;
  guint32 row = GPOINTER_TO_UINT (g_hash_table_lookup (self->rows, &key));

  if (self->dwarf->context->n_rows == 0)
    return;
  self->dwarf->context->n_rows--;
  if (row == 0)
    {
      Unit added = { .header = unit };

      g_array_append_val (self->dwarf->units, added);
      row = self->dwarf->units->len;
      g_hash_table_insert (self->rows, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (row));
    }
  ppv_dwarf_ranges_add (&self->dwarf->ranges, start, end, row - 1);
}

/* Those whose code is not listed are looked at: some compilers make no list. */
static void
read_units (PpvDwarf *self)
{
  Listed listed = { self, g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL) };
  Dwarf_Off at = 0;
  Dwarf_Off next;
  size_t header_size;

  ppv_dwarf_aranges_read (self->context->aranges, take_range, &listed);
  while (dwarf_next_unit (self->dwarf, at, &next, &header_size, NULL, NULL, NULL, NULL, NULL,
                          NULL) == 0 &&
         next > at)
    {
      gint64 key = (gint64) at;
      Unit unit = { .header = at };

      if (!g_hash_table_contains (listed.rows, &key) && look_at (self, &unit) &&
          ppv_dwarf_die_ranges (self->context, &unit.die, &self->ranges, self->units->len) > 0)
        g_array_append_val (self->units, unit);
      at = next;
    }
  ppv_dwarf_ranges_finish (&self->ranges);
  g_hash_table_unref (listed.rows);
}

static void
clear_unit (gpointer data)
{
  Unit *unit = data;

  ppv_dwarf_unit_free (unit->unit);
  ppv_dwarf_context_free (unit->split);
}

PpvDwarf *
ppv_dwarf_new (const PpvElfFile *file, const PpvElfFile *shared, const PpvSymbolOptions *options)
{
  PpvDwarf *self = g_new0 (PpvDwarf, 1);

  self->units = g_array_new (FALSE, FALSE, sizeof (Unit));
  g_array_set_clear_func (self->units, clear_unit);
  ppv_dwarf_ranges_init (&self->ranges);
  self->splits = ppv_dwarf_splits_new (file, options);
  if (open_dwarf (self, file, shared))
    read_units (self);
  if (self->units->len > 0)
    return self;
  ppv_dwarf_free (self);
  return NULL;
}

void
ppv_dwarf_free (PpvDwarf *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->units);
  ppv_dwarf_splits_free (self->splits);
  ppv_dwarf_ranges_clear (&self->ranges);
  ppv_dwarf_context_free (self->context);
  ppv_dwarf_context_free (self->shared_context);
  dwarf_end (self->dwarf);
  dwarf_end (self->shared);
  ppv_elf_file_free (self->unpacked);
  ppv_elf_file_free (self->shared_unpacked);
  g_free (self);
}

/* --- looking up --------------------------------------------------------------- */

static PpvDwarfUnit *
find_unit (PpvDwarf *self, guint64 address)
{
  guint32 row = ppv_dwarf_ranges_find (&self->ranges, address);
  Unit *unit;
  PpvDwarfLines *lines;
  Dwarf_Die split;

  if (row == PPV_NONE)
    return NULL;
  unit = &g_array_index (self->units, Unit, row);
  if (unit->unit != NULL || !look_at (self, unit))
    return unit->unit;
  lines = ppv_dwarf_context_lines (self->context, &unit->die);
  if (dwarf_tag (&unit->die) == DW_TAG_skeleton_unit ||
      dwarf_hasattr (&unit->die, DW_AT_GNU_dwo_name))
    unit->split = ppv_dwarf_splits_open (self->splits, self->context, &unit->die, lines, &split);
  if (unit->split != NULL)
    unit->unit = ppv_dwarf_unit_new (unit->split, &split, lines,
                                     ppv_dwarf_context_lines (unit->split, &split));
  else
    unit->unit = ppv_dwarf_unit_new (self->context, &unit->die, lines, lines);
  return unit->unit;
}

guint
ppv_dwarf_find (PpvDwarf *self, guint64 address, PpvDwarfFrame *frames, guint n_room)
{
  PpvDwarfUnit *unit = find_unit (self, address);

  return unit != NULL && n_room > 0 ? ppv_dwarf_unit_find (unit, address, frames, n_room) : 0;
}

PpvDwarfFunction *
ppv_dwarf_find_function (PpvDwarf *self, guint64 address)
{
  PpvDwarfUnit *unit = find_unit (self, address);

  return unit != NULL ? ppv_dwarf_unit_function (unit, address) : NULL;
}
