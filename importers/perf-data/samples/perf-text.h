/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "records/perf-sample.h"

/* Fields of samples for people, short enough for a line of a list. */

/* A branch, out of PerfSample.branches. */
typedef struct {
  guint64  from;
  guint64  to;
  gboolean mispredicted;
  gboolean predicted;
  gboolean in_transaction;
  gboolean aborted;
  guint16  cycles;       /* since the branch before it */
  guint8   type;         /* PERF_BR_… */
  guint8   new_type;     /* when the type says that it is of the newer kinds */
  guint8   speculation;
  guint8   privilege;
} PerfBranch;

/* The next one; FALSE at the end. */
gboolean perf_branch_next      (PpvReader        *branches,
                                PerfBranch       *branch);
/*
 * The first @n_most branches, the last one that was taken first: "0x4010/0x4100/P/-/-/12/CALL",
 * as perf script has them: from, to, predicted or mispredicted, in a transaction,
 * aborted, cycles, kind; behind those what the processor knows of them beyond.
 */
void     perf_branch_text      (GString          *text,
                                const PerfSample *sample,
                                guint             n_most);
/* What perf_mem_data_src says of an access: "load, L1 hit, no snoop, TLB L1 hit". */
void     perf_data_source_text (GString          *text,
                                guint64           data_source);
