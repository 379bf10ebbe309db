/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Memory: the chart, its snapshots, and who allocated what one of them has. */

#include "config.h"

#include <string.h>

#include "ppv-row-model.h"
#include "ppv-test-window.h"

static guint
count (GtkSelectionModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

/* The chosen row of the list of snapshots. */
static guint
get_chosen (PpvWindow *window)
{
  GtkSelectionModel *model = ppv_memory_view_get_model (ppv_window_get_memory (window));

  return gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (model));
}

static void
choose (PpvWindow *window, guint position)
{
  gtk_selection_model_select_item (ppv_memory_view_get_model (ppv_window_get_memory (window)),
                                   position, TRUE);
  ppv_test_settle (window);
  ppv_test_pump ();
}

static void
press (PpvWindow *window, guint key)
{
  g_assert_true (ppv_test_press (ppv_memory_view_get_chart (ppv_window_get_memory (window)), key));
  ppv_test_settle (window);
  ppv_test_pump ();
}

static PpvMemoryView *
show (PpvWindow *window)
{
  ppv_test_show (window, PPV_VIEW_MEMORY);
  ppv_test_pump ();
  return ppv_window_get_memory (window);
}

static void
test_begins_at_the_peak (void)
{
  PpvWindow *window = ppv_test_open_data ("leak-ms.massif");
  PpvMemoryView *view = show (window);
  GtkAdjustment *adjustment;

  g_assert_cmpuint (count (ppv_memory_view_get_model (view)), ==, 32);
  g_assert_cmpuint (get_chosen (window), ==, 31);
  ppv_test_assert_says (view,
                        "Snapshot 31 at 1.4 s: 85.3 KiB (heap 82.2 KiB, extra 3.1 KiB), the peak");
  /* the list, which has been scrolled to it */
  adjustment =
      gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (ppv_test_find (view, GTK_TYPE_COLUMN_VIEW)));
  for (guint i = 0; i < 10; i++)
    ppv_test_pump ();
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment) +
                         gtk_adjustment_get_page_size (adjustment),
                     >, gtk_adjustment_get_upper (adjustment) - 10);
  ppv_test_assert_says (view, "Detailed");
  ppv_test_assert_says (view, "82.2 KiB");
  /* the tree: the root that all have in common is open */
  ppv_test_assert_says (ppv_memory_view_get_callers (view), "lose (heaps.c:21)");
  ppv_test_assert_says (ppv_memory_view_get_callers (view), "61.7 KiB");
  ppv_test_assert_says (ppv_memory_view_get_callers (view), "75.06\u00a0%");
  ppv_test_close (window);
}

static void
test_shows_the_tree_of_the_chosen_snapshot (void)
{
  PpvWindow *window = ppv_test_open_data ("leak-ms.massif");
  PpvMemoryView *view = show (window);

  choose (window, 2);
  ppv_test_assert_says (view, "Snapshot 2 at 591.0 ms: 21.0 KiB (heap 20.9 KiB, extra 80 B)");
  ppv_test_assert_says (ppv_memory_view_get_callers (view), "make_cache (heaps.c:39)");
  g_assert_false (ppv_test_has_label (GTK_WIDGET (ppv_memory_view_get_callers (view)), "61.7 KiB"));
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (ppv_memory_view_get_chart (view)), GTK_ACCESSIBLE_PROPERTY_LABEL,
      "Snapshot 2 at 591.0 ms: 21.0 KiB (heap 20.9 KiB, extra 80 B)");
  ppv_test_close (window);
}

/* Every second snapshot of this one has call stacks. */
static void
test_says_which_snapshots_have_call_stacks (void)
{
  PpvWindow *window = ppv_test_open_data ("allocate.massif");
  PpvMemoryView *view = show (window);
  guint chosen;

  choose (window, 0);
  if (!ppv_test_has_label (GTK_WIDGET (view), "No Call Stacks"))
    choose (window, 2);
  ppv_test_assert_says (view, "It is not recorded who allocated what this snapshot has.");
  chosen = get_chosen (window);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), "memory.nearest", NULL));
  ppv_test_settle (window);
  ppv_test_pump ();
  g_assert_cmpuint (get_chosen (window), !=, chosen);
  g_assert_cmpuint (count (ppv_memory_callers_get_model (ppv_memory_view_get_callers (view))), >,
                    0);
  ppv_test_close (window);
}

static void
test_chooses_by_keyboard (void)
{
  PpvWindow *window = ppv_test_open_data ("leak-ms.massif");
  PpvMemoryView *view = show (window);

  g_assert_true (ppv_test_has_focus (window, ppv_memory_view_get_chart (view)));
  press (window, GDK_KEY_Left);
  g_assert_cmpuint (get_chosen (window), ==, 30);
  press (window, GDK_KEY_Home);
  g_assert_cmpuint (get_chosen (window), ==, 0);
  press (window, GDK_KEY_Left);
  g_assert_cmpuint (get_chosen (window), ==, 0);
  press (window, GDK_KEY_Right);
  g_assert_cmpuint (get_chosen (window), ==, 1);
  press (window, GDK_KEY_End);
  g_assert_cmpuint (get_chosen (window), ==, 31);
  ppv_test_assert_says (view, "the peak");
  /* Return in the list goes to the tree */
  g_signal_emit_by_name (ppv_test_find (view, GTK_TYPE_COLUMN_VIEW), "activate", 31);
  g_assert_true (ppv_test_has_focus (window, ppv_memory_view_get_callers (view)));
  ppv_test_close (window);
}

