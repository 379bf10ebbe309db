/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lists of the summary, and what all their rows have in common. */
GtkWidget *ppv_summary_list_new      (void);
/* @list under a heading. */
GtkWidget *ppv_summary_list_group    (const char *title,
                                      GtkWidget  *list);
GtkWidget *ppv_summary_list_add      (GtkWidget  *list,
                                      GtkWidget  *first,
                                      GtkWidget  *second,
                                      gboolean    activatable);
/* Text that can be selected; never markup, as it may be of a file. */
GtkWidget *ppv_summary_list_text     (const char *text);
void       ppv_summary_list_value    (GtkWidget  *list,
                                      const char *key,
                                      const char *value);
/* The same, taking @value over. */
void       ppv_summary_list_take     (GtkWidget  *list,
                                      const char *key,
                                      char       *value);

G_END_DECLS
