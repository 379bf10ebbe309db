/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/*
 * GperfMaps: what was mapped where when the profile was written, from the lines of
 * /proc/PID/maps at its end
 */
typedef struct {
  PpvProfileBuilder *builder;
  GArray            *maps;    /* by address once it is sorted */
} GperfMaps;

void     gperf_maps_init     (GperfMaps         *self,
                              PpvProfileBuilder *builder);
void     gperf_maps_clear    (GperfMaps         *self);
/* FALSE for a line that is none of such a list. */
gboolean gperf_maps_add_line (GperfMaps         *self,
                              const char        *line,
                              gsize              length);
/* All lines are there. */
void     gperf_maps_sort     (GperfMaps         *self);
/* The module at @address, which becomes the place in its file; PPV_NONE for none. */
PpvModuleId gperf_maps_find  (const GperfMaps   *self,
                              guint64           *address);

G_END_DECLS
