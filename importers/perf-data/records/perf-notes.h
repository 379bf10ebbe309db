/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-walk.h"
#include "features/perf-features.h"
#include "perf-cgroups.h"

/*
 * PerfNotes: what records say beside samples and mappings: what the kernel lost, what a
 * hardware trace would have told, counters of perf stat, names of control groups.
 */
typedef struct _PerfNotes PerfNotes;

/* @features is borrowed, with its file. */
PerfNotes *perf_notes_new       (PerfFeatures     *features);
void       perf_notes_free      (PerfNotes        *self);
/* Each record of the first pass, in the order of the file. */
void       perf_notes_take      (PerfNotes        *self,
                                 const PerfRecord *record);
/* All of them after the first pass. */
const PerfCgroups *
           perf_notes_get_cgroups (const PerfNotes *self);
/* After the last sample: facts, counters and warnings for the builder. */
void       perf_notes_tell      (PerfNotes        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerfNotes, perf_notes_free)
