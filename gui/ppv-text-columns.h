/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PpvTextColumn:
 * @title: for people, not translated yet
 * @width: in pixels; -1 for what the others leave
 * @is_number: whether it stands to the right
 * @dup_text: what a row of the owner says here; (transfer full)
 * @get_icon: (nullable): name of the icon before it; NULL for none
 * @cut: where texts are cut: sentences at the end, names in the middle; numbers are not
 * @get_number: (nullable): what it is sorted by; NULL for its text
 *
 * A column of texts about rows of a #PpvRowModel.
 */
typedef struct {
  const char *title;
  int         width;
  gboolean    is_number;
  char       *(*dup_text) (gpointer owner,
                           guint32  row);
  const char *(*get_icon) (gpointer owner,
                           guint32  row);
  PangoEllipsizeMode cut;
  double      (*get_number) (gpointer owner,
                           guint32  row);
} PpvTextColumn;

/* @columns are static; @owner outlives @view.  What is cut is whole in a tooltip. */
void ppv_text_columns_add  (GtkColumnView       *view,
                            const PpvTextColumn *columns,
                            guint                n_columns,
                            gpointer             owner);
void ppv_text_columns_show (GtkColumnView       *view,
                            guint                column,
                            int                  width,
                            gboolean             visible);
void ppv_text_columns_set_title (GtkColumnView  *view,
                            guint                column,
                            const char          *title);
void ppv_text_columns_scroll (GtkColumnView     *view,
                            guint                position);

G_END_DECLS
