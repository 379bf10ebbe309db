/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli-output.h"
#include "ppv-derived-columns.h"
#include "ppv-hotspots.h"

G_BEGIN_DECLS

/* What --by= can be, in the order of PpvHotspotsBy; NULL-terminated. */
extern const char *const ppv_hotspot_dimensions[];

/**
 * PpvHotspotRows:
 * @costs: (nullable): NULL when the profile has no metric
 * @hotspots: (nullable): sorted; NULL when the profile has no metric
 * @derived: (nullable): columns of derived metrics
 * @by: what a row is
 * @n_shown: number of rows to show
 * @shown: (array): the rows to show
 *
 * The table of hotspots that is to be written.
 */
typedef struct {
  const PpvProfile    *profile;
  const PpvStackCosts *costs;
  const PpvHotspots   *hotspots;
  const PpvDerivedColumns *derived;
  PpvHotspotsBy        by;
  guint32              n_shown;
  guint32             *shown;
} PpvHotspotRows;

/* Shows at most @n_rows (0 for all), and none whose total is below @percent. */
void ppv_hotspot_rows_choose     (PpvHotspotRows       *self,
                                  guint32               n_rows,
                                  double                percent);
void ppv_hotspot_rows_print      (const PpvHotspotRows *self,
                                  PpvOutput            *output);
void ppv_hotspot_rows_write_json (const PpvHotspotRows *self,
                                  PpvSink              *sink);
void ppv_hotspot_rows_write_csv  (const PpvHotspotRows *self,
                                  PpvSink              *sink);

G_END_DECLS
