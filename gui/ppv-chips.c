/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-chips.h"

enum { MAX_CHARS = 40 };

/* Before transforms; chips stand apart without it. */
#define BAR "| "

struct _PpvChips {
  GtkBox parent_instance;

  PpvSession *session;
};

G_DEFINE_FINAL_TYPE (PpvChips, ppv_chips, GTK_TYPE_BOX)

static void
on_clicked (GtkButton *chip, PpvSession *session)
{
  gpointer index = g_object_get_data (G_OBJECT (chip), "ppv-index");

  ppv_session_remove_clause (session, GPOINTER_TO_UINT (index));
}

static void
add_chip (PpvChips *self, const PpvSelection *selection, guint index)
{
  g_autofree char *text = ppv_selection_clause_to_text (selection, index);
  g_autofree char *tooltip = NULL;
  GtkWidget *chip = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (g_str_has_prefix (text, BAR) ? text + strlen (BAR) : text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CHARS);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (chip), box);
  gtk_widget_add_css_class (chip, "chip");
  tooltip =
      g_strdup_printf ("%s\n%s", gtk_label_get_text (GTK_LABEL (label)), _ ("Remove This Filter"));
  gtk_widget_set_tooltip_text (chip, tooltip);
  g_object_set_data (G_OBJECT (chip), "ppv-index", GUINT_TO_POINTER (index));
  g_signal_connect_object (chip, "clicked", G_CALLBACK (on_clicked), self->session, 0);
  gtk_box_append (GTK_BOX (self), chip);
}

static void
rebuild (PpvChips *self)
{
  const PpvSelection *selection = ppv_session_get_selection (self->session);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  for (guint i = 0; i < ppv_selection_get_n_clauses (selection); i++)
    add_chip (self, selection, i);
}

static void
ppv_chips_dispose (GObject *object)
{
  g_clear_object (&PPV_CHIPS (object)->session);

  G_OBJECT_CLASS (ppv_chips_parent_class)->dispose (object);
}

static void
ppv_chips_class_init (PpvChipsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ppv_chips_dispose;
}

static void
ppv_chips_init (PpvChips *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 6);
}

/**
 * ppv_chips_set_session:
 * @self: chips, for the first time
 * @session: whose filters they are
 */
void
ppv_chips_set_session (PpvChips *self, PpvSession *session)
{
  g_return_if_fail (PPV_IS_CHIPS (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
}
