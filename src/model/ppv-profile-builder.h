/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-limits.h"
#include "ppv-profile.h"

G_BEGIN_DECLS

/**
 * PpvProfileBuilder: (skip)
 *
 * The only way to make a #PpvProfile: takes rows from one importer, then seals.
 * Not thread-safe.  Running out of rows, text or memory is sticky: rows asked
 * for beyond are PPV_NONE (strings: row 0), samples beyond are counted, and the
 * sealed profile says so in a PPV_LOSS warning.  Rows that are PPV_NONE may be
 * passed on.
 */
typedef struct _PpvProfileBuilder PpvProfileBuilder;

PPV_PUBLIC PpvProfileBuilder *ppv_profile_builder_new       (const PpvLimits   *limits);
PPV_PUBLIC void               ppv_profile_builder_free      (PpvProfileBuilder *self);
PPV_PUBLIC const PpvLimits   *ppv_profile_builder_get_limits (PpvProfileBuilder *self);

/* Any bytes, repaired to UTF-8 (ppv_text_repair()); @length -1 when NUL-terminated. */
PPV_PUBLIC PpvStringId        ppv_profile_builder_string    (PpvProfileBuilder *self,
                                                             const char        *text,
                                                             gssize             length);
/* @build_id as bytes in lower-case hex, or "". */
PPV_PUBLIC PpvModuleId        ppv_profile_builder_module    (PpvProfileBuilder *self,
                                                             PpvStringId        path,
                                                             PpvStringId        build_id,
                                                             PpvModuleKind      kind);
/*
 * Says where a kernel or a module of it was loaded: @symbol, as its file has it, was
 * at @address; without @symbol (row 0) that is where its code began.
 */
PPV_PUBLIC void               ppv_profile_builder_module_base (PpvProfileBuilder *self,
                                                             PpvModuleId        module,
                                                             PpvStringId        symbol,
                                                             guint64            address);
PPV_PUBLIC PpvFunctionId      ppv_profile_builder_function  (PpvProfileBuilder *self,
                                                             PpvStringId        name,
                                                             PpvStringId        raw_name,
                                                             PpvModuleId        module,
                                                             PpvStringId        file,
                                                             guint32            line);
/*
 * @function may be PPV_NONE where only the address is known: ppv_symbolize()
 * finds it, and sealing calls what is left "module+0xoffset".
 */
PPV_PUBLIC PpvFrameId         ppv_profile_builder_frame     (PpvProfileBuilder *self,
                                                             PpvFunctionId      function,
                                                             PpvModuleId        module,
                                                             guint64            address,
                                                             guint32            line,
                                                             gboolean           inlined);
/* The same for code included from another file: @file of @line, row 0 for that of @function. */
PPV_PUBLIC PpvFrameId         ppv_profile_builder_place     (PpvProfileBuilder *self,
                                                             PpvFunctionId      function,
                                                             PpvModuleId        module,
                                                             guint64            address,
                                                             PpvStringId        file,
                                                             guint32            line,
                                                             gboolean           inlined);
/* A frame of the kind of [unknown] or [below threshold]: no module, no address. */
PPV_PUBLIC PpvFrameId         ppv_profile_builder_marker    (PpvProfileBuilder *self,
                                                             const char        *name);
/* @parent PPV_NONE for a root. */
PPV_PUBLIC PpvStackId         ppv_profile_builder_stack     (PpvProfileBuilder *self,
                                                             PpvStackId         parent,
                                                             PpvFrameId         frame);
PPV_PUBLIC PpvProcessId       ppv_profile_builder_process   (PpvProfileBuilder *self,
                                                             gint32             pid);
/* A pid that is used again: @life processes had it before. */
PPV_PUBLIC PpvProcessId       ppv_profile_builder_process_life (PpvProfileBuilder *self,
                                                             gint32             pid,
                                                             guint32            life);
PPV_PUBLIC void               ppv_profile_builder_name_process (PpvProfileBuilder *self,
                                                             PpvProcessId       process,
                                                             PpvStringId        name);
PPV_PUBLIC PpvThreadId        ppv_profile_builder_thread    (PpvProfileBuilder *self,
                                                             PpvProcessId       process,
                                                             gint32             tid,
                                                             PpvStringId        name);

/*
 * A function that the recording itself names, of code that no file has: generated
 * kernel code, say.  Of those at one address the last one holds.
 */
typedef struct {
  PpvModuleId module;
  PpvStringId name;
  guint64     address; /* in the sense of the module's kind */
  guint64     size;
} PpvGivenSymbol;

PPV_PUBLIC void               ppv_profile_builder_symbol    (PpvProfileBuilder *self,
                                                             const PpvGivenSymbol *symbol);

