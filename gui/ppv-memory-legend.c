/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ppv-memory-legend.h"
#include "ppv-memory-painter.h"

/* Values have room for any, so that the chart keeps its size. */
enum { SWATCH = 12, NAME_CHARS = 34, VALUE_CHARS = 9 };

struct _PpvMemoryLegend {
  GtkBox parent_instance;

  GtkBox *rows;
  GtkLabel *note;
  PpvMemoryHistory *history; /* or NULL */
  GPtrArray *values;         /* a label for each band; not owned */
};

G_DEFINE_FINAL_TYPE (PpvMemoryLegend, ppv_memory_legend, GTK_TYPE_BOX)

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer band)
{
  PpvMemoryLegend *self =
      PPV_MEMORY_LEGEND (gtk_widget_get_ancestor (GTK_WIDGET (area), PPV_TYPE_MEMORY_LEGEND));
  GdkRGBA color;

  if (self == NULL || self->history == NULL)
    return;
  ppv_memory_painter_get_color (self->history, GPOINTER_TO_UINT (band),
                                adw_style_manager_get_dark (adw_style_manager_get_default ()),
                                &color);
  gdk_cairo_set_source_rgba (cairo, &color);
  cairo_paint (cairo);
}

static void
add_row (PpvMemoryLegend *self, guint32 band)
{
  const char *name = self->history->bands->bands[band].name;
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *swatch = gtk_drawing_area_new ();
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *value = gtk_label_new (NULL);

  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch, GUINT_TO_POINTER (band),
                                  NULL);
  gtk_widget_set_size_request (swatch, SWATCH, SWATCH);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, name);
  gtk_label_set_width_chars (GTK_LABEL (value), VALUE_CHARS);
  gtk_label_set_xalign (GTK_LABEL (value), 1);
  gtk_widget_add_css_class (value, "numeric");
  gtk_widget_add_css_class (value, "dim-label");
  gtk_box_append (GTK_BOX (row), swatch);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), value);
  gtk_box_append (self->rows, row);
  g_ptr_array_index (self->values, band) = value;
}

static void
clear_rows (PpvMemoryLegend *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, child);
  g_ptr_array_set_size (self->values, 0);
}

static void
ppv_memory_legend_dispose (GObject *object)
{
  PpvMemoryLegend *self = PPV_MEMORY_LEGEND (object);

  g_clear_pointer (&self->history, ppv_memory_history_unref);

  G_OBJECT_CLASS (ppv_memory_legend_parent_class)->dispose (object);
}

static void
ppv_memory_legend_finalize (GObject *object)
{
  g_ptr_array_unref (PPV_MEMORY_LEGEND (object)->values);

  G_OBJECT_CLASS (ppv_memory_legend_parent_class)->finalize (object);
}

static void
ppv_memory_legend_class_init (PpvMemoryLegendClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ppv_memory_legend_dispose;
  G_OBJECT_CLASS (klass)->finalize = ppv_memory_legend_finalize;
}

static void
ppv_memory_legend_init (PpvMemoryLegend *self)
{
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *note = gtk_label_new (
      _ ("Dots: who allocated is recorded; between them it is estimated, in grey unknown"));

  self->values = g_ptr_array_new ();
  self->rows = GTK_BOX (rows);
  self->note = GTK_LABEL (note);
  gtk_label_set_wrap (self->note, TRUE);
  gtk_label_set_max_width_chars (self->note, NAME_CHARS);
  gtk_label_set_xalign (self->note, 0);
  gtk_widget_add_css_class (note, "dim-label");
  gtk_widget_add_css_class (note, "caption");
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_box_append (GTK_BOX (self), rows);
  gtk_box_append (GTK_BOX (self), note);
}

/**
 * ppv_memory_legend_set_history:
 * @self: a legend
 * @history: (nullable): what is drawn
 */
void
ppv_memory_legend_set_history (PpvMemoryLegend *self, PpvMemoryHistory *history)
{
  g_return_if_fail (PPV_IS_MEMORY_LEGEND (self));

  clear_rows (self);
  g_clear_pointer (&self->history, ppv_memory_history_unref);
  if (history == NULL)
    return;
  self->history = ppv_memory_history_ref (history);
  g_ptr_array_set_size (self->values, (int) history->bands->n_bands);
  for (guint32 i = history->bands->n_bands; i > 0; i--) /* the upper ones first */
    add_row (self, i - 1);
  gtk_widget_set_visible (GTK_WIDGET (self->note),
                          history->n_detailed > 0 &&
                              history->n_detailed < history->memory->n_snapshots);
}

/**
 * ppv_memory_legend_set_chosen:
 * @self: a legend
 * @snapshot: whose bytes to tell, or PPV_NONE
 */
void
ppv_memory_legend_set_chosen (PpvMemoryLegend *self, guint32 snapshot)
{
  g_return_if_fail (PPV_IS_MEMORY_LEGEND (self));

  for (guint i = 0; i < self->values->len; i++)
    {
      gboolean known =
          snapshot != PPV_NONE && ppv_memory_history_is_moment (self->history, snapshot);
      const PpvMemoryBand *band = &self->history->bands->bands[i];
      g_autofree char *bytes =
          known ? ppv_format_bytes (band->bytes[self->history->moment_of[snapshot]])
                : g_strdup ("–");

      gtk_label_set_text (g_ptr_array_index (self->values, i), bytes);
    }
}
