/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-profile-builder.h"

G_BEGIN_DECLS

/* Where blocks went, in the order of Valgrind's leak summary; then what else is counted. */
typedef enum {
  CHECKER_DEFINITELY_LOST,
  CHECKER_INDIRECTLY_LOST,
  CHECKER_POSSIBLY_LOST,
  CHECKER_STILL_REACHABLE,
  CHECKER_REACHABLE_HEURISTIC,
  CHECKER_SUPPRESSED,
  CHECKER_IN_USE_AT_EXIT,
  CHECKER_N_AMOUNTS,
} CheckerAmountKind;

typedef struct {
  gboolean known;
  guint64  bytes;
  guint64  blocks;
} CheckerAmount;

/*
 * CheckerSummary: the sums that a checker tells at the end
 *
 * They become facts with numbers that are easy to read by programs, such as
 * "895 bytes in 16 blocks" for definitely_lost.
 */
typedef struct {
  CheckerAmount amounts[CHECKER_N_AMOUNTS];
  gboolean      has_usage;
  guint64       allocations;
  guint64       frees;
  guint64       allocated_bytes;
  gboolean      has_errors;
  guint64       errors;
  guint64       contexts;
  guint64       suppressed;
  guint64       suppressed_contexts;
} CheckerSummary;

/* "1,234": FALSE when that is no number. */
gboolean checker_parse_number (const char *text, gsize length, guint64 *value);
/* Adds the sums of @more, of another program. */
void     checker_summary_add  (CheckerSummary *self, const CheckerSummary *more);
void     checker_summary_tell (const CheckerSummary *self, PpvProfileBuilder *builder);

G_END_DECLS
