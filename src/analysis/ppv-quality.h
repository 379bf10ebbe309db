/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-json-writer.h"
#include "ppv-stack-costs.h"

G_BEGIN_DECLS

typedef enum {
  PPV_QUALITY_HINT,       /* could have been recorded better */
  PPV_QUALITY_INCOMPLETE, /* something is not shown, what is shown is right */
  PPV_QUALITY_MISLEADING, /* what is shown may be wrong */
} PpvQualitySeverity;

/* What a share is a share of. */
typedef enum {
  PPV_SHARE_NONE,
  PPV_SHARE_OF_COST,
  PPV_SHARE_OF_SAMPLES,
  PPV_SHARE_OF_RECORDS,
  PPV_SHARE_OF_TIME,
} PpvShareOf;

/**
 * PpvQuality: (skip)
 * @code: stable, e.g. "missing-symbols"; docs/quality.md explains each
 * @severity: how bad it is
 * @message: a sentence without a full stop
 * @count: how often
 * @share: how much of @share_of, 0 to 1; negative when it cannot be told
 * @share_of: PPV_SHARE_NONE when @share is negative
 * @advice: what to do about it, with the command where there is one
 *
 * Something that makes a profile say less than it could.
 */
typedef struct {
  const char         *code;
  PpvQualitySeverity  severity;
  char               *message;
  guint64             count;
  double              share;
  PpvShareOf          share_of;
  char               *advice;
} PpvQuality;

/**
 * PpvQualityReport: (skip)
 * @n_items: number of @items
 * @items: (array): the worst first
 * @checked: what was looked at, as words for people, separated by commas
 *
 * What is wrong with the data of a profile.
 */
typedef struct {
  guint       n_items;
  PpvQuality *items;
  char       *checked;
} PpvQualityReport;

/*
 * What is wrong with the samples of @costs and with the recording as a whole;
 * @costs is NULL when the profile has no metric.
 */
PPV_PUBLIC PpvQualityReport *ppv_quality_report_new   (const PpvProfile       *profile,
                                                       const PpvStackCosts    *costs);
PPV_PUBLIC void              ppv_quality_report_free  (PpvQualityReport       *self);
/* The member "quality". */
PPV_PUBLIC void              ppv_quality_report_write (const PpvQualityReport *self,
                                                       PpvJsonWriter          *json);
/* Whether a report says what a warning of @code says, so that it need not be told twice. */
PPV_PUBLIC gboolean          ppv_quality_explains     (const char             *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvQualityReport, ppv_quality_report_free)

G_END_DECLS
