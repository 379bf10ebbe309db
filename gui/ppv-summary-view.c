/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-figures.h"
#include "ppv-job.h"
#include "ppv-summary-rows.h"
#include "ppv-summary-view.h"

struct _PpvSummaryView {
  AdwBin parent_instance;

  GtkBox *groups;

  PpvSession *session;
  PpvJob *job;
  guint serial; /* of the session when the summary was asked for */
};

G_DEFINE_FINAL_TYPE (PpvSummaryView, ppv_summary_view, ADW_TYPE_BIN)

typedef struct {
  PpvProfile *profile;
  PpvSelection *selection;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  ppv_profile_unref (request->profile);
  ppv_selection_free (request->selection);
  g_free (request);
}

static gpointer
run_request (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  return ppv_summary_new (request->profile, request->selection, cancellable, error);
}

static void
clear_groups (PpvSummaryView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->groups))) != NULL)
    gtk_box_remove (self->groups, child);
}

static void
add_group (PpvSummaryView *self, GtkWidget *group)
{
  if (group != NULL)
    gtk_box_append (self->groups, group);
}

static void
on_done (gpointer owner, gpointer result, const GError *error)
{
  PpvSummaryView *self = PPV_SUMMARY_VIEW (owner);
  g_autoptr (PpvSummary) summary = result;
  g_autoptr (PpvQualityReport) report = NULL;
  PpvProfile *profile = ppv_session_get_profile (self->session);

  clear_groups (self);
  add_group (self, ppv_summary_rows_recording (profile));
  if (summary != NULL)
    {
      add_group (self, ppv_summary_rows_hotspots (self->session, summary));
      add_group (self, ppv_summary_rows_memory (profile, summary));
    }
  add_group (self, ppv_summary_rows_metrics (profile));
  if (summary == NULL) /* there is no metric: this is no work */
    report = ppv_quality_report_new (profile, NULL);
  add_group (self, ppv_summary_rows_quality (profile, summary != NULL ? summary->quality : report));
  add_group (self, ppv_summary_rows_facts (profile));
}

static void
refresh_when_seen (PpvSummaryView *self)
{
  guint serial = ppv_session_get_serial (self->session);
  Request *request;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || self->serial == serial ||
      ppv_session_get_profile (self->session) == NULL)
    return;
  self->serial = serial;
  request = g_new0 (Request, 1);
  request->profile = ppv_profile_ref (ppv_session_get_shown (self->session));
  request->selection = ppv_selection_copy (ppv_session_get_rest (self->session));
  ppv_job_start (self->job, request);
}

static void
ppv_summary_view_map (GtkWidget *widget)
{
  PpvSummaryView *self = PPV_SUMMARY_VIEW (widget);

  GTK_WIDGET_CLASS (ppv_summary_view_parent_class)->map (widget);
  if (self->session != NULL)
    refresh_when_seen (self);
}

static void
ppv_summary_view_dispose (GObject *object)
{
  PpvSummaryView *self = PPV_SUMMARY_VIEW (object);

  if (self->job != NULL)
    ppv_job_leave (self->job);
  g_clear_object (&self->job);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (ppv_summary_view_parent_class)->dispose (object);
}

static void
ppv_summary_view_class_init (PpvSummaryViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ppv_summary_view_dispose;
  GTK_WIDGET_CLASS (klass)->map = ppv_summary_view_map;
}

static void
ppv_summary_view_init (PpvSummaryView *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);

  self->groups = GTK_BOX (groups);
  gtk_widget_add_css_class (groups, "summary");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 860);
  adw_clamp_set_child (ADW_CLAMP (clamp), groups);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  adw_bin_set_child (ADW_BIN (self), scrolled);
  self->job =
      ppv_job_new (run_request, free_request, (GDestroyNotify) ppv_summary_free, on_done, self);
}

/**
 * ppv_summary_view_set_session:
 * @self: a view, for the first time
 * @session: what it shows
 */
void
ppv_summary_view_set_session (PpvSummaryView *self, PpvSession *session)
{
  g_return_if_fail (PPV_IS_SUMMARY_VIEW (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "changed", G_CALLBACK (refresh_when_seen), self);
}

/**
 * ppv_summary_view_is_settled:
 * @self: a view
 *
 * Returns: whether it shows what was asked for
 */
gboolean
ppv_summary_view_is_settled (PpvSummaryView *self)
{
  g_return_val_if_fail (PPV_IS_SUMMARY_VIEW (self), FALSE);

  return ppv_job_is_idle (self->job) && self->serial == ppv_session_get_serial (self->session);
}
