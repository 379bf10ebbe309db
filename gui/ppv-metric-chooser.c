/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ppv-figures.h"
#include "ppv-metric-chooser.h"

/* From so many metrics on the list has a search entry. */
enum { MANY = 10 };

/* How much of a name the button and the list show. */
enum { BUTTON_CHARS = 24, LIST_CHARS = 48 };

struct _PpvMetricChooser {
  AdwBin parent_instance;

  GtkDropDown *list;
  PpvSession *session;
  PpvProfile *profile; /* whose metrics are listed */
  GArray *metrics;     /* PpvMetricId of each position: those with samples */
  gboolean updating;   /* the session is the one that chooses */
};

G_DEFINE_FINAL_TYPE (PpvMetricChooser, ppv_metric_chooser, ADW_TYPE_BIN)

/* --- rows of the list -------------------------------------------------------------- */

static GtkWidget *
make_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  return label;
}

/* A list is as narrow as its rows can be: they are told not to be narrower than their text. */
static void
show_name (GtkWidget *label, const char *name, int max_chars)
{
  int n_chars = (int) MIN (g_utf8_strlen (name, -1), max_chars);

  gtk_label_set_text (GTK_LABEL (label), name);
  gtk_label_set_width_chars (GTK_LABEL (label), n_chars);
  gtk_label_set_max_width_chars (GTK_LABEL (label), n_chars);
}

static void
on_button_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, make_label ());
}

static void
on_button_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *name = gtk_list_item_get_item (item);

  show_name (gtk_list_item_get_child (item), gtk_string_object_get_string (name), BUTTON_CHARS);
}

static void
on_row_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *name = make_label ();
  GtkWidget *total = gtk_label_new (NULL);

  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (total, "dim-label");
  gtk_widget_add_css_class (total, "numeric");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), total);
  gtk_list_item_set_child (item, box);
}

/* The total tells apart what is counted in time from what is counted in events. */
static void
on_row_bind (GtkSignalListItemFactory *factory, GtkListItem *item, PpvMetricChooser *self)
{
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));
  PpvMetricId id = self->profile != NULL ? ppv_profile_find_metric (self->profile, text) : PPV_NONE;
  const PpvMetric *metric = id != PPV_NONE ? ppv_profile_get_metric (self->profile, id) : NULL;
  g_autofree char *total = NULL;

  if (metric != NULL)
    total = ppv_format_value (metric->total, ppv_profile_get_string (self->profile, metric->unit));
  show_name (name, text, LIST_CHARS);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (name)), total != NULL ? total : "");
}

static GtkListItemFactory *
make_factory (GCallback setup, GCallback bind, gpointer owner)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", setup, NULL);
  g_signal_connect_object (factory, "bind", bind, owner, 0);
  return factory;
}

/* --- what is listed ---------------------------------------------------------------- */

static void
fill (PpvMetricChooser *self)
{
  PpvProfile *profile = ppv_session_get_profile (self->session);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_clear_pointer (&self->profile, ppv_profile_unref);
  self->profile = ppv_profile_ref (profile);
  g_array_set_size (self->metrics, 0);
  for (PpvMetricId i = 0; i < ppv_profile_get_n_metrics (profile); i++)
    if (ppv_figure_is_worth_showing (profile, i))
      {
        gtk_string_list_append (
            names, ppv_profile_get_string (profile, ppv_profile_get_metric (profile, i)->name));
        g_array_append_val (self->metrics, i);
      }
  gtk_drop_down_set_model (self->list, G_LIST_MODEL (names));
  gtk_drop_down_set_enable_search (self->list, self->metrics->len >= MANY);
  gtk_widget_set_visible (GTK_WIDGET (self), self->metrics->len > 1);
}

static void
on_changed (PpvMetricChooser *self)
{
  PpvMetricId metric = ppv_session_get_metric (self->session);

  self->updating = TRUE;
  if (ppv_session_get_profile (self->session) != self->profile)
    fill (self);
  for (guint i = 0; i < self->metrics->len; i++)
    if (g_array_index (self->metrics, PpvMetricId, i) == metric)
      gtk_drop_down_set_selected (self->list, i);
  self->updating = FALSE;
}

static void
on_selected (PpvMetricChooser *self)
{
  guint position = gtk_drop_down_get_selected (self->list);

  if (!self->updating && position < self->metrics->len)
    ppv_session_set_metric (self->session, g_array_index (self->metrics, PpvMetricId, position));
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
ppv_metric_chooser_finalize (GObject *object)
{
  g_array_unref (PPV_METRIC_CHOOSER (object)->metrics);

  G_OBJECT_CLASS (ppv_metric_chooser_parent_class)->finalize (object);
}

static void
ppv_metric_chooser_class_init (PpvMetricChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ppv_metric_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = ppv_metric_chooser_finalize;
}

static void
ppv_metric_chooser_init (PpvMetricChooser *self)
{
  g_autoptr (GtkListItemFactory) button =
      make_factory (G_CALLBACK (on_button_setup), G_CALLBACK (on_button_bind), self);
  g_autoptr (GtkListItemFactory) rows =
      make_factory (G_CALLBACK (on_row_setup), G_CALLBACK (on_row_bind), self);
  GtkWidget *list = gtk_drop_down_new (
      NULL, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));

  self->metrics = g_array_new (FALSE, FALSE, sizeof (PpvMetricId));
  self->list = GTK_DROP_DOWN (list);
  gtk_drop_down_set_factory (self->list, button);
  gtk_drop_down_set_list_factory (self->list, rows);
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
