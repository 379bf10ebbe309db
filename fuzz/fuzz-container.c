/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * libFuzzer target for the container of perf.data alone: the header, its sections and
 * the walk over records, with what the first pass takes from each; no samples.
 */

#include "config.h"

#include "features/perf-bpf.h"
#include "features/perf-features.h"
#include "features/perf-pipe.h"
#include "ppv-load-context-private.h"
#include "records/perf-notes.h"
#include "records/perf-records.h"

extern int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct {
  PpvLoadContext context;
  PpvProfileBuilder *builder;
  PerfFile file;
  PerfFeatures features;
} Container;

static void
walk (Container *self)
{
  g_autoptr (PerfNotes) notes = perf_notes_new (&self->features);
  g_autoptr (PerfWorld) world = perf_world_new (self->builder, self->features.build_ids);
  PerfRecordCounts counts = { .n_unknown = 0 };
  PerfRecords records;
  PerfRecord record;

  perf_bpf_tell (self->features.bpf, self->builder, world);
  perf_records_init (&records, &self->file);
  while (perf_records_next (&records, &record, NULL))
    {
      perf_record_counts_add (&counts, &record);
      perf_notes_take (notes, &record);
      perf_world_note (world, &record, record.offset);
      perf_records_skip (&records, perf_record_payload (&record));
    }
  perf_world_settle (world);
  perf_record_counts_tell (&counts, self->builder);
  perf_notes_tell (notes);
}

static void
name_events (PerfEvents *events)
{
  for (guint i = 0; i < perf_events_count (events); i++)
    if (perf_events_get (events, i)->name == NULL)
      perf_events_get (events, i)->name = perf_event_dup_name (perf_events_get (events, i));
}

static void
open_container (Container *self, PpvInput *input)
{
  if (!perf_file_open (&self->file, input, self->builder, NULL) ||
      !perf_features_read (&self->features, NULL) ||
      (self->file.is_pipe && !perf_pipe_learn (&self->features, &self->context, NULL)))
    return;
  perf_file_check_events (&self->file);
  name_events (&self->file.events);
  walk (self);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (PpvInput) input = ppv_input_new_bytes (bytes, "fuzz");
  g_autoptr (PpvProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  Container container = { .context = { .input = input } };
  PpvLimits limits;

  ppv_limits_init (&limits);
  limits.rows = 1 << 20;
  limits.text_bytes = 1 << 24;
  container.context.limits = &limits;
  container.builder = ppv_profile_builder_new (&limits);
  perf_features_init (&container.features, &container.file);
  open_container (&container, input);
  profile = ppv_profile_builder_seal (container.builder, "fuzz", "perf-data");
  if (!ppv_profile_check (profile, &error))
    g_error ("%s", error->message);
  perf_file_clear (&container.file);
  perf_features_clear (&container.features);
  ppv_profile_builder_free (container.builder);
  return 0;
}
