/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-chips.h"
#include "ppv-file-name.h"
#include "ppv-filter-bar.h"
#include "ppv-format-names.h"
#include "ppv-loader.h"
#include "ppv-metric-chooser.h"
#include "ppv-warning-bar.h"
#include "ppv-whole-note.h"
#include "ppv-window-choice.h"
#include "ppv-window.h"

struct _PpvWindow {
  AdwApplicationWindow parent_instance;

  AdwWindowTitle *title;
  PpvWarningBar *warning_bar;
  GtkStack *pages;
  AdwStatusPage *empty_page;
  GtkProgressBar *progress;
  GtkLabel *error_label;
  PpvChips *chips;
  GtkSpinner *spinner;
  PpvMetricChooser *metrics;
  PpvFilterBar *filter_bar;
  PpvWholeNote *whole_note;
  AdwViewStack *views;
  PpvSummaryView *summary;
  PpvHotspotsView *hotspots;
  PpvFlameView *flame;
  PpvMemoryView *memory;
  PpvLeaksView *leaks;
  PpvErrorsView *errors;

  PpvSession *session;
  PpvLoader *loader;
  GFile *file; /* that was read, or could not be */
};

G_DEFINE_FINAL_TYPE (PpvWindow, ppv_window, ADW_TYPE_APPLICATION_WINDOW)

static void
enable (PpvWindow *self, const char *action, gboolean enabled)
{
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), action)), enabled);
}

static void
show_title (PpvWindow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *subtitle = NULL;
  PpvProfile *profile = ppv_session_get_profile (self->session);
  PpvMetricId metric = ppv_session_get_metric (self->session);

  if (self->file != NULL)
    name = ppv_file_dup_name (self->file);
  if (profile != NULL && metric != PPV_NONE && !ppv_loader_is_loading (self->loader))
    subtitle = g_strdup_printf (
        "%s · %s", ppv_format_name (ppv_profile_get_format (profile)),
        ppv_profile_get_string (profile, ppv_profile_get_metric (profile, metric)->name));
  adw_window_title_set_title (self->title, name != NULL ? name : _ ("PerProVis"));
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  gtk_window_set_title (GTK_WINDOW (self), name != NULL ? name : _ ("PerProVis"));
}

static void
show_page (PpvWindow *self, gpointer view, gboolean visible)
{
  adw_view_stack_page_set_visible (adw_view_stack_get_page (self->views, view), visible);
}

/* Views come and go with what a profile has to show. */
static void
show_profile (PpvWindow *self, PpvProfile *profile)
{
  show_page (self, self->memory, ppv_memory_view_is_for (profile));
  show_page (self, self->leaks, ppv_leaks_view_is_for (profile));
  show_page (self, self->errors, ppv_errors_view_is_for (profile));
  ppv_warning_bar_set_profile (self->warning_bar, profile);
  ppv_session_set_profile (self->session, profile);
  gtk_stack_set_visible_child_name (self->pages, "content");
  gtk_window_set_focus (GTK_WINDOW (self), NULL); /* not on the button that opened it */
}

/* A profile that is there stays: the file may have gone, but not what was read of it. */
static void
show_error (PpvWindow *self, const char *message)
{
  if (ppv_session_get_profile (self->session) != NULL)
    {
      ppv_warning_bar_set_error (self->warning_bar, message);
      gtk_stack_set_visible_child_name (self->pages, "content");
      return;
    }
  gtk_label_set_text (self->error_label, message);
  ppv_warning_bar_set_profile (self->warning_bar, NULL);
  gtk_stack_set_visible_child_name (self->pages, "error");
}

/* --- loading ---- */

static void
on_progressed (PpvWindow *self)
{
  gtk_stack_set_visible_child_name (self->pages, "loading");
}

static void
on_loaded (PpvWindow *self, PpvProfile *profile, const char *message)
{
  if (profile != NULL || ppv_session_get_profile (self->session) == NULL)
    g_set_object (&self->file, ppv_loader_get_file (self->loader));
  enable (self, "cancel", FALSE);
  enable (self, "reload", !ppv_file_is_standard_input (self->file));
  if (profile != NULL)
    show_profile (self, profile);
  else
    show_error (self, message);
  show_title (self);
}

