/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-search.h"
#include "ppv-test-window.h"

/* Self: read 50, fill 25, parse 20, line 4, idle 1; total: main 99, parse 70, draw 29. */
#define FIXTURE                                                                                    \
  "main;parse;read 50\n"                                                                           \
  "main;parse 20\n"                                                                                \
  "main;draw;fill 25\n"                                                                            \
  "main;draw;line 4\n"                                                                             \
  "idle 1\n"

static const char fixture[] = FIXTURE;

/* The functions of the table in their order, joined by blanks. */
static void
assert_hotspots (PpvWindow *window, const char *expected)
{
  GListModel *model = G_LIST_MODEL (ppv_hotspots_view_get_model (ppv_window_get_hotspots (window)));
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PpvHotspotRow) row = g_list_model_get_item (model, i);

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                              ppv_hotspot_table_get_name (ppv_hotspot_row_get_table (row),
                                                          ppv_hotspot_row_get_row (row)));
    }
  g_assert_cmpstr (names->str, ==, expected);
}

static guint32
find_node (PpvFlameView *view, const char *name)
{
  PpvFlameGraph *graph = ppv_flame_view_get_graph (view);

  for (guint32 node = 0; node < graph->tree->n_nodes; node++)
    if (g_str_equal (ppv_flame_graph_get_name (graph, node), name))
      return node;
  g_assert_not_reached ();
}

static void
assert_zoomed (PpvWindow *window, const char *name)
{
  PpvFlameView *view = ppv_window_get_flame (window);
  const PpvFlameLayout *layout;

  ppv_test_settle (window);
  layout = ppv_flame_canvas_get_layout (ppv_flame_view_get_canvas (view));
  g_assert_cmpuint (layout->root, ==, name != NULL ? find_node (view, name) : PPV_NONE);
}

static void
click_node (PpvFlameView *view, const char *name)
{
  PpvFlameCanvas *canvas = ppv_flame_view_get_canvas (view);
  guint32 node = find_node (view, name);
  graphene_rect_t box;
  double x;
  double y;

  g_assert_true (ppv_flame_canvas_get_box (canvas, node, &box));
  x = (double) (box.origin.x + box.size.width / 2);
  y = (double) (box.origin.y + box.size.height / 2);
  g_assert_cmpuint (ppv_flame_canvas_pick (canvas, x, y), ==, node);
  ppv_test_click (canvas, x, y);
}

static void
test_shows_what_is_in_a_file (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);

  g_assert_cmpstr (ppv_window_get_page (window), ==, "content");
  g_assert_null (ppv_window_get_message (window));
  ppv_test_assert_says (ppv_window_get_summary (window), "The whole file was read.");
  ppv_test_assert_says (ppv_window_get_summary (window), "read");
  ppv_test_assert_says (ppv_window_get_summary (window), "50.00\u00a0%");
  ppv_test_close (window);
}

static void
test_warns_of_a_damaged_file (void)
{
  PpvWindow *window = ppv_test_open_wait (FIXTURE "main;parse no number\n" FIXTURE);

  g_assert_cmpstr (ppv_window_get_page (window), ==, "content");
  g_assert_cmpstr (ppv_window_get_message (window), ==,
                   "1 warning: part of the file could not be read");
  ppv_test_assert_says (ppv_window_get_summary (window), "Part of the file could not be read.");
  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  assert_hotspots (window, "read fill parse line idle main draw");
  ppv_test_close (window);
}

static void
test_says_why_a_file_cannot_be_opened (void)
{
  static const char noise[] = "\x7f\x00\x01\xff nothing anybody knows";
  PpvWindow *window = ppv_test_open (noise, sizeof noise);

  ppv_test_settle (window);
  g_assert_cmpstr (ppv_window_get_page (window), ==, "error");
  g_assert_nonnull (strstr (ppv_window_get_message (window), "ppv-"));
  ppv_test_assert_says (window, "Open Another");
  ppv_test_close (window);
}

static void
test_survives_names_that_look_like_markup (void)
{
  PpvWindow *window =
      ppv_test_open_wait ("<b>&amp;;a</i>\xff\xfe%s\x1b[31m 3\n\xe2\x80\xaevil 1\n");

  g_assert_cmpstr (ppv_window_get_page (window), ==, "content");
  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  ppv_test_close (window);
}

