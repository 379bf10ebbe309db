/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include "ppv-interner.h"

G_BEGIN_DECLS

typedef guint32 PpvStringId;    /* row 0 is "" */
typedef guint32 PpvModuleId;
typedef guint32 PpvFunctionId;
typedef guint32 PpvFrameId;
typedef guint32 PpvStackId;
typedef guint32 PpvProcessId;   /* a row, not a pid */
typedef guint32 PpvThreadId;    /* a row, not a tid */
typedef guint32 PpvMetricId;

/* An address nobody knows. */
#define PPV_NO_ADDRESS G_MAXUINT64

typedef enum {
  PPV_MODULE_USER,      /* an executable or shared library; addresses are offsets in its file */
  PPV_MODULE_KERNEL,    /* the kernel and its modules; addresses are those of the running kernel */
  PPV_MODULE_JIT,       /* code without a file; addresses are those of the process */
  PPV_MODULE_GUEST,     /* a virtual machine's */
  PPV_MODULE_SYNTHETIC, /* not code: markers and rests */
  PPV_MODULE_IMAGE,     /* as USER, but addresses are those its segments ask for (p_vaddr) */
} PpvModuleKind;

typedef enum {
  PPV_SYMBOLS_NOT_TRIED,
  PPV_SYMBOLS_FOUND,
  PPV_SYMBOLS_STRIPPED,       /* the file is there and names no function */
  PPV_SYMBOLS_NO_FILE,
  PPV_SYMBOLS_OTHER_BUILD,    /* the file there is not the one that was recorded */
  PPV_SYMBOLS_NOT_ALLOWED,    /* not a regular file, or of another user */
} PpvSymbolState;

/**
 * PpvModuleTable: (skip)
 * @n_rows: number of modules
 * @path: as the recording names it, e.g. "/usr/lib/libc.so.6" or "[kernel.kallsyms]"
 * @build_id: lower-case hex, or ""
 * @kind: a #PpvModuleKind
 * @symbol_state: a #PpvSymbolState
 *
 * What code came from; unique by path and build id.
 */
typedef struct {
  guint32            n_rows;
  const PpvStringId *path;
  const PpvStringId *build_id;
  const guint8      *kind;
  const guint8      *symbol_state;
} PpvModuleTable;

/**
 * PpvFunctionTable: (skip)
 * @n_rows: number of functions
 * @name: for people: demangled
 * @raw_name: as the symbol table has it; the same row as @name where equal
 * @module: its module, or PPV_NONE
 * @file: source file, or ""
 * @line: first line, from 1; 0 when unknown
 *
 * The unit of hotspots; unique by all columns.
 */
typedef struct {
  guint32            n_rows;
  const PpvStringId *name;
  const PpvStringId *raw_name;
  const PpvModuleId *module;
  const PpvStringId *file;
  const guint32     *line;
} PpvFunctionTable;

/**
 * PpvFrameTable: (skip)
 * @n_rows: number of frames
 * @function: its function; never PPV_NONE in a sealed profile
 * @module: its module, or PPV_NONE
 * @address: in the module, in the sense of its kind, or PPV_NO_ADDRESS
 * @file: source file, or ""; that of the function but for code included there
 * @line: line in @file, from 1; 0 when unknown
 * @inlined: 1 for a function inlined into the frame that called it, its parent in
 *     every stack; both have the same address
 *
 * A place in the code; unique by all columns.
 */
typedef struct {
  guint32              n_rows;
  const PpvFunctionId *function;
  const PpvModuleId   *module;
  const guint64       *address;
  const PpvStringId   *file;
  const guint32       *line;
  const guint8        *inlined;
} PpvFrameTable;

/**
 * PpvStackTable: (skip)
 * @n_rows: number of stacks
 * @parent: the caller's row, or PPV_NONE for a root; always less than the own row
 * @frame: the innermost frame
 *
 * The prefix tree of all call stacks; unique by (parent, frame).  A parent
 * precedes its children, so one backward loop adds every subtree into its root.
 *
 * The table is that of the Firefox Profiler's processed profile format.
 */
typedef struct {
  guint32           n_rows;
  const PpvStackId *parent;
  const PpvFrameId *frame;
} PpvStackTable;

/**
 * PpvProcessTable: (skip)
 * @n_rows: number of processes
 * @pid: process id; a pid used twice has two rows
 * @name: the last it had
 *
 * Row 0 need not exist.
 */
typedef struct {
  guint32            n_rows;
  const gint32      *pid;
  const PpvStringId *name;
} PpvProcessTable;

/**
 * PpvThreadTable: (skip)
 * @n_rows: number of rows
 * @tid: thread id
 * @process: its process
 * @name: its name; a thread that changed its name has a row for each
 *
 * Unique by (process, tid, name).
 */
