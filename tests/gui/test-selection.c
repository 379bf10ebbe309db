/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-chips.h"
#include "ppv-filter-bar.h"
#include "ppv-function-menu.h"
#include "ppv-test-window.h"

#define CALLS "sample.callgrind"

/* Self: read 50, fill 25, parse 20, line 4, idle 1; total: main 99, parse 70, draw 29. */
static const char fixture[] = "main;parse;read 50\n"
                              "main;parse 20\n"
                              "main;draw;fill 25\n"
                              "main;draw;line 4\n"
                              "idle 1\n";

/* The functions of the table in their order, joined by blanks. */
static char *
dup_hotspots (PpvWindow *window)
{
  GListModel *model = G_LIST_MODEL (ppv_hotspots_view_get_model (ppv_window_get_hotspots (window)));
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (PpvHotspotRow) row = g_list_model_get_item (model, i);

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                              ppv_hotspot_table_get_name (ppv_hotspot_row_get_table (row),
                                                          ppv_hotspot_row_get_row (row)));
    }
  return g_string_free (names, FALSE);
}

static void
assert_hotspots (PpvWindow *window, const char *expected)
{
  g_autofree char *names = NULL;

  ppv_test_settle (window);
  names = dup_hotspots (window);
  g_assert_cmpstr (names, ==, expected);
}

/* The calls of the flame graph, depth first: "main(parse(read))". */
static char *
dup_graph (PpvWindow *window)
{
  PpvFlameGraph *graph = ppv_flame_view_get_graph (ppv_window_get_flame (window));
  GString *names = g_string_new (NULL);

  for (guint32 node = 0; graph != NULL && node < graph->tree->n_nodes; node++)
    {
      guint32 parent = graph->tree->parent[node];

      g_string_append_printf (names, "%s%s%s%s", node > 0 ? " " : "",
                              parent != PPV_NONE ? ppv_flame_graph_get_name (graph, parent) : "",
                              parent != PPV_NONE ? ">" : "",
                              ppv_flame_graph_get_name (graph, node));
    }
  return g_string_free (names, FALSE);
}

static void
assert_selection (PpvWindow *window, const char *expected)
{
  g_autofree char *text =
      ppv_selection_to_text (ppv_session_get_selection (ppv_window_get_session (window)));

  g_assert_cmpstr (text, ==, expected);
}

static void
add_text (PpvWindow *window, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ppv_session_add_text (ppv_window_get_session (window), text, &error));
  g_assert_no_error (error);
}

static GtkWidget *
get_chip (PpvWindow *window, guint index)
{
  GtkWidget *chip = gtk_widget_get_first_child (ppv_test_find (window, PPV_TYPE_CHIPS));

  while (chip != NULL && index-- > 0)
    chip = gtk_widget_get_next_sibling (chip);
  return chip;
}

static void
count (guint *n)
{
  ++*n;
}

static void
note_failure (PpvSession *session, const char *text, const char *message, char **failure)
{
  g_free (*failure);
  *failure = g_strdup_printf ("%s: %s", text, message);
}

/* The entry of the filter bar, which is opened and has the keys. */
static GtkEntry *
open_bar (PpvWindow *window)
{
  GtkWidget *bar = ppv_test_find (window, PPV_TYPE_FILTER_BAR);

  g_action_group_activate_action (G_ACTION_GROUP (window), "filter", NULL);
  g_assert_true (gtk_widget_get_visible (bar));
  g_assert_true (ppv_test_has_focus (window, bar));
  return GTK_ENTRY (ppv_test_find (bar, GTK_TYPE_ENTRY));
}

