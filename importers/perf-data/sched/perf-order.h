/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

/*
 * Indices of rows in the order of their time, a guint64 at their beginning; to be freed.
 * Those of one time stay as they are.  Rows come in long runs that are in order
 * already, one for each CPU, so this takes little more than one look at each.
 */
guint32 *perf_order_by_time (GArray *rows);
