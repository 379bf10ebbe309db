/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "ppv-application.h"
#include "ppv-test-window.h"

enum { PATIENCE_S = 60, FRAME_MS = 20 };

static PpvApplication *application;
static char *file; /* what was opened last */

/**
 * ppv_test_start: (skip)
 */
void
ppv_test_start (void)
{
  g_autoptr (GError) error = NULL;

  application = ppv_application_new ();
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
}

static gboolean
wake_up (gpointer due)
{
  *(gboolean *) due = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * ppv_test_pump: (skip)
 */
void
ppv_test_pump (void)
{
  gboolean due = FALSE;

  g_timeout_add (FRAME_MS, wake_up, &due);
  while (!due)
    g_main_context_iteration (NULL, TRUE);
}

/**
 * ppv_test_open: (skip)
 * @contents: of the file
 * @length: in bytes
 *
 * Returns: (transfer none): a window that loads it
 */
PpvWindow *
ppv_test_open (const char *contents, gsize length)
{
  PpvWindow *window = ppv_window_new (ADW_APPLICATION (application));
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) opened = NULL;
  int fd = g_file_open_tmp ("ppv-XXXXXX.folded", &file, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_file_set_contents (file, contents, (gssize) length, &error);
  g_assert_no_error (error);
  gtk_window_present (GTK_WINDOW (window));
  opened = g_file_new_for_path (file);
  ppv_window_open (window, opened);
  return window;
}

/**
 * ppv_test_open_wait: (skip)
 * @contents: of the file
 *
 * Returns: (transfer none): a window that has loaded it
 */
PpvWindow *
ppv_test_open_wait (const char *contents)
{
  PpvWindow *window = ppv_test_open (contents, strlen (contents));

  ppv_test_settle (window);
  return window;
}

static PpvWindow *
open_path (const char *path)
{
  PpvWindow *window = ppv_window_new (ADW_APPLICATION (application));
  g_autoptr (GFile) opened = g_file_new_for_path (path);

  gtk_window_present (GTK_WINDOW (window));
  ppv_window_open (window, opened);
  ppv_test_settle (window);
  return window;
}

/**
 * ppv_test_open_data: (skip)
 * @name: of a file in tests/data
 *
 * Returns: (transfer none): a window that has loaded it
 */
PpvWindow *
ppv_test_open_data (const char *name)
{
  const char *top = g_getenv ("top_srcdir");
  g_autofree char *path = g_build_filename (top != NULL ? top : "..", "tests", "data", name, NULL);

  return open_path (path);
}

/**
 * ppv_test_open_folder: (skip)
 * @contents: of the file "data" in it
 *
 * Returns: (transfer none): a window that has loaded it
 */
PpvWindow *
ppv_test_open_folder (const char *contents)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("ppv-XXXXXX", &error);
  PpvWindow *window;

  g_assert_no_error (error);
  file = g_build_filename (folder, "data", NULL);
  g_file_set_contents (file, contents, -1, &error);
  g_assert_no_error (error);
  window = open_path (folder);
  g_unlink (file);
  g_rmdir (folder);
  return window;
}

/**
 * ppv_test_rewrite: (skip)
 * @contents: (nullable): of the file that was opened last; NULL removes it
 */
void
ppv_test_rewrite (const char *contents)
{
  g_autoptr (GError) error = NULL;

  if (contents == NULL)
    g_unlink (file);
  else
    g_file_set_contents (file, contents, -1, &error);
  g_assert_no_error (error);
}

/**
 * ppv_test_drop: (skip)
 * @window: a window that gets the file that was opened last
 *
 * Returns: whether it was taken
 */
gboolean
ppv_test_drop (PpvWindow *window)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  g_autoptr (GFile) dropped = g_file_new_for_path (file);
  GSList files = { dropped, NULL };
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (&files));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 0.0, 0.0, &taken);
    }
  return taken;
}

/**
 * ppv_test_close: (skip)
 * @window: (transfer full): a window
 */
