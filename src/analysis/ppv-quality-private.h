/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-quality.h"

/*
 * A report in the making:
 * @profile: what is looked at
 * @costs: (nullable): of the selected samples
 * @items: PpvQuality, as they are found
 * @checked: what was looked at
 */
typedef struct {
  const PpvProfile    *profile;
  const PpvStackCosts *costs;
  GArray              *items;
  GString             *checked;
} PpvQualityScan;

/* Facts that importers leave for the report; people see what is made of them. */
#define PPV_FACT_CALL_GRAPH   "quality_call_graph"   /* "fp", "lbr" or "dwarf,8192" */
#define PPV_FACT_FREQUENCY    "quality_frequency"    /* asked of the kernel, in Hz */
#define PPV_FACT_IMPRECISE    "quality_imprecise"    /* names of events, between blanks */
#define PPV_FACT_USER_ONLY    "quality_user_only"    /* the same, of those without the kernel */
#define PPV_FACT_THROTTLED_NS "quality_throttled_ns" /* for how long counters were stopped in all */
#define PPV_FACT_THROTTLED    "quality_throttled_counters" /* how many those were */
#define PPV_FACT_COUNTED      "quality_counted"      /* least share of time an event was counted */

/* Markers in the place of callers; what is in no mapping sealing and other tools call so, too. */
#define PPV_MARKER_UNKNOWN  "[unknown]"
#define PPV_MARKER_BROKEN   "[broken stack]"
#define PPV_MARKER_NO_TABLE "[no unwind table]"

/* Takes @message and @advice over.  @share negative when it cannot be told. */
void        ppv_quality_add      (PpvQualityScan     *scan,
                                  const char         *code,
                                  PpvQualitySeverity  severity,
                                  guint64             count,
                                  PpvShareOf          share_of,
                                  double              share,
                                  char               *message,
                                  char               *advice);
/* Notes that something was looked at. */
void        ppv_quality_checked  (PpvQualityScan     *scan,
                                  const char         *what);
/* The importer's warning of @code, or NULL. */
const PpvWarning *ppv_quality_find_warning (const PpvProfile *profile,
                                  const char         *code);
/* FALSE when the profile has no such fact, or it is no number. */
gboolean    ppv_quality_fact     (const PpvProfile   *profile,
                                  const char         *key,
                                  gint64             *value);
guint64     ppv_quality_records  (const PpvProfile   *profile,
                                  const char         *name);
/* Samples of all events of the recording. */
guint64     ppv_quality_samples  (const PpvProfile   *profile);
/* A count for a message; (transfer full). */
char       *ppv_quality_count    (guint64             count);
/* A share for a message, "12 %", "0.4 %" or "less than 0.1 %"; (transfer full). */
char       *ppv_quality_percent  (double              share);
/* Whether a frame is the marker called @name. */
gboolean    ppv_quality_is_marker     (const PpvProfile *profile,
                                  PpvFrameId          frame,
                                  const char         *name);
/* Whether a frame's function is only its address, or not even that. */
gboolean    ppv_quality_is_unresolved (const PpvProfile *profile,
                                  PpvFrameId          frame);

/* The parts of the report, in files of their own. */
void        ppv_quality_scan_recording (PpvQualityScan *scan);
void        ppv_quality_scan_events    (PpvQualityScan *scan);
void        ppv_quality_scan_stacks    (PpvQualityScan *scan);
void        ppv_quality_scan_names     (PpvQualityScan *scan);
void        ppv_quality_scan_times     (PpvQualityScan *scan);
