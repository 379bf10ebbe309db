/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli-output.h"
#include "ppv-leaks.h"

G_BEGIN_DECLS

/**
 * PpvLeaksReport:
 * @leaks: what there is
 * @n_shown: how many of the rows are shown
 * @columns: a bit for each column that a row has something for
 *
 * What perprovis leaks tells.
 */
typedef struct {
  const PpvProfile *profile;
  const PpvLeaks   *leaks;
  guint32           n_shown;
  guint             columns;
} PpvLeaksReport;

void        ppv_leaks_report_init           (PpvLeaksReport       *self,
                                             const PpvProfile     *profile,
                                             const PpvLeaks       *leaks,
                                             guint32               n_shown);

/* The columns of a report for people; those are left out that no row has anything for. */
typedef enum {
  PPV_LEAKS_BYTES,
  PPV_LEAKS_BLOCKS,
  PPV_LEAKS_GROWTH,
  PPV_LEAKS_RATE,
  PPV_LEAKS_VERDICT,
  PPV_LEAKS_SITE,
  PPV_LEAKS_N_COLUMNS,
} PpvLeaksColumn;

gboolean    ppv_leaks_report_has            (const PpvLeaksReport *self,
                                             PpvLeaksColumn        column);
/* (transfer full) */
char       *ppv_leaks_report_title          (const PpvLeaksReport *self,
                                             PpvLeaksColumn        column);
/* "" where there is nothing to tell; (transfer full). */
char       *ppv_leaks_report_cell           (const PpvLeaksReport *self,
                                             const PpvLeak        *leak,
                                             PpvLeaksColumn        column);
/* The site and its callers, at most some, files without folders when @is_short; (transfer full). */
char      **ppv_leaks_report_path           (const PpvLeaksReport *self,
                                             const PpvLeak        *leak,
                                             gboolean              is_short);
/* Leaks have; of others only the largest, when nothing can be told of any. */
gboolean    ppv_leaks_report_has_details    (const PpvLeaksReport *self,
                                             guint32               row);
/* "3 of 12 places (-n 0 shows all)", or NULL when all are shown; (transfer full). */
char       *ppv_leaks_report_rest           (const PpvLeaksReport *self);

void        ppv_leaks_report_print          (const PpvLeaksReport *self,
                                             PpvOutput            *output);
void        ppv_leaks_report_write_markdown (const PpvLeaksReport *self,
                                             PpvSink              *sink);
void        ppv_leaks_report_write_csv      (const PpvLeaksReport *self,
                                             PpvSink              *sink);
void        ppv_leaks_report_write_html     (const PpvLeaksReport *self,
                                             PpvSink              *sink);

G_END_DECLS
