/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-arcs.h"
#include "ppv-cli-output.h"
#include "ppv-hotspots.h"

G_BEGIN_DECLS

/*
 * What the verb callers has found out.
 * @rows: of @hotspots, the functions that match, by descending total
 * @n_rows: how many are shown
 * @n_matches: how many there are
 */
typedef struct {
  const PpvCommand    *command;
  const PpvProfile    *profile;
  const PpvStackCosts *costs;
  const PpvHotspots   *hotspots;
  const PpvArcs       *arcs;
  const guint32       *rows;
  guint32              n_rows;
  guint32              n_matches;
} PpvCallersReport;

void ppv_callers_report_print      (const PpvCallersReport *self,
                                    PpvOutput              *output);
void ppv_callers_report_write_json (const PpvCallersReport *self,
                                    PpvSink                *sink);
void ppv_callers_report_write_csv  (const PpvCallersReport *self,
                                    PpvSink                *sink);

G_END_DECLS
