/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-plugin.h"

/* How far several threads are together, and whether they are to stop. */
typedef struct {
  PpvLoadContext *context; /* borrowed */
  gsize           done;    /* KiB, atomic */
  gsize           total;   /* KiB */
  gint            stop;    /* atomic: one of the threads has failed */
} PerfProgress;

static inline void
perf_progress_init (PerfProgress   *self,
                    PpvLoadContext *context,
                    guint64         n_bytes_done,
                    guint64         n_bytes_total)
{
  *self = (PerfProgress){ .context = context };
  self->done = (gsize) (n_bytes_done / 1024);
  self->total = (gsize) (n_bytes_total / 1024);
}

/* By any thread, every so often; FALSE, with an error when it was cancelled: return at once. */
static inline gboolean
perf_progress_advance (PerfProgress  *self,
                       guint64        n_bytes,
                       GError       **error)
{
  gsize n_more = (gsize) (n_bytes / 1024);
  gsize before = (gsize) g_atomic_pointer_add (&self->done, (gssize) n_more);

  return !g_atomic_int_get (&self->stop) &&
         ppv_load_context_advance (self->context, before + n_more, self->total, error);
}
