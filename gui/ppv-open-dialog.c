/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-format-names.h"
#include "ppv-open-dialog.h"

/* One dialog a window: GTK keeps nobody's native dialogs alive. */
static const char dialog_key[] = "ppv-open-dialog";
static const char chosen_key[] = "ppv-chosen";

static void
on_response (GtkNativeDialog *dialog, int response, GtkWindow *parent)
{
  PpvOpenDialogChosen *chosen = g_object_get_data (G_OBJECT (dialog), chosen_key);
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    (*chosen) (parent, file);
  g_object_set_data (G_OBJECT (parent), dialog_key, NULL);
}

static void
destroy_dialog (gpointer dialog)
{
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/**
 * ppv_open_dialog_show: (skip)
 * @parent: the window that asks
 * @chosen: gets the answer
 */
void
ppv_open_dialog_show (GtkWindow *parent, PpvOpenDialogChosen chosen)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Open a Profile"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) profiles = ppv_format_filter ();

  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), all);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), profiles);
  g_object_set_data_full (G_OBJECT (dialog), chosen_key, g_memdup2 (&chosen, sizeof chosen),
                          g_free);
  g_object_set_data_full (G_OBJECT (parent), dialog_key, dialog, destroy_dialog);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), parent, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
