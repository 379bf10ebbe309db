/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Errors and Leaks: lists of what tools found, and the stacks of the chosen one. */

#include "config.h"

#include <string.h>

#include "ppv-row-model.h"
#include "ppv-stack-list.h"
#include "ppv-test-window.h"
#include "ppv-whole-note.h"

static guint
count (GtkSelectionModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

static void
choose (PpvWindow *window, GtkSelectionModel *model, guint position)
{
  gtk_selection_model_select_item (model, position, TRUE);
  ppv_test_settle (window);
  ppv_test_pump ();
}

static void
on_clipboard (GObject *clipboard, GAsyncResult *result, gpointer text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

/* What @action of @view puts into the clipboard. */
static char *
copy (gpointer view, const char *action)
{
  char *text = NULL;

  g_assert_true (gtk_widget_activate_action (view, action, NULL));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (view), NULL, on_clipboard, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  return text;
}

static GtkWidget *
get_rows (gpointer view)
{
  return ppv_test_find (ppv_test_find (view, GTK_TYPE_COLUMN_VIEW), GTK_TYPE_LIST_VIEW);
}

/* An error in a function of its own, below main(). */
static void
append_error (GString *xml, guint i)
{
  g_string_append_printf (
      xml,
      "<error><unique>0x%x</unique><tid>1</tid><kind>InvalidRead</kind>"
      "<what>Invalid read of size %u</what><stack><frame><ip>0x%x</ip><obj>/bin/big</obj>"
      "<fn>f%05u</fn><dir>/src</dir><file>big.c</file><line>%u</line></frame>"
      "<frame><ip>0x1</ip><obj>/bin/big</obj><fn>main</fn><dir>/src</dir><file>big.c</file>"
      "<line>1</line></frame></stack></error>\n",
      i, i % 8 + 1, 0x1000 + i, i, i + 1);
}

/* What memcheck would write of so many. */
static char *
make_errors (guint n_errors)
{
  GString *xml = g_string_new (
      "<?xml version=\"1.0\"?>\n<valgrindoutput>\n<protocolversion>4</protocolversion>\n"
      "<protocoltool>memcheck</protocoltool>\n<tool>memcheck</tool>\n");

  for (guint i = 0; i < n_errors; i++)
    append_error (xml, i);
  g_string_append (xml, "</valgrindoutput>\n");
  return g_string_free (xml, FALSE);
}

/* --- which views there are ---- */

static void
test_shows_only_what_a_profile_has (void)
{
  PpvWindow *window = ppv_test_open_wait ("main 3\n");
  gpointer errors = ppv_window_get_errors (window);
  gpointer leaks = ppv_window_get_leaks (window);

  ppv_window_show_view (window, PPV_VIEW_ERRORS);
  g_assert_false (gtk_widget_get_mapped (errors));
  ppv_window_show_view (window, PPV_VIEW_LEAKS);
  g_assert_false (gtk_widget_get_mapped (leaks));
  ppv_test_close (window);
  window = ppv_test_open_data ("leak.massif");
  ppv_window_show_view (window, PPV_VIEW_ERRORS);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (ppv_window_get_errors (window))));
  ppv_test_show (window, PPV_VIEW_LEAKS);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (ppv_window_get_leaks (window))));
  ppv_test_close (window);
}

static void
test_leaves_a_view_that_has_nothing_any_more (void)
{
  g_autofree char *xml = make_errors (3);
  PpvWindow *window = ppv_test_open_wait (xml);
  gpointer errors = ppv_window_get_errors (window);

  ppv_test_show (window, PPV_VIEW_ERRORS);
  g_assert_cmpuint (count (ppv_errors_view_get_model (errors)), ==, 3);
  ppv_test_rewrite ("main 3\n");
  g_action_group_activate_action (G_ACTION_GROUP (window), "reload", NULL);
  ppv_test_settle (window);
  g_assert_false (gtk_widget_get_mapped (errors));
  g_free (xml);
  xml = make_errors (5);
  ppv_test_rewrite (xml);
  g_action_group_activate_action (G_ACTION_GROUP (window), "reload", NULL);
  ppv_test_settle (window);
  ppv_test_show (window, PPV_VIEW_ERRORS);
  g_assert_cmpuint (count (ppv_errors_view_get_model (errors)), ==, 5);
  ppv_test_close (window);
}

/* --- errors ---- */

