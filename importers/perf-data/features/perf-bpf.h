/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-file.h"
#include "world/perf-world.h"

/*
 * PerfBpf: BPF programs that were loaded while recording, as the header describes
 * them, with the names of their functions.
 */
typedef struct _PerfBpf PerfBpf;

PerfBpf *perf_bpf_new           (void);
void     perf_bpf_free          (PerfBpf           *self);
/* Features 25 and 26, in any order. */
void     perf_bpf_read_programs (PerfBpf           *self,
                                 PpvReader         *reader);
void     perf_bpf_read_types    (PerfBpf           *self,
                                 PpvReader         *reader);
/* Once both were read: facts to @builder, and where the functions are to @world. */
void     perf_bpf_tell          (const PerfBpf     *self,
                                 PpvProfileBuilder *builder,
                                 PerfWorld         *world);