static void
type (GtkEntry *entry, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

/* What of the text is underlined, or "". */
static char *
dup_underlined (GtkEntry *entry)
{
  PangoAttrList *attributes = gtk_entry_get_attributes (entry);
  GSList *list = attributes != NULL ? pango_attr_list_get_attributes (attributes) : NULL;
  PangoAttribute *line = list != NULL ? list->data : NULL;
  char *text = g_strdup ("");

  if (line != NULL)
    {
      g_free (text);
      text = g_strndup (gtk_editable_get_text (GTK_EDITABLE (entry)) + line->start_index,
                        line->end_index - line->start_index);
    }
  g_slist_free_full (list, (GDestroyNotify) pango_attribute_destroy);
  return text;
}

static gboolean
is_underlined (GtkEntry *entry, const char *expected)
{
  g_autofree char *text = dup_underlined (entry);

  return g_str_equal (text, expected);
}

/* --- the tests ---- */

static void
test_transforms_reach_all_views (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  g_autofree char *graph = NULL;

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  add_text (window, "| collapse function=draw");
  assert_hotspots (window, "read draw parse idle main");
  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  graph = dup_graph (window);
  g_assert_null (strstr (graph, "fill"));
  g_assert_nonnull (strstr (graph, "main>draw"));
  ppv_test_show (window, PPV_VIEW_SUMMARY);
  ppv_test_assert_says (ppv_window_get_summary (window), "draw");
  g_assert_false (ppv_test_has_label (GTK_WIDGET (ppv_window_get_summary (window)), "fill"));
  ppv_test_close (window);
}

static void
test_chips_take_transforms_away (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  add_text (window, "not function=idle | collapse function=draw | focus function=draw");
  assert_hotspots (window, "draw");
  ppv_test_assert_says (get_chip (window, 0), "function!=idle");
  ppv_test_assert_says (get_chip (window, 1), "collapse function=draw");
  ppv_test_assert_says (get_chip (window, 2), "focus function=draw");
  g_assert_null (get_chip (window, 3));
  g_signal_emit_by_name (get_chip (window, 1), "clicked");
  assert_hotspots (window, "fill line draw");
  g_signal_emit_by_name (get_chip (window, 1), "clicked");
  assert_hotspots (window, "read fill parse line main draw");
  assert_selection (window, "function!=idle");
  ppv_test_close (window);
}

static void
test_transforms_are_undone_and_done_again (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  add_text (window, "| collapse function=draw");
  assert_hotspots (window, "read draw parse idle main");
  add_text (window, "| drop function=idle");
  assert_hotspots (window, "read draw parse main");
  g_action_group_activate_action (G_ACTION_GROUP (window), "back", NULL);
  assert_hotspots (window, "read draw parse idle main");
  g_action_group_activate_action (G_ACTION_GROUP (window), "back", NULL);
  assert_hotspots (window, "read fill parse line idle main draw");
  assert_selection (window, "");
  g_action_group_activate_action (G_ACTION_GROUP (window), "forward", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (window), "forward", NULL); /* overtakes it */
  assert_hotspots (window, "read draw parse main");
  ppv_test_close (window);
}

static void
test_one_change_overtakes_another (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  PpvSession *session = ppv_window_get_session (window);
  guint n_changes = 0;

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  g_signal_connect_swapped (session, "changed", G_CALLBACK (count), &n_changes);
  add_text (window, "| collapse function=draw");
  add_text (window, "| drop function=idle");
  assert_selection (window, ""); /* until it can be shown */
  assert_hotspots (window, "read draw parse main");
  assert_selection (window, "| collapse function=draw | drop function=idle");
  g_assert_cmpuint (n_changes, ==, 1);
  add_text (window, "| hide function=main");
  g_assert_true (ppv_session_undo (session)); /* before it is there */
  assert_hotspots (window, "read draw parse main");
  g_signal_handlers_disconnect_by_data (session, &n_changes);
  ppv_test_close (window);
}

static void
test_the_old_picture_stays_until_the_new_one_is_there (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  PpvFlameGraph *graph;

  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  graph = ppv_flame_view_get_graph (ppv_window_get_flame (window));
  g_assert_nonnull (graph);
  add_text (window, "| collapse function=draw");
  g_assert_true (ppv_flame_view_get_graph (ppv_window_get_flame (window)) == graph);
  while (!ppv_job_is_idle (ppv_session_get_job (ppv_window_get_session (window))))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (ppv_flame_view_get_graph (ppv_window_get_flame (window)));
  ppv_test_settle (window);
  ppv_test_close (window);
}

static void
test_what_cannot_be_shown_changes_nothing (void)
{
  PpvWindow *window = ppv_test_open_data (CALLS);
  PpvSession *session = ppv_window_get_session (window);
  g_autofree char *failure = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_signal_connect (session, "failed", G_CALLBACK (note_failure), &failure);
  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  before = dup_hotspots (window);
  add_text (window, "| invert");
  ppv_test_settle (window);
  g_assert_nonnull (failure);
  g_assert_nonnull (strstr (failure, "| invert: the profile tells who called whom"));
  after = dup_hotspots (window);
  g_assert_cmpstr (after, ==, before);
  assert_selection (window, "");
  g_assert_null (get_chip (window, 0));
  g_signal_handlers_disconnect_by_data (session, &failure);
  ppv_test_close (window);
}

static void
test_a_filter_is_typed (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  GtkEntry *entry;

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  entry = open_bar (window);
  type (entry, "function=draw|collapse function=draw");
  assert_hotspots (window, "draw main");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==,
                   "function=draw | collapse function=draw");
  g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (entry)), ==, 38);
  g_signal_emit_by_name (get_chip (window, 1), "clicked");
  assert_hotspots (window, "fill line draw main");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "function=draw");
  type (entry, "");
  assert_hotspots (window, "read fill parse line idle main draw");
  ppv_test_close (window);
}