static void
test_cancels_a_load (void)
{
  PpvWindow *window = ppv_test_open (fixture, strlen (fixture));

  g_assert_cmpstr (ppv_window_get_page (window), ==, "loading");
  g_action_group_activate_action (G_ACTION_GROUP (window), "cancel", NULL);
  g_assert_false (ppv_window_is_loading (window));
  for (guint i = 0; i < 10; i++)
    ppv_test_pump ();
  g_assert_cmpstr (ppv_window_get_page (window), ==, "empty");
  ppv_test_close (window);
}

static void
test_leaves_nothing_when_closed_while_loading (void)
{
  ppv_test_close (ppv_test_open (fixture, strlen (fixture)));
}

static void
test_leaves_nothing_when_closed_while_computing (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);

  ppv_window_show_view (window, PPV_VIEW_HOTSPOTS);
  ppv_session_add_term (ppv_window_get_session (window), PPV_TERM_FUNCTION, FALSE, "draw");
  ppv_window_show_view (window, PPV_VIEW_FLAME_GRAPH);
  ppv_test_close (window);
}

static void
test_reads_a_file_again (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  ppv_test_rewrite ("main;other 3\n");
  g_action_group_activate_action (G_ACTION_GROUP (window), "reload", NULL);
  ppv_test_settle (window);
  assert_hotspots (window, "other main");
  ppv_test_close (window);
}

static void
test_keeps_what_it_shows_when_the_file_has_gone (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  ppv_test_rewrite (NULL);
  g_action_group_activate_action (G_ACTION_GROUP (window), "reload", NULL);
  ppv_test_settle (window);
  g_assert_cmpstr (ppv_window_get_page (window), ==, "content");
  g_assert_cmpstr (ppv_window_get_message (window), ==, "Cannot Open This File");
  assert_hotspots (window, "read fill parse line idle main draw");
  ppv_test_rewrite (fixture);
  g_action_group_activate_action (G_ACTION_GROUP (window), "reload", NULL);
  ppv_test_settle (window);
  g_assert_null (ppv_window_get_message (window));
  ppv_test_close (window);
}

static void
test_says_that_a_file_is_elsewhere (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  g_autoptr (GFile) remote = g_file_new_for_uri ("https://example.org/perf.data");

  g_action_group_activate_action (G_ACTION_GROUP (window), "reload", NULL); /* ends with it */
  ppv_window_open (window, remote);
  g_assert_false (ppv_window_is_loading (window));
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "cancel"));
  g_assert_cmpstr (ppv_window_get_message (window), ==, "Cannot Open This File");
  ppv_test_assert_says (window, "https://example.org/perf.data");
  ppv_test_close (window);
}

static void
test_opens_what_is_dropped (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);

  ppv_test_rewrite ("main;dropped 3\n");
  g_assert_true (ppv_test_drop (window));
  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  assert_hotspots (window, "dropped main");
  ppv_test_close (window);
}

/* --- hotspots ---- */

static void
test_lists_hotspots_in_order (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  assert_hotspots (window, "read fill parse line idle main draw");
  ppv_test_assert_says (ppv_window_get_hotspots (window), "7 functions");
  ppv_test_close (window);
}

static void
test_sorts_by_the_column_that_is_clicked (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  GtkColumnView *table;
  g_autoptr (GtkColumnViewColumn) name = NULL;
  g_autoptr (GtkColumnViewColumn) total = NULL;

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  table = GTK_COLUMN_VIEW (ppv_test_find (ppv_window_get_hotspots (window), GTK_TYPE_COLUMN_VIEW));
  name = g_list_model_get_item (gtk_column_view_get_columns (table), 0);
  total = g_list_model_get_item (gtk_column_view_get_columns (table), 5);

  gtk_column_view_sort_by_column (table, total, GTK_SORT_ASCENDING); /* as a first click does */
  ppv_test_settle (window);
  assert_hotspots (window, "main parse read draw fill line idle");
  gtk_column_view_sort_by_column (table, total, GTK_SORT_ASCENDING);
  ppv_test_settle (window);
  assert_hotspots (window, "idle line fill draw read parse main");
  gtk_column_view_sort_by_column (table, name, GTK_SORT_ASCENDING);
  ppv_test_settle (window);
  assert_hotspots (window, "draw fill idle line main parse read");
  ppv_test_close (window);
}

