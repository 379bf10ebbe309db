/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "callgrind-costs.h"
#include "callgrind-names.h"
#include "ppv-lines.h"
#include "ppv-plugin.h"

G_BEGIN_DECLS

enum { CALLGRIND_MOST_POSITIONS = 4, CALLGRIND_N_PLACES = 64 };

/* The frame of a line, which holds as long as object, function and file do. */
typedef struct {
  guint32    epoch;
  guint32    line;
  PpvFrameId frame;
} CallgrindPlace;

/* What the next line of costs is about. */
typedef enum {
  CALLGRIND_SELF,
  CALLGRIND_CALL,
  CALLGRIND_JUMP,
} CallgrindNext;

/*
 * CallgrindReader: reads the files of one profile, one after the other.
 *
 * A file has one or more parts, each a header and a body.  Both are read line by line
 * and told apart by what the line says.
 */
typedef struct {
  PpvLoadContext    *context;
  PpvProfileBuilder *builder;
  gboolean           is_cachegrind;
  CallgrindEvents    events;
  CallgrindCosts     costs;
  guint64            bytes_before;  /* of the files before this one */
  guint64            bytes_total;   /* of all files, as far as known */
  GString           *caches;        /* what the header tells of the simulated machine */
  gboolean           has_command;
  guint64            n_parts;
  guint              last_part;     /* the largest number that a part has of itself */
  guint64            n_cost_lines;
  guint64            n_calls;
  guint64            n_jumps;
  guint64            n_conditional;

  /* of the file */
  PpvLines           lines;
  CallgrindNames     names;
  gboolean           cut;           /* whether the last line has no end */
  gboolean           by_valgrind;   /* so that each part must have its totals */
  gboolean           in_body;
  gboolean           has_events;

  /* of the part */
  gint32             pid;           /* 0 when it is not told */
  gint32             tid;
  PpvStringId        command_name;
  gboolean           has_totals;
  gboolean           has_summary;
  gint64             totals[CALLGRIND_MOST_EVENTS];
  gint64             summary[CALLGRIND_MOST_EVENTS];
  gint64             sums[CALLGRIND_MOST_EVENTS];

  /* where the reading is */
  guint              n_positions;
  guint              line_position; /* which one is the line, or CALLGRIND_MOST_POSITIONS */
  guint64            position[CALLGRIND_MOST_POSITIONS];
  PpvModuleId        object;
  PpvStringId        function_file; /* of fl= */
  PpvStringId        line_file;     /* of fl=, fi= or fe= */
  PpvFunctionId      function;
  guint32            epoch;         /* another one for each object, function and file */
  CallgrindPlace     places[CALLGRIND_N_PLACES];
  gboolean           has_called_object;
  PpvModuleId        called_object;
  gboolean           has_called_file;
  PpvStringId        called_file;
  PpvFunctionId      called;
  /* here and not with who reads them: compilers would clear them for each line */
  gint64             line_costs[CALLGRIND_MOST_EVENTS];
  CallgrindNext      next;
  guint64            count;         /* of the call */
} CallgrindReader;

void     callgrind_reader_init   (CallgrindReader   *self,
                                  PpvLoadContext    *context,
                                  PpvProfileBuilder *builder,
                                  gboolean           is_cachegrind);
void     callgrind_reader_clear  (CallgrindReader   *self);
/* Reads one file; what is wrong with it becomes warnings. */
gboolean callgrind_reader_read   (CallgrindReader   *self,
                                  PpvInput          *input,
                                  GError           **error);
/* After the last file: FALSE when there is nothing to show. */
gboolean callgrind_reader_finish (CallgrindReader   *self,
                                  GError           **error);

/* --- one line each ----------------------------------------------------------- */

/* "key: value"; FALSE when it is no such line. */
gboolean callgrind_read_header   (CallgrindReader   *self,
                                  CallgrindScan      line);
/* Names, calls, jumps and costs; FALSE when it is none of them. */
gboolean callgrind_read_body     (CallgrindReader   *self,
                                  CallgrindScan      line);
/* Goes past lines of costs that are as plain as nearly all, if such follow. */
void     callgrind_read_plain    (CallgrindReader   *self);
/* Adds costs, in the order of the part, to the place where the reading is. */
void     callgrind_add_self      (CallgrindReader   *self,
                                  const gint64      *costs);
/* Before the first costs of a part. */
void     callgrind_begin_body    (CallgrindReader   *self);
/* Closes a part: its places become samples, its totals are compared. */
void     callgrind_end_part      (CallgrindReader   *self);
/* Costs in the order of the part; those that are not there are 0. */
gboolean callgrind_scan_costs    (const CallgrindReader *self,
                                  CallgrindScan     *line,
                                  gint64            *costs);

G_END_DECLS
