/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-walk.h"
#include "records/perf-sample.h"

/*
 * PerfDeferred: user call chains that the kernel told later than the samples they
 * belong to, when it was on its way back to the user.  Made in the first pass, then
 * only read.
 */
typedef struct _PerfDeferred PerfDeferred;

PerfDeferred *perf_deferred_new    (void);
void          perf_deferred_free   (PerfDeferred        *self);
/* A PERF_RECORD_DEFERRED of thread @tid. */
void          perf_deferred_take   (PerfDeferred        *self,
                                    const PerfRecord    *record,
                                    gint32               tid);
/* After the last record. */
void          perf_deferred_settle (PerfDeferred        *self);

/*
 * PerfChains: call chains put together from what a sample has beside its chain, as
 * perf does it: the deferred user part, or the processor's own record of calls (LBR).
 * One in each thread.
 */
typedef struct _PerfChains PerfChains;

/* Both are borrowed. */
PerfChains *perf_chains_new      (PerfFile           *file,
                                  const PerfDeferred *deferred);
void        perf_chains_free     (PerfChains         *self);
/* Completes the chain of @sample, which stays valid until the next call. */
void        perf_chains_complete (PerfChains         *self,
                                  const PerfEvent    *event,
                                  PerfSample         *sample);
/* Adds what @later missed. */
void        perf_chains_merge    (PerfChains         *self,
                                  const PerfChains   *later);
/* After the last sample: warnings of what was not found. */
void        perf_chains_tell     (const PerfChains   *self,
                                  PpvProfileBuilder  *builder);
