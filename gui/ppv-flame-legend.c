/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include <adwaita.h>

#include "ppv-flame-legend.h"
#include "ppv-flame-painter.h"

enum { SWATCH = 12 };

struct _PpvFlameLegend {
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (PpvFlameLegend, ppv_flame_legend, GTK_TYPE_BOX)

static const struct {
  PpvCategory category;
  const char *label;
} entries[] = {
  { PPV_CATEGORY_USER, N_ ("Program") },
  { PPV_CATEGORY_KERNEL, N_ ("Kernel") },
  { PPV_CATEGORY_JIT, N_ ("JIT") },
  { PPV_CATEGORY_UNKNOWN, N_ ("No name") },
};

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer category)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GdkRGBA color = ppv_flame_color ((PpvCategory) GPOINTER_TO_UINT (category), dark);

  gdk_cairo_set_source_rgba (cairo, &color);
  cairo_paint (cairo);
}

static void
add_entry (PpvFlameLegend *self, PpvCategory category, const char *text)
{
  GtkWidget *entry = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *swatch = gtk_drawing_area_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (swatch), SWATCH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (swatch), SWATCH);
  gtk_widget_set_valign (swatch, GTK_ALIGN_CENTER);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), draw_swatch,
                                  GUINT_TO_POINTER (category), NULL);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), swatch, G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (entry), swatch);
  gtk_box_append (GTK_BOX (entry), label);
  gtk_box_append (GTK_BOX (self), entry);
}

static void
ppv_flame_legend_class_init (PpvFlameLegendClass *klass)
{
}

static void
ppv_flame_legend_init (PpvFlameLegend *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 10);
  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    add_entry (self, entries[i].category, _ (entries[i].label));
}