static void
test_lists_errors_with_their_stacks (void)
{
  PpvWindow *window = ppv_test_open_data ("memcheck.xml");
  PpvErrorsView *view = ppv_window_get_errors (window);
  GtkSelectionModel *model = ppv_errors_view_get_model (view);

  ppv_test_show (window, PPV_VIEW_ERRORS);
  g_assert_cmpuint (count (model), ==, 10);
  ppv_test_assert_says (view, "10 findings");
  ppv_test_assert_says (view, "Leak_DefinitelyLost");
  /* the first is chosen */
  ppv_test_assert_says (view, "seen 3 times");
  ppv_test_assert_says (view, "mistakes.c:66");
  ppv_test_assert_says (view, "Address 0x4a4527a is 0 bytes after a block of size 10 alloc'd");
  ppv_test_assert_says (view, "mistakes.c:63");
  choose (window, model, 5);
  ppv_test_assert_says (view, "96 B in 1 block");
  ppv_test_assert_says (view, "lose_list");
  g_assert_false (ppv_test_has_label (GTK_WIDGET (view), "mistakes.c:63"));
  ppv_test_close (window);
}

static void
test_marks_other_stacks_of_an_error (void)
{
  PpvWindow *window = ppv_test_open_data ("helgrind.xml");
  PpvErrorsView *view = ppv_window_get_errors (window);

  ppv_test_show (window, PPV_VIEW_ERRORS);
  choose (window, ppv_errors_view_get_model (view), 1);
  ppv_test_assert_says (view, "This conflicts with a previous write of size 4 by thread #2");
  ppv_test_assert_says (view, "Thread #2 was created");
  ppv_test_assert_says (view, "pthread_create.c:442");
  ppv_test_close (window);
}

static void
test_filters_errors_by_kind (void)
{
  PpvWindow *window = ppv_test_open_data ("memcheck.xml");
  PpvErrorsView *view = ppv_window_get_errors (window);
  GtkSelectionModel *model = ppv_errors_view_get_model (view);
  GtkDropDown *kinds;

  ppv_test_show (window, PPV_VIEW_ERRORS);
  kinds = GTK_DROP_DOWN (ppv_test_find (view, GTK_TYPE_DROP_DOWN));
  ppv_test_assert_says (kinds, "All Kinds (10)");
  gtk_drop_down_set_selected (kinds, 8);
  ppv_test_settle (window);
  ppv_test_assert_says (kinds, "Leak_IndirectlyLost (2)");
  g_assert_cmpuint (count (model), ==, 2);
  ppv_test_assert_says (view, "2 of 10 findings");
  gtk_drop_down_set_selected (kinds, 0);
  ppv_test_settle (window);
  g_assert_cmpuint (count (model), ==, 10);
  /* what was chosen still is */
  ppv_test_assert_says (view, "loss record 2 of 5");
  g_assert_true (gtk_selection_model_is_selected (model, 7));
  ppv_test_close (window);
}

static void
test_searches_errors_and_their_stacks (void)
{
  PpvWindow *window = ppv_test_open_data ("memcheck.xml");
  PpvErrorsView *view = ppv_window_get_errors (window);
  GtkSelectionModel *model = ppv_errors_view_get_model (view);

  ppv_test_show (window, PPV_VIEW_ERRORS);
  ppv_test_search (window, view, "DECIDE");
  g_assert_cmpuint (count (model), ==, 1);
  ppv_test_assert_says (view, "Uninitialised value was created by a stack allocation");
  ppv_test_search (window, view, "after a block of size 10");
  g_assert_cmpuint (count (model), ==, 1);
  ppv_test_assert_says (view, "Invalid write of size 1");
  ppv_test_search (window, view, "mistakes.c");
  g_assert_cmpuint (count (model), ==, 10);
  ppv_test_search (window, view, "nowhere");
  g_assert_cmpuint (count (model), ==, 0);
  ppv_test_assert_says (view, "No Error Found");
  ppv_test_search (window, view, "");
  g_assert_cmpuint (count (model), ==, 10);
  ppv_test_close (window);
}

