/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli-output.h"
#include "ppv-timeline.h"

G_BEGIN_DECLS

/* What the verb timeline has found out. */
typedef struct {
  const PpvCommand    *command;
  const PpvProfile    *profile;
  const PpvStackCosts *costs;
  const PpvTimeline   *timeline;
} PpvTimelineReport;

/* As --by takes them: from PPV_TIMELINE_BY_THREAD on; NULL-terminated. */
extern const char *const ppv_timeline_dimensions[];

void ppv_timeline_report_print      (const PpvTimelineReport *self,
                                     PpvOutput               *output);
void ppv_timeline_report_write_json (const PpvTimelineReport *self,
                                     PpvSink                 *sink);
void ppv_timeline_report_write_csv  (const PpvTimelineReport *self,
                                     PpvSink                 *sink);

G_END_DECLS
