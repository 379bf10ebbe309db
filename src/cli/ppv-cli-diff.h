/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli-output.h"
#include "ppv-diff.h"
#include "ppv-json-writer.h"

G_BEGIN_DECLS

/**
 * PpvDiffReport:
 * @diff: what changed
 * @files: those of the base, then those of now; NULL-terminated
 * @profiles: (array): of the same
 * @failed: the first condition of --fail-if that holds, or NULL
 * @failing: the row for which it does
 * @n_shown: how many rows are shown
 *
 * What is told of a comparison, whatever the form.
 */
typedef struct {
  const PpvDiff      *diff;
  char              **files;
  PpvProfile *const  *profiles;
  const char         *failed;
  const PpvDiffRow   *failing;
  guint32             n_shown;
} PpvDiffReport;

enum {
  PPV_DIFF_COLUMN_STATUS,
  PPV_DIFF_COLUMN_BASE,
  PPV_DIFF_COLUMN_CURRENT,
  PPV_DIFF_COLUMN_DIFFERENCE,
  PPV_DIFF_COLUMN_INTERVAL,
  PPV_DIFF_COLUMN_Q,
  PPV_DIFF_COLUMN_FUNCTION,
  PPV_DIFF_COLUMN_MODULE,
  PPV_DIFF_N_COLUMNS,
};

/* All (transfer full). */
char  *ppv_diff_report_title    (const PpvDiffReport *self,
                                 guint                column);
char  *ppv_diff_report_cell     (const PpvDiffReport *self,
                                 const PpvDiffRow    *row,
                                 guint                column);
/* What changed, by how much, how sure: a sentence or two. */
char  *ppv_diff_report_answer   (const PpvDiffReport *self);
/* What figures are of, and what confidence comes from: a sentence each. */
char **ppv_diff_report_notes    (const PpvDiffReport *self);
/* The sides: "Base: a.data, 3.0 s in 14,930 samples". */
char  *ppv_diff_report_side     (const PpvDiffReport *self,
                                 PpvDiffSide          side);
/* The callers and the function: "main;parse;read". */
char  *ppv_diff_report_path     (const PpvDiffReport *self,
                                 const PpvDiffRow    *row);
/* How many rows are left out, or NULL. */
char  *ppv_diff_report_rest     (const PpvDiffReport *self);

void   ppv_diff_report_print          (const PpvDiffReport *self,
                                       PpvOutput           *output);
void   ppv_diff_report_write_markdown (const PpvDiffReport *self,
                                       PpvSink             *sink);
void   ppv_diff_report_write_html     (const PpvDiffReport *self,
                                       PpvSink             *sink);
void   ppv_diff_report_write_csv      (const PpvDiffReport *self,
                                       PpvSink             *sink);
void   ppv_diff_report_write_json     (const PpvDiffReport *self,
                                       PpvSink             *sink);

G_END_DECLS