/* Name of the row at @position of the list behind the table. */
static const char *
get_hotspot (PpvHotspotsView *view, guint position)
{
  GListModel *model = G_LIST_MODEL (ppv_hotspots_view_get_model (view));
  g_autoptr (PpvHotspotRow) row = g_list_model_get_item (model, position);

  g_assert_nonnull (row);
  return ppv_hotspot_table_get_name (ppv_hotspot_row_get_table (row),
                                     ppv_hotspot_row_get_row (row));
}

static void
test_lists_thousands (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PpvWindow *window;
  PpvHotspotsView *view;
  GtkColumnView *table;
  GtkSingleSelection *selection;
  g_autoptr (GtkColumnViewColumn) name = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (text, "f%04u %u\n", i, i + 1);
  window = ppv_test_open_wait (text->str);
  view = ppv_window_get_hotspots (window);
  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  table = GTK_COLUMN_VIEW (ppv_test_find (view, GTK_TYPE_COLUMN_VIEW));
  selection = GTK_SINGLE_SELECTION (gtk_column_view_get_model (table));
  name = g_list_model_get_item (gtk_column_view_get_columns (table), 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 3000);
  g_assert_cmpstr (get_hotspot (view, 0), ==, "f2999");
  g_assert_cmpstr (get_hotspot (view, 2999), ==, "f0000");

  gtk_single_selection_set_selected (selection, 2);
  gtk_column_view_sort_by_column (table, name, GTK_SORT_ASCENDING);
  ppv_test_settle (window);
  g_assert_cmpstr (get_hotspot (view, 0), ==, "f0000");
  ppv_test_assert_says (table, "f0000");
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 2997); /* f2997 still */
  ppv_test_search (window, view, "f299");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 10);
  ppv_test_assert_says (table, "f2990");
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 7);
  ppv_test_search (window, view, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 3000);
  g_assert_cmpuint (gtk_single_selection_get_selected (selection), ==, 2997);
  ppv_test_close (window);
}

static void
test_searches_the_table (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  PpvHotspotsView *view = ppv_window_get_hotspots (window);

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  ppv_test_search (window, view, "IL, read");
  assert_hotspots (window, "read fill");
  ppv_test_assert_says (view, "Matched 2 of 7 functions, 75.00\u00a0% of the self cost");
  ppv_test_search (window, view, "nowhere");
  assert_hotspots (window, "");
  ppv_test_assert_says (view, "No Function Found");
  ppv_test_search (window, view, "");
  assert_hotspots (window, "read fill parse line idle main draw");
  ppv_test_close (window);
}

static void
test_filters_all_views (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  PpvSession *session = ppv_window_get_session (window);

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  ppv_session_add_term (session, PPV_TERM_FUNCTION, FALSE, "draw");
  ppv_test_settle (window);
  assert_hotspots (window, "fill line draw main");
  ppv_test_assert_says (window, "function=draw");
  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  g_assert_cmpint (ppv_flame_view_get_graph (ppv_window_get_flame (window))->tree->sum, ==, 29);
  g_action_group_activate_action (G_ACTION_GROUP (window), "back", NULL);
  ppv_test_settle (window);
  g_assert_cmpint (ppv_flame_view_get_graph (ppv_window_get_flame (window))->tree->sum, ==, 100);
  g_action_group_activate_action (G_ACTION_GROUP (window), "forward", NULL);
  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  assert_hotspots (window, "fill line draw main");
  ppv_session_remove_clause (session, 0);
  ppv_test_settle (window);
  assert_hotspots (window, "read fill parse line idle main draw");
  ppv_test_close (window);
}

static void
test_shows_a_row_in_the_flame_graph (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  PpvFlameView *flame = ppv_window_get_flame (window);
  GtkWidget *table;

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  table = ppv_test_find (ppv_window_get_hotspots (window), GTK_TYPE_COLUMN_VIEW);
  g_signal_emit_by_name (table, "activate", 1);
  ppv_test_settle (window);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (flame)));
  ppv_test_assert_says (flame, "Matched 25.00\u00a0% of total");
  ppv_test_close (window);
}

/* --- the flame graph ---- */

