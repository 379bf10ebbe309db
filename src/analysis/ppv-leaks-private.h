/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-leaks.h"

G_BEGIN_DECLS

/*
 * Adds how the sites of a LEVEL set, or the heap as a whole, behave over time: to the rows of
 * @by_site, which are of what was never freed, and as rows of their own.  @by_site is NULL
 * when the profile does not tell that.
 */
void        ppv_leaks_add_levels (const PpvLeaks   *self,
                                  const PpvProfile *profile,
                                  const PpvFrameId *sites,
                                  GHashTable       *by_site,
                                  GArray           *rows);

/*
 * Adds what a report on an execution tree in callgrind's format tells of the end; FALSE when
 * the profile is none.
 */
gboolean    ppv_leaks_add_graph (const PpvProfile *profile,
                                 GArray           *rows);

/**
 * PpvWatched:
 * @n_moments: how many the trend was found from
 * @duration: from the first to the last, in units of the profile's time
 * @n_detailed: the moments that tell who allocated
 * @is_rest: whether it is what was too small to be listed, which grows with the heap
 * @is_told: whether the profile tells what was not freed
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
  gboolean is_told;
  gint64   onset;
  gint64   path_bytes;
} PpvWatched;

char       *ppv_leaks_dup_evidence (const PpvLeaks   *self,
                                    const PpvProfile *profile,
                                    const PpvLeak    *leak,
                                    const PpvWatched *watched);

G_END_DECLS
