/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-metric-chooser.h"

struct _PpvMetricChooser {
  AdwBin parent_instance;

  GtkDropDown *list;
  PpvSession *session;
  PpvProfile *profile; /* whose metrics are listed */
  gboolean updating;   /* the session is the one that chooses */
};

G_DEFINE_FINAL_TYPE (PpvMetricChooser, ppv_metric_chooser, ADW_TYPE_BIN)

static void
fill (PpvMetricChooser *self)
{
  PpvProfile *profile = ppv_session_get_profile (self->session);
  guint32 n_metrics = ppv_profile_get_n_metrics (profile);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (PpvMetricId i = 0; i < n_metrics; i++)
    {
      const PpvMetric *metric = ppv_profile_get_metric (profile, i);

      gtk_string_list_append (names, ppv_profile_get_string (profile, metric->name));
    }
  gtk_drop_down_set_model (self->list, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self), n_metrics > 1);
  g_clear_pointer (&self->profile, ppv_profile_unref);
  self->profile = ppv_profile_ref (profile);
}

static void
on_changed (PpvMetricChooser *self)
{
  PpvMetricId metric = ppv_session_get_metric (self->session);

  self->updating = TRUE;
  if (ppv_session_get_profile (self->session) != self->profile)
    fill (self);
  if (metric != PPV_NONE)
    gtk_drop_down_set_selected (self->list, metric);
  self->updating = FALSE;
}

static void
on_selected (PpvMetricChooser *self)
{
  guint metric = gtk_drop_down_get_selected (self->list);

  if (!self->updating && metric != GTK_INVALID_LIST_POSITION)
    ppv_session_set_metric (self->session, metric);
}

static void
ppv_metric_chooser_dispose (GObject *object)
{
  PpvMetricChooser *self = PPV_METRIC_CHOOSER (object);

  self->updating = TRUE;
  g_clear_object (&self->session);
  g_clear_pointer (&self->profile, ppv_profile_unref);

  G_OBJECT_CLASS (ppv_metric_chooser_parent_class)->dispose (object);
}

static void
ppv_metric_chooser_class_init (PpvMetricChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ppv_metric_chooser_dispose;
}

static void
ppv_metric_chooser_init (PpvMetricChooser *self)
{
  GtkWidget *list = gtk_drop_down_new (NULL, NULL);

  self->list = GTK_DROP_DOWN (list);
  gtk_widget_set_valign (list, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (list, _ ("Metric"));
  g_signal_connect_object (list, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), list);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * ppv_metric_chooser_set_session:
 * @self: a chooser, for the first time
 * @session: whose metric it chooses
 */
void
ppv_metric_chooser_set_session (PpvMetricChooser *self, PpvSession *session)
{
  g_return_if_fail (PPV_IS_METRIC_CHOOSER (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}
