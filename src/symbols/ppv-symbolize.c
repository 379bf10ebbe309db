/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-answers.h"
#include "ppv-download.h"
#include "ppv-given-symbols.h"
#include "ppv-kernel-symbols.h"
#include "ppv-symbol-jobs.h"
#include "ppv-symbolize.h"

enum { FRAMES_BETWEEN_CHECKS = 4096 };

typedef struct {
  PpvProfileBuilder *builder;
  const PpvSymbolOptions *options;
  PpvSymbolProgress progress;
  gpointer user_data;
  GCancellable *cancellable;

  guint32 n_modules;
  guint32 *begin;         /* of each module's questions, and at last the end */
  PpvQuestion *questions; /* by module */

  PpvSymbolJobs *jobs; /* of modules that have files of their own */
  gboolean kernel_tried;
  PpvModuleSymbols kernel; /* may have those of its modules */
} Symbolizer;

/* --- what to ask ------------------------------------------------------------ */

static gboolean
is_asked (const PpvFrameTable *frames, guint32 n_modules, guint32 i)
{
  return frames->function[i] == PPV_NONE && frames->module[i] < n_modules &&
         frames->address[i] != PPV_NO_ADDRESS;
}

/* Sorts the frames without a function by module, counting. */
static void
collect_questions (Symbolizer *self)
{
  const PpvFrameTable *frames = ppv_profile_builder_peek_frames (self->builder);
  g_autofree guint32 *next = NULL;

  self->n_modules = ppv_profile_builder_peek_modules (self->builder)->n_rows;
  self->begin = g_new0 (guint32, (gsize) self->n_modules + 1);
  for (guint32 i = 0; i < frames->n_rows; i++)
    if (is_asked (frames, self->n_modules, i))
      self->begin[frames->module[i] + 1]++;
  for (guint32 i = 0; i < self->n_modules; i++)
    self->begin[i + 1] += self->begin[i];
  next = g_memdup2 (self->begin, ((gsize) self->n_modules + 1) * sizeof *next);
  /* never NULL, as modules without questions point into it, too */
  self->questions = g_new (PpvQuestion, (gsize) self->begin[self->n_modules] + 1);
  for (guint32 i = 0; i < frames->n_rows; i++)
    if (is_asked (frames, self->n_modules, i))
      self->questions[next[frames->module[i]]++] = (PpvQuestion){ i, frames->address[i] };
}

/* --- where to ask ------------------------------------------------------------ */

static void
open_kernel (Symbolizer *self,
             PpvModuleId module,
             const char *path,
             const char *build_id,
             PpvModuleSymbols *symbols)
{
  PpvStringId symbol;
  guint64 address;

  if (!self->kernel_tried)
    {
      PpvKernel kernel = ppv_kernel_of_builder (self->builder);

      ppv_kernel_symbols_open (&self->kernel, self->options, &kernel);
    }
  self->kernel_tried = TRUE;
  if (!self->kernel.has_modules && !g_str_has_prefix (path, "[kernel.") &&
      ppv_profile_builder_peek_module_base (self->builder, module, &symbol, &address))
    ppv_kernel_symbols_open_module (symbols, self->options, path, build_id, address);
  else
    *symbols = self->kernel;
}

/* What is asked of a module. */
static PpvSymbolJob
describe (const Symbolizer *self, PpvModuleId module)
{
  const PpvModuleTable *modules = ppv_profile_builder_peek_modules (self->builder);
  PpvSymbolJob job = { .module = module, .kind = (PpvModuleKind) modules->kind[module] };

  job.path = (char *) ppv_profile_builder_peek_string (self->builder, modules->path[module]);
  job.build_id =
      (char *) ppv_profile_builder_peek_string (self->builder, modules->build_id[module]);
  job.questions = self->questions + self->begin[module];
  job.n_questions = self->begin[module + 1] - self->begin[module];
  return job;
}

static gboolean
is_for_any_thread (PpvModuleKind kind)
{
  return kind == PPV_MODULE_USER || kind == PPV_MODULE_IMAGE || kind == PPV_MODULE_JIT;
}

