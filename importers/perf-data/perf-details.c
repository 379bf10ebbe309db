/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "perf-details.h"
#include "perf-format.h"
#include "perf-trace-text.h"

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
  return ppv_profile_builder_string (builder, scratch->str, (gssize) scratch->len);
}
