/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "perf-samples.h"

/*
 * The second pass by several threads: each decodes the samples of a part of the
 * file into a builder of its own, and what they have got is put together in the
 * order of the parts.  It is the same for any number of threads.
 */

/* Where the file may be cut: beginnings of records at about even distances. */
typedef struct {
  GArray  *offsets;  /* guint64 */
  guint64  distance;
  guint64  next;     /* the next record from here on is noted */
} PerfCuts;

void     perf_cuts_init    (PerfCuts           *self,
                            guint64             size);
void     perf_cuts_clear   (PerfCuts           *self);
void     perf_cuts_add     (PerfCuts           *self,
                            guint64             offset);
/* Adds those of a walk that began behind @self. */
void     perf_cuts_append  (PerfCuts           *self,
                            const PerfCuts     *behind);
/* Decodes all samples into @builder; makes the unwinder of @shared for as long as it takes. */
gboolean perf_parts_decode (PerfShared         *shared,
                            PpvProfileBuilder  *builder,
                            const PerfCuts     *cuts,
                            PpvLoadContext     *context,
                            GError            **error);

static inline void
perf_cuts_note (PerfCuts         *self,
                const PerfRecord *record)
{
  if (G_UNLIKELY (record->offset >= self->next))
    perf_cuts_add (self, record->offset);
}
