/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gperf-maps.h"

G_BEGIN_DECLS

/* GperfStacks: makes rows of stacks whose addresses come one by one, innermost first. */
typedef struct {
  PpvProfileBuilder *builder;
  GperfMaps          maps;
  GArray            *addresses;   /* of the stack so far */
  gboolean           is_cut;      /* whether outer frames were left out */
  guint64            n_unmapped;  /* addresses that are in no mapping */
} GperfStacks;

void       gperf_stacks_init  (GperfStacks       *self,
                               PpvProfileBuilder *builder);
void       gperf_stacks_clear (GperfStacks       *self);
void       gperf_stacks_begin (GperfStacks       *self);
void       gperf_stacks_add   (GperfStacks       *self,
                               guint64            address);
/*
 * PPV_NONE without addresses.  @is_called tells whether the innermost one is where a call
 * returns to, too, and not where the program was; stacks that were cut are warned of.
 */
PpvStackId gperf_stacks_end   (GperfStacks       *self,
                               gboolean           is_called,
                               guint64            offset);
/* All is read: tells what could not be found. */
void       gperf_stacks_tell  (const GperfStacks *self);

G_END_DECLS