typedef struct {
  guint32             n_rows;
  const gint32       *tid;
  const PpvProcessId *process;
  const PpvStringId  *name;
} PpvThreadTable;

typedef enum {
  PPV_METRIC_FLOW,  /* adds up over time: samples, cycles, bytes allocated */
  PPV_METRIC_LEVEL, /* a state at a moment: heap in use */
} PpvMetricKind;

/**
 * PpvMetric: (skip)
 * @name: e.g. "cycles:u" or "heap"; unique
 * @unit: "ns", "bytes", "count" or a plural noun of what is counted; of a metric with
 *     fractions what its weights are numbers of: 375 of "0.01 samples" are 3.75 samples
 * @kind: whether weights of different moments may be added
 * @set: row of the sample set that carries it
 * @column: which of the set's weight columns
 * @n_samples: rows of the set that count for it
 * @total: sum of its weights; for a LEVEL, of the group shown first
 */
typedef struct {
  PpvStringId   name;
  PpvStringId   unit;
  PpvMetricKind kind;
  guint32       set;
  guint32       column;
  guint64       n_samples;
  gint64        total;
} PpvMetric;

enum {
  PPV_GROUP_DETAILED = 1 << 0, /* the group has stacks, not only counters */
  PPV_GROUP_PEAK     = 1 << 1, /* the file calls it the peak */
};

/* What a row of a sample set is. */
typedef enum {
  PPV_ROW_SAMPLE, /* something that was seen once */
  PPV_ROW_PLACE,  /* the sum of all that a place in the code cost */
  PPV_ROW_PATH,   /* the sum of all that a call path cost, or held */
} PpvRowKind;

/**
 * PpvSampleSet: (skip)
 * @n_rows: number of samples
 * @stack: the sampled stack, never PPV_NONE
 * @time: since the start of the profile, in its time unit; NULL when unknown
 * @thread: row of the thread table or PPV_NONE; NULL when unknown
 * @cpu: cpu number or PPV_NONE; NULL when unknown
 * @n_metrics: number of weight columns
 * @metric: the metric of each column
 * @weight: the columns, each of @n_rows, in the metric's unit
 * @n_groups: for LEVEL metrics the number of moments, else 0
 * @group_begin: (array): @n_groups + 1 row numbers; a group's rows are
 *     group_begin[i] … group_begin[i + 1] - 1
 * @group_time: the moment of each group
 * @group_flags: PPV_GROUP_DETAILED, PPV_GROUP_PEAK
 * @label: what the sample says of itself, as a text for people, or ""; NULL when
 *     the set has none
 * @derived: whether the importer worked it out from other samples or records, as
 *     the time off the CPU, so that it is no event of the recording
 * @row_kind: what its rows are
 *
 * Samples that share their columns; not necessarily in order of time.
 */
typedef struct {
  gsize               n_rows;
  const PpvStackId   *stack;
  const gint64       *time;
  const PpvThreadId  *thread;
  const guint32      *cpu;
  guint32             n_metrics;
  const PpvMetricId  *metric;
  const gint64      **weight;
  guint32             n_groups;
  const guint64      *group_begin;
  const gint64       *group_time;
  const guint8       *group_flags;
  const PpvStringId  *label;
  gboolean            derived;
  PpvRowKind          row_kind;
} PpvSampleSet;

/**
 * PpvSpanTable: (skip)
 * @n_rows: number of spans
 * @thread: row of the thread table or PPV_NONE
 * @start: when it began, counted as the times of samples
 * @duration: how long it took, from 0, in the same unit
 * @category: what kind of span: "syscall"
 * @name: e.g. "read"
 * @fields: what it was called with, as a text for people, or ""
 * @value: what it ended with, e.g. the return value of a system call
 *
 * What a thread did from one moment to another.
 */
typedef struct {
  gsize              n_rows;
  const PpvThreadId *thread;
  const gint64      *start;
  const gint64      *duration;
  const PpvStringId *category;
  const PpvStringId *name;
  const PpvStringId *fields;
  const gint64      *value;
} PpvSpanTable;

/**
 * PpvCallTable: (skip)
 * @n_rows: number of calls
 * @set: row of the sample set whose metrics the costs are of, or PPV_NONE
 * @caller: the place of the call
 * @callee: the function that was called
 * @count: how often
 * @n_metrics: those of @set
 * @cost: a column a metric: what the calls cost, with all that was called there
 *
 * Who called whom, for files that record a graph and no stacks.  The samples of such a
 * set are the costs of code itself, each with a stack of one frame.  A pair of caller and
 * callee may have several rows.
 */
typedef struct {
  gsize                n_rows;
  guint32              set;
  const PpvFrameId    *caller;
  const PpvFunctionId *callee;
  const guint64       *count;
  guint32              n_metrics;
  const gint64       **cost;
} PpvCallTable;

