/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-format-names.h"
#include "ppv-summary-list.h"
#include "ppv-summary-rows.h"

static const char *
icon_of (PpvQualitySeverity severity)
{
  return severity == PPV_QUALITY_HINT ? "dialog-information-symbolic" : "dialog-warning-symbolic";
}

static void
on_copy (GtkButton *button, const char *advice)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), advice);
}

static GtkWidget *
make_copy_button (const char *advice)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_tooltip_text (button, _ ("Copy the Advice"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_copy), g_strdup (advice),
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  return button;
}

/* What was found, and below it what to do, ready to be taken to a terminal. */
static void
add_item (GtkWidget *list, const PpvQuality *item)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_of (item->severity));
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *advice = ppv_summary_list_text (item->advice);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon,
                            item->severity == PPV_QUALITY_MISLEADING ? "warning" : "dim-label");
  gtk_widget_add_css_class (advice, "dim-label");
  gtk_box_append (GTK_BOX (texts), ppv_summary_list_text (item->message));
  gtk_box_append (GTK_BOX (texts), advice);
  gtk_box_append (GTK_BOX (content), texts);
  gtk_box_append (GTK_BOX (content), make_copy_button (item->advice));
  ppv_summary_list_add (list, icon, content, FALSE);
}

static void
add_warnings (GtkWidget *list, const PpvProfile *profile)
{
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);

  for (guint32 i = 0; i < n_warnings; i++)
    if (warnings[i].severity == PPV_LOSS)
      ppv_summary_list_take (list, _ ("Missing"), ppv_format_warning (&warnings[i]));
    else if (!ppv_quality_explains (warnings[i].code))
      ppv_summary_list_take (list, _ ("Note"), ppv_format_warning (&warnings[i]));
}

/**
 * ppv_summary_rows_quality: (skip)
 * @profile: a profile
 * @report: how good its data is
 *
 * Returns: how much of the file was read, and what is wrong with it
 */
GtkWidget *
ppv_summary_rows_quality (const PpvProfile *profile, const PpvQualityReport *report)
{
  GtkWidget *list = ppv_summary_list_new ();

  ppv_summary_list_value (list, _ ("Completeness"),
                          ppv_profile_is_complete (profile)
                              ? _ ("The whole file was read.")
                              : _ ("Part of the file could not be read."));
  if (ppv_profile_is_saturated (profile))
    ppv_summary_list_value (list, _ ("Sums"), _ ("Too large for 64 bits: they are lower bounds."));
  add_warnings (list, profile);
  for (guint i = 0; i < report->n_items; i++)
    if (!g_str_equal (report->items[i].code, "incomplete")) /* which is told above */
      add_item (list, &report->items[i]);
  if (report->n_items == 0)
    ppv_summary_list_take (list, _ ("Problems"),
                           g_strdup_printf (_ ("None found in: %s"), report->checked));
  return ppv_summary_list_group (_ ("Data Quality"), list);
}