static void
test_zooms_by_click (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  PpvFlameView *view = ppv_window_get_flame (window);

  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  assert_zoomed (window, NULL);
  click_node (view, "draw");
  assert_zoomed (window, "draw");
  click_node (view, "fill");
  assert_zoomed (window, "fill");
  ppv_flame_view_go (view, -1);
  assert_zoomed (window, "draw");
  ppv_flame_view_go (view, -1);
  assert_zoomed (window, NULL);
  g_assert_false (ppv_flame_view_go (view, -1));
  ppv_flame_view_go (view, 1);
  assert_zoomed (window, "draw");
  ppv_test_close (window);
}

static void
test_keeps_the_zoom_while_its_path_exists (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  PpvFlameView *view = ppv_window_get_flame (window);
  PpvSession *session = ppv_window_get_session (window);

  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  click_node (view, "draw");
  assert_zoomed (window, "draw");
  click_node (view, "fill");
  assert_zoomed (window, "fill");
  ppv_session_add_term (session, PPV_TERM_FUNCTION, FALSE, "draw");
  assert_zoomed (window, "fill");
  ppv_flame_view_go (view, -1); /* the history goes along */
  assert_zoomed (window, "draw");
  ppv_session_undo (session);
  assert_zoomed (window, "draw");
  ppv_test_rewrite ("idle 5\nmain;draw;line 1\nmain;read 2\n");
  g_action_group_activate_action (G_ACTION_GROUP (window), "reload", NULL);
  assert_zoomed (window, "draw");
  ppv_session_add_term (session, PPV_TERM_FUNCTION, TRUE, "draw");
  assert_zoomed (window, NULL);
  ppv_test_close (window);
}

static void
test_shows_the_cost_of_a_long_name (void)
{
  g_autofree char *name = g_strnfill (3000, 'x');
  g_autofree char *text = g_strdup_printf ("%s;callee 2\n", name);
  PpvWindow *window = ppv_test_open_wait (text);
  PpvFlameView *view = ppv_window_get_flame (window);
  PpvFlameCanvas *canvas = ppv_flame_view_get_canvas (view);
  int width;

  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  width = gtk_widget_get_width (GTK_WIDGET (window));
  ppv_test_press (canvas, GDK_KEY_Up);
  ppv_test_pump ();
  ppv_test_assert_says (view, name);
  ppv_test_assert_says (view,
                        " · self 0 samples (0.00\u00a0%) · total 2 samples (100.00\u00a0%) of all");
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), ==, width);
  ppv_test_close (window);
}

static void
test_zooms_by_keyboard (void)
{
  /* not in the assertion itself, whose message takes its source text for a format */
  const char *label =
      "draw · self 0 samples (0.00\u00a0%) · total 29 samples (29.00\u00a0%) of all";
  PpvWindow *window = ppv_test_open_wait (fixture);
  PpvFlameView *view = ppv_window_get_flame (window);
  PpvFlameCanvas *canvas = ppv_flame_view_get_canvas (view);

  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  ppv_test_press (canvas, GDK_KEY_Up);
  g_assert_cmpuint (ppv_flame_canvas_get_cursor (canvas), ==, find_node (view, "idle"));
  ppv_test_press (canvas, GDK_KEY_Right);
  ppv_test_press (canvas, GDK_KEY_w); /* to the widest callee, as with GDK_KEY_Up */
  g_assert_cmpuint (ppv_flame_canvas_get_cursor (canvas), ==, find_node (view, "parse"));
  ppv_test_press (canvas, GDK_KEY_Left);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       label);
  ppv_test_press (canvas, GDK_KEY_Return);
  assert_zoomed (window, "draw");
  ppv_test_press (view, GDK_KEY_Escape);
  assert_zoomed (window, NULL);
  ppv_test_close (window);
}

static void
test_tells_how_much_a_search_matched (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  PpvFlameView *view = ppv_window_get_flame (window);

  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  ppv_test_search (window, view, "draw");
  ppv_test_assert_says (view, "Matched 29.00\u00a0% of total");
  ppv_test_search (window, view, "main, draw"); /* a sample counts once */
  ppv_test_assert_says (view, "Matched 99.00\u00a0% of total");
  ppv_test_search (window, view, "");
  g_assert_false (ppv_test_has_label (GTK_WIDGET (view), "Matched"));
  ppv_test_close (window);
}

