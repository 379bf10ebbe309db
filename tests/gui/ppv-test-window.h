/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-window.h"

G_BEGIN_DECLS

/* Registers the application all windows of the test belong to. */
void       ppv_test_start        (void);
/* A window on the screen that opens a file with @contents, of a name ending in ".folded". */
PpvWindow *ppv_test_open         (const char   *contents,
                                  gsize         length);
/* The same, back when the file is open or could not be opened. */
PpvWindow *ppv_test_open_wait    (const char   *contents);
/* A window that has opened a file of tests/data. */
PpvWindow *ppv_test_open_data    (const char   *name);
/* The same of a folder as perf record --threads makes them, with @contents as its first file. */
PpvWindow *ppv_test_open_folder  (const char   *contents);
/* The file that was opened last; NULL removes it. */
void       ppv_test_rewrite      (const char   *contents);
/* Drops that file on @window. */
gboolean   ppv_test_drop         (PpvWindow    *window);
/* Closes it and sees that nothing of it is left. */
void       ppv_test_close        (PpvWindow    *window);
/* Waits until the window shows what it was asked for. */
void       ppv_test_settle       (PpvWindow    *window);
/* Brings a view to the front and waits until it shows what it should. */
void       ppv_test_show         (PpvWindow    *window,
                                  const char   *view);
/* Runs what is due, and waits a frame. */
void       ppv_test_pump         (void);
/* The first widget of @type below @root. */
GtkWidget *ppv_test_find         (gpointer      root,
                                  GType         type);
/* The first button below @root with that icon. */
GtkWidget *ppv_test_find_button  (gpointer      root,
                                  const char   *icon);
/*
 * Whether some label below @root says @text, and that it does.  Numbers and their
 * percent sign are held together by a no-break space.
 */
gboolean   ppv_test_has_label    (GtkWidget    *root,
                                  const char   *text);
void       ppv_test_assert_says  (gpointer      root,
                                  const char   *text);
/* Types into the search entry of @view and waits until it is answered. */
void       ppv_test_search       (PpvWindow    *window,
                                  gpointer      view,
                                  const char   *text);
/* Clicks the head of a column of the first list below @view. */
void       ppv_test_sort     (PpvWindow    *window,
                                  gpointer      view,
                                  guint         column);
/* Runs what @widget's class binds to a key; whether there is such a thing. */
gboolean   ppv_test_press        (gpointer      widget,
                                  guint         key);
/* Whether keys go to @widget or to something in it. */
gboolean   ppv_test_has_focus    (PpvWindow    *window,
                                  gpointer      widget);
/* Presses the first button at a point of @widget. */
void       ppv_test_click        (gpointer      widget,
                                  double        x,
                                  double        y);
/* Sees that a view is bright in the light style and not in the dark one. */
void       ppv_test_assert_light_and_dark (PpvWindow *window,
                                  const char   *view);

G_END_DECLS