void
ppv_test_close (PpvWindow *window)
{
  gpointer left = window;
  gint64 end = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  g_object_add_weak_pointer (G_OBJECT (window), &left);
  gtk_window_destroy (GTK_WINDOW (window));
  while (left != NULL && g_get_monotonic_time () < end)
    ppv_test_pump ();
  g_assert_null (left);
  if (file != NULL)
    g_unlink (file);
  g_clear_pointer (&file, g_free);
}

static gboolean
is_settled (PpvWindow *window)
{
  gpointer front = NULL;

  if (ppv_window_is_loading (window))
    return FALSE;
  if (!g_str_equal (ppv_window_get_page (window), "content"))
    return TRUE;
  if (!ppv_job_is_idle (ppv_session_get_job (ppv_window_get_session (window))))
    return FALSE;
  if (gtk_widget_get_mapped (front = ppv_window_get_hotspots (window)))
    return ppv_hotspots_view_is_settled (front);
  if (gtk_widget_get_mapped (front = ppv_window_get_flame (window)))
    return ppv_flame_view_is_settled (front);
  if (gtk_widget_get_mapped (front = ppv_window_get_memory (window)))
    return ppv_memory_view_is_settled (front);
  if (gtk_widget_get_mapped (front = ppv_window_get_leaks (window)))
    return ppv_leaks_view_is_settled (front);
  if (gtk_widget_get_mapped (front = ppv_window_get_errors (window)))
    return ppv_errors_view_is_settled (front);
  return gtk_widget_get_mapped (front = ppv_window_get_summary (window)) &&
         ppv_summary_view_is_settled (front);
}

/**
 * ppv_test_settle: (skip)
 * @window: a window
 */
void
ppv_test_settle (PpvWindow *window)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  do
    ppv_test_pump ();
  while (!is_settled (window) && g_get_monotonic_time () < end);
  g_assert_true (is_settled (window));
}

/**
 * ppv_test_show: (skip)
 * @window: a window
 * @view: the name of a view
 */
void
ppv_test_show (PpvWindow *window, const char *view)
{
  ppv_window_show_view (window, view);
  ppv_test_settle (window);
}

/**
 * ppv_test_find: (skip)
 * @root: a widget
 * @type: of another
 *
 * Returns: (nullable): the first widget of @type below @root
 */
GtkWidget *
ppv_test_find (gpointer root, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = ppv_test_find (child, type);
  return found;
}

/**
 * ppv_test_find_button: (skip)
 * @root: a widget
 * @icon: name of an icon
 *
 * Returns: (nullable): the first button with it below @root
 */
GtkWidget *
ppv_test_find_button (gpointer root, const char *icon)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_icon_name (root), icon) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = ppv_test_find_button (child, icon);
  return found;
}

/**
 * ppv_test_has_label: (skip)
 * @root: a widget
 * @text: what a label may have in its text
 *
 * Returns: whether a label below @root has
 */
gboolean
ppv_test_has_label (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (ppv_test_has_label (child, text))
      return TRUE;
  return FALSE;
}

/**
 * ppv_test_assert_says: (skip)
 * @root: a widget
 * @text: what a label below it has to have in its text
 */
void
ppv_test_assert_says (gpointer root, const char *text)
{
  if (!ppv_test_has_label (root, text))
    g_test_fail_printf ("nothing says “%s”", text);
}

static void
set_answered (gpointer answered)
{
  *(gboolean *) answered = TRUE;
}

/* The search entry of a view: lists that drop down have one of their own. */
static GtkWidget *
find_entry (GtkWidget *root)
{
  GtkWidget *found = NULL;

  if (GTK_IS_SEARCH_ENTRY (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child))
      found = find_entry (child);
  return found;
}

/**
 * ppv_test_search: (skip)
 * @window: a window
 * @view: one of its views
 * @text: what to type
 */
void
ppv_test_search (PpvWindow *window, gpointer view, const char *text)
{
  GtkWidget *entry = find_entry (view);
  gboolean answered = FALSE;
  gulong id =
      g_signal_connect_swapped (entry, "search-changed", G_CALLBACK (set_answered), &answered);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  if (*text != '\0') /* so far it was only told that the text before is gone */
    answered = FALSE;
  while (!answered)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (entry, id);
  ppv_test_settle (window);
}

