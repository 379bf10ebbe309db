/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "container/perf-format.h"
#include "perf-modules.h"
#include "perf-world.h"

/* The inside of a PerfWorld, for those who ask it: nothing here changes once it is settled. */

typedef struct {
  guint64 order; /* from here on */
  guint32 epoch;
} PerfEpochSpan;

typedef struct {
  guint64     order;   /* from here on */
  PpvStringId name;
  guint32     process; /* index of the PerfProcess */
  guint32     serial;  /* number among the spans of all threads */
} PerfThreadSpan;

/* Whose addresses an epoch tells of. */
typedef enum {
  PERF_SPACE_PROCESS,
  PERF_SPACE_KERNEL,
  PERF_SPACE_GUEST,   /* a virtual machine's kernel, and what else of it is known */
} PerfSpaceKind;

/* One life of a pid; the kernel and the virtual machines have spaces like processes. */
typedef struct {
  gint32      pid;
  guint8      kind;  /* PerfSpaceKind */
  guint32     life;  /* how many lives this pid had before */
  PpvStringId name;  /* the last one of its first thread; PPV_NONE when that has none */
  guint32     owner; /* of nodes of the space */
  GArray     *spans; /* PerfEpochSpan, by order */
} PerfProcess;

/* Without spans when only its children are known. */
typedef struct {
  gint32      tid;
  PpvStringId name;
  GArray     *spans; /* PerfThreadSpan, by order */
} PerfThread;

/* Lives of processes in machines are counted from here on. */
#define PERF_LIFE_INSIDE 0x80000000u

/* The process of mappings that all processes have. */
enum { PERF_PID_KERNEL = -1 };

/* How much is known of what is mapped. */
typedef enum {
  PERF_CODE_OF_FILE,
  PERF_CODE_GENERATED, /* without a file */
  PERF_CODE_DESCRIBED, /* generated, and told of by a jitdump */
} PerfCodeKind;

/* A record that changes the world, with what of it is needed later. */
typedef struct {
  guint64      order;
  guint32      serial;     /* of equal orders the one that came first in the file */
  guint16      type;
  guint16      misc;
  gint32       pid;
  gint32       tid;
  gint32       parent_pid;
  gint32       parent_tid;
  gint32       machine;    /* pid of the virtual machine whose processes these are, or 0 */
  PpvStringId  name;       /* of COMM */
  PerfMap      map;        /* of MMAP and MMAP2 */
  PerfCodeKind code;       /* of them too */
} PerfChange;

/* The first process. */
enum { PERF_PROCESS_KERNEL };

struct _PerfWorld {
  PpvProfileBuilder *builder;   /* of the first pass */
  PerfModules        modules;
  GArray            *changes;   /* Change */
  GArray            *jit_marks; /* PerfJitMark */
  GHashTable        *jit_known; /* pid and path of the marks, as a guint64 */
  GHashTable        *jit_pids;  /* pid -> when its first dump with code was mapped (guint64) */
  PerfMaps           maps;
  GArray            *epochs;    /* PerfSpace */
  GByteArray        *kinds;     /* of the epochs, PerfSpaceKind */
  GArray            *processes; /* PerfProcess */
  GHashTable        *guests;    /* pid of the machine -> index of its process, +1 */
  GHashTable        *inside;    /* pid of a machine and in it (guint64) -> index, +1 */
  GHashTable        *pids;      /* pid -> index of its newest process, +1 */
  GPtrArray         *threads;   /* PerfThread */
  GHashTable        *tids;      /* tid -> PerfThread */
  guint32            n_owners;
  guint32            n_spans;   /* of all threads */
};

static inline gboolean
perf_is_of_guest (guint16 misc)
{
  guint mode = misc & PERF_MISC_CPUMODE;

  return mode == PERF_CPUMODE_GUEST_KERNEL || mode == PERF_CPUMODE_GUEST_USER;
}

static inline guint64
perf_world_inside_key (gint32 machine,
                       gint32 pid)
{
  return (guint64) (guint32) machine << 32 | (guint32) pid;
}

static inline const PerfProcess *
perf_world_process (const PerfWorld *self,
                    guint32          index)
{
  return &g_array_index (self->processes, PerfProcess, index);
}

/* What a thread is called, or the process it leads, that the recording has no name of. */
PpvStringId perf_world_name_stranger (PpvProfileBuilder *builder,
                                      gint32             tid);
