/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli-output.h"
#include "ppv-events.h"

G_BEGIN_DECLS

/**
 * PpvEventRows:
 * @profile: where the events are from
 * @events: the selected ones
 * @n_shown: how many of them, from the first on, are shown
 *
 * What perprovis events answers with.
 */
typedef struct {
  const PpvProfile *profile;
  const PpvEvents  *events;
  gsize             n_shown;
} PpvEventRows;

void ppv_event_rows_print      (const PpvEventRows *self,
                                PpvOutput          *output);
void ppv_event_rows_write_json (const PpvEventRows *self,
                                PpvSink            *sink);
void ppv_event_rows_write_csv  (const PpvEventRows *self,
                                PpvSink            *sink);

G_END_DECLS
