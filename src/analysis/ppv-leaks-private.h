/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-leaks.h"

G_BEGIN_DECLS

/* Appends a row for each site of a LEVEL set, or one for the whole heap. */
void        ppv_leaks_add_levels (const PpvLeaks   *self,
                                  const PpvProfile *profile,
                                  const PpvFrameId *sites,
                                  GArray           *rows);

/**
 * PpvWatched:
 * @n_moments: how many the trend was found from
 * @duration: from the first to the last, in units of the profile's time
 * @n_detailed: the moments that tell who allocated
 * @is_rest: whether it is what was too small to be listed, which grows with the heap
 * @onset: the moment since when it behaves so, in units of the profile's time
 * @path_bytes: of the path that is shown, at the last moment there are any
 *
 * What evidence tells of a row that was watched over time.
 */
typedef struct {
  guint32  n_moments;
  double   duration;
  guint32  n_detailed;
  gboolean is_rest;
  gint64   onset;
  gint64   path_bytes;
} PpvWatched;

char       *ppv_leaks_dup_evidence (const PpvLeaks   *self,
                                    const PpvProfile *profile,
                                    const PpvLeak    *leak,
                                    const PpvWatched *watched);

G_END_DECLS
