/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

/* What a mapping says of itself. */
typedef struct {
  const char   *path;            /* not terminated */
  gsize         path_length;
  guint64       start;
  guint64       file_offset;
  gint32        pid;
  gboolean      kernel;
  gboolean      guest;           /* of a virtual machine */
  const guint8 *build_id;        /* NULL when the record has none */
  gsize         build_id_length;
} PerfMapping;

/* Which module a mapping is of, and what its addresses mean. */
typedef struct {
  PpvProfileBuilder *builder;    /* borrowed */
  GHashTable        *build_ids;  /* path -> hex, borrowed */
  PpvModuleId        kernel;     /* PPV_NONE until it is needed */
  PpvModuleId        guest;
} PerfModules;

void        perf_modules_init   (PerfModules       *self,
                                 PpvProfileBuilder *builder,
                                 GHashTable        *build_ids);
void        perf_modules_clear  (PerfModules       *self);
PpvModuleId perf_modules_find   (PerfModules       *self,
                                 const PerfMapping *mapping);
/* What to add to an address of a mapping at @start to get the module's own address. */
guint64     perf_modules_delta  (const PerfMapping *mapping,
                                 guint64            start);
/* Whether a mapping is code without a file, of which a perf map may tell. */
gboolean    perf_modules_is_generated (const PerfMapping *mapping);
PpvModuleId perf_modules_kernel (PerfModules       *self);
PpvModuleId perf_modules_guest  (PerfModules       *self);
