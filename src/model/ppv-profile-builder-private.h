/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/* The tables while they grow: like the public ones, but writable and with room. */

typedef struct {
  guint32     n_rows;
  gsize       n_room;
  guint32    *offset;      /* n_rows + 1: the last is where the next text begins */
  char       *text;
  gsize       text_room;
  PpvInterner index;
} PpvStringRows;

typedef struct {
  guint32      n_rows;
  gsize        n_room;
  PpvStringId *path;
  PpvStringId *build_id;
  guint8      *kind;
  guint8      *symbol_state;
  PpvInterner  index;
  PpvModuleTable peeked;   /* what ppv_profile_builder_peek_modules () lent */
} PpvModuleRows;

/* Where a kernel or a module of it was loaded. */
typedef struct {
  PpvStringId symbol;
  guint64     address;
} PpvModuleBase;

typedef struct {
  guint32      n_rows;
  gsize        n_room;
  PpvStringId *name;
  PpvStringId *raw_name;
  PpvModuleId *module;
  PpvStringId *file;
  guint32     *line;
  PpvInterner  index;
} PpvFunctionRows;

typedef struct {
  guint32        n_rows;
  gsize          n_room;
  PpvFunctionId *function;
  PpvModuleId   *module;
  guint64       *address;
  PpvStringId   *file;
  guint32       *line;
  guint8        *inlined;
  PpvInterner    index;
  PpvFrameTable  peeked;   /* what ppv_profile_builder_peek_frames () lent */
} PpvFrameRows;

/* A frame, and a frame that is inlined at it. */
typedef struct {
  PpvFrameId frame;
  PpvFrameId inlined;
} PpvInlineRow;

/* Side by side, because a look-up wants both; the seal makes columns of them. */
typedef struct {
  PpvStackId parent;
  PpvFrameId frame;
} PpvStackPair;

typedef struct {
  guint32       n_rows;
  gsize         n_room;
  PpvStackPair *pair;
  PpvInterner   index;
} PpvStackRows;

typedef struct {
  guint32      n_rows;
  gsize        n_room;
  gint32      *pid;
  guint32     *life;       /* how many processes had the pid before */
  PpvStringId *name;
  PpvInterner  index;
} PpvProcessRows;

typedef struct {
  guint32       n_rows;
  gsize         n_room;
  gint32       *tid;
  PpvProcessId *process;
  PpvStringId  *name;
  PpvInterner   index;
} PpvThreadRows;

typedef struct {
  PpvSetColumns columns;
  gsize         n_rows;
  gsize         n_room;
  PpvStackId   *stack;
  gint64       *time;
  PpvThreadId  *thread;
  guint32      *cpu;
  PpvStringId  *label;
  GArray       *metric;     /* PpvMetricId */
  GPtrArray    *weight;     /* gint64 * */
  GArray       *group_begin; /* guint64 */
  GArray       *group_time;  /* gint64 */
  GArray       *group_flags; /* guint8 */
} PpvSetRows;

typedef struct {
  gsize        n_rows;
  gsize        n_room;
  PpvThreadId *thread;
  gint64      *start;
  gint64      *duration;
  PpvStringId *category;
  PpvStringId *name;
  PpvStringId *fields;
  gint64      *value;
} PpvSpanRows;

typedef struct {
  gsize          n_rows;
  gsize          n_room;
  guint32        set;      /* PPV_NONE before the first */
  PpvFrameId    *caller;
  PpvFunctionId *callee;
  guint64       *count;
  GPtrArray     *cost;     /* gint64 * */
} PpvCallRows;

typedef struct {
  PpvStringId name;
  PpvStringId unit;
  GArray     *time;        /* gint64 */
  GArray     *value;       /* gint64 */
} PpvCounterRows;

struct _PpvProfileBuilder {
  PpvLimits        limits;
  GString         *scratch;
  PpvStringRows    strings;
  PpvModuleRows    modules;
  GHashTable      *module_bases; /* PpvModuleId -> PpvModuleBase */
  PpvFunctionRows  functions;
  PpvFrameRows     frames;
  GArray          *inlines;   /* PpvInlineRow; for each frame the outermost first */
  PpvStackRows     stacks;
  PpvProcessRows   processes;
  PpvThreadRows    threads;
  GArray          *metrics;   /* PpvMetric */
  GHashTable      *metric_names; /* PpvStringId -> the last number behind it, 1 for none */
  GPtrArray       *sets;      /* PpvSetRows */
  PpvStringId      label;     /* of the next sample */
  PpvSpanRows      spans;
  PpvCallRows      calls;
  GArray          *findings;  /* PpvFinding */
  GArray          *parts;     /* PpvFindingPart, of all findings */
  GPtrArray       *counters;  /* PpvCounterRows */
  GArray          *facts;     /* PpvFact */
  GArray          *records;   /* PpvRecordCount */
  GArray          *symbols;   /* PpvGivenSymbol */
  GArray          *warnings;  /* PpvWarning */
  GPtrArray       *full;      /* const char *: names of tables that took no more rows */
  char            *time_unit;
  gint64           first_time;
  gint64           last_time;
  PpvStackId       unknown_stack;
  guint64          n_samples_lost; /* beyond the limit or the memory */
};

/* Remembers that a table is full, by its English name; returns PPV_NONE. */
guint32 ppv_profile_builder_full (PpvProfileBuilder *self, const char *table);
/* Says which tables were full. */
void    ppv_profile_builder_tell_full (PpvProfileBuilder *self);

/* Makes room for @n_rows more samples; for how many there is. */
gsize   ppv_profile_builder_reserve (PpvProfileBuilder *self, guint32 set, gsize n_rows);

/* Makes the profile's time reach to @time. */
void    ppv_profile_builder_note_time (PpvProfileBuilder *self, gint64 time);

/* Puts what is inlined into the stacks.  No stacks may be added after this. */
void    ppv_profile_builder_expand_inlines (PpvProfileBuilder *self);

void    ppv_set_rows_free        (PpvSetRows *self);
void    ppv_span_rows_clear      (PpvSpanRows *self);
/* Gives the columns away. */
PpvSpanTable ppv_span_rows_seal  (PpvSpanRows *self);
void    ppv_call_rows_init       (PpvCallRows *self);
void    ppv_call_rows_clear      (PpvCallRows *self);
/* Gives the columns away. */
PpvCallTable ppv_call_rows_seal  (PpvCallRows *self);
void    ppv_counter_rows_free    (PpvCounterRows *self);

G_END_DECLS
