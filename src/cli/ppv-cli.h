/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ppv-load.h"
#include "ppv-stack-costs.h"

G_BEGIN_DECLS

/* What the command ends with; 128 and the signal's number when a signal stopped it. */
typedef enum {
  PPV_EXIT_COMPLETE   = 0,
  PPV_EXIT_REFUSED    = 1,
  PPV_EXIT_USAGE      = 2,
  PPV_EXIT_INCOMPLETE = 3,
  PPV_EXIT_FAILED     = 4, /* a condition of --fail-if holds */
} PpvExit;

/* Which shared options a verb has beside its own. */
typedef enum {
  PPV_TAKES_PROFILE = 1 << 0, /* how to read files and what to select */
  PPV_TAKES_OUTPUT  = 1 << 1, /* -o */
  PPV_TAKES_ROWS    = 1 << 2, /* -n */
  PPV_TAKES_PERCENT = 1 << 3, /* --percent-limit */
} PpvTakes;

/* A number no option can have, less than all that they can. */
#define PPV_NOT_GIVEN G_MININT

/**
 * PpvOptions:
 * @n_rows: rows of a table; 0 for all, PPV_NOT_GIVEN when not given
 * @percent_limit: least share that is shown, 0 to 100, or PPV_NOT_GIVEN
 * @format: one of the verb's formats
 * @files: the arguments; NULL-terminated, never NULL
 * @n_first: of a verb with two sides, how many of them stood before "--"; 0 without it
 *
 * The options that verbs share, as they were given.
 */
typedef struct {
  char     *input_format;
  char     *metric;
  char    **filters;
  char     *from;
  char     *to;
  char    **terms[PPV_TERM_FUNCTION + 1]; /* by PpvTermKind */
  gboolean  no_symbols;
  gboolean  no_inline;
  gboolean  short_names;
  gboolean  debuginfod;
  char    **symbol_path;
  char     *sysroot;
  int       n_threads;
  PpvLimits limits;
  gboolean  strict;
  char     *progress;
  gboolean  quiet;
  gboolean  verbose;
  gboolean  help;

  char     *output;
  int       n_rows;
  double    percent_limit;
  char     *format;
  char    **files;
  guint     n_first;
} PpvOptions;

typedef struct _PpvCommand PpvCommand;

/**
 * PpvVerb:
 * @name: as it is typed
 * @arguments: what follows it, for --help, marked with N_()
 * @summary: one line, marked with N_()
 * @takes: its shared options
 * @draws_paths: whether it shows call paths where a profile only has calls
 * @details: whether samples are loaded with what they say of themselves
 * @two_sides: whether "--" stands between its files, rather than before the last of them
 * @least_files: how many arguments it needs
 * @most_files: how many it can have
 * @formats: (nullable): what --format can be, the first unless asked otherwise;
 *     NULL-terminated
 * @entries: (nullable): its own options
 * @run: does it; FALSE with an error
 */
typedef struct {
  const char         *name;
  const char         *arguments;
  const char         *summary;
  PpvTakes            takes;
  gboolean            draws_paths;
  gboolean            details;
  gboolean            two_sides;
  guint               least_files;
  guint               most_files;
  const char *const  *formats;
  const GOptionEntry *entries;
  gboolean          (*run) (PpvCommand  *command,
                            GError     **error);
} PpvVerb;

/**
 * PpvCommand:
 * @options: what was asked for
 * @selection: what of a profile is looked at
 * @rest: of @selection, what is left to select of the profile that was loaded last
 * @cancellable: cancelled by a signal
 * @incomplete: whether a file that was read had something missing
 * @failed: whether what was asked not to be is
 *
 * One run of a verb.
 */
struct _PpvCommand {
  const PpvVerb *verb;
  PpvOptions     options;
  PpvSelection  *selection;
  PpvSelection  *rest;
  GCancellable  *cancellable;
  gboolean       incomplete;
  gboolean       failed;
};

extern const PpvVerb ppv_verb_info;
extern const PpvVerb ppv_verb_hotspots;
extern const PpvVerb ppv_verb_tree;
extern const PpvVerb ppv_verb_callers;
extern const PpvVerb ppv_verb_timeline;
extern const PpvVerb ppv_verb_flamegraph;
extern const PpvVerb ppv_verb_memory;
extern const PpvVerb ppv_verb_leaks;
extern const PpvVerb ppv_verb_errors;
extern const PpvVerb ppv_verb_diff;
extern const PpvVerb ppv_verb_events;
extern const PpvVerb ppv_verb_export;
extern const PpvVerb ppv_verb_formats;
extern const PpvVerb ppv_verb_open;

/*
 * Parses what follows the verb into @self; with --help, writes it to standard
 * output and sets @self->options.help.
 */
gboolean       ppv_command_parse       (PpvCommand         *self,
                                        int                 argc,
                                        char              **argv,
                                        GError            **error);
void           ppv_command_clear       (PpvCommand         *self);
/* Sets @place to that of @text in @words, the first for NULL; or says what @option can be. */
gboolean       ppv_command_parse_word  (const char         *option,
                                        const char         *text,
                                        const char *const  *words,
                                        guint              *place,
                                        GError            **error);
/* Whether --format is @format. */
gboolean       ppv_command_is_format   (const PpvCommand   *self,
                                        const char         *format);
/* The one file of a verb that takes one. */
const char    *ppv_command_file        (const PpvCommand   *self);

/* Reads @path with progress, and tells the warnings; (transfer full). */
PpvProfile    *ppv_command_load        (PpvCommand         *self,
                                        const char         *path,
                                        GError            **error);
/* An error when samples are selected, for verbs that show what is of the whole program. */
gboolean       ppv_command_check_whole (const PpvCommand   *self,
                                        GError            **error);
/* Says of which file it is that there is no answer, and why; takes @reason. */
void           ppv_propagate_absence   (GError            **error,
                                        const PpvProfile   *profile,
                                        GError             *reason);
/* Whether any metric has a sample. */
gboolean       ppv_profile_has_samples (const PpvProfile   *profile);
/*
 * The costs of the selected samples; (transfer full).  An error when nothing is
 * selected from a profile that has samples: an empty answer would mislead.
 */
PpvStackCosts *ppv_command_costs       (const PpvCommand   *self,
                                        const PpvProfile   *profile,
                                        GError            **error);

/* A line on standard error, after "perprovis: "; escaped for terminals. */
void           ppv_say                 (const char         *format,
                                        ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
