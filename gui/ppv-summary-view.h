/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ppv-session.h"

G_BEGIN_DECLS

#define PPV_TYPE_SUMMARY_VIEW (ppv_summary_view_get_type ())

/**
 * PpvSummaryView:
 *
 * What the file is, how much of it could be read and named, and where most of
 * the cost is.
 */
G_DECLARE_FINAL_TYPE (PpvSummaryView, ppv_summary_view, PPV, SUMMARY_VIEW, AdwBin)

void     ppv_summary_view_set_session (PpvSummaryView *self,
                                       PpvSession     *session);
/* Whether what is shown is what was asked for. */
gboolean ppv_summary_view_is_settled  (PpvSummaryView *self);

G_END_DECLS