static void
test_what_is_not_understood_is_underlined (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  GtkWidget *bar = ppv_test_find (window, PPV_TYPE_FILTER_BAR);
  GtkEntry *entry;

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  entry = open_bar (window);
  gtk_editable_set_text (GTK_EDITABLE (entry), "funct"); /* who types is left in peace */
  g_assert_true (is_underlined (entry, ""));
  type (entry, "function=draw and nothing=x | invert");
  ppv_test_assert_says (bar, "column 19: expected metric");
  g_assert_true (is_underlined (entry, "nothing=x"));
  g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (entry)), ==, 18);
  gtk_editable_delete_text (GTK_EDITABLE (entry), 17, -1); /* "function=draw and" */
  g_assert_true (is_underlined (entry, "d"));
  assert_selection (window, "");
  gtk_editable_delete_text (GTK_EDITABLE (entry), 13, -1);
  g_assert_true (is_underlined (entry, ""));
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_last_child (bar)));
  g_assert_true (ppv_test_press (bar, GDK_KEY_Escape));
  g_assert_false (gtk_widget_get_visible (bar));
  assert_selection (window, "");
  ppv_test_close (window);
}

static void
test_the_bar_says_why_something_cannot_be_shown (void)
{
  PpvWindow *window = ppv_test_open_data (CALLS);
  GtkWidget *bar = ppv_test_find (window, PPV_TYPE_FILTER_BAR);

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  g_assert_false (gtk_widget_get_visible (bar));
  add_text (window, "| invert");
  ppv_test_settle (window);
  g_assert_true (gtk_widget_get_visible (bar));
  ppv_test_assert_says (bar, "the profile tells who called whom");
  g_assert_true (is_underlined (GTK_ENTRY (ppv_test_find (bar, GTK_TYPE_ENTRY)), ""));
  ppv_test_close (window);
}