/**
 * ppv_test_sort: (skip)
 * @window: a window
 * @view: a view with a list
 * @column: a column of it
 *
 * Does what a click on its head does.
 */
void
ppv_test_sort (PpvWindow *window, gpointer view, guint column)
{
  GtkColumnView *table = GTK_COLUMN_VIEW (ppv_test_find (view, GTK_TYPE_COLUMN_VIEW));
  g_autoptr (GtkColumnViewColumn) clicked =
      g_list_model_get_item (gtk_column_view_get_columns (table), column);

  g_assert_nonnull (gtk_column_view_column_get_sorter (clicked));
  gtk_column_view_sort_by_column (table, clicked, GTK_SORT_ASCENDING);
  ppv_test_settle (window);
}

/* A capital letter is one with Shift. */
static gboolean
is_key (GtkKeyvalTrigger *trigger, guint key)
{
  guint lower = gdk_keyval_to_lower (key);

  return gtk_keyval_trigger_get_keyval (trigger) == lower &&
         gtk_keyval_trigger_get_modifiers (trigger) == (lower != key ? GDK_SHIFT_MASK : 0);
}

static gboolean
activate_shortcut (GtkShortcut *shortcut, GtkWidget *widget, guint key)
{
  GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

  return GTK_IS_KEYVAL_TRIGGER (trigger) && is_key (GTK_KEYVAL_TRIGGER (trigger), key) &&
         gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                       gtk_shortcut_get_arguments (shortcut));
}

/**
 * ppv_test_press: (skip)
 * @widget: a widget
 * @key: a key
 *
 * Returns: whether the key did something
 */
gboolean
ppv_test_press (gpointer widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean done = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !done; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)) && !done; j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

          done = activate_shortcut (shortcut, widget, key);
        }
    }
  return done;
}

/**
 * ppv_test_has_focus: (skip)
 * @window: a window
 * @widget: one of its widgets
 *
 * Returns: whether keys go to @widget or to something in it
 */
gboolean
ppv_test_has_focus (PpvWindow *window, gpointer widget)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/**
 * ppv_test_click: (skip)
 * @widget: a widget with a click gesture
 * @x: where
 * @y: where
 */
void
ppv_test_click (gpointer widget, double x, double y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (controller))
        g_signal_emit_by_name (controller, "pressed", 1, x, y);
    }
}

/* Mean of all colours of all pixels as they are drawn, 0 to 255. */
static double
get_brightness (PpvWindow *window)
{
  int width = gtk_widget_get_width (GTK_WIDGET (window));
  int height = gtk_widget_get_height (GTK_WIDGET (window));
  gsize n_bytes = (gsize) width * (gsize) height * 4;
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint8 *pixels = NULL;
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height);
  guint64 sum = 0;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, &area);
  pixels = g_malloc0 (n_bytes);
  gdk_texture_download (texture, pixels, (gsize) width * 4);
  for (gsize i = 0; i < n_bytes; i++)
    sum += i % 4 < 3 ? pixels[i] : 0; /* blue, green, red; not alpha */
  return (double) sum / ((double) n_bytes * 0.75);
}

/* The same in one of the styles "light" and "dark". */
static double
get_brightness_in (PpvWindow *window, const char *style)
{
  GtkApplication *owner = gtk_window_get_application (GTK_WINDOW (window));

  g_action_group_change_action_state (G_ACTION_GROUP (owner), "style",
                                      g_variant_new_string (style));
  for (guint frame = 0; frame < 30; frame++) /* the change is faded */
    ppv_test_pump ();
  return get_brightness (window);
}

/**
 * ppv_test_assert_light_and_dark: (skip)
 * @window: a window on the screen
 * @view: the name of a view
 */
void
ppv_test_assert_light_and_dark (PpvWindow *window, const char *view)
{
  double light;
  double dark;

  ppv_test_show (window, view);
  light = get_brightness_in (window, "light");
  dark = get_brightness_in (window, "dark");
  g_test_message ("%s: light %.0f, dark %.0f", view, light, dark);
  g_assert_cmpfloat (light, >, 150);
  g_assert_cmpfloat (dark, <, 100);
  g_assert_cmpfloat (dark, >, 5);
}
