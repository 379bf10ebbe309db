/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/* The words of the text form: by PpvTermKind, then by PpvTransformKind. */
static const char *const ppv_term_names[] = { "process",  "thread", "cpu",   "module",
                                              "function", "self",   "stack", "time" };
static const char *const ppv_transform_names[] = { "focus",    "hide", "merge",
                                                   "collapse", "drop", "invert" };
#define PPV_RECURSION_NAME "recursion"
