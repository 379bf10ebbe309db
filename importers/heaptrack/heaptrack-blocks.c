/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "heaptrack-blocks.h"

enum { FIRST_PLACES = 1024 };

static void
allocate (HeaptrackBlocks *self, gsize n_places)
{
  self->addresses = g_new (guint64, n_places);
  self->kinds = g_new (guint32, n_places);
  self->mask = n_places - 1;
  self->n_used = 0;
  for (gsize i = 0; i < n_places; i++)
    self->kinds[i] = PPV_NONE;
}

void
heaptrack_blocks_init (HeaptrackBlocks *self)
{
  allocate (self, FIRST_PLACES);
}

void
heaptrack_blocks_clear (HeaptrackBlocks *self)
{
  g_clear_pointer (&self->addresses, g_free);
  g_clear_pointer (&self->kinds, g_free);
}

/* Where @address belongs if nothing is in its way. */
static gsize
home (const HeaptrackBlocks *self, guint64 address)
{
  return ppv_hash_u64 (address) & self->mask;
}

/* The place of @address, or the empty one for it. */
static gsize
find (const HeaptrackBlocks *self, guint64 address)
{
  gsize at = home (self, address);

  while (self->kinds[at] != PPV_NONE && self->addresses[at] != address)
    at = (at + 1) & self->mask;
  return at;
}

static void
grow (HeaptrackBlocks *self)
{
  HeaptrackBlocks old = *self;

  allocate (self, 2 * (old.mask + 1));
  for (gsize i = 0; i <= old.mask; i++)
    if (old.kinds[i] != PPV_NONE)
      heaptrack_blocks_put (self, old.addresses[i], old.kinds[i]);
  heaptrack_blocks_clear (&old);
}

void
heaptrack_blocks_put (HeaptrackBlocks *self, guint64 address, guint32 kind)
{
  gsize at;

  if (2 * self->n_used > self->mask)
    grow (self);
  at = find (self, address);
  self->n_used += self->kinds[at] == PPV_NONE;
  self->addresses[at] = address;
  self->kinds[at] = kind;
}

/* Moves into the hole @at what could not be put there because it was taken. */
static void
fill_hole (HeaptrackBlocks *self, gsize at)
{
  for (gsize next = (at + 1) & self->mask; self->kinds[next] != PPV_NONE;
       next = (next + 1) & self->mask)
    {
      gsize wanted = home (self, self->addresses[next]);

      /* it stays when its home is behind the hole */
      if (((next - wanted) & self->mask) < ((next - at) & self->mask))
        continue;
      self->addresses[at] = self->addresses[next];
      self->kinds[at] = self->kinds[next];
      at = next;
    }
  self->kinds[at] = PPV_NONE;
}

guint32
heaptrack_blocks_take (HeaptrackBlocks *self, guint64 address)
{
  gsize at = find (self, address);
  guint32 kind = self->kinds[at];

  if (kind == PPV_NONE)
    return PPV_NONE;
  self->n_used--;
  fill_hole (self, at);
  return kind;
}
