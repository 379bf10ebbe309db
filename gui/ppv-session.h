/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv.h"

#include "ppv-job.h"

G_BEGIN_DECLS

/* Names of the views, as the window's stack and ppv_session_show() know them. */
#define PPV_VIEW_SUMMARY     "summary"
#define PPV_VIEW_HOTSPOTS    "hotspots"
#define PPV_VIEW_FLAME_GRAPH "flame-graph"
#define PPV_VIEW_MEMORY      "memory"
#define PPV_VIEW_LEAKS       "leaks"
#define PPV_VIEW_ERRORS      "errors"

#define PPV_TYPE_SESSION (ppv_session_get_type ())

/**
 * PpvSession:
 *
 * What the views of one window share, and the only mutable object among them:
 * the profile, the selection with its history, and the highlighted function.
 * Views write to it and listen to it; they do not know each other.
 *
 * A selection with transforms takes a moment: it is carried out in a thread once for
 * all views, and the one before counts until it is done.
 *
 * Signals: "changed" when the profile or the selection is another, "failed" (text of a
 * selection, message) when one cannot be shown and the one before stays, "highlighted",
 * and "show" (view name, function) when a view should come to the front.
 */
G_DECLARE_FINAL_TYPE (PpvSession, ppv_session, PPV, SESSION, GObject)

PpvSession         *ppv_session_new           (void);
/* Begins again with an empty selection. */
void                ppv_session_set_profile   (PpvSession    *self,
                                               PpvProfile    *profile);
/* Of the file. */
PpvProfile         *ppv_session_get_profile   (PpvSession    *self);
const PpvSelection *ppv_session_get_selection (PpvSession    *self);
/* For analyses, which do not carry out transforms: both together. */
PpvProfile         *ppv_session_get_shown     (PpvSession    *self);
const PpvSelection *ppv_session_get_rest      (PpvSession    *self);
/* Idle when no selection is on its way. */
PpvJob             *ppv_session_get_job       (PpvSession    *self);
/* Goes up with every "changed": a view with an older one is stale. */
guint               ppv_session_get_serial    (PpvSession    *self);

PpvMetricId         ppv_session_get_metric    (PpvSession    *self);
void                ppv_session_set_metric    (PpvSession    *self,
                                               PpvMetricId    metric);
void                ppv_session_add_term      (PpvSession    *self,
                                               PpvTermKind    kind,
                                               gboolean       negated,
                                               const char    *pattern);
/* Adds clauses; what PPV_ERROR_USAGE names is the column in @text. */
gboolean            ppv_session_add_text      (PpvSession    *self,
                                               const char    *text,
                                               GError       **error);
/* Puts the selection that is written in @text in place of the one there is. */
gboolean            ppv_session_set_text      (PpvSession    *self,
                                               const char    *text,
                                               GError       **error);
void                ppv_session_remove_clause (PpvSession    *self,
                                               guint          index);
/* Whether there was something to undo. */
gboolean            ppv_session_undo          (PpvSession    *self);
gboolean            ppv_session_redo          (PpvSession    *self);

PpvFunctionId       ppv_session_get_highlight (PpvSession    *self);
void                ppv_session_set_highlight (PpvSession    *self,
                                               PpvFunctionId  function);
void                ppv_session_show          (PpvSession    *self,
                                               const char    *view,
                                               PpvFunctionId  function);

G_END_DECLS
