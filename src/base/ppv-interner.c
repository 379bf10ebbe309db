/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-interner.h"

enum { LEAST_SLOTS = 64 };

static PpvInternerSlot *
empty_slots (guint32 n_slots)
{
  PpvInternerSlot *slots = g_new (PpvInternerSlot, n_slots);

  memset (slots, 0xff, n_slots * sizeof *slots);
  return slots;
}

/**
 * ppv_interner_init: (skip)
 * @self: an index to make empty
 * @n_expected: how many rows will come, or 0
 */
void
ppv_interner_init (PpvInterner *self, guint32 n_expected)
{
  guint32 n_slots = LEAST_SLOTS;

  while (n_slots / 2 < n_expected)
    n_slots *= 2;
  self->slots = empty_slots (n_slots);
  self->mask = n_slots - 1;
  self->n_used = 0;
}

/**
 * ppv_interner_clear: (skip)
 * @self: an index
 */
void
ppv_interner_clear (PpvInterner *self)
{
  g_clear_pointer (&self->slots, g_free);
}

static void
double_slots (PpvInterner *self)
{
  g_autofree PpvInternerSlot *old = self->slots;
  guint32 n_old = self->mask + 1;

  self->slots = empty_slots (n_old * 2);
  self->mask = n_old * 2 - 1;
  for (guint32 i = 0; i < n_old; i++)
    {
      PpvInternerSlot *slot;

      if (old[i].row == PPV_NONE)
        continue;
      slot = ppv_interner_first (self, old[i].hash);
      while (slot->row != PPV_NONE)
        slot = ppv_interner_next (self, slot);
      *slot = old[i];
    }
}

/**
 * ppv_interner_insert: (skip)
 * @self: an index
 * @slot: the empty slot where the search ended
 * @hash: the row's hash
 * @row: its number, or PPV_NONE when it could not be made
 *
 * Returns: @row
 */
guint32
ppv_interner_insert (PpvInterner *self, PpvInternerSlot *slot, guint32 hash, guint32 row)
{
  if (row == PPV_NONE)
    return row;
  slot->row = row;
  slot->hash = hash;
  self->n_used++;
  if (self->n_used > self->mask / 2 + self->mask / 8)
    double_slots (self);
  return row;
}
