/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli-output.h"
#include "ppv-findings.h"

G_BEGIN_DECLS

/**
 * PpvErrorReport:
 * @n_shown: how many findings are shown
 *
 * What perprovis errors tells.
 */
typedef struct {
  const PpvProfile  *profile;
  const PpvFindings *findings;
  guint32            n_shown;
} PpvErrorReport;

/* A line of a stack as the formats need it; texts are those of the profile. */
typedef struct {
  const char *function;
  const char *module; /* "" when unknown, as the next */
  const char *file;
  guint32     line;
  guint64     address;
  gboolean    inlined;
} PpvErrorFrame;

PpvErrorFrame ppv_error_frame                 (const PpvProfile     *profile,
                                               PpvFrameId            frame);
/* "t.c:12", or the module's name; (transfer full). */
char         *ppv_error_frame_dup_place       (const PpvErrorFrame  *self);
void          ppv_error_report_print          (const PpvErrorReport *self,
                                               PpvOutput            *output);
void          ppv_error_report_write_markdown (const PpvErrorReport *self,
                                               PpvSink              *sink);
void          ppv_error_report_write_json     (const PpvErrorReport *self,
                                               PpvSink              *sink);
void          ppv_error_report_write_csv      (const PpvErrorReport *self,
                                               PpvSink              *sink);

G_END_DECLS
