/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-flame-graph.h"
#include "ppv-flame-history.h"

G_BEGIN_DECLS

/* What a flame view has done off the main thread: requests and results of #PpvJob. */

/**
 * PpvFlameDrawRequest:
 * @graph: (nullable): NULL when it is to be made
 * @before: (nullable): whose nodes @history has; NULL for @graph
 * @history: its present node is what to zoom to
 * @least_width: boxes are left out below this, of 1
 */
typedef struct {
  PpvProfile      *profile;
  PpvSelection    *selection;
  PpvFlameGraph   *graph;
  PpvFlameGraph   *before;
  PpvFlameHistory *history;
  double           least_width;
} PpvFlameDrawRequest;

/**
 * PpvFlameDrawing:
 * @history: in nodes of @graph
 */
typedef struct {
  PpvFlameGraph   *graph;
  PpvFlameLayout  *layout;
  PpvFlameHistory *history;
} PpvFlameDrawing;

typedef struct {
  PpvFlameGraph *graph;
  char          *text;
} PpvFlameSearchRequest;

/**
 * PpvFlameSearchResult:
 * @match: (nullable): NULL without a search
 */
typedef struct {
  PpvFlameGraph *graph;
  PpvFlameMatch *match;
} PpvFlameSearchResult;

void     ppv_flame_draw_request_free   (gpointer       data);
void     ppv_flame_drawing_free        (gpointer       data);
gpointer ppv_flame_drawing_run         (gpointer       data,
                                        GCancellable  *cancellable,
                                        GError       **error);
void     ppv_flame_search_request_free (gpointer       data);
void     ppv_flame_search_result_free  (gpointer       data);
gpointer ppv_flame_search_run          (gpointer       data,
                                        GCancellable  *cancellable,
                                        GError       **error);

G_END_DECLS
