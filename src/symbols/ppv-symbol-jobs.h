/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-answers.h"

G_BEGIN_DECLS

/* A frame to be named. */
typedef struct {
  PpvFrameId frame;
  guint64    address;
} PpvQuestion;

typedef enum {
  PPV_SYMBOL_JOB_WAITING,
  PPV_SYMBOL_JOB_TAKEN,
  PPV_SYMBOL_JOB_DONE,
} PpvSymbolJobState;

/**
 * PpvSymbolJob: (skip)
 * @module: the module whose files are opened
 * @kind: of the module
 * @path: of the module
 * @build_id: of the module
 * @questions: borrowed
 * @n_questions: their number
 * @state: a #PpvSymbolJobState; atomic
 * @symbols: what its files say
 * @findings: of that, for each question
 *
 * One module: nobody but the thread that took it touches it until it is done.
 */
typedef struct {
  PpvModuleId        module;
  PpvModuleKind      kind;
  char              *path;
  char              *build_id;
  const PpvQuestion *questions;
  guint32            n_questions;
  gint               state;
  PpvModuleSymbols   symbols;
  PpvFoundPlaces        findings;
} PpvSymbolJob;

/**
 * PpvSymbolJobs: (skip)
 *
 * Modules opened and asked by several threads, and handed over in their order.
 */
typedef struct _PpvSymbolJobs PpvSymbolJobs;

PpvSymbolJobs *ppv_symbol_jobs_new   (const PpvSymbolOptions *options,
                                      GCancellable           *cancellable);
void           ppv_symbol_jobs_free  (PpvSymbolJobs          *self);
/* Copies the texts; all jobs before the first thread is started. */
void           ppv_symbol_jobs_add   (PpvSymbolJobs          *self,
                                      const PpvSymbolJob     *job);
/* @n_threads with the caller's own. */
void           ppv_symbol_jobs_start (PpvSymbolJobs          *self,
                                      guint                   n_threads);
/*
 * The next job, in the order in which they were added, done by whichever thread; NULL
 * after the last or when it was cancelled.  It is gone with the next call.
 */
PpvSymbolJob  *ppv_symbol_jobs_next  (PpvSymbolJobs          *self);

/* Finds the answers of a job whose symbols are there. */
void           ppv_symbol_job_look_up (PpvSymbolJob          *self,
                                      GCancellable           *cancellable);
/* Lets go of what a job has found, not of its texts. */
void           ppv_symbol_job_clear  (PpvSymbolJob           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvSymbolJobs, ppv_symbol_jobs_free)

G_END_DECLS
