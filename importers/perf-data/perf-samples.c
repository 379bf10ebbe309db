/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "perf-cgroups.h"
#include "perf-chains.h"
#include "perf-format.h"
#include "perf-sample.h"
#include "perf-samples.h"
#include "perf-stacks.h"
#include "perf-view.h"

enum { BYTES_BETWEEN_CHECKS = 1 << 18 };

struct _PerfSamples {
  PerfFile *file;
  PpvProfileBuilder *builder;
  PerfView *view;
  PerfUnwind *unwind;
  PerfStacks *stacks;
  PerfChains *chains;
  PerfCgroupCounts *cgroups;
  gboolean timed;
};

PerfSamples *
perf_samples_new (PerfFile *file,
                  const PerfWorld *world,
                  PpvUnwinder *unwinder,
                  PpvProfileBuilder *builder,
                  gboolean timed)
{
  PerfSamples *self = g_new0 (PerfSamples, 1);

  self->file = file;
  self->builder = builder;
  self->view = perf_view_new (world, builder);
  self->unwind = perf_unwind_new (unwinder, self->view, file->swap);
  self->stacks = perf_stacks_new (builder, self->view, self->unwind);
  self->chains = perf_chains_new (file, file->deferred);
  self->cgroups = perf_cgroup_counts_new (file->cgroups);
  self->timed = timed;
  return self;
}

void
perf_samples_free (PerfSamples *self)
{
  perf_stacks_free (self->stacks);
  perf_unwind_free (self->unwind);
  perf_chains_free (self->chains);
  perf_cgroup_counts_free (self->cgroups);
  perf_view_free (self->view);
  g_free (self);
}

static void
add_sample (PerfSamples *self,
            const PerfSample *sample,
            const PerfRecord *record,
            const PerfEvent *event,
            guint64 period)
{
  guint64 order = self->timed ? sample->time : record->offset;
  PerfPlace place;
  /* the second is of the sets that have a latency */
  gint64 weights[] = { (gint64) MIN (period, G_MAXINT64),
                       (gint64) MIN (sample->weight, G_MAXINT64) };
  PpvStackId stack;

  if (event->sample_type & PERF_SAMPLE_TID)
    place = perf_view_find (self->view, sample->pid, sample->tid, order);
  else
    place = perf_view_nobody (self->view, order);
  stack = perf_stacks_find (self->stacks, sample, record->misc, &place);
  ppv_profile_builder_sample (self->builder, event->set, stack,
                              (gint64) MIN (sample->time, G_MAXINT64), place.thread, sample->cpu,
                              weights);
}

/* A sample of a group's leader counts for each member by how far its counter went. */
typedef struct {
  PerfSamples *samples;
  const PerfSample *sample;
  const PerfRecord *record;
} GroupRead;

static void
add_group_member (guint64 value, guint64 id, gpointer user_data)
{
  GroupRead *read = user_data;
  PerfSamples *self = read->samples;
  PerfEvents *events = &self->file->events;
  PerfId *known = perf_events_find_id (events, id);
  guint64 period;

  if (known == NULL)
    {
      ppv_profile_builder_warn (self->builder, PPV_LOSS, "unknown-event", read->record->offset,
                                _ ("A counter is of no known event"));
      return;
    }
  period = value > known->last_value ? value - known->last_value : 0;
  if (value < known->last_value)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "counter-back", read->record->offset,
                              _ ("A counter went back; the sample counts nothing for it"));
  known->last_value = value;
  if (period > 0)
    add_sample (self, read->sample, read->record, perf_events_get (events, known->event), period);
}

static void
decode_sample (PerfSamples *self, const PerfRecord *record)
{
  guint32 index = perf_sample_event (&self->file->events, record->body);
  const PerfEvent *event;
  PerfSample sample;

  if (index == PPV_NONE)
    {
      ppv_profile_builder_warn (self->builder, PPV_LOSS, "unknown-event", record->offset,
                                _ ("A sample is of no known event and was left out"));
      return;
    }
  event = perf_events_get (&self->file->events, index);
  if (!perf_sample_decode (record->body, event, &sample))
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "short-sample", record->offset,
                              _ ("A sample is shorter than its fields; what it has was kept"));
  if (event->sample_type & PERF_SAMPLE_CGROUP)
    perf_cgroup_counts_add (self->cgroups, sample.cgroup);
  perf_chains_complete (self->chains, event, &sample);
  if (event->sample_type & PERF_SAMPLE_READ && event->read_format & PERF_READ_ID)
    {
      perf_read_losses (&self->file->events, sample.read, event->read_format);
      perf_read_values (sample.read, event->read_format, add_group_member,
                        &(GroupRead){ self, &sample, record });
    }
  else
    add_sample (self, &sample, record, event, sample.period);
}

gboolean
perf_samples_decode (PerfSamples *self,
                     PerfRecords *records,
                     PerfProgress *progress,
                     GError **error)
{
  guint64 checked = records->offset;
  PerfRecord record;
  GError *failure = NULL;

  while (perf_records_next (records, &record, &failure))
    {
      if (record.type == PERF_RECORD_SAMPLE)
        decode_sample (self, &record);
      else
        perf_records_skip (records, perf_record_payload (&record));
      if (records->offset - checked < BYTES_BETWEEN_CHECKS)
        continue;
      if (!perf_progress_advance (progress, records->offset - checked, error))
        return FALSE;
      checked = records->offset;
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
perf_samples_merge (PerfSamples *self, const PerfSamples *later)
{
  if (!ppv_profile_builder_merge (self->builder, later->builder, NULL))
    return FALSE;
  perf_unwind_merge (self->unwind, later->unwind);
  perf_chains_merge (self->chains, later->chains);
  perf_cgroup_counts_merge (self->cgroups, later->cgroups);
  return TRUE;
}

void
perf_samples_tell (PerfSamples *self)
{
  perf_unwind_tell (self->unwind, self->builder);
  perf_chains_tell (self->chains, self->builder);
  perf_cgroup_counts_tell (self->cgroups, self->builder);
}