/* Which columns a sample set has beside the stack and the weights. */
typedef enum {
  PPV_SET_TIME   = 1 << 0,
  PPV_SET_THREAD = 1 << 1,
  PPV_SET_CPU    = 1 << 2,
  PPV_SET_LABEL  = 1 << 3,
  PPV_SET_DERIVED = 1 << 4, /* no columns, these three: see #PpvSampleSet */
  PPV_SET_PLACES = 1 << 5,
  PPV_SET_PATHS = 1 << 6,
} PpvSetColumns;

/* A row of #PpvSpanTable. */
typedef struct {
  PpvThreadId thread;
  gint64      start;
  gint64      duration;
  PpvStringId category;
  PpvStringId name;
  PpvStringId fields;
  gint64      value;
} PpvSpan;

/* A set with no metric yet; add the metrics before the samples. */
PPV_PUBLIC guint32            ppv_profile_builder_set       (PpvProfileBuilder *self,
                                                             PpvSetColumns      columns);
/* A weight column of @set.  A name that is taken gets " (2)" and so on. */
PPV_PUBLIC PpvMetricId        ppv_profile_builder_metric    (PpvProfileBuilder *self,
                                                             guint32            set,
                                                             const char        *name,
                                                             const char        *unit,
                                                             PpvMetricKind      kind);
/*
 * From now on the weights of @set have @decimals digits behind the point; those that are
 * there are multiplied.  Once a set, and not with groups.  FALSE when the tables are full.
 */
PPV_PUBLIC gboolean           ppv_profile_builder_set_decimals (PpvProfileBuilder *self,
                                                             guint32            set,
                                                             guint              decimals);
/*
 * @time in the recording's clock.  @weights has one value a metric of the set.
 * A @stack of PPV_NONE is replaced by the marker "[unknown]".
 */
PPV_PUBLIC void               ppv_profile_builder_sample    (PpvProfileBuilder *self,
                                                             guint32            set,
                                                             PpvStackId         stack,
                                                             gint64             time,
                                                             PpvThreadId        thread,
                                                             guint32            cpu,
                                                             const gint64      *weights);
/* The label of the next sample that is added to a set with labels; "" without. */
PPV_PUBLIC void               ppv_profile_builder_label     (PpvProfileBuilder *self,
                                                             PpvStringId        label);
/* @start in the recording's clock; see #PpvSpanTable. */
PPV_PUBLIC void               ppv_profile_builder_span      (PpvProfileBuilder *self,
                                                             const PpvSpan     *span);
/*
 * @callee was called at @caller, @count times.  @costs, one a metric of @set, are those of
 * the calls with all that was called there.  The calls of a profile are of one set.
 */
PPV_PUBLIC void               ppv_profile_builder_call      (PpvProfileBuilder *self,
                                                             guint32            set,
                                                             PpvFrameId         caller,
                                                             PpvFunctionId      callee,
                                                             guint64            count,
                                                             const gint64      *costs);
/* Its parts are those that are added until the next finding.  Returns: its row, or PPV_NONE */
PPV_PUBLIC guint32            ppv_profile_builder_finding   (PpvProfileBuilder *self,
                                                             const PpvFinding  *finding);
/* @stack may be PPV_NONE; see #PpvFindingPart. */
PPV_PUBLIC void               ppv_profile_builder_finding_part (PpvProfileBuilder *self,
                                                             PpvStringId        text,
                                                             PpvStackId         stack);
/* Says how often @finding was seen, which files tell at their ends. */
PPV_PUBLIC void               ppv_profile_builder_finding_count (PpvProfileBuilder *self,
                                                             guint32            finding,
                                                             guint64            count);
/* Ends the group of LEVEL samples added since the last one; one per moment, in order. */
PPV_PUBLIC void               ppv_profile_builder_group     (PpvProfileBuilder *self,
                                                             guint32            set,
                                                             gint64             time,
                                                             guint8             flags);
PPV_PUBLIC guint32            ppv_profile_builder_counter   (PpvProfileBuilder *self,
                                                             const char        *name,
                                                             const char        *unit);
PPV_PUBLIC void               ppv_profile_builder_count     (PpvProfileBuilder *self,
                                                             guint32            counter,
                                                             gint64             time,
                                                             gint64             value);

/* The profile's time unit, "ns" unless set; see ppv_profile_get_time_unit(). */
PPV_PUBLIC void               ppv_profile_builder_time_unit (PpvProfileBuilder *self,
                                                             const char        *unit);
/* Sets or replaces what the file says of itself; @value is repaired. */
PPV_PUBLIC void               ppv_profile_builder_fact      (PpvProfileBuilder *self,
                                                             const char        *key,
                                                             const char        *value,
                                                             gssize             length);
/* Adds to the number of records called @name. */
PPV_PUBLIC void               ppv_profile_builder_record    (PpvProfileBuilder *self,
                                                             const char        *name,
                                                             guint64            count);
/*
 * Says that something is missing (PPV_LOSS) or worth knowing (PPV_NOTE).
 * Warnings of one @code are counted together: the first text and @offset stay.
 * @offset PPV_NO_ADDRESS when there is no place for it.
 */
