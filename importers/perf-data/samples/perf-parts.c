/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "container/perf-format.h"
#include "perf-parts.h"

/* A thread is not worth its trouble for less. */
enum { LEAST_PART = 1 << 20 };

/* The file is cut at one of so many places. */
enum { N_CUTS = 1024 };

void
perf_cuts_init (PerfCuts *self, guint64 size)
{
  self->offsets = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->distance = MAX (size / N_CUTS, 1);
  self->next = 0;
}

void
perf_cuts_clear (PerfCuts *self)
{
  g_clear_pointer (&self->offsets, g_array_unref);
}

void
perf_cuts_add (PerfCuts *self, guint64 offset)
{
  g_array_append_val (self->offsets, offset);
  self->next = offset + self->distance;
}

void
perf_cuts_append (PerfCuts *self, const PerfCuts *behind)
{
  g_array_append_vals (self->offsets, behind->offsets->data, behind->offsets->len);
  self->next = MAX (self->next, behind->next);
}

/* --- workers ---------------------------------------------------------------------- */

/* What one thread does. */
typedef struct {
  PpvInput *input;
  PpvProfileBuilder *builder; /* a fork, or for the first part the one that all goes to */
  PerfSamples *samples;
  PerfProgress *progress;
  PerfRecords records;
  GThread *thread; /* NULL for the one that waits for the others */
  GError *error;
  gboolean done;
} Worker;

static gpointer
work (gpointer data)
{
  Worker *self = data;

  self->done = perf_samples_decode (self->samples, &self->records, self->progress, &self->error);
  if (!self->done)
    g_atomic_int_set (&self->progress->stop, 1);
  return NULL;
}

static void
worker_free (Worker *self)
{
  perf_samples_free (self->samples);
  ppv_profile_builder_free (self->builder);
  ppv_input_free (self->input);
  g_clear_error (&self->error);
  g_free (self);
}

/* --- parts ------------------------------------------------------------------------- */

typedef struct {
  const PerfShared *shared;
  PerfFile *file;
  PpvProfileBuilder *builder;
  PerfProgress progress;
  PerfSamples *samples; /* those that all goes to */
  GPtrArray *workers;   /* Worker, for all parts but the first */
} Parts;

/* Counters of group reads go on from sample to sample. */
static gboolean
needs_order (const PerfEvents *events)
{
  for (guint i = 0; i < perf_events_count (events); i++)
    {
      const PerfEvent *event = perf_events_get (events, i);

      if (event->sample_type & PERF_SAMPLE_READ && event->read_format & PERF_READ_ID)
        return TRUE;
    }
  return FALSE;
}

static guint
count_parts (const PerfFile *file, const PerfCuts *cuts, guint n_threads)
{
  guint64 n_bytes = ppv_input_get_size (perf_file_get_records (file));
  guint64 most = MIN (n_bytes / LEAST_PART, cuts->offsets->len);

  if (n_threads == 1 || most < 2 || needs_order (&file->events))
    return 1;
  return (guint) MIN (most, n_threads);
}

/* Where the part with this number begins. */
static guint64
part_begin (const PerfCuts *cuts, guint part, guint n_parts)
{
  if (part == 0)
    return 0;
  if (part == n_parts)
    return G_MAXUINT64;
  return g_array_index (cuts->offsets, guint64,
                        (guint) ((guint64) cuts->offsets->len * part / n_parts));
}

static void
start_worker (Parts *self, guint64 from, guint64 to)
{
  Worker *worker = g_new0 (Worker, 1);

  worker->input = ppv_input_dup (perf_file_get_records (self->file));
  worker->builder = ppv_profile_builder_fork (self->builder);
  worker->samples = perf_samples_new (self->shared, worker->builder);
  worker->progress = &self->progress;
  perf_records_init_part (&worker->records, self->file, worker->input, from, to);
  worker->records.silent = TRUE; /* the first pass has said what is wrong */
  g_ptr_array_add (self->workers, worker);
}

static gboolean
decode_here (Parts *self, guint64 from, guint64 to, GError **error)
{
  PerfRecords records;

  perf_records_init_part (&records, self->file, perf_file_get_records (self->file), from, to);
  records.silent = TRUE;
  return perf_samples_decode (self->samples, &records, &self->progress, error);
}

/* Ends all threads; the error of the one that made the others stop. */
static void
stop_workers (Parts *self, GError **error)
{
  g_atomic_int_set (&self->progress.stop, 1);
  for (guint i = 0; i < self->workers->len; i++)
    {
      Worker *worker = g_ptr_array_index (self->workers, i);

      if (worker->thread != NULL)
        g_thread_join (g_steal_pointer (&worker->thread));
      if (worker->error != NULL && error != NULL && *error == NULL)
        *error = g_steal_pointer (&worker->error);
    }
}

/* What did not fit or could not be started is decoded here, where it would have been by one. */
static gboolean
take_worker (Parts *self, Worker *worker, guint64 from, guint64 to, GError **error)
{
  if (worker->thread == NULL)
    return decode_here (self, from, to, error);
  g_thread_join (g_steal_pointer (&worker->thread));
  return worker->done && (perf_samples_merge (self->samples, worker->samples) ||
                          decode_here (self, from, to, error));
}

static gboolean
decode_parts (Parts *self, const PerfCuts *cuts, guint n_parts, GError **error)
{
  for (guint i = 1; i < n_parts; i++)
    start_worker (self, part_begin (cuts, i, n_parts), part_begin (cuts, i + 1, n_parts));
  /* no thread before all forks are made: the first part goes to the builder itself */
  for (guint i = 1; i < n_parts; i++)
    {
      Worker *worker = g_ptr_array_index (self->workers, i - 1);

      worker->thread = g_thread_try_new ("perf-samples", work, worker, NULL);
    }
  if (!decode_here (self, 0, part_begin (cuts, 1, n_parts), error))
    return FALSE;
  for (guint i = 1; i < n_parts; i++)
    if (!take_worker (self, g_ptr_array_index (self->workers, i - 1), part_begin (cuts, i, n_parts),
                      part_begin (cuts, i + 1, n_parts), error))
      return FALSE;
  perf_samples_settle (self->samples);
  perf_samples_tell (self->samples);
  return TRUE;
}

gboolean
perf_parts_decode (PerfShared *shared,
                   PpvProfileBuilder *builder,
                   const PerfCuts *cuts,
                   PpvLoadContext *context,
                   GError **error)
{
  PerfFile *file = shared->file;
  guint64 size = ppv_input_get_size (perf_file_get_records (file));
  guint n_parts = count_parts (file, cuts, ppv_load_context_get_n_threads (context));
  Parts self = { .shared = shared, .file = file, .builder = builder };
  gboolean done;

  perf_progress_init (&self.progress, context, size, size * 2);
  shared->unwinder =
      perf_unwinder_new (file, builder, ppv_load_context_get_symbol_options (context));
  self.samples = perf_samples_new (shared, builder);
  self.workers = g_ptr_array_new_with_free_func ((GDestroyNotify) worker_free);
  done = decode_parts (&self, cuts, n_parts, error);
  if (!done)
    stop_workers (&self, error);
  g_ptr_array_unref (self.workers);
  perf_samples_free (self.samples);
  g_clear_pointer (&shared->unwinder, ppv_unwinder_free);
  return done;
}
