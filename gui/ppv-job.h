/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PPV_TYPE_JOB (ppv_job_get_type ())

/**
 * PpvJob:
 *
 * Runs an analysis off the main thread for one owner.  At most one request runs
 * at a time: a newer one cancels it, waits for its thread to come back and
 * replaces whatever was waiting.  Results that are not the newest are dropped.
 *
 * Property "busy": whether a request has been running for longer than the 30 ms
 * nobody notices; for spinners.
 */
G_DECLARE_FINAL_TYPE (PpvJob, ppv_job, PPV, JOB, GObject)

/* In a thread.  NULL with an error, or the (transfer full) result. */
typedef gpointer (*PpvJobRun)  (gpointer       request,
                                GCancellable  *cancellable,
                                GError       **error);
/* On the main thread.  Takes @result; NULL when @error is set. */
typedef void     (*PpvJobDone) (gpointer       owner,
                                gpointer       result,
                                const GError  *error);

PpvJob   *ppv_job_new      (PpvJobRun       run,
                            GDestroyNotify  free_request,
                            GDestroyNotify  free_result,
                            PpvJobDone      done,
                            gpointer        owner);
/* Takes @request. */
void      ppv_job_start    (PpvJob         *self,
                            gpointer        request);
/* Drops whatever runs or waits: done is not called for it. */
void      ppv_job_cancel   (PpvJob         *self);
/* Cancels; the owner is never called again.  For dispose. */
void      ppv_job_leave    (PpvJob         *self);
/* Whether nothing runs or waits. */
gboolean  ppv_job_is_idle  (PpvJob         *self);

G_END_DECLS