static void
test_chooses_the_nearest_to_a_click (void)
{
  PpvWindow *window = ppv_test_open_data ("leak-ms.massif");
  PpvMemoryView *view = show (window);
  PpvMemoryChart *chart = ppv_memory_view_get_chart (view);
  double width = gtk_widget_get_width (GTK_WIDGET (chart));

  ppv_test_click (chart, 1, 10);
  ppv_test_settle (window);
  g_assert_cmpuint (get_chosen (window), ==, 0);
  ppv_test_click (chart, width - 1, 10);
  ppv_test_settle (window);
  g_assert_cmpuint (get_chosen (window), ==, 31);
  /* snapshot 1 is at 0.45 s of 1.45 s */
  for (double x = 1; x < width; x++)
    g_assert_cmpuint (ppv_memory_chart_pick (chart, x), <=, ppv_memory_chart_pick (chart, x + 1));
  ppv_test_close (window);
}

/* The controller that is told of the pointer. */
static GtkEventController *
find_motion (gpointer widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_MOTION (controller))
        return controller;
    }
  return NULL;
}

static void
test_tells_what_is_pointed_at (void)
{
  PpvWindow *window = ppv_test_open_data ("leak-ms.massif");
  PpvMemoryView *view = show (window);
  GtkEventController *motion = find_motion (ppv_memory_view_get_chart (view));

  g_signal_emit_by_name (motion, "motion", 1.0, 10.0);
  ppv_test_assert_says (view, "Snapshot 0 at 0 s: 0 B");
  g_assert_false (ppv_test_has_label (GTK_WIDGET (view), "Snapshot 31"));
  g_assert_cmpuint (get_chosen (window), ==, 31);
  g_signal_emit_by_name (motion, "leave");
  ppv_test_assert_says (view, "Snapshot 31");
  ppv_test_close (window);
}

static void
test_opens_callers_of_a_place (void)
{
  PpvWindow *window = ppv_test_open_data ("forget.heaptrack");
  PpvMemoryView *view = show (window);
  PpvMemoryCallers *callers = ppv_memory_view_get_callers (view);
  GtkSelectionModel *model = ppv_memory_callers_get_model (callers);
  guint n_rows = count (model);

  ppv_test_assert_says (view, "77.8 KiB, the peak");
  ppv_test_assert_says (callers, "main (./forget.c:47)");
  g_assert_false (ppv_test_has_label (GTK_WIDGET (callers), "_start (in forget)"));
  for (guint i = 0; i < count (model); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (model), i);

      gtk_tree_list_row_set_expanded (row, TRUE);
    }
  ppv_test_pump ();
  g_assert_cmpuint (count (model), >, n_rows);
  ppv_test_assert_says (callers, "_start (in forget)");
  ppv_test_close (window);
}

static guint32
get_snapshot (PpvWindow *window, guint position)
{
  GListModel *model = G_LIST_MODEL (ppv_memory_view_get_model (ppv_window_get_memory (window)));
  g_autoptr (PpvRow) row = g_list_model_get_item (model, position);

  return ppv_row_get_number (row);
}

static void
test_sorts_by_the_column_that_is_clicked (void)
{
  enum { NUMBER, TIME, HEAP };
  PpvWindow *window = ppv_test_open_data ("leak-ms.massif");
  PpvMemoryView *view = show (window);

  g_assert_cmpuint (get_snapshot (window, get_chosen (window)), ==, 31);
  ppv_test_sort (window, view, NUMBER);
  g_assert_cmpuint (get_snapshot (window, 0), ==, 31);
  g_assert_cmpuint (get_chosen (window), ==, 0); /* goes along */
  press (window, GDK_KEY_Left);
  g_assert_cmpuint (get_snapshot (window, get_chosen (window)), ==, 30);
  ppv_test_sort (window, view, HEAP);
  g_assert_cmpuint (get_snapshot (window, 0), ==, 31);
  ppv_test_close (window);
}

static void
test_has_a_view_only_for_memory (void)
{
  PpvWindow *window = ppv_test_open_wait ("main 3\n");

  ppv_window_show_view (window, PPV_VIEW_MEMORY);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (ppv_window_get_memory (window))));
  ppv_test_close (window);
}

static void
test_is_drawn_in_light_and_dark (void)
{
  PpvWindow *window = ppv_test_open_data ("leak-ms.massif");

  ppv_test_assert_light_and_dark (window, PPV_VIEW_MEMORY);
  ppv_test_close (window);
}

static void
add_tests (void)
{
  g_test_add_func ("/memory/begins-at-the-peak", test_begins_at_the_peak);
  g_test_add_func ("/memory/shows-the-tree-of-the-chosen-snapshot",
                   test_shows_the_tree_of_the_chosen_snapshot);
  g_test_add_func ("/memory/says-which-snapshots-have-call-stacks",
                   test_says_which_snapshots_have_call_stacks);
  g_test_add_func ("/memory/is-read-by-keyboard", test_chooses_by_keyboard);
  g_test_add_func ("/memory/chooses-the-snapshot-nearest-to-a-click",
                   test_chooses_the_nearest_to_a_click);
  g_test_add_func ("/memory/tells-what-is-pointed-at", test_tells_what_is_pointed_at);
  g_test_add_func ("/memory/opens-the-callers-of-a-place", test_opens_callers_of_a_place);
  g_test_add_func ("/memory/is-sorted-by-the-column-that-is-clicked",
                   test_sorts_by_the_column_that_is_clicked);
  g_test_add_func ("/memory/is-drawn-in-light-and-dark", test_is_drawn_in_light_and_dark);
  g_test_add_func ("/memory/has-a-view-only-where-there-is-any", test_has_a_view_only_for_memory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ppv_test_start ();
  add_tests ();
  return g_test_run ();
}
