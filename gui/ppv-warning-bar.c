/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-format-names.h"
#include "ppv-warning-bar.h"

struct _PpvWarningBar {
  AdwBin parent_instance;

  GtkInfoBar *bar;
  GtkLabel *label;
  GtkLabel *details;
};

G_DEFINE_FINAL_TYPE (PpvWarningBar, ppv_warning_bar, ADW_TYPE_BIN)

/* Notes, which are not losses, stand in the summary only. */
static guint
list_losses (const PpvProfile *profile, GString *details)
{
  guint32 n_warnings;
  const PpvWarning *warnings = ppv_profile_list_warnings (profile, &n_warnings);
  guint n_losses = 0;

  for (guint32 i = 0; i < n_warnings; i++)
    if (warnings[i].severity == PPV_LOSS)
      {
        g_autofree char *line = ppv_format_warning (&warnings[i]);

        g_string_append_printf (details, "%s%s", n_losses > 0 ? "\n\n" : "", line);
        n_losses++;
      }
  return n_losses;
}

static void
on_response (PpvWarningBar *self)
{
  gtk_info_bar_set_revealed (self->bar, FALSE);
}

static void
ppv_warning_bar_class_init (PpvWarningBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/perprovis/PerProVis/ppv-warning-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PpvWarningBar, bar);
  gtk_widget_class_bind_template_child (widget_class, PpvWarningBar, label);
  gtk_widget_class_bind_template_child (widget_class, PpvWarningBar, details);
  gtk_widget_class_bind_template_callback (widget_class, on_response);
}

static void
ppv_warning_bar_init (PpvWarningBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * ppv_warning_bar_set_profile:
 * @self: a bar
 * @profile: (nullable): what to warn about
 */
void
ppv_warning_bar_set_profile (PpvWarningBar *self, const PpvProfile *profile)
{
  g_autoptr (GString) details = g_string_new (NULL);
  g_autofree char *text = NULL;
  guint n_losses;

  g_return_if_fail (PPV_IS_WARNING_BAR (self));

  n_losses = profile != NULL ? list_losses (profile, details) : 0;
  text = g_strdup_printf (ngettext ("%u warning: part of the file could not be read",
                                    "%u warnings: part of the file could not be read", n_losses),
                          n_losses);
  gtk_label_set_text (self->label, text);
  gtk_label_set_text (self->details, details->str);
  gtk_info_bar_set_message_type (self->bar, GTK_MESSAGE_WARNING);
  gtk_info_bar_set_revealed (self->bar, n_losses > 0);
}

/**
 * ppv_warning_bar_set_error:
 * @self: a bar
 * @message: why a file could not be opened
 */
void
ppv_warning_bar_set_error (PpvWarningBar *self, const char *message)
{
  g_return_if_fail (PPV_IS_WARNING_BAR (self));
  g_return_if_fail (message != NULL);

  gtk_label_set_text (self->label, _ ("Cannot Open This File"));
  gtk_label_set_text (self->details, message);
  gtk_info_bar_set_message_type (self->bar, GTK_MESSAGE_ERROR);
  gtk_info_bar_set_revealed (self->bar, TRUE);
}

/**
 * ppv_warning_bar_get_text:
 * @self: a bar
 *
 * Returns: (nullable): what it says
 */
const char *
ppv_warning_bar_get_text (PpvWarningBar *self)
{
  g_return_val_if_fail (PPV_IS_WARNING_BAR (self), NULL);

  return gtk_info_bar_get_revealed (self->bar) ? gtk_label_get_text (self->label) : NULL;
}