static void
on_cancel (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PpvWindow *self = PPV_WINDOW (user_data);
  gboolean has_profile = ppv_session_get_profile (self->session) != NULL;

  ppv_loader_stop (self->loader);
  enable (self, "cancel", FALSE);
  gtk_stack_set_visible_child_name (self->pages, has_profile ? "content" : "empty");
  show_title (self);
}

static void
start_loading (PpvWindow *self, GFile *file)
{
  ppv_loader_start (self->loader, G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))),
                    file);
  enable (self, "cancel", TRUE);
  if (ppv_session_get_profile (self->session) == NULL) /* nothing worth looking at meanwhile */
    gtk_stack_set_visible_child_name (self->pages, "loading");
}

static void
on_reload (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PpvWindow *self = PPV_WINDOW (user_data);
  g_autoptr (GFile) file = self->file != NULL ? g_object_ref (self->file) : NULL;

  if (file != NULL)
    ppv_window_open (self, file);
}

/* --- the views ---- */

static void
on_show (PpvWindow *self, const char *view)
{
  ppv_window_show_view (self, view);
}

static gboolean
is_in_front (PpvWindow *self, const char *view)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), view) == 0;
}

/* The zoom of the flame graph first, then the filters. */
static void
on_go (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PpvWindow *self = PPV_WINDOW (user_data);
  gboolean back = g_str_equal (g_action_get_name (G_ACTION (action)), "back");

  if (is_in_front (self, PPV_VIEW_FLAME_GRAPH) && ppv_flame_view_go (self->flame, back ? -1 : 1))
    return;
  if (back)
    ppv_session_undo (self->session);
  else
    ppv_session_redo (self->session);
}

static void
on_side_button (GtkGestureClick *gesture, int n_press, double x, double y, PpvWindow *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (button == 8 || button == 9)
    g_action_group_activate_action (G_ACTION_GROUP (self), button == 8 ? "back" : "forward", NULL);
}

static void
on_find (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PpvWindow *self = PPV_WINDOW (user_data);

  if (is_in_front (self, PPV_VIEW_FLAME_GRAPH))
    ppv_flame_view_search (self->flame);
  else if (is_in_front (self, PPV_VIEW_LEAKS))
    ppv_leaks_view_search (self->leaks);
  else if (is_in_front (self, PPV_VIEW_ERRORS))
    ppv_errors_view_search (self->errors);
  else
    {
      ppv_window_show_view (self, PPV_VIEW_HOTSPOTS);
      ppv_hotspots_view_search (self->hotspots);
    }
}

static void
on_filter (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PpvWindow *self = PPV_WINDOW (user_data);

  if (ppv_session_get_profile (self->session) != NULL)
    ppv_filter_bar_toggle (self->filter_bar);
}

static void
on_view (GSimpleAction *action, GVariant *view, gpointer user_data)
{
  ppv_window_show_view (PPV_WINDOW (user_data), g_variant_get_string (view, NULL));
}

/* --- the class ---- */

static void
ppv_window_dispose (GObject *object)
{
  PpvWindow *self = PPV_WINDOW (object);

  g_signal_handlers_disconnect_by_data (self->loader, self);
  ppv_loader_stop (self->loader);
  g_clear_object (&self->file);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), PPV_TYPE_WINDOW);

  G_OBJECT_CLASS (ppv_window_parent_class)->dispose (object);
}

static void
ppv_window_finalize (GObject *object)
{
  g_object_unref (PPV_WINDOW (object)->loader);

  G_OBJECT_CLASS (ppv_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/perprovis/PerProVis/ppv-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, title);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, warning_bar);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, empty_page);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, chips);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, metrics);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, whole_note);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, views);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, hotspots);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, flame);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, memory);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, leaks);
  gtk_widget_class_bind_template_child (widget_class, PpvWindow, errors);
}