PPV_PUBLIC void               ppv_profile_builder_warn      (PpvProfileBuilder *self,
                                                             PpvSeverity        severity,
                                                             const char        *code,
                                                             guint64            offset,
                                                             const char        *format,
                                                             ...) G_GNUC_PRINTF (5, 6);
/* The same, @count times at once. */
PPV_PUBLIC void               ppv_profile_builder_warn_many (PpvProfileBuilder *self,
                                                             PpvSeverity        severity,
                                                             const char        *code,
                                                             guint64            offset,
                                                             guint64            count,
                                                             const char        *format,
                                                             ...) G_GNUC_PRINTF (6, 7);

/* --- for importers that read with several threads ---------------------------- */

/* Forks are given no calls and no findings: files that have them are read by one thread. */

/* For another thread: the same tables and sets, in which rows have the same numbers. */
PPV_PUBLIC PpvProfileBuilder *ppv_profile_builder_fork      (const PpvProfileBuilder *self);
/* Where each row of a builder is in the one it was merged into; PPV_NONE for nowhere. */
typedef struct {
  PpvStringId   *strings;
  PpvModuleId   *modules;
  PpvFunctionId *functions;
  PpvFrameId    *frames;
  PpvStackId    *stacks;
  PpvProcessId  *processes;
  PpvThreadId   *threads;
} PpvMergedRows;

PPV_PUBLIC void               ppv_merged_rows_clear         (PpvMergedRows     *self);
/*
 * Appends what was added to @other, a fork of @self.  Forks that were given consecutive
 * parts of a file and are merged in their order give the tables that one builder would
 * have, row for row.  FALSE when limits are so near that they might not: then add the
 * part to @self itself.
 */
PPV_PUBLIC gboolean           ppv_profile_builder_merge     (PpvProfileBuilder *self,
                                                             const PpvProfileBuilder *other,
                                                             PpvMergedRows     *rows);

/* --- for ppv_symbolize (), between the importer and the seal ---------------- */

/* The tables as they are; valid until the next row is added to them. */
PPV_PUBLIC const PpvModuleTable *ppv_profile_builder_peek_modules (PpvProfileBuilder *self);
PPV_PUBLIC const PpvFrameTable  *ppv_profile_builder_peek_frames  (PpvProfileBuilder *self);
PPV_PUBLIC const char        *ppv_profile_builder_peek_string (const PpvProfileBuilder *self,
                                                             PpvStringId        id);
PPV_PUBLIC const PpvGivenSymbol *ppv_profile_builder_peek_symbols (PpvProfileBuilder *self,
                                                             guint32           *n_symbols);
/* What ppv_profile_builder_module_base () was told, or FALSE. */
PPV_PUBLIC gboolean           ppv_profile_builder_peek_module_base (PpvProfileBuilder *self,
                                                             PpvModuleId        module,
                                                             PpvStringId       *symbol,
                                                             guint64           *address);
/* The value of a fact, or NULL; valid until it is replaced. */
PPV_PUBLIC const char        *ppv_profile_builder_peek_fact (PpvProfileBuilder *self,
                                                             const char        *key);
/* Gives every function another name for people; what it was stays its raw name. */
PPV_PUBLIC void               ppv_profile_builder_rename_functions (PpvProfileBuilder *self,
                                                             char *(*rename) (const char *name));
/* Names the function of a frame that has none; @file row 0 for that of @function. */
PPV_PUBLIC void               ppv_profile_builder_resolve_frame (PpvProfileBuilder *self,
                                                             PpvFrameId         frame,
                                                             PpvFunctionId      function,
                                                             PpvStringId        file,
                                                             guint32            line);
/*
 * Says that @function is inlined at the address of @frame, into the one said before of
 * it or else into the function of @frame.  The seal puts it into all stacks: it is why
 * rows of the sealed stack table are not those the builder gave.
 */
PPV_PUBLIC void               ppv_profile_builder_inline    (PpvProfileBuilder *self,
                                                             PpvFrameId         frame,
                                                             PpvFunctionId      function,
                                                             PpvStringId        file,
                                                             guint32            line);
PPV_PUBLIC void               ppv_profile_builder_symbol_state (PpvProfileBuilder *self,
                                                             PpvModuleId        module,
                                                             PpvSymbolState     state);

/*
 * Turns the builder into an immutable profile and leaves it empty.  @file and
 * @format are what ppv_profile_get_file() and ppv_profile_get_format() tell.
 * Returns: (transfer full)
 */
PPV_PUBLIC PpvProfile        *ppv_profile_builder_seal      (PpvProfileBuilder *self,
                                                             const char        *file,
                                                             const char        *format);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PpvMergedRows, ppv_merged_rows_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PpvProfileBuilder, ppv_profile_builder_free)

G_END_DECLS
