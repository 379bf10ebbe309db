/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-function-change.h"
#include "ppv-session.h"

G_BEGIN_DECLS

/*
 * Pops up what can be done with a function at (@x, @y) of @view: filters, changes of the
 * stacks, copy, and a look at it in the view called @other.  @path leads to it in a tree,
 * or is NULL; @keys are those of #PPV_FUNCTION_KEYS that work in @view.
 */
void ppv_function_menu_popup    (GtkWidget     *view,
                                 PpvSession    *session,
                                 PpvFunctionId  function,
                                 const char    *path,
                                 const char    *keys,
                                 const char    *other,
                                 double         x,
                                 double         y);
/* "function.…" of @view, as the menu's items call them, acting on @function. */
void ppv_function_menu_install  (GtkWidget     *view,
                                 PpvSession    *session,
                                 PpvFunctionId  function,
                                 const char    *other);

G_END_DECLS
