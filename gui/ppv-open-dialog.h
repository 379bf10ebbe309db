/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gets the file that was chosen; not called when none was. */
typedef void (*PpvOpenDialogChosen) (GtkWindow *parent,
                                     GFile     *file);

/* Asks for a profile; goes away with @parent. */
void ppv_open_dialog_show (GtkWindow           *parent,
                           PpvOpenDialogChosen  chosen);

G_END_DECLS
