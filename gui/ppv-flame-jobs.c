/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-flame-jobs.h"

/**
 * ppv_flame_draw_request_free: (skip)
 * @data: (transfer full): a #PpvFlameDrawRequest
 */
void
ppv_flame_draw_request_free (gpointer data)
{
  PpvFlameDrawRequest *request = data;

  ppv_profile_unref (request->profile);
  ppv_selection_free (request->selection);
  g_clear_pointer (&request->graph, ppv_flame_graph_unref);
  g_clear_pointer (&request->before, ppv_flame_graph_unref);
  g_clear_pointer (&request->history, ppv_flame_history_free);
  g_free (request);
}

/**
 * ppv_flame_drawing_free: (skip)
 * @data: (transfer full): a #PpvFlameDrawing
 */
void
ppv_flame_drawing_free (gpointer data)
{
  PpvFlameDrawing *drawing = data;

  ppv_flame_graph_unref (drawing->graph);
  g_clear_pointer (&drawing->layout, ppv_flame_layout_free);
  g_clear_pointer (&drawing->history, ppv_flame_history_free);
  g_free (drawing);
}

static guint32
find_again (guint32 node, gpointer data)
{
  PpvFlameDrawRequest *request = data;

  return ppv_flame_graph_find (request->graph, request->before, node);
}

/**
 * ppv_flame_drawing_run: (skip)
 * @data: a #PpvFlameDrawRequest
 * @cancellable: (nullable): a way to stop
 * @error: where to put an error
 *
 * Returns: (transfer full) (nullable): a #PpvFlameDrawing
 */
gpointer
ppv_flame_drawing_run (gpointer data, GCancellable *cancellable, GError **error)
{
  PpvFlameDrawRequest *request = data;
  PpvFlameDrawing *drawing;

  if (request->graph == NULL)
    request->graph = ppv_flame_graph_new (request->profile, request->selection, cancellable, error);
  if (request->graph == NULL)
    return NULL;
  if (request->before != NULL)
    ppv_flame_history_map (request->history, find_again, request);
  drawing = g_new0 (PpvFlameDrawing, 1);
  drawing->graph = ppv_flame_graph_ref (request->graph);
  drawing->history = g_steal_pointer (&request->history);
  drawing->layout =
      ppv_flame_layout_new (request->profile, request->graph->tree,
                            ppv_flame_history_get (drawing->history), request->least_width);
  return drawing;
}

/**
 * ppv_flame_search_request_free: (skip)
 * @data: (transfer full): a #PpvFlameSearchRequest
 */
void
ppv_flame_search_request_free (gpointer data)
{
  PpvFlameSearchRequest *request = data;

  ppv_flame_graph_unref (request->graph);
  g_free (request->text);
  g_free (request);
}

/**
 * ppv_flame_search_result_free: (skip)
 * @data: (transfer full): a #PpvFlameSearchResult
 */
void
ppv_flame_search_result_free (gpointer data)
{
  PpvFlameSearchResult *result = data;

  ppv_flame_graph_unref (result->graph);
  g_clear_pointer (&result->match, ppv_flame_match_free);
  g_free (result);
}

/**
 * ppv_flame_search_run: (skip)
 * @data: a #PpvFlameSearchRequest
 * @cancellable: unused
 * @error: unused
 *
 * Returns: (transfer full): a #PpvFlameSearchResult
 */
gpointer
ppv_flame_search_run (gpointer data, GCancellable *cancellable, GError **error)
{
  PpvFlameSearchRequest *request = data;
  PpvFlameSearchResult *result = g_new0 (PpvFlameSearchResult, 1);

  result->graph = ppv_flame_graph_ref (request->graph);
  result->match = ppv_flame_match_new (request->graph, request->text);
  return result;
}
