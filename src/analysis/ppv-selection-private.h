/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-selection.h"

/* Adds what @text says to @self, which is half done when it returns FALSE. */
gboolean ppv_selection_read      (PpvSelection  *self,
                                  const char    *text,
                                  GError       **error);

/* ppv_selection_add_time () for times with or without a unit. */
void     ppv_selection_add_range (PpvSelection  *self,
                                  gint64         from,
                                  gint64         to,
                                  gboolean       has_unit);
/* Whether all of @text matches, as #PpvTerm says; takes at most their lengths multiplied. */
gboolean ppv_pattern_match       (const char    *pattern,
                                  const char    *text);

/* Whether @time is in one of the ranges; the ends of time are in open ranges. */
static inline gboolean
ppv_time_in_ranges (gint64              time,
                    const PpvTimeRange *ranges,
                    guint               n_ranges)
{
  for (guint i = 0; i < n_ranges; i++)
    if ((ranges[i].from <= time || ranges[i].from == 0) &&
        (time < ranges[i].to || ranges[i].to == G_MAXINT64))
      return TRUE;
  return FALSE;
}
