/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-job.h"

enum { GRACE_MS = 30 };

struct _PpvJob {
  GObject parent_instance;

  PpvJobRun run;
  GDestroyNotify free_request;
  GDestroyNotify free_result;
  PpvJobDone done;
  gpointer owner; /* NULL once it has left */

  GCancellable *cancellable; /* of the request that runs, else NULL */
  gpointer waiting;          /* the request after it, or NULL */
  GApplication *application; /* that waits for the request, or NULL; not owned */
  guint grace_id;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (PpvJob, ppv_job, G_TYPE_OBJECT)

enum { PROP_0, PROP_BUSY, N_PROPS };

static GParamSpec *properties[N_PROPS];

static void
set_busy (PpvJob *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static gboolean
on_grace_over (gpointer user_data)
{
  PpvJob *self = PPV_JOB (user_data);

  self->grace_id = 0;
  set_busy (self, TRUE);
  return G_SOURCE_REMOVE;
}

static void
drop_waiting (PpvJob *self)
{
  if (self->waiting != NULL)
    self->free_request (g_steal_pointer (&self->waiting));
}

static void
run_in_thread (GTask *task, gpointer source, gpointer request, GCancellable *cancellable)
{
  PpvJob *self = PPV_JOB (source);
  GError *error = NULL;
  gpointer result = self->run (request, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, self->free_result);
}

static void on_finished (GObject *source, GAsyncResult *result, gpointer user_data);

static void
launch (PpvJob *self, gpointer request)
{
  g_autoptr (GTask) task = NULL;

  self->cancellable = g_cancellable_new ();
  self->application = g_application_get_default ();
  if (self->application != NULL) /* nothing is to be taken from under the thread */
    g_application_hold (self->application);
  task = g_task_new (self, self->cancellable, on_finished, NULL);
  g_task_set_source_tag (task, launch);
  g_task_set_task_data (task, request, self->free_request);
  if (self->grace_id == 0 && !self->busy)
    self->grace_id = g_timeout_add (GRACE_MS, on_grace_over, self);
  g_task_run_in_thread (task, run_in_thread);
}

static void
on_finished (GObject *source, GAsyncResult *async, gpointer user_data)
{
  PpvJob *self = PPV_JOB (source); /* the task holds it until this returns */
  gboolean cancelled = g_cancellable_is_cancelled (self->cancellable);
  g_autoptr (GError) error = NULL;
  gpointer result = g_task_propagate_pointer (G_TASK (async), &error);

  g_clear_object (&self->cancellable);
  if (self->application != NULL)
    g_application_release (self->application);
  if (self->waiting != NULL)
    launch (self, g_steal_pointer (&self->waiting));
  else
    {
      g_clear_handle_id (&self->grace_id, g_source_remove);
      set_busy (self, FALSE);
    }
  if (!cancelled && self->owner != NULL)
    self->done (self->owner, result, error);
  else if (result != NULL)
    self->free_result (result);
}

static void
ppv_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, PPV_JOB (object)->busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ppv_job_class_init (PpvJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ppv_job_get_property;
  properties[PROP_BUSY] =
      g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ppv_job_init (PpvJob *self)
{
}

/**
 * ppv_job_new:
 * @run: the work; runs in a thread
 * @free_request: frees what ppv_job_start() took
 * @free_result: frees a result nobody wants
 * @done: gets the newest result
 * @owner: passed to @done; must call ppv_job_leave() before it goes
 *
 * Returns: (transfer full): a job
 */
PpvJob *
ppv_job_new (PpvJobRun run,
             GDestroyNotify free_request,
             GDestroyNotify free_result,
             PpvJobDone done,
             gpointer owner)
{
  PpvJob *self = g_object_new (PPV_TYPE_JOB, NULL);

  self->run = run;
  self->free_request = free_request;
  self->free_result = free_result;
  self->done = done;
  self->owner = owner;
  return self;
}

/**
 * ppv_job_start:
 * @self: a job
 * @request: (transfer full): what to do
 */
void
ppv_job_start (PpvJob *self, gpointer request)
{
  g_return_if_fail (PPV_IS_JOB (self));
  g_return_if_fail (request != NULL);

  drop_waiting (self);
  if (self->cancellable == NULL)
    {
      launch (self, request);
      return;
    }
  g_cancellable_cancel (self->cancellable);
  self->waiting = request;
}

/**
 * ppv_job_cancel:
 * @self: a job
 */
void
ppv_job_cancel (PpvJob *self)
{
  g_return_if_fail (PPV_IS_JOB (self));

  drop_waiting (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->grace_id, g_source_remove);
  set_busy (self, FALSE);
}

/**
 * ppv_job_leave:
 * @self: a job
 */
void
ppv_job_leave (PpvJob *self)
{
  g_return_if_fail (PPV_IS_JOB (self));

  self->owner = NULL;
  ppv_job_cancel (self);
}

/**
 * ppv_job_is_idle:
 * @self: a job
 *
 * Returns: whether nothing runs or waits
 */
gboolean
ppv_job_is_idle (PpvJob *self)
{
  g_return_val_if_fail (PPV_IS_JOB (self), TRUE);

  return self->cancellable == NULL;
}
