/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * GTK 4.8 tells neither column nor direction of a column view's sorter.  Columns get these
 * sorters, which compare nothing and know whether they were asked.
 */
GtkSorter *ppv_sort_probe_new (guint           column);
/* The column the head of which was clicked, or G_MAXUINT. */
guint      ppv_sort_probe_ask (GtkColumnView  *view,
                               gboolean       *descending);

G_END_DECLS
