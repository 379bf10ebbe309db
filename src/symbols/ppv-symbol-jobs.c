/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ppv-symbol-jobs.h"
#include "ppv-symbolize.h"

enum { QUESTIONS_BETWEEN_CHECKS = 4096 };

/* For each thread so many modules may be open that are not handed over yet. */
enum { OPEN_PER_THREAD = 3 };

struct _PpvSymbolJobs {
  const PpvSymbolOptions *options;
  GCancellable *cancellable;
  GPtrArray *threads; /* GThread */
  guint most_ahead;   /* how many jobs behind the next one may be taken */

  GArray *jobs;
  gint next; /* atomic: the one to be handed over */
  gint stop; /* atomic */

  GMutex lock; /* held when a job is done, the next one comes, or all shall stop */
  GCond changed;
};

static void
free_texts (PpvSymbolJob *job)
{
  g_free (job->path);
  g_free (job->build_id);
}

PpvSymbolJobs *
ppv_symbol_jobs_new (const PpvSymbolOptions *options, GCancellable *cancellable)
{
  PpvSymbolJobs *self = g_new0 (PpvSymbolJobs, 1);

  self->options = options;
  self->cancellable = cancellable;
  self->threads = g_ptr_array_new ();
  self->most_ahead = OPEN_PER_THREAD;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->jobs = g_array_new (FALSE, FALSE, sizeof (PpvSymbolJob));
  g_array_set_clear_func (self->jobs, (GDestroyNotify) free_texts);
  return self;
}

void
ppv_symbol_jobs_free (PpvSymbolJobs *self)
{
  g_mutex_lock (&self->lock);
  g_atomic_int_set (&self->stop, TRUE);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (g_ptr_array_index (self->threads, i));
  for (guint i = 0; i < self->jobs->len; i++)
    ppv_symbol_job_clear (&g_array_index (self->jobs, PpvSymbolJob, i));
  g_ptr_array_unref (self->threads);
  g_array_unref (self->jobs);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

void
ppv_symbol_jobs_add (PpvSymbolJobs *self, const PpvSymbolJob *job)
{
  PpvSymbolJob copy = *job;

  copy.path = g_strdup (job->path);
  copy.build_id = g_strdup (job->build_id);
  g_array_append_val (self->jobs, copy);
}

void
ppv_symbol_job_look_up (PpvSymbolJob *self, GCancellable *cancellable)
{
  if (self->symbols.index == NULL)
    return;
  ppv_found_places_init (&self->findings, &self->symbols);
  for (guint32 i = 0; i < self->n_questions; i++)
    {
      if (i % QUESTIONS_BETWEEN_CHECKS == 0 && g_cancellable_is_cancelled (cancellable))
        return;
      ppv_found_places_add (&self->findings, self->questions[i].address);
    }
}

void
ppv_symbol_job_clear (PpvSymbolJob *self)
{
  ppv_found_places_clear (&self->findings);
  ppv_module_symbols_clear (&self->symbols);
}

/* --- threads ------------------------------------------------------------------------ */

static void
do_job (PpvSymbolJobs *self, PpvSymbolJob *job)
{
  if (job->kind == PPV_MODULE_JIT)
    ppv_module_symbols_open_map (&job->symbols, self->options, job->path);
  else
    ppv_module_symbols_open_file (&job->symbols, self->options, job->path, job->build_id);
  job->symbols.is_image = job->kind == PPV_MODULE_IMAGE;
  ppv_symbol_job_look_up (job, self->cancellable);
}

/* A job that nobody had taken and that is not too far ahead, or NULL. */
static PpvSymbolJob *
take_job (PpvSymbolJobs *self)
{
  guint next = (guint) g_atomic_int_get (&self->next);
  guint end = MIN (next + self->most_ahead, self->jobs->len);

  for (guint i = next; i < end; i++)
    {
      PpvSymbolJob *job = &g_array_index (self->jobs, PpvSymbolJob, i);

      if (g_atomic_int_compare_and_exchange (&job->state, PPV_SYMBOL_JOB_WAITING,
                                             PPV_SYMBOL_JOB_TAKEN))
        return job;
    }
  return NULL;
}

/* With the lock held, which is let go of meanwhile: does a job, or waits for a change. */
static void
do_or_wait (PpvSymbolJobs *self)
{
  PpvSymbolJob *job = take_job (self);

  if (job == NULL)
    {
      g_cond_wait (&self->changed, &self->lock);
      return;
    }
  g_mutex_unlock (&self->lock);
  do_job (self, job);
  g_mutex_lock (&self->lock);
  g_atomic_int_set (&job->state, PPV_SYMBOL_JOB_DONE);
  g_cond_broadcast (&self->changed);
}

static gpointer
work (gpointer data)
{
  PpvSymbolJobs *self = data;

  g_mutex_lock (&self->lock);
  while (!g_atomic_int_get (&self->stop) &&
         (guint) g_atomic_int_get (&self->next) < self->jobs->len)
    do_or_wait (self);
  g_mutex_unlock (&self->lock);
  return NULL;
}

void
ppv_symbol_jobs_start (PpvSymbolJobs *self, guint n_threads)
{
  n_threads = MIN (n_threads, self->jobs->len);
  self->most_ahead = MAX (n_threads, 1) * OPEN_PER_THREAD;
  for (guint i = 1; i < n_threads; i++)
    {
      GThread *thread = g_thread_try_new ("symbols", work, self, NULL);

      if (thread != NULL)
        g_ptr_array_add (self->threads, thread);
    }
}

PpvSymbolJob *
ppv_symbol_jobs_next (PpvSymbolJobs *self)
{
  guint next = (guint) g_atomic_int_get (&self->next);
  PpvSymbolJob *job = NULL;

  if (next > 0)
    ppv_symbol_job_clear (&g_array_index (self->jobs, PpvSymbolJob, next - 1));
  if (next == self->jobs->len)
    return NULL;
  job = &g_array_index (self->jobs, PpvSymbolJob, next);
  g_mutex_lock (&self->lock);
  while (g_atomic_int_get (&job->state) != PPV_SYMBOL_JOB_DONE)
    do_or_wait (self);
  g_atomic_int_inc (&self->next);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return g_cancellable_is_cancelled (self->cancellable) ? NULL : job;
}
