/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * dwarf_siblingof() of a DIE whose length is not told (clang's are so) walks over all
 * that is below it.  A walk that went below already must not ask it that, or each DIE
 * would be passed as often as it is deep.  It need not: behind the last DIE of a list
 * stands a zero byte, and behind that the next DIE of the list above.  Where the zero
 * is, dwarf_siblingof() says in @result when there is no sibling.
 */

#include "config.h"

#include "ppv-dwarf-cursor.h"

/* Deeper than any code is nested. */
enum { MAX_DEPTH = 1024 };

const guint8 *
ppv_dwarf_unit_end (Dwarf_Die *unit, guint64 info_size)
{
  Dwarf_Off offset = dwarf_dieoffset (unit);
  Dwarf_Off header = offset - dwarf_cuoffset (unit);
  Dwarf_Off next;
  size_t header_size;

  if (dwarf_next_unit (dwarf_cu_getdwarf (unit->cu), header, &next, &header_size, NULL, NULL, NULL,
                       NULL, NULL, NULL) != 0 ||
      next <= offset)
    return unit->addr;
  return (const guint8 *) unit->addr + (MIN (next, MAX (info_size, offset)) - offset);
}

gboolean
ppv_dwarf_cursor_init (PpvDwarfCursor *self, Dwarf_Die *die, const guint8 *end)
{
  self->depth = 1;
  self->die = *die;
  self->begin = die->addr;
  self->end = end;
  return dwarf_child (die, &self->die) == 0;
}

guint64
ppv_dwarf_cursor_get_bytes (const PpvDwarfCursor *self)
{
  const guint8 *at = self->die.addr;

  return at > self->begin ? (guint64) (at - self->begin) : 1;
}

/* Leaves lists that end at @at; the DIE behind them. */
static gboolean
leave (PpvDwarfCursor *self, const guint8 *at)
{
  struct Dwarf_CU *unit = self->die.cu;

  for (; at != NULL && at < self->end && *at == 0; at++)
    if (--self->depth == 0)
      return FALSE;
  if (at == NULL || at >= self->end)
    return FALSE;
  self->die = (Dwarf_Die){ .addr = (void *) (gsize) at, .cu = unit };
  return TRUE;
}

gboolean
ppv_dwarf_cursor_next (PpvDwarfCursor *self, gboolean enter)
{
  Dwarf_Die next = { 0 };

  if (enter && self->depth < MAX_DEPTH && dwarf_child (&self->die, &next) == 0)
    {
      self->depth++;
      self->die = next;
      return TRUE;
    }
  switch (dwarf_siblingof (&self->die, &next))
    {
    case 0:
      /* a damaged DIE may call itself its sibling */
      if ((const guint8 *) next.addr <= (const guint8 *) self->die.addr)
        return FALSE;
      self->die = next;
      return TRUE;
    case 1:
      return (const guint8 *) next.addr > (const guint8 *) self->die.addr &&
             leave (self, next.addr);
    default:
      return FALSE;
    }
}
