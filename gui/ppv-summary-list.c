/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-summary-list.h"

enum { KEY_CHARS = 18 };

/**
 * ppv_summary_list_new: (skip)
 *
 * Returns: an empty list
 */
GtkWidget *
ppv_summary_list_new (void)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  return list;
}

/**
 * ppv_summary_list_group: (skip)
 * @title: heading
 * @list: a list
 *
 * Returns: both
 */
GtkWidget *
ppv_summary_list_group (const char *title, GtkWidget *list)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (group), label);
  gtk_box_append (GTK_BOX (group), list);
  return group;
}

/**
 * ppv_summary_list_add: (skip)
 * @list: a list
 * @first: at the left of a new row
 * @second: at the right of it
 * @activatable: whether the row can be clicked
 *
 * Returns: (transfer none): the row
 */
GtkWidget *
ppv_summary_list_add (GtkWidget *list, GtkWidget *first, GtkWidget *second, gboolean activatable)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_box_append (GTK_BOX (box), first);
  gtk_box_append (GTK_BOX (box), second);
  gtk_widget_add_css_class (box, "summary-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), activatable);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return row;
}

static GtkWidget *
make_key (const char *key)
{
  GtkWidget *label = gtk_label_new (key);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), KEY_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), KEY_CHARS);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

/**
 * ppv_summary_list_text: (skip)
 * @text: any text
 *
 * Returns: a label in as many lines as it takes
 */
GtkWidget *
ppv_summary_list_text (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_focusable (label, FALSE);
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

/**
 * ppv_summary_list_value: (skip)
 * @list: a list
 * @key: what it is
 * @value: its value
 */
void
ppv_summary_list_value (GtkWidget *list, const char *key, const char *value)
{
  ppv_summary_list_add (list, make_key (key), ppv_summary_list_text (value), FALSE);
}

/**
 * ppv_summary_list_take: (skip)
 * @list: a list
 * @key: what it is
 * @value: (transfer full): its value
 */
void
ppv_summary_list_take (GtkWidget *list, const char *key, char *value)
{
  ppv_summary_list_value (list, key, value);
  g_free (value);
}
