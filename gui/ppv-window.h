/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ppv-errors-view.h"
#include "ppv-flame-view.h"
#include "ppv-hotspots-view.h"
#include "ppv-leaks-view.h"
#include "ppv-memory-view.h"
#include "ppv-session.h"
#include "ppv-summary-view.h"

G_BEGIN_DECLS

#define PPV_TYPE_WINDOW (ppv_window_get_type ())

/**
 * PpvWindow:
 *
 * One profile, from opening to closing: loads it, then shows the views of its
 * session.
 */
G_DECLARE_FINAL_TYPE (PpvWindow, ppv_window, PPV, WINDOW, AdwApplicationWindow)

PpvWindow       *ppv_window_new          (AdwApplication *application);
/* A load in progress is cancelled. */
void             ppv_window_open         (PpvWindow      *self,
                                          GFile          *file);
/* Whether it has, loads or failed to load a file. */
gboolean         ppv_window_is_used      (PpvWindow      *self);
gboolean         ppv_window_is_loading   (PpvWindow      *self);
/* "empty", "loading", "error" or "content". */
const char      *ppv_window_get_page     (PpvWindow      *self);
/* Brings one of PPV_VIEW_… to the front, if the profile has something for it. */
void             ppv_window_show_view    (PpvWindow      *self,
                                          const char     *view);
/* What the bar above the views or the error page says; NULL without one. */
const char      *ppv_window_get_message  (PpvWindow      *self);
PpvSession      *ppv_window_get_session  (PpvWindow      *self);
PpvSummaryView  *ppv_window_get_summary  (PpvWindow      *self);
PpvHotspotsView *ppv_window_get_hotspots (PpvWindow      *self);
PpvFlameView    *ppv_window_get_flame    (PpvWindow      *self);
PpvMemoryView   *ppv_window_get_memory   (PpvWindow      *self);
PpvLeaksView    *ppv_window_get_leaks    (PpvWindow      *self);
PpvErrorsView   *ppv_window_get_errors   (PpvWindow      *self);

G_END_DECLS
