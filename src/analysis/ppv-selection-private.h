/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-selection.h"

/* Adds what @text says to @self, which is half done when it returns FALSE. */
gboolean ppv_selection_read (PpvSelection  *self,
                             const char    *text,
                             GError       **error);

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
