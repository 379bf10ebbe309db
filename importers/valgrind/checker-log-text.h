/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "common/checker-findings.h"
#include "checker-summary.h"

G_BEGIN_DECLS

/* What stands before the text of each line that Valgrind writes: "==12047== ". */
typedef struct {
  char        mark; /* '=' for reports; '-' for details and '*' for the program's messages */
  guint64     pid;
  const char *text;
  gsize       length;
} CheckerLine;

/* FALSE for lines of the program itself. */
gboolean    checker_line_parse    (CheckerLine    *self,
                                   const char     *line,
                                   gsize           length);
/* The element that the XML would have for an error with this text. */
const char *checker_log_kind      (const char     *text);
/* "   at 0x1092B6: write_behind (mistakes.c:66)" */
gboolean    checker_log_is_frame  (const char     *text);
void        checker_log_add_frame (const char     *text,
                                   CheckerFindings *findings);
/* The bytes and blocks of "96 (32 direct, 64 indirect) bytes in 1 blocks are …" */
void        checker_log_find_leak (const char     *text,
                                   PpvFinding     *finding);
/* A line of the sums at the end; FALSE when it is none. */
gboolean    checker_log_sum       (const char     *text,
                                   CheckerSummary *summary);

G_END_DECLS
