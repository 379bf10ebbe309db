/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-whole-note.h"

struct _PpvWholeNote {
  AdwBin parent_instance;

  PpvSession *session;
  AdwViewStack *views; /* lives as long as the window, which has both */
};

G_DEFINE_FINAL_TYPE (PpvWholeNote, ppv_whole_note, ADW_TYPE_BIN)

static void
update (PpvWholeNote *self)
{
  static const char *const whole[] = { PPV_VIEW_MEMORY, PPV_VIEW_LEAKS, PPV_VIEW_ERRORS, NULL };
  const char *view = adw_view_stack_get_visible_child_name (self->views);
  guint n_clauses = ppv_selection_get_n_clauses (ppv_session_get_selection (self->session));

  gtk_widget_set_visible (GTK_WIDGET (self),
                          n_clauses > 0 && view != NULL && g_strv_contains (whole, view));
}

static void
ppv_whole_note_dispose (GObject *object)
{
  g_clear_object (&PPV_WHOLE_NOTE (object)->session);

  G_OBJECT_CLASS (ppv_whole_note_parent_class)->dispose (object);
}

static void
ppv_whole_note_class_init (PpvWholeNoteClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ppv_whole_note_dispose;
}

static void
ppv_whole_note_init (PpvWholeNote *self)
{
  GtkWidget *label = gtk_label_new (_ ("This view is of the whole program: filters do not apply."));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self), "filterbar");
  adw_bin_set_child (ADW_BIN (self), label);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * ppv_whole_note_set_session:
 * @self: a note, for the first time
 * @session: whose filters it speaks of
 * @views: the views it is for
 */
void
ppv_whole_note_set_session (PpvWholeNote *self, PpvSession *session, AdwViewStack *views)
{
  g_return_if_fail (PPV_IS_WHOLE_NOTE (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  self->views = views;
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (views, "notify::visible-child", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
}
