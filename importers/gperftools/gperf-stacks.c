/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "gperf-stacks.h"

void
gperf_stacks_init (GperfStacks *self, PpvProfileBuilder *builder)
{
  *self = (GperfStacks){ .builder = builder };
  gperf_maps_init (&self->maps, builder);
  self->addresses = g_array_new (FALSE, FALSE, sizeof (guint64));
}

void
gperf_stacks_clear (GperfStacks *self)
{
  gperf_maps_clear (&self->maps);
  g_clear_pointer (&self->addresses, g_array_unref);
}

void
gperf_stacks_begin (GperfStacks *self)
{
  g_array_set_size (self->addresses, 0);
  self->is_cut = FALSE;
}

void
gperf_stacks_add (GperfStacks *self, guint64 address)
{
  if (self->addresses->len < ppv_profile_builder_get_limits (self->builder)->depth)
    g_array_append_val (self->addresses, address);
  else
    self->is_cut = TRUE;
}

/* Unlike those of a walk by frame pointers, addresses without a file are worth telling apart. */
static PpvFrameId
make_frame (GperfStacks *self, guint64 address)
{
  guint64 place = address;
  PpvModuleId module = gperf_maps_find (&self->maps, &place);
  g_autofree char *name = NULL;

  if (module != PPV_NONE)
    return ppv_profile_builder_frame (self->builder, PPV_NONE, module, place, 0, FALSE);
  self->n_unmapped++;
  name = g_strdup_printf ("0x%" PRIx64, address);
  return ppv_profile_builder_marker (self->builder, name);
}

PpvStackId
gperf_stacks_end (GperfStacks *self, gboolean is_called, guint64 offset)
{
  PpvStackId stack = PPV_NONE;

  for (guint i = self->addresses->len; i-- > 0;)
    {
      guint64 address = g_array_index (self->addresses, guint64, i);

      /* what returns there was called from the instruction before */
      if ((i > 0 || is_called) && address > 0)
        address--;
      stack = ppv_profile_builder_stack (self->builder, stack, make_frame (self, address));
    }
  if (self->is_cut)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "deep-stack", offset,
                              _ ("Stacks lost their outer frames because they are too deep "
                                 "(--limit-depth)"));
  return stack;
}

void
gperf_stacks_tell (const GperfStacks *self)
{
  if (self->maps.maps->len == 0)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "no-mappings", PPV_NO_ADDRESS,
                              _ ("The file does not tell what was mapped, so functions have no "
                                 "names"));
  else if (self->n_unmapped > 0)
    ppv_profile_builder_warn_many (self->builder, PPV_NOTE, "unmapped-addresses", PPV_NO_ADDRESS,
                                   self->n_unmapped,
                                   _ ("Addresses are in no file that was mapped"));
}
