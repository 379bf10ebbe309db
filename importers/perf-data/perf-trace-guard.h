/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/*
 * Whether a format is one libtraceevent may see: it trusts what it parses, which here
 * comes from a file.  It recurses over nested expressions and copies a line for each
 * word of it.
 */
gboolean perf_trace_is_sane (const char *format,
                             gsize       length);