static void
test_copies_errors_and_suppressions (void)
{
  PpvWindow *window = ppv_test_open_data ("memcheck.xml");
  PpvErrorsView *view = ppv_window_get_errors (window);
  g_autofree char *text = NULL;
  g_autofree char *suppression = NULL;

  ppv_test_show (window, PPV_VIEW_ERRORS);
  text = copy (view, "errors.copy");
  g_assert_cmpstr (text, ==,
                   "Invalid write of size 1 (seen 3 times)\n"
                   "    write_behind (/src/mistakes.c:66)\n"
                   "    main (/src/mistakes.c:133)\n"
                   "  Address 0x4a4527a is 0 bytes after a block of size 10 alloc'd\n"
                   "    malloc (in /usr/libexec/valgrind/vgpreload_memcheck-amd64-linux.so)\n"
                   "    write_behind (/src/mistakes.c:63)\n"
                   "    main (/src/mistakes.c:133)\n");
  suppression = copy (view, "errors.copy-suppression");
  g_assert_cmpstr (suppression, ==,
                   "{\n   perprovis-InvalidWrite-1\n   Memcheck:Addr1\n"
                   "   fun:write_behind\n   fun:main\n}\n");
  ppv_test_close (window);
}

static void
test_reads_errors_by_keyboard (void)
{
  PpvWindow *window = ppv_test_open_data ("memcheck.xml");
  PpvErrorsView *view = ppv_window_get_errors (window);
  GtkSelectionModel *model = ppv_errors_view_get_model (view);
  GtkWidget *stacks;

  ppv_test_show (window, PPV_VIEW_ERRORS);
  g_assert_true (ppv_test_has_focus (window, get_rows (view)));
  g_assert_true (ppv_test_press (get_rows (view), GDK_KEY_Down));
  g_assert_true (ppv_test_press (get_rows (view), GDK_KEY_Down));
  ppv_test_pump ();
  g_assert_true (gtk_selection_model_is_selected (model, 2));
  ppv_test_assert_says (view, "Address 0x4a452c0 is 0 bytes inside a block of size 8 free'd");
  /* Return goes to the stacks, and there to the flame graph */
  g_signal_emit_by_name (ppv_test_find (view, GTK_TYPE_COLUMN_VIEW), "activate", 2);
  stacks = ppv_test_find (ppv_test_find (view, PPV_TYPE_STACK_LIST), GTK_TYPE_LIST_VIEW);
  g_assert_true (ppv_test_has_focus (window, stacks));
  g_assert_true (ppv_test_press (stacks, GDK_KEY_Down));
  g_signal_emit_by_name (stacks, "activate", 1);
  ppv_test_settle (window);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (ppv_window_get_flame (window))));
  ppv_test_assert_says (ppv_window_get_flame (window), "Matched 11.11\u00a0% of total");
  ppv_test_close (window);
}

static void
test_lists_ten_thousand_errors (void)
{
  g_autofree char *xml = make_errors (10000);
  PpvWindow *window = ppv_test_open_wait (xml);
  PpvErrorsView *view = ppv_window_get_errors (window);
  GtkSelectionModel *model = ppv_errors_view_get_model (view);

  ppv_test_show (window, PPV_VIEW_ERRORS);
  g_assert_cmpuint (count (model), ==, 10000);
  ppv_test_assert_says (view, "10,000 findings");
  choose (window, model, 9999);
  ppv_test_assert_says (view, "f09999");
  ppv_test_search (window, view, "f0123");
  g_assert_cmpuint (count (model), ==, 10);
  ppv_test_assert_says (view, "10 of 10,000 findings");
  ppv_test_search (window, view, "");
  g_assert_cmpuint (count (model), ==, 10000);
  ppv_test_close (window);
}

/* --- leaks ---- */

/* How often the findings of the list were seen, joined by blanks. */
static char *
dup_times (PpvWindow *window)
{
  GListModel *model = G_LIST_MODEL (ppv_errors_view_get_model (ppv_window_get_errors (window)));
  guint32 n_findings;
  const PpvFinding *findings = ppv_profile_list_findings (
      ppv_session_get_profile (ppv_window_get_session (window)), &n_findings);
  GString *times = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PpvRow) row = g_list_model_get_item (model, i);

      g_assert_cmpuint (ppv_row_get_number (row), <, n_findings);
      g_string_append_printf (times, "%s%" G_GUINT64_FORMAT, i > 0 ? " " : "",
                              findings[ppv_row_get_number (row)].count);
    }
  return g_string_free (times, FALSE);
}

