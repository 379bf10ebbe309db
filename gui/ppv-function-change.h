/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ppv-session.h"

G_BEGIN_DECLS

/*
 * What can be done with the stacks by pointing at a function.  Keys are letters, capital
 * ones with Shift, and as in Firefox Profiler: f F S focus, m M merge, c C collapse, r R
 * collapse recursion, d drop.
 */
#define PPV_FUNCTION_KEYS "fFSmMcCrRd"

/*
 * The items for @function, those with a letter in @keys showing it; @path leads to it in a
 * tree, as selections write it, or is NULL.  Each activates "function.change" with the
 * clause it adds; (transfer full).
 */
GMenuModel *ppv_function_change_menu     (PpvProfile      *profile,
                                          PpvFunctionId    function,
                                          const char      *path,
                                          const char      *keys);
/* Calls @pressed with the key as text, for ppv_function_change_press(). */
void        ppv_function_change_add_keys (GtkWidgetClass  *widget_class,
                                          const char      *keys,
                                          GtkShortcutFunc  pressed);
/* Whether @key does something to such a function. */
gboolean    ppv_function_change_press    (PpvSession      *session,
                                          PpvFunctionId    function,
                                          const char      *path,
                                          const char      *key);

G_END_DECLS
