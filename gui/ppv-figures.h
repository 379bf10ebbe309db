/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv.h"

G_BEGIN_DECLS

/* "12.34 %"; "–" when there is no whole.  (transfer full). */
char       *ppv_figure_percent (gint64              part,
                                gint64              whole);
/* "1.5 ms (12.34 %)"; (transfer full). */
char       *ppv_figure_share   (gint64              part,
                                gint64              whole,
                                const char         *unit);
/* Unit of the metric @selection asks for; "" without one.  Belongs to @profile. */
const char *ppv_figure_unit    (const PpvProfile   *profile,
                                const PpvSelection *selection);
/* Whether a metric has samples, or none has. */
gboolean    ppv_figure_is_worth_showing (const PpvProfile *profile,
                                PpvMetricId         metric);
/* Whether a function's name only says that nobody knows it. */
gboolean    ppv_figure_is_nameless (const char         *name);
/* Where a function begins, "/src/file.c:12", or NULL; (transfer full). */
char *ppv_figure_place       (const PpvProfile *profile,
                              PpvFunctionId     function);
/* Where a frame is, "file.c:12", or ""; (transfer full). */
char       *ppv_figure_frame_place (const PpvProfile *profile,
                                PpvFrameId          frame);
/* Path of a frame's module, or "". */
const char *ppv_figure_frame_module (const PpvProfile *profile,
                                PpvFrameId          frame);

G_END_DECLS