static void
start_jobs (Symbolizer *self)
{
  for (PpvModuleId module = 0; module < self->n_modules; module++)
    {
      PpvSymbolJob job = describe (self, module);

      if (job.n_questions > 0 && is_for_any_thread (job.kind))
        ppv_symbol_jobs_add (self->jobs, &job);
    }
  /* what is fetched is fetched for all, one after the other */
  ppv_symbol_jobs_start (self->jobs,
                         self->options->download != NULL ? 1 : self->options->n_threads);
}

/* --- the answers ------------------------------------------------------------ */

static gboolean
give_answers (Symbolizer *self, const PpvSymbolJob *job, GError **error)
{
  g_auto (PpvAnswers) answers = { 0 };

  if (job->symbols.state != PPV_SYMBOLS_NOT_TRIED)
    ppv_profile_builder_symbol_state (self->builder, job->module, job->symbols.state);
  if (job->symbols.index == NULL)
    return TRUE;
  ppv_answers_init (&answers, self->builder, job->module, &job->symbols);
  for (guint32 i = 0; i < job->n_questions; i++)
    {
      if (i % FRAMES_BETWEEN_CHECKS == 0 &&
          g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      ppv_answers_give (&answers, job->questions[i].frame, &job->findings, i);
    }
  return TRUE;
}

/* The kernel's symbols are for all of its modules, and belong to this thread. */
static gboolean
visit_kernel (Symbolizer *self, PpvModuleId module, GError **error)
{
  PpvSymbolJob job = describe (self, module);
  gboolean done;

  if (job.kind == PPV_MODULE_KERNEL)
    open_kernel (self, module, job.path, job.build_id, &job.symbols);
  ppv_symbol_job_look_up (&job, self->cancellable);
  done = !g_cancellable_set_error_if_cancelled (self->cancellable, error) &&
         give_answers (self, &job, error);
  ppv_found_places_clear (&job.findings);
  if (job.symbols.index == NULL || job.symbols.index != self->kernel.index)
    ppv_module_symbols_clear (&job.symbols);
  return done;
}

static gboolean
visit_module (Symbolizer *self, PpvModuleId module, GError **error)
{
  const PpvModuleTable *modules = ppv_profile_builder_peek_modules (self->builder);
  const PpvSymbolJob *job;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (!is_for_any_thread ((PpvModuleKind) modules->kind[module]))
    return visit_kernel (self, module, error);
  job = ppv_symbol_jobs_next (self->jobs);
  if (job == NULL)
    return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
  return give_answers (self, job, error);
}

static gboolean
visit_modules (Symbolizer *self, GError **error)
{
  guint32 n_questions = self->begin[self->n_modules];

  start_jobs (self);
  for (PpvModuleId module = 0; module < self->n_modules; module++)
    {
      if (self->begin[module] == self->begin[module + 1])
        continue;
      if (!visit_module (self, module, error))
        return FALSE;
      if (self->progress != NULL)
        self->progress ((double) self->begin[module + 1] / n_questions, self->user_data);
    }
  return TRUE;
}

/**
 * ppv_symbolize: (skip)
 * @builder: what an importer has filled
 * @options: where to look
 * @progress: (nullable): told the part that is done, from 0 to 1
 * @user_data: for @progress
 * @cancellable: (nullable): stops the work
 * @error: G_IO_ERROR_CANCELLED
 *
 * Finds the functions of frames that have only an address.  Modules without such
 * frames are not opened, and their state stays as it is.
 *
 * Returns: FALSE only when cancelled
 */
gboolean
ppv_symbolize (PpvProfileBuilder *builder,
               const PpvSymbolOptions *options,
               PpvSymbolProgress progress,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  Symbolizer self = { builder, options, progress, user_data, cancellable };
  gboolean done;

  g_return_val_if_fail (builder != NULL && options != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!options->enabled)
    return TRUE;
  ppv_given_symbols_resolve (builder);
  collect_questions (&self);
  self.jobs = ppv_symbol_jobs_new (options, cancellable);
  done = visit_modules (&self, error);
  ppv_symbol_jobs_free (self.jobs);
  if (options->download != NULL)
    ppv_download_tell (options->download, builder);
  ppv_module_symbols_clear (&self.kernel);
  g_free (self.begin);
  g_free (self.questions);
  return done;
}
