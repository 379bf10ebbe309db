/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "heaptrack-names.h"
#include "ppv-interner.h"

G_BEGIN_DECLS

/*
 * HeaptrackModules: what code was where while a raw file was recorded
 */
typedef struct {
  char       *program;

  /*< private >*/
  GSequence  *segments;  /* of memory, by address */
  GArray     *places;    /* those of addresses that were seen */
  PpvInterner index;
} HeaptrackModules;

void     heaptrack_modules_init        (HeaptrackModules *self);
void     heaptrack_modules_clear       (HeaptrackModules *self);
/* "PROGRAM", in the way of strings of @version */
gboolean heaptrack_modules_set_program (HeaptrackModules *self,
                                        HeaptrackText     line,
                                        guint32           version);
/* "MODULE ADDRESS [OFFSET SIZE] …"; "-" for a module means that those so far are gone. */
gboolean heaptrack_modules_add         (HeaptrackModules *self,
                                        HeaptrackNames   *names,
                                        HeaptrackText     line,
                                        guint32           version);
/* The number of the place that has @address. */
guint32  heaptrack_modules_find_place  (HeaptrackModules *self,
                                        HeaptrackNames   *names,
                                        guint64           address);

G_END_DECLS
