/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "ppv-filter-bar.h"

struct _PpvFilterBar {
  GtkBox parent_instance;

  GtkEntry *entry;
  GtkLabel *message;

  PpvSession *session;
  gboolean filling; /* the text is not the user's */
  gboolean edited;  /* it is, and nothing has come of it yet */
};

G_DEFINE_FINAL_TYPE (PpvFilterBar, ppv_filter_bar, GTK_TYPE_BOX)

/* --- what is wrong ---- */

/* The word at @column of the text, from 1; the last character when the text is too short. */
static PangoAttrList *
underline (const char *text, guint64 column)
{
  gsize n_chars = (gsize) g_utf8_strlen (text, -1);
  const char *begin = g_utf8_offset_to_pointer (text, (glong) MIN (column - 1, n_chars));
  PangoAttrList *list = pango_attr_list_new ();
  PangoAttribute *line = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

  if (*begin == '\0' && begin > text)
    begin = g_utf8_prev_char (begin);
  line->start_index = (guint) (begin - text);
  line->end_index = line->start_index + (guint) strcspn (begin, " ");
  line->end_index = MAX (line->end_index, line->start_index + 1);
  pango_attr_list_insert (list, line);
  return list;
}

/* Whatever language it is in, the column is the first number of a message. */
static guint64
find_column (const GError *error)
{
  const char *digits = strpbrk (error->message, "0123456789");

  return digits != NULL ? g_ascii_strtoull (digits, NULL, 10) : 0;
}

/* @column is 0 when the text is good in itself. */
static void
show_error (PpvFilterBar *self, const char *message, guint64 column)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  PangoAttrList *attributes = column > 0 ? underline (text, column) : NULL;

  gtk_entry_set_attributes (self->entry, attributes);
  g_clear_pointer (&attributes, pango_attr_list_unref);
  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_label_set_text (self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
}

static void
clear_error (PpvFilterBar *self)
{
  gtk_entry_set_attributes (self->entry, NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
}

/* --- the text ---- */

static void
fill (PpvFilterBar *self, const char *text)
{
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  self->filling = FALSE;
  self->edited = FALSE;
  clear_error (self);
}

static void
fill_with_selection (PpvFilterBar *self)
{
  g_autofree char *text = ppv_selection_to_text (ppv_session_get_selection (self->session));

  fill (self, text);
}

static void
on_changed (PpvFilterBar *self)
{
  if (!self->edited)
    fill_with_selection (self);
}

static void
on_failed (PpvFilterBar *self, const char *text, const char *message)
{
  fill (self, text);
  self->edited = TRUE;
  show_error (self, message, 0);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
on_activate (PpvFilterBar *self)
{
  g_autoptr (GError) error = NULL;

  if (ppv_session_set_text (self->session, gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                            &error))
    {
      self->edited = FALSE;
      clear_error (self);
      return;
    }
  show_error (self, error->message, find_column (error));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), (int) find_column (error) - 1);
}

/* While there is an error, typing shows whether it is mended; before, it is no error yet. */
static void
on_typed (PpvFilterBar *self)
{
  g_autoptr (PpvSelection) selection = ppv_selection_new ();
  g_autoptr (GError) error = NULL;

  if (self->filling)
    return;
  self->edited = TRUE;
  if (!gtk_widget_get_visible (GTK_WIDGET (self->message)))
    return;
  if (ppv_selection_parse (selection, gtk_editable_get_text (GTK_EDITABLE (self->entry)), &error))
    clear_error (self);
  else
    show_error (self, error->message, find_column (error));
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  PpvFilterBar *self = PPV_FILTER_BAR (widget);

  fill_with_selection (self);
  gtk_widget_set_visible (widget, FALSE);
  return TRUE;
}

/* --- the class ---- */

static void
ppv_filter_bar_dispose (GObject *object)
{
  g_clear_object (&PPV_FILTER_BAR (object)->session);

  G_OBJECT_CLASS (ppv_filter_bar_parent_class)->dispose (object);
}

static void
ppv_filter_bar_class_init (PpvFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ppv_filter_bar_dispose;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
ppv_filter_bar_init (PpvFilterBar *self)
{
  self->entry = GTK_ENTRY (gtk_entry_new ());
  self->message = GTK_LABEL (gtk_label_new (NULL));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "filterbar");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "monospace");
  gtk_entry_set_placeholder_text (self->entry,
                                  "process=firefox and not self~^mem | hide module=libc.so.6");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Filter"), -1);
  gtk_label_set_xalign (self->message, 0);
  gtk_label_set_wrap (self->message, TRUE);
  gtk_label_set_selectable (self->message, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->message));
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_activate), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
}

/**
 * ppv_filter_bar_set_session:
 * @self: a bar, for the first time
 * @session: whose selection it is
 */
void
ppv_filter_bar_set_session (PpvFilterBar *self, PpvSession *session)
{
  g_return_if_fail (PPV_IS_FILTER_BAR (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
}

/**
 * ppv_filter_bar_toggle:
 * @self: a bar
 */
void
ppv_filter_bar_toggle (PpvFilterBar *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  g_return_if_fail (PPV_IS_FILTER_BAR (self));

  if (gtk_widget_get_visible (widget) && gtk_widget_get_focus_child (widget) != NULL)
    {
      on_escape (widget, NULL, NULL);
      return;
    }
  gtk_widget_set_visible (widget, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