static void
choose_row (PpvWindow *window, const char *name)
{
  GtkWidget *table = ppv_test_find (ppv_window_get_hotspots (window), GTK_TYPE_COLUMN_VIEW);
  GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (table));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr (PpvHotspotRow) row = g_list_model_get_item (G_LIST_MODEL (model), i);

      if (g_str_equal (ppv_hotspot_table_get_name (ppv_hotspot_row_get_table (row),
                                                   ppv_hotspot_row_get_row (row)),
                       name))
        {
          gtk_selection_model_select_item (model, i, TRUE);
          return;
        }
    }
  g_assert_not_reached ();
}

static void
choose_node (PpvWindow *window, const char *name)
{
  PpvFlameView *view = ppv_window_get_flame (window);
  PpvFlameGraph *graph = ppv_flame_view_get_graph (view);

  for (guint32 node = 0; node < graph->tree->n_nodes; node++)
    if (g_str_equal (ppv_flame_graph_get_name (graph, node), name))
      {
        ppv_flame_canvas_set_cursor (ppv_flame_view_get_canvas (view), node);
        return;
      }
  g_assert_not_reached ();
}

static void
test_keys_transform_the_function_of_a_row (void)
{
  static const struct {
    guint key;
    const char *text;
  } keys[] = {
    { GDK_KEY_f, "| focus function=draw" }, { GDK_KEY_S, "| focus self=draw" },
    { GDK_KEY_m, "| hide function=draw" },  { GDK_KEY_c, "| collapse function=draw" },
    { GDK_KEY_R, "| collapse recursion" },  { GDK_KEY_r, "| collapse recursion function=draw" },
    { GDK_KEY_d, "| drop function=draw" },
  };
  PpvWindow *window = ppv_test_open_wait (fixture);
  PpvHotspotsView *view = ppv_window_get_hotspots (window);

  ppv_test_show (window, PPV_VIEW_HOTSPOTS);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      choose_row (window, "draw");
      g_assert_true (ppv_test_press (view, keys[i].key));
      ppv_test_settle (window);
      assert_selection (window, keys[i].text);
      g_assert_true (ppv_session_undo (ppv_window_get_session (window)));
      assert_hotspots (window, "read fill parse line idle main draw");
    }
  g_assert_false (ppv_test_press (view, GDK_KEY_F)); /* a row has no path */
  g_assert_false (ppv_test_press (view, GDK_KEY_C)); /* nor a module here */
  ppv_test_close (window);
}

static void
test_keys_transform_the_place_in_a_flame_graph (void)
{
  PpvWindow *window = ppv_test_open_wait ("a;b;x 2\na;x 3\nb;x 5\n");
  PpvFlameView *view = ppv_window_get_flame (window);
  PpvFlameGraph *graph;

  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  choose_node (window, "b"); /* the one in a, or the other */
  g_assert_true (ppv_test_press (view, GDK_KEY_F));
  ppv_test_settle (window);
  graph = ppv_flame_view_get_graph (view);
  g_assert_true (graph->tree->sum == 2 || graph->tree->sum == 5);
  g_assert_true (ppv_session_undo (ppv_window_get_session (window)));
  ppv_test_settle (window);
  choose_node (window, "b");
  g_assert_true (ppv_test_press (view, GDK_KEY_M));
  ppv_test_settle (window);
  g_assert_cmpint (ppv_flame_view_get_graph (view)->tree->sum, ==, 10);
  choose_node (window, "b"); /* the other one is still there */
  ppv_test_close (window);
}

/* What the menu's items do to names that mean something in the language. */
static void
test_names_with_signs_are_taken_as_they_are (void)
{
  PpvWindow *window = ppv_test_open_wait ("m;op*(\"a b\")|\\x^$ 3\nm;op*(\"a c\")|\\x^$ 4\n");
  PpvFlameView *view = ppv_window_get_flame (window);
  static const char name[] = "op*(\"a b\")|\\x^$";
  static const char keys[] = "fFSm";

  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  for (guint i = 0; keys[i] != '\0'; i++)
    {
      choose_node (window, name);
      g_assert_true (ppv_test_press (view, (guint) keys[i]));
      ppv_test_settle (window);
      g_assert_cmpint (ppv_flame_view_get_graph (view)->tree->sum, ==, keys[i] == 'm' ? 7 : 3);
      g_assert_true (ppv_session_undo (ppv_window_get_session (window)));
      ppv_test_settle (window);
    }
  ppv_test_close (window);
}