static void
test_sorts_errors_by_the_column_that_is_clicked (void)
{
  enum { KIND, WHAT, FUNCTION, TIMES };
  PpvWindow *window = ppv_test_open ("", 0);
  PpvErrorsView *view = ppv_window_get_errors (window);
  g_autoptr (GString) xml = g_string_new ("<?xml version=\"1.0\"?>\n<valgrindoutput>\n"
                                          "<protocolversion>4</protocolversion>\n"
                                          "<protocoltool>memcheck</protocoltool>\n");
  g_autofree char *times = NULL;
  g_autofree char *by_function = NULL;

  for (guint i = 0; i < 3; i++)
    append_error (xml, i);
  g_string_append (xml, "<errorcounts>"
                        "<pair><count>5</count><unique>0x0</unique></pair>"
                        "<pair><count>11</count><unique>0x1</unique></pair>"
                        "<pair><count>2</count><unique>0x2</unique></pair>"
                        "</errorcounts>\n</valgrindoutput>\n");
  ppv_test_settle (window);
  ppv_test_rewrite (xml->str);
  g_action_group_activate_action (G_ACTION_GROUP (window), "reload", NULL);
  ppv_test_settle (window);
  ppv_test_show (window, PPV_VIEW_ERRORS);
  ppv_test_sort (window, view, TIMES); /* the largest come first */
  ppv_test_sort (window, view, TIMES);
  times = dup_times (window);
  g_assert_cmpstr (times, ==, "2 5 11");
  ppv_test_sort (window, view, FUNCTION);
  by_function = dup_times (window);
  g_assert_cmpstr (by_function, ==, "5 11 2");
  ppv_test_close (window);
}

static void
test_sorts_leaks_by_the_column_that_is_clicked (void)
{
  enum { VERDICT, SITE, BYTES };
  PpvWindow *window = ppv_test_open_data ("memcheck.xml");
  PpvLeaksView *view = ppv_window_get_leaks (window);
  GListModel *model = G_LIST_MODEL (ppv_leaks_view_get_model (view));
  g_autoptr (PpvRow) first = NULL;
  g_autoptr (PpvRow) last = NULL;

  ppv_test_show (window, PPV_VIEW_LEAKS);
  ppv_test_sort (window, view, BYTES);
  first = g_list_model_get_item (model, 0);
  ppv_test_sort (window, view, BYTES);
  last = g_list_model_get_item (model, g_list_model_get_n_items (model) - 1);
  g_assert_cmpuint (g_list_model_get_n_items (model), >, 1);
  g_assert_cmpuint (ppv_row_get_number (first), ==, ppv_row_get_number (last));
  ppv_test_close (window);
}

static void
test_lists_leaks_of_memcheck (void)
{
  PpvWindow *window = ppv_test_open_data ("memcheck.xml");
  PpvLeaksView *view = ppv_window_get_leaks (window);
  GtkSelectionModel *model = ppv_leaks_view_get_model (view);

  ppv_test_show (window, PPV_VIEW_LEAKS);
  g_assert_cmpuint (count (model), ==, 5);
  ppv_test_assert_says (view, "It leaks: 96 B are lost and 100 B possibly");
  ppv_test_assert_says (view, "Possibly lost: keep (/src/mistakes.c:46)");
  ppv_test_assert_says (view, "Still reachable");
  ppv_test_assert_says (view, "mistakes.c:132");
  choose (window, model, 3);
  ppv_test_assert_says (view, "make_node (/src/mistakes.c:28)");
  ppv_test_assert_says (view, "mistakes.c:37");
  ppv_test_close (window);
}

static void
test_lists_growth_over_time (void)
{
  PpvWindow *window = ppv_test_open_data ("leak.massif");
  PpvLeaksView *view = ppv_window_get_leaks (window);
  g_autofree char *text = NULL;

  ppv_test_show (window, PPV_VIEW_LEAKS);
  g_assert_cmpuint (count (ppv_leaks_view_get_model (view)), ==, 3);
  ppv_test_assert_says (view, "Growth per million bytes");
  ppv_test_assert_says (view, "71.0 KiB (71.0 KiB to 71.0 KiB)");
  ppv_test_assert_says (view, "Grows: lose (heaps.c:21)");
  ppv_test_assert_says (view, "47 detailed snapshots: 0 B to 62.5 KiB");
  ppv_test_assert_says (view, "heaps.c:64");
  text = copy (view, "leaks.copy");
  g_assert_true (g_str_has_prefix (text, "lose (heaps.c:21): Grows, 62.5 KiB\n"));
  g_assert_nonnull (strstr (text, "\n    round_of (heaps.c:64)\n"));
  ppv_test_search (window, view, "plateaus");
  g_assert_cmpuint (count (ppv_leaks_view_get_model (view)), ==, 1);
  ppv_test_assert_says (view, "Plateaus: make_cache (heaps.c:39)");
  ppv_test_close (window);
}

