/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-walk.h"
#include "perf-maps.h"

/*
 * PerfWorld: what the recording says of processes, threads and their mappings,
 * told from its records in the order of time.  Once settled it does not change;
 * a PerfView asks it by (pid, tid, time), one in each thread that decodes samples.
 *
 * An epoch is a stretch of a process's life in which no address changes its
 * meaning: it ends with an exec and where a mapping replaces another one.  All
 * mappings of an epoch are known from its beginning.
 */

/* Spaces that are no process's, the last one without mappings; epochs of processes come behind. */
enum {
  PERF_EPOCH_KERNEL,
  PERF_EPOCH_GUEST,
  PERF_EPOCH_NOBODY,
  PERF_EPOCH_FIRST,
};

typedef struct _PerfWorld PerfWorld;

/* @build_ids: path -> hex, see PerfFeatures; borrowed. */
PerfWorld *perf_world_new    (PpvProfileBuilder *builder,
                              GHashTable        *build_ids);
void       perf_world_free   (PerfWorld         *self);
/*
 * Remembers a record of the kinds that tell about the world; others are ignored.
 * @order is the record's place in time.
 */
void       perf_world_note   (PerfWorld         *self,
                              const PerfRecord  *record,
                              guint64            order);
/* The same of a record that the virtual machine whose pid is @machine made of itself. */
void       perf_world_note_guest (PerfWorld  *self,
                              const PerfRecord  *record,
                              guint64            order,
                              gint32             machine);
/* Code in the kernel that has a name and no file, such as a BPF program, from @order on. */
void       perf_world_note_code (PerfWorld   *self,
                              guint64            address,
                              guint64            size,
                              PpvStringId        name,
                              guint64            order);
/* That the process @pid had mapped a jitdump. */
typedef struct {
  gint32      pid;
  guint64     order;
  PpvStringId path;
} PerfJitMark;

/* One for each process and path; valid until the next record is noted. */
const PerfJitMark *perf_world_list_jit_marks (const PerfWorld *self,
                              guint             *n_marks);
/* @size bytes at @start are those at @offset of the dump of @mark from @order on. */
void       perf_world_note_jit_code (PerfWorld  *self,
                              const PerfJitMark *mark,
                              guint64            start,
                              guint64            size,
                              guint64            offset,
                              guint64            order);
/* After the last record: puts them in order and lives through them. */
void       perf_world_settle (PerfWorld         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PerfWorld, perf_world_free)
