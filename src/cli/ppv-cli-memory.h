/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ppv-cli-output.h"
#include "ppv-memory.h"
#include "ppv-tree-rows.h"

G_BEGIN_DECLS

/**
 * PpvMemoryReport:
 * @moment: the snapshot whose tree is shown: the marked peak, else the highest
 *     with stacks; PPV_NONE when none has any
 * @tree: (nullable): who holds the memory at @moment, from the allocation up
 *
 * What perprovis memory tells.
 */
typedef struct {
  const PpvCommand *command;
  const PpvProfile *profile;
  const PpvMemory  *memory;
  guint32           moment;
  PpvTreeRows      *tree;
} PpvMemoryReport;

void ppv_memory_report_print     (const PpvMemoryReport *self,
                                  PpvOutput             *output);
void ppv_memory_report_write_csv (const PpvMemoryReport *self,
                                  PpvSink               *sink);
/* Memory over time, @width columns wide with its axis. */
void ppv_memory_graph_print      (const PpvMemoryReport *self,
                                  guint                  width,
                                  PpvOutput             *output);

G_END_DECLS
