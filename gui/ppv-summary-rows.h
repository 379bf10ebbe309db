/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-session.h"
#include "ppv-summary.h"

G_BEGIN_DECLS

/* The groups of the summary; each NULL when there is nothing to say. */
GtkWidget *ppv_summary_rows_recording (const PpvProfile *profile);
GtkWidget *ppv_summary_rows_metrics   (const PpvProfile *profile);
/* Rows show the function in the flame graph. */
GtkWidget *ppv_summary_rows_hotspots  (PpvSession       *session,
                                       const PpvSummary *summary);
GtkWidget *ppv_summary_rows_memory    (const PpvProfile *profile,
                                       const PpvSummary *summary);
/* What is wrong with the data, and what to do about it. */
GtkWidget *ppv_summary_rows_quality   (const PpvProfile *profile,
                                       const PpvQualityReport *report);
/* What else the file says of itself. */
GtkWidget *ppv_summary_rows_facts     (const PpvProfile *profile);

G_END_DECLS
