/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-open-dialog.h"
#include "ppv-window-choice.h"

/* The window for another file: this one while it has none. */
static PpvWindow *
get_window_for_next (PpvWindow *self)
{
  PpvWindow *next;

  if (!ppv_window_is_used (self))
    return self;
  next = ppv_window_new (ADW_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
  gtk_window_present (GTK_WINDOW (next));
  return next;
}

static void
on_chosen (GtkWindow *parent, GFile *file)
{
  ppv_window_open (PPV_WINDOW (parent), file);
}

static void
on_chosen_elsewhere (GtkWindow *parent, GFile *file)
{
  ppv_window_open (get_window_for_next (PPV_WINDOW (parent)), file);
}

static void
on_open (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ppv_open_dialog_show (GTK_WINDOW (user_data), on_chosen);
}

static void
on_open_elsewhere (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ppv_open_dialog_show (GTK_WINDOW (user_data), on_chosen_elsewhere);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, PpvWindow *self)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *l = files; l != NULL; l = l->next)
    ppv_window_open (l == files ? self : get_window_for_next (self), l->data);
  return files != NULL;
}

/**
 * ppv_window_choice_add: (skip)
 * @window: a window
 */
void
ppv_window_choice_add (PpvWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = on_open },
    { .name = "open-in-new-window", .activate = on_open_elsewhere },
  };
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  g_signal_connect (drop, "drop", G_CALLBACK (on_drop), window);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (drop));
}
