/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-load.h"

G_BEGIN_DECLS

/*
 * A thread beside the work: it cancels when a signal asks to stop, and shows how
 * far a load is.
 */

/* From now on SIGINT, SIGTERM and SIGHUP cancel @cancellable; once in a process. */
void ppv_watch_signals    (GCancellable *cancellable);
/* The signal that came, or 0. */
int  ppv_watch_get_signal (void);
/* Shows the progress of @load (of the file @name) until ppv_watch_end_load(). */
void ppv_watch_begin_load (PpvLoad      *load,
                           const char   *name);
void ppv_watch_end_load   (void);

G_END_DECLS