static void
count_items (GMenuModel *menu, guint *n_items, guint *n_keys)
{
  *n_items = (guint) g_menu_model_get_n_items (menu);
  *n_keys = 0;
  for (guint i = 0; i < *n_items; i++)
    {
      g_autoptr (GVariant) key =
          g_menu_model_get_item_attribute_value (menu, (int) i, "accel", G_VARIANT_TYPE_STRING);

      *n_keys += key != NULL ? 1u : 0;
    }
}

static void
test_menus_have_what_makes_sense (void)
{
  PpvWindow *window = ppv_test_open_wait (fixture);
  PpvProfile *profile = ppv_session_get_profile (ppv_window_get_session (window));
  g_autoptr (GMenuModel) row = ppv_function_change_menu (profile, 0, NULL, PPV_FUNCTION_KEYS);
  g_autoptr (GMenuModel) node = ppv_function_change_menu (profile, 0, "^main", "fF");
  guint n_items;
  guint n_keys;

  count_items (row, &n_items, &n_keys);
  g_assert_cmpuint (n_items, ==, 7); /* no path, no module */
  g_assert_cmpuint (n_keys, ==, 7);
  count_items (node, &n_items, &n_keys);
  g_assert_cmpuint (n_items, ==, 9);
  g_assert_cmpuint (n_keys, ==, 2);
  ppv_test_show (window, PPV_VIEW_FLAME_GRAPH);
  ppv_function_menu_install (GTK_WIDGET (ppv_window_get_flame (window)),
                             ppv_window_get_session (window), 0, PPV_VIEW_HOTSPOTS);
  gtk_widget_activate_action (GTK_WIDGET (ppv_window_get_flame (window)), "function.change", "s",
                              "| focus function=\"draw\"");
  ppv_test_settle (window);
  assert_selection (window, "| focus function=draw");
  ppv_test_close (window);
}

static void
add_tests (void)
{
  g_test_add_func ("/selection/transforms-reach-all-views", test_transforms_reach_all_views);
  g_test_add_func ("/selection/chips-take-transforms-away", test_chips_take_transforms_away);
  g_test_add_func ("/selection/transforms-are-undone-and-done-again",
                   test_transforms_are_undone_and_done_again);
  g_test_add_func ("/selection/one-change-overtakes-another", test_one_change_overtakes_another);
  g_test_add_func ("/selection/the-old-picture-stays-until-the-new-one-is-there",
                   test_the_old_picture_stays_until_the_new_one_is_there);
  g_test_add_func ("/selection/what-cannot-be-shown-changes-nothing",
                   test_what_cannot_be_shown_changes_nothing);
  g_test_add_func ("/filter-bar/a-filter-is-typed", test_a_filter_is_typed);
  g_test_add_func ("/filter-bar/what-is-not-understood-is-underlined",
                   test_what_is_not_understood_is_underlined);
  g_test_add_func ("/filter-bar/says-why-something-cannot-be-shown",
                   test_the_bar_says_why_something_cannot_be_shown);
  g_test_add_func ("/function/keys-transform-that-of-a-row",
                   test_keys_transform_the_function_of_a_row);
  g_test_add_func ("/function/keys-transform-the-place-in-a-flame-graph",
                   test_keys_transform_the_place_in_a_flame_graph);
  g_test_add_func ("/function/names-with-signs-are-taken-as-they-are",
                   test_names_with_signs_are_taken_as_they_are);
  g_test_add_func ("/function/menus-have-what-makes-sense", test_menus_have_what_makes_sense);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ppv_test_start ();
  add_tests ();
  return g_test_run ();
}
