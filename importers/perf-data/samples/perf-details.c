/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "container/perf-format.h"
#include "perf-details.h"
#include "perf-text.h"
#include "tracing/perf-trace-text.h"

/* Of a list of branches those that were taken last. */
enum { MOST_BRANCHES = 4 };

static void
append (GString *text, const char *name, guint64 number)
{
  g_string_append_printf (text, "%s%s=0x%" G_GINT64_MODIFIER "x", text->len > 0 ? " " : "", name,
                          number);
}

static void
describe_memory (const PerfEvent *event, const PerfSample *sample, GString *text)
{
  if (event->sample_type & PERF_SAMPLE_ADDR)
    append (text, "addr", sample->address);
  if (event->sample_type & PERF_SAMPLE_PHYS_ADDR)
    append (text, "phys_addr", sample->physical_address);
  if (event->sample_type & (PERF_SAMPLE_WEIGHT | PERF_SAMPLE_WEIGHT_STRUCT))
    append (text, "weight", sample->weight);
  if (event->sample_type & PERF_SAMPLE_TRANSACTION)
    append (text, "transaction", sample->transaction);
  if (event->sample_type & PERF_SAMPLE_DATA_SRC)
    {
      g_string_append (text, text->len > 0 ? " " : "");
      perf_data_source_text (text, sample->data_source);
    }
}

static void
describe_branches (const PerfSample *sample, GString *text)
{
  if (sample->n_branches == 0)
    return;
  g_string_append (text, text->len > 0 ? " " : "");
  perf_branch_text (text, sample, MOST_BRANCHES);
}

PpvStringId
perf_details_make (const PerfTrace *trace,
                   const PerfEvent *event,
                   guint32 index,
                   const PerfSample *sample,
                   PpvProfileBuilder *builder,
                   GString *scratch)
{
  const struct tep_event *format = perf_trace_get (trace, index);

  g_string_truncate (scratch, 0);
  if (format != NULL && sample->raw != NULL)
    perf_trace_print (trace, format,
                      ppv_reader_over (sample->raw, sample->raw_size, 0, trace->swap), scratch);
  else
    describe_memory (event, sample, scratch);
  describe_branches (sample, scratch);
  return ppv_profile_builder_string (builder, scratch->str, (gssize) scratch->len);
}