static void
test_draws_only_the_rows_in_sight_of_a_deep_graph (void)
{
  g_autoptr (GString) deep = g_string_new ("f0");
  PpvWindow *window;
  PpvFlameCanvas *canvas;
  GtkWidget *scrolled;
  GtkAdjustment *adjustment;

  for (guint i = 1; i < 1000; i++)
    g_string_append_printf (deep, ";f%u", i);
  g_string_append (deep, " 1\n");
  window = ppv_test_open_wait (deep->str);
  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  canvas = ppv_flame_view_get_canvas (ppv_window_get_flame (window));
  scrolled = gtk_widget_get_ancestor (GTK_WIDGET (canvas), GTK_TYPE_SCROLLED_WINDOW);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (canvas)), <, 2000);
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), >, 10000);
  for (double value = gtk_adjustment_get_value (adjustment); value > 0; value -= 3000)
    {
      gtk_adjustment_set_value (adjustment, value);
      ppv_test_pump ();
    }
  ppv_test_close (window);
}

static void
test_is_drawn_in_light_and_dark (void)
{
  static const char *const views[] = { PPV_VIEW_SUMMARY, PPV_VIEW_HOTSPOTS, PPV_VIEW_FLAME_GRAPH };
  PpvWindow *window = ppv_test_open_wait (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    ppv_test_assert_light_and_dark (window, views[i]);
  ppv_test_close (window);
}

static void
add_tests (void)
{
  g_test_add_func ("/window/shows-what-is-in-a-file", test_shows_what_is_in_a_file);
  g_test_add_func ("/window/warns-of-a-damaged-file", test_warns_of_a_damaged_file);
  g_test_add_func ("/window/says-why-a-file-cannot-be-opened",
                   test_says_why_a_file_cannot_be_opened);
  g_test_add_func ("/window/survives-names-that-look-like-markup",
                   test_survives_names_that_look_like_markup);
  g_test_add_func ("/window/cancels-a-load", test_cancels_a_load);
  g_test_add_func ("/window/leaves-nothing-when-closed-while-loading",
                   test_leaves_nothing_when_closed_while_loading);
  g_test_add_func ("/window/leaves-nothing-when-closed-while-computing",
                   test_leaves_nothing_when_closed_while_computing);
  g_test_add_func ("/window/reads-a-file-again", test_reads_a_file_again);
  g_test_add_func ("/window/keeps-what-it-shows-when-the-file-has-gone",
                   test_keeps_what_it_shows_when_the_file_has_gone);
  g_test_add_func ("/window/says-that-a-file-is-elsewhere", test_says_that_a_file_is_elsewhere);
  g_test_add_func ("/window/opens-what-is-dropped", test_opens_what_is_dropped);
  g_test_add_func ("/hotspots/are-listed-in-order", test_lists_hotspots_in_order);
  g_test_add_func ("/hotspots/are-sorted-by-the-column-that-is-clicked",
                   test_sorts_by_the_column_that_is_clicked);
  g_test_add_func ("/hotspots/are-listed-by-thousands", test_lists_thousands);
  g_test_add_func ("/hotspots/can-be-searched", test_searches_the_table);
  g_test_add_func ("/hotspots/are-filtered-like-all-views", test_filters_all_views);
  g_test_add_func ("/hotspots/show-a-row-in-the-flame-graph", test_shows_a_row_in_the_flame_graph);
  g_test_add_func ("/flame-graph/zooms-by-click", test_zooms_by_click);
  g_test_add_func ("/flame-graph/keeps-the-zoom-while-its-path-exists",
                   test_keeps_the_zoom_while_its_path_exists);
  g_test_add_func ("/flame-graph/shows-the-cost-of-a-long-name",
                   test_shows_the_cost_of_a_long_name);
  g_test_add_func ("/flame-graph/zooms-by-keyboard", test_zooms_by_keyboard);
  g_test_add_func ("/flame-graph/tells-how-much-a-search-matched",
                   test_tells_how_much_a_search_matched);
  g_test_add_func ("/flame-graph/draws-only-the-rows-in-sight-of-a-deep-graph",
                   test_draws_only_the_rows_in_sight_of_a_deep_graph);
  g_test_add_func ("/window/is-drawn-in-light-and-dark", test_is_drawn_in_light_and_dark);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ppv_test_start ();
  add_tests ();
  return g_test_run ();
}
