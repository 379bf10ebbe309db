/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-test-window.h"

static const char fixture[] = "main;parse;read 50\n"
                              "main;parse 20\n"
                              "main;draw;fill 25\n";

static void
on_clipboard (GObject *clipboard, GAsyncResult *result, gpointer text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static void
test_tells_what_is_wrong_and_what_to_do (void)
{
  PpvWindow *window = ppv_test_open_wait ("one 3\ntwo 4\n");
  PpvSummaryView *summary = ppv_window_get_summary (window);
  g_autofree char *copied = NULL;

  ppv_test_assert_says (summary, "The samples have no callers");
  ppv_test_assert_says (summary, "Record with call stacks");
  g_signal_emit_by_name (ppv_test_find_button (summary, "edit-copy-symbolic"), "clicked");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (window)), NULL, on_clipboard,
                                 &copied);
  while (copied == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (copied, "perf record -g"));
  ppv_test_close (window);
}

static void
test_says_that_nothing_is_wrong (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);

  ppv_test_assert_says (ppv_window_get_summary (window),
                        "None found in: the file itself, call stacks");
  ppv_test_close (window);
}

static void
test_chooses_among_metrics (void)
{
  PpvWindow *window = ppv_test_open_data ("several.perf.data");
  GtkDropDown *list = GTK_DROP_DOWN (ppv_test_find (window, GTK_TYPE_DROP_DOWN));
  GListModel *names = gtk_drop_down_get_model (list);

  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (list)));
  g_assert_cmpuint (g_list_model_get_n_items (names), ==, 2);
  for (guint i = 2; i-- > 0;)
    {
      g_autoptr (GtkStringObject) name = g_list_model_get_item (names, i);

      gtk_drop_down_set_selected (list, i);
      ppv_test_show (window, PPV_VIEW_HOTSPOTS);
      ppv_test_assert_says (list, gtk_string_object_get_string (name));
    }
  ppv_test_close (window);
}

static void
test_opens_a_folder (void)
{
  PpvWindow *window = ppv_test_open_folder (fixture);

  g_assert_cmpstr (ppv_window_get_page (window), ==, "content");
  ppv_test_assert_says (ppv_window_get_summary (window), "The whole file was read.");
  ppv_test_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ppv_test_start ();
  g_test_add_func ("/summary/tells-what-is-wrong-and-what-to-do",
                   test_tells_what_is_wrong_and_what_to_do);
  g_test_add_func ("/summary/says-that-nothing-is-wrong", test_says_that_nothing_is_wrong);
  g_test_add_func ("/summary/chooses-among-metrics", test_chooses_among_metrics);
  g_test_add_func ("/summary/opens-a-folder", test_opens_a_folder);
  return g_test_run ();
}