static void
test_lists_what_was_never_freed (void)
{
  PpvWindow *window = ppv_test_open_data ("forget.heaptrack");
  PpvLeaksView *view = ppv_window_get_leaks (window);

  ppv_test_show (window, PPV_VIEW_LEAKS);
  ppv_test_assert_says (view, "Never freed: remember (./forget.c:27)");
  ppv_test_assert_says (view, "600 B");
  g_assert_true (ppv_test_press (get_rows (view), GDK_KEY_Down));
  ppv_test_pump ();
  ppv_test_assert_says (view, "Noise: ");
  ppv_test_close (window);
}

static void
test_say_that_filters_do_not_apply (void)
{
  PpvWindow *window = ppv_test_open_data ("memcheck.xml");
  PpvSession *session = ppv_window_get_session (window);
  GtkWidget *note = ppv_test_find (window, PPV_TYPE_WHOLE_NOTE);

  ppv_test_show (window, PPV_VIEW_ERRORS);
  g_assert_false (gtk_widget_get_visible (note));
  ppv_session_add_term (session, PPV_TERM_FUNCTION, FALSE, "main");
  ppv_test_settle (window);
  g_assert_true (gtk_widget_get_visible (note));
  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  g_assert_false (gtk_widget_get_visible (note));
  ppv_test_show (window, PPV_VIEW_LEAKS);
  g_assert_true (gtk_widget_get_visible (note));
  ppv_session_undo (session);
  g_assert_false (gtk_widget_get_visible (note));
  ppv_test_close (window);
}

static void
test_are_drawn_in_light_and_dark (void)
{
  PpvWindow *window = ppv_test_open_data ("memcheck.xml");

  ppv_test_assert_light_and_dark (window, PPV_VIEW_ERRORS);
  ppv_test_assert_light_and_dark (window, PPV_VIEW_LEAKS);
  ppv_test_close (window);
}

static void
add_tests (void)
{
  g_test_add_func ("/findings/are-shown-where-a-profile-has-any",
                   test_shows_only_what_a_profile_has);
  g_test_add_func ("/findings/are-left-when-a-profile-has-none-any-more",
                   test_leaves_a_view_that_has_nothing_any_more);
  g_test_add_func ("/errors/are-listed-with-their-stacks", test_lists_errors_with_their_stacks);
  g_test_add_func ("/errors/mark-what-other-stacks-are-of", test_marks_other_stacks_of_an_error);
  g_test_add_func ("/errors/are-filtered-by-kind", test_filters_errors_by_kind);
  g_test_add_func ("/errors/can-be-searched", test_searches_errors_and_their_stacks);
  g_test_add_func ("/errors/are-copied-as-text-and-as-suppressions",
                   test_copies_errors_and_suppressions);
  g_test_add_func ("/errors/are-read-by-keyboard", test_reads_errors_by_keyboard);
  g_test_add_func ("/errors/are-listed-by-thousands", test_lists_ten_thousand_errors);
  g_test_add_func ("/errors/are-sorted-by-the-column-that-is-clicked",
                   test_sorts_errors_by_the_column_that_is_clicked);
  g_test_add_func ("/leaks/are-sorted-by-the-column-that-is-clicked",
                   test_sorts_leaks_by_the_column_that_is_clicked);
  g_test_add_func ("/leaks/of-memcheck-are-listed", test_lists_leaks_of_memcheck);
  g_test_add_func ("/leaks/tell-how-fast-they-grow", test_lists_growth_over_time);
  g_test_add_func ("/leaks/tell-what-was-never-freed", test_lists_what_was_never_freed);
  g_test_add_func ("/findings/say-that-filters-do-not-apply", test_say_that_filters_do_not_apply);
  g_test_add_func ("/findings/are-drawn-in-light-and-dark", test_are_drawn_in_light_and_dark);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ppv_test_start ();
  add_tests ();
  return g_test_run ();
}