static void
ppv_window_class_init (PpvWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ppv_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = ppv_window_finalize;
  g_type_ensure (PPV_TYPE_CHIPS);
  g_type_ensure (PPV_TYPE_FILTER_BAR);
  g_type_ensure (PPV_TYPE_METRIC_CHOOSER);
  g_type_ensure (PPV_TYPE_WARNING_BAR);
  g_type_ensure (PPV_TYPE_WHOLE_NOTE);
  g_type_ensure (PPV_TYPE_SUMMARY_VIEW);
  g_type_ensure (PPV_TYPE_HOTSPOTS_VIEW);
  g_type_ensure (PPV_TYPE_FLAME_VIEW);
  g_type_ensure (PPV_TYPE_MEMORY_VIEW);
  g_type_ensure (PPV_TYPE_LEAKS_VIEW);
  g_type_ensure (PPV_TYPE_ERRORS_VIEW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
add_actions (PpvWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "reload", .activate = on_reload },
    { .name = "cancel", .activate = on_cancel },
    { .name = "back", .activate = on_go },
    { .name = "forward", .activate = on_go },
    { .name = "find", .activate = on_find },
    { .name = "filter", .activate = on_filter },
    { .name = "view", .activate = on_view, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  enable (self, "cancel", FALSE);
  enable (self, "reload", FALSE);
}

static void
add_side_buttons (PpvWindow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (on_side_button), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
show_formats (PpvWindow *self)
{
  g_autofree char *formats = ppv_format_list ();
  g_autofree char *markup = ppv_escape_dup (ppv_escape_pango, formats);
  g_autofree char *text = NULL;

  text = g_strdup_printf (_ ("Choose a file, or drop one here.\nPerProVis reads: %s"), markup);
  adw_status_page_set_description (self->empty_page, text);
}

static void
ppv_window_init (PpvWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->session = ppv_session_new ();
  self->loader = ppv_loader_new (self->progress);
  ppv_chips_set_session (self->chips, self->session);
  g_object_bind_property (ppv_session_get_job (self->session), "busy", self->spinner, "spinning",
                          G_BINDING_SYNC_CREATE);
  ppv_filter_bar_set_session (self->filter_bar, self->session);
  ppv_whole_note_set_session (self->whole_note, self->session, self->views);
  ppv_metric_chooser_set_session (self->metrics, self->session);
  ppv_summary_view_set_session (self->summary, self->session);
  ppv_hotspots_view_set_session (self->hotspots, self->session);
  ppv_flame_view_set_session (self->flame, self->session);
  ppv_memory_view_set_session (self->memory, self->session);
  ppv_leaks_view_set_session (self->leaks, self->session);
  ppv_errors_view_set_session (self->errors, self->session);
  g_signal_connect_swapped (self->session, "changed", G_CALLBACK (show_title), self);
  g_signal_connect_swapped (self->session, "show", G_CALLBACK (on_show), self);
  g_signal_connect_swapped (self->loader, "progressed", G_CALLBACK (on_progressed), self);
  g_signal_connect_swapped (self->loader, "loaded", G_CALLBACK (on_loaded), self);
  add_actions (self);
  ppv_window_choice_add (self);
  add_side_buttons (self);
  show_formats (self);
}

/**
 * ppv_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window without a file
 */
PpvWindow *
ppv_window_new (AdwApplication *application)
{
  return g_object_new (PPV_TYPE_WINDOW, "application", application, NULL);
}

/**
 * ppv_window_open:
 * @self: a window
 * @file: what to read; a load in progress is cancelled
 */
void
ppv_window_open (PpvWindow *self, GFile *file)
{
  g_autofree char *name = NULL;

  g_return_if_fail (PPV_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  ppv_loader_stop (self->loader);
  name = ppv_file_dup_name (file);
  if (g_file_peek_path (file) == NULL)
    {
      g_autofree char *message = g_strdup_printf (_ ("%s is not a file of this machine"), name);

      enable (self, "cancel", FALSE);
      show_error (self, message);
      show_title (self);
      return;
    }
  start_loading (self, file);
  adw_window_title_set_title (self->title, name);
  adw_window_title_set_subtitle (self->title, "");
}

/**
 * ppv_window_is_used:
 * @self: a window
 *
 * Returns: whether it has, loads or failed to load a file
 */
gboolean
ppv_window_is_used (PpvWindow *self)
{
  g_return_val_if_fail (PPV_IS_WINDOW (self), FALSE);

  return self->file != NULL || ppv_loader_is_loading (self->loader);
}

/**
 * ppv_window_is_loading:
 * @self: a window
 *
 * Returns: whether a file is being read
 */
gboolean
ppv_window_is_loading (PpvWindow *self)
{
  g_return_val_if_fail (PPV_IS_WINDOW (self), FALSE);

  return ppv_loader_is_loading (self->loader);
}

/**
 * ppv_window_get_page:
 * @self: a window
 *
 * Returns: "empty", "loading", "error" or "content"
 */
const char *
ppv_window_get_page (PpvWindow *self)
{
  g_return_val_if_fail (PPV_IS_WINDOW (self), NULL);

  return gtk_stack_get_visible_child_name (self->pages);
}

/**
 * ppv_window_show_view:
 * @self: a window
 * @view: one of PPV_VIEW_…
 *
 * A view the profile has nothing for stays where it is.
 */
void
ppv_window_show_view (PpvWindow *self, const char *view)
{
  GtkWidget *child;

  g_return_if_fail (PPV_IS_WINDOW (self));
  g_return_if_fail (view != NULL);

  child = adw_view_stack_get_child_by_name (self->views, view);
  if (child == NULL ||
      !adw_view_stack_page_get_visible (adw_view_stack_get_page (self->views, child)))
    return;
  adw_view_stack_set_visible_child (self->views, child);
  gtk_widget_grab_focus (child);
}

/**
 * ppv_window_get_message:
 * @self: a window
 *
 * Returns: (nullable): what it warns of, or the error it shows
 */
const char *
ppv_window_get_message (PpvWindow *self)
{
  g_return_val_if_fail (PPV_IS_WINDOW (self), NULL);

  if (g_str_equal (ppv_window_get_page (self), "error"))
    return gtk_label_get_text (self->error_label);
  return ppv_warning_bar_get_text (self->warning_bar);
}

/**
 * ppv_window_get_session:
 * @self: a window
 *
 * Returns: what its views share
 */
PpvSession *
ppv_window_get_session (PpvWindow *self)
{
  g_return_val_if_fail (PPV_IS_WINDOW (self), NULL);

  return self->session;
}

/**
 * ppv_window_get_summary:
 * @self: a window
 *
 * Returns: its Summary
 */
PpvSummaryView *
ppv_window_get_summary (PpvWindow *self)
{
  g_return_val_if_fail (PPV_IS_WINDOW (self), NULL);

  return self->summary;
}

/**
 * ppv_window_get_hotspots:
 * @self: a window
 *
 * Returns: its Hotspots
 */
PpvHotspotsView *
ppv_window_get_hotspots (PpvWindow *self)
{
  g_return_val_if_fail (PPV_IS_WINDOW (self), NULL);

  return self->hotspots;
}

/**
 * ppv_window_get_flame:
 * @self: a window
 *
 * Returns: its Flame Graph
 */
PpvFlameView *
ppv_window_get_flame (PpvWindow *self)
{
  g_return_val_if_fail (PPV_IS_WINDOW (self), NULL);

  return self->flame;
}

/**
 * ppv_window_get_memory:
 * @self: a window
 *
 * Returns: its Memory
 */
PpvMemoryView *
ppv_window_get_memory (PpvWindow *self)
{
  g_return_val_if_fail (PPV_IS_WINDOW (self), NULL);

  return self->memory;
}

/**
 * ppv_window_get_leaks:
 * @self: a window
 *
 * Returns: its Leaks
 */
PpvLeaksView *
ppv_window_get_leaks (PpvWindow *self)
{
  g_return_val_if_fail (PPV_IS_WINDOW (self), NULL);

  return self->leaks;
}

/**
 * ppv_window_get_errors:
 * @self: a window
 *
 * Returns: its Errors
 */
PpvErrorsView *
ppv_window_get_errors (PpvWindow *self)
{
  g_return_val_if_fail (PPV_IS_WINDOW (self), NULL);

  return self->errors;
}