/**
 * PpvFinding: (skip)
 * @kind: stable, as the tool calls it, e.g. "InvalidRead"
 * @text: what is wrong, as a sentence of the tool
 * @thread: row of the thread table, or PPV_NONE
 * @count: how often it was seen, from 1
 * @bytes: of a leak, else 0
 * @blocks: of a leak, else 0
 * @indirect_bytes: those of @bytes that hang on the blocks and are lost with them; they
 *     have findings of their own, so sums over findings leave them out
 * @suppression: what would hide it, as the tool wrote it, or ""
 * @first_part: row of its first part
 * @n_parts: how many there are
 *
 * Something a tool found wrong.
 */
typedef struct {
  PpvStringId kind;
  PpvStringId text;
  PpvThreadId thread;
  guint64     count;
  guint64     bytes;
  guint64     blocks;
  guint64     indirect_bytes;
  PpvStringId suppression;
  guint32     first_part;
  guint32     n_parts;
} PpvFinding;

/**
 * PpvFindingPart: (skip)
 * @text: what the stack is of, e.g. "Address 0x5204040 is 0 bytes after a block", or ""
 *     for where it was found
 * @stack: a stack, or PPV_NONE when there is only the text
 */
typedef struct {
  PpvStringId text;
  PpvStackId  stack;
} PpvFindingPart;

/**
 * PpvCounter: (skip)
 * @name: e.g. "heap", "extra", "stacks"
 * @unit: as in #PpvMetric
 * @n_rows: number of values
 * @time: in the profile's time unit
 * @value: in @unit
 */
typedef struct {
  PpvStringId   name;
  PpvStringId   unit;
  guint32       n_rows;
  const gint64 *time;
  const gint64 *value;
} PpvCounter;

typedef enum {
  PPV_NOTE, /* worth knowing; the answer is complete all the same */
  PPV_LOSS, /* part of the file is not in the profile */
} PpvSeverity;

/**
 * PpvWarning: (skip)
 * @severity: whether something of the file is missing
 * @code: stable, e.g. "truncated", "unknown-record"
 * @message: a sentence for people
 * @offset: byte in the (unwrapped) file where it first happened, or PPV_NO_ADDRESS
 * @count: how often
 */
typedef struct {
  PpvSeverity severity;
  const char *code;
  const char *message;
  guint64     offset;
  guint64     count;
} PpvWarning;

/**
 * PpvFact: (skip)
 * @key: stable snake_case, e.g. "host", "command", "cpu"
 * @value: text
 *
 * Something the file says of itself.
 */
typedef struct {
  const char *key;
  const char *value;
} PpvFact;

/* What kind of record, and how many of it the file has. */
typedef struct {
  const char *name;
  guint64     count;
} PpvRecordCount;

/**
 * PpvProfile:
 *
 * An immutable, reference-counted profile.  Any number of threads may read it
 * at once without locking.
 */
typedef struct _PpvProfile PpvProfile;

#define PPV_TYPE_PROFILE (ppv_profile_get_type ())

PPV_PUBLIC GType                   ppv_profile_get_type       (void);
PPV_PUBLIC PpvProfile             *ppv_profile_ref            (PpvProfile       *self);
PPV_PUBLIC void                    ppv_profile_unref          (PpvProfile       *self);
PPV_PUBLIC const char             *ppv_profile_get_string     (const PpvProfile *self,
                                                               PpvStringId       id);
PPV_PUBLIC guint32                 ppv_profile_get_n_strings  (const PpvProfile *self);
PPV_PUBLIC const PpvModuleTable   *ppv_profile_get_modules    (const PpvProfile *self);
PPV_PUBLIC const PpvFunctionTable *ppv_profile_get_functions  (const PpvProfile *self);
PPV_PUBLIC const PpvFrameTable    *ppv_profile_get_frames     (const PpvProfile *self);
PPV_PUBLIC const PpvStackTable    *ppv_profile_get_stacks     (const PpvProfile *self);
PPV_PUBLIC const PpvProcessTable  *ppv_profile_get_processes  (const PpvProfile *self);
PPV_PUBLIC const PpvThreadTable   *ppv_profile_get_threads    (const PpvProfile *self);
/*
 * One row for each thread, the one with its last name, in the order of the table.
 * (transfer full): free with g_free()
 */
PPV_PUBLIC PpvThreadId            *ppv_profile_dup_threads    (const PpvProfile *self,
                                                               guint32          *n_threads);
PPV_PUBLIC guint32                 ppv_profile_get_n_metrics  (const PpvProfile *self);
PPV_PUBLIC const PpvMetric        *ppv_profile_get_metric     (const PpvProfile *self,
                                                               PpvMetricId       id);
