/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/*
 * What of a format libtraceevent may see; (transfer full), or NULL for nothing.  It
 * trusts what it parses, which here comes from a file: it recurses over expressions,
 * copies a line for each word of it, and follows pointers that a format which is none
 * leaves empty.  So fields and expressions are let through that the kernel could have
 * written; of a format with other expressions only the fields are, and its print
 * format is empty.
 */
char *perf_trace_guard (const char *format,
                        gsize       length);
