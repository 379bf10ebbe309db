/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "common/checker-findings.h"

G_BEGIN_DECLS

typedef struct {
  guint64 bytes;
  guint64 blocks;
} SanitizerAmount;

/*
 * SanitizerLeaks: the leaks of a report, to hold them against what its summary says
 *
 * What was suppressed is in a table of its own and in no summary.
 */
typedef struct {
  PpvProfileBuilder *builder;
  SanitizerAmount    report;     /* of the report that is read */
  SanitizerAmount    direct;     /* of all reports */
  SanitizerAmount    indirect;
  SanitizerAmount    suppressed;
} SanitizerLeaks;

/* "Direct leak of 300 byte(s) in 3 object(s) allocated from:" begins @finding. */
gboolean sanitizer_leaks_begin    (SanitizerLeaks *self,
                                   const char     *text,
                                   PpvFinding     *finding);
/* The table of what was suppressed, and its frame; FALSE for other lines. */
gboolean sanitizer_leaks_suppress (SanitizerLeaks *self,
                                   const char     *text);
/* "SUMMARY: AddressSanitizer: 300 byte(s) leaked in 3 allocation(s).", from @text on. */
gboolean sanitizer_leaks_sum      (SanitizerLeaks *self,
                                   const char     *text,
                                   guint64         offset);
/* All is read: tells the sums. */
void     sanitizer_leaks_tell     (const SanitizerLeaks *self);

G_END_DECLS