/* Who called whom; no rows where the file has stacks. */
PPV_PUBLIC const PpvCallTable     *ppv_profile_get_calls      (const PpvProfile *self);
/* (array length=n_findings): in the order of the file */
PPV_PUBLIC const PpvFinding       *ppv_profile_list_findings  (const PpvProfile *self,
                                                               guint32          *n_findings);
/* (array): the parts of @finding, the first where it was found */
PPV_PUBLIC const PpvFindingPart   *ppv_profile_list_parts     (const PpvProfile *self,
                                                               const PpvFinding *finding);
/* The row of the metric called @name, or PPV_NONE. */
PPV_PUBLIC PpvMetricId             ppv_profile_find_metric    (const PpvProfile *self,
                                                               const char       *name);
/* What is shown unless asked otherwise: the first with samples, else 0; PPV_NONE without any. */
PPV_PUBLIC PpvMetricId             ppv_profile_default_metric (const PpvProfile *self);
PPV_PUBLIC guint32                 ppv_profile_get_n_sets     (const PpvProfile *self);
PPV_PUBLIC const PpvSampleSet     *ppv_profile_get_set        (const PpvProfile *self,
                                                               guint32           set);
/*
 * The group of a LEVEL set that is shown unless asked otherwise: the marked peak,
 * else the detailed one with the largest sum; PPV_NONE when none is detailed.
 */
PPV_PUBLIC guint32                 ppv_profile_default_group  (const PpvProfile *self,
                                                               guint32           set);
PPV_PUBLIC const PpvSpanTable     *ppv_profile_get_spans      (const PpvProfile *self);
PPV_PUBLIC guint32                 ppv_profile_get_n_counters (const PpvProfile *self);
PPV_PUBLIC const PpvCounter       *ppv_profile_get_counter    (const PpvProfile *self,
                                                               guint32           counter);
/* NULL when there is none of that name. */
PPV_PUBLIC const PpvCounter       *ppv_profile_find_counter   (const PpvProfile *self,
                                                               const char       *name);

/* "ns", or what massif counts time in: "instructions", "ms", "bytes". */
PPV_PUBLIC const char             *ppv_profile_get_time_unit  (const PpvProfile *self);
/* The first time stamp in the recording's own clock; times of the tables count from it. */
PPV_PUBLIC gint64                  ppv_profile_get_time_origin (const PpvProfile *self);
/* From the first time stamp to the last. */
PPV_PUBLIC gint64                  ppv_profile_get_duration   (const PpvProfile *self);

/* The file's path as it was given, and the importer's id. */
PPV_PUBLIC const char             *ppv_profile_get_file       (const PpvProfile *self);
PPV_PUBLIC const char             *ppv_profile_get_format     (const PpvProfile *self);
/* A fact's value, or NULL. */
PPV_PUBLIC const char             *ppv_profile_get_fact       (const PpvProfile *self,
                                                               const char       *key);
PPV_PUBLIC const PpvFact          *ppv_profile_list_facts     (const PpvProfile *self,
                                                               guint32          *n_facts);
/* A fact in words for people, as "Memory" and "23.5 GiB"; (transfer full). */
PPV_PUBLIC char                   *ppv_fact_dup_label         (const PpvFact    *self);
PPV_PUBLIC char                   *ppv_fact_dup_value         (const PpvFact    *self);
/* Whether it is there for analyses to draw conclusions from, rather than for people. */
PPV_PUBLIC gboolean                ppv_fact_is_evidence       (const PpvFact    *self);
/* Whether people want it only when they ask for all there is. */
PPV_PUBLIC gboolean                ppv_fact_is_detail         (const PpvFact    *self);
PPV_PUBLIC const PpvRecordCount   *ppv_profile_list_records   (const PpvProfile *self,
                                                               guint32          *n_records);
PPV_PUBLIC const PpvWarning       *ppv_profile_list_warnings  (const PpvProfile *self,
                                                               guint32          *n_warnings);
/* Whether no warning is a PPV_LOSS. */
PPV_PUBLIC gboolean                ppv_profile_is_complete    (const PpvProfile *self);
/* Whether a sum ran into the end of 64 bits. */
PPV_PUBLIC gboolean                ppv_profile_is_saturated   (const PpvProfile *self);

/*
 * Checks every invariant of the tables, for tests and for bundles.
 * Returns: FALSE with @error naming the table, row and rule that is broken
 */
PPV_PUBLIC gboolean                ppv_profile_check          (const PpvProfile *self,
                                                               GError          **error);
/* All tables as text, for golden tests. */
PPV_PUBLIC char                   *ppv_profile_dump           (const PpvProfile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvProfile, ppv_profile_unref)

G_END_DECLS
