/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "container/perf-format.h"
#include "perf-records.h"

/* enum perf_event_type and enum perf_user_event_type, without their prefix. */
static const char *const kind_names[PERF_RECORD_KINDS] = {
  [1] = "MMAP",
  [2] = "LOST",
  [3] = "COMM",
  [4] = "EXIT",
  [5] = "THROTTLE",
  [6] = "UNTHROTTLE",
  [7] = "FORK",
  [8] = "READ",
  [9] = "SAMPLE",
  [10] = "MMAP2",
  [11] = "AUX",
  [12] = "ITRACE_START",
  [13] = "LOST_SAMPLES",
  [14] = "SWITCH",
  [15] = "SWITCH_CPU_WIDE",
  [16] = "NAMESPACES",
  [17] = "KSYMBOL",
  [18] = "BPF_EVENT",
  [19] = "CGROUP",
  [20] = "TEXT_POKE",
  [21] = "AUX_OUTPUT_HW_ID",
  [22] = "CALLCHAIN_DEFERRED",
  [64] = "HEADER_ATTR",
  [65] = "HEADER_EVENT_TYPE",
  [66] = "HEADER_TRACING_DATA",
  [67] = "HEADER_BUILD_ID",
  [68] = "FINISHED_ROUND",
  [69] = "ID_INDEX",
  [70] = "AUXTRACE_INFO",
  [71] = "AUXTRACE",
  [72] = "AUXTRACE_ERROR",
  [73] = "THREAD_MAP",
  [74] = "CPU_MAP",
  [75] = "STAT_CONFIG",
  [76] = "STAT",
  [77] = "STAT_ROUND",
  [78] = "EVENT_UPDATE",
  [79] = "TIME_CONV",
  [80] = "HEADER_FEATURE",
  [81] = "COMPRESSED",
  [82] = "FINISHED_INIT",
  [83] = "COMPRESSED2",
  [84] = "BPF_METADATA",
  [85] = "SCHEDSTAT_CPU",
  [86] = "SCHEDSTAT_DOMAIN",
};

void
perf_record_counts_add (PerfRecordCounts *self, const PerfRecord *record)
{
  if (record->type < PERF_RECORD_KINDS && kind_names[record->type] != NULL)
    self->kinds[record->type]++;
  else if (record->type >= PERF_RECORD_SIMPLEPERF_FIRST &&
           record->type <= PERF_RECORD_SIMPLEPERF_LAST)
    self->n_foreign++;
  else if (self->n_unknown++ == 0)
    {
      self->unknown_type = record->type;
      self->unknown_offset = record->offset;
    }
}

void
perf_record_counts_tell (const PerfRecordCounts *self, PpvProfileBuilder *builder)
{
  for (guint i = 0; i < PERF_RECORD_KINDS; i++)
    if (self->kinds[i] > 0)
      ppv_profile_builder_record (builder, kind_names[i], self->kinds[i]);
  if (self->n_foreign > 0)
    ppv_profile_builder_record (builder, "SIMPLEPERF", self->n_foreign);
  if (self->n_unknown > 0)
    {
      ppv_profile_builder_record (builder, "UNKNOWN", self->n_unknown);
      ppv_profile_builder_warn_many (
          builder, PPV_NOTE, "unknown-record", self->unknown_offset, self->n_unknown,
          _ ("Records of a kind that is not known (the first of type %u) "
             "were skipped"),
          self->unknown_type);
    }
}
