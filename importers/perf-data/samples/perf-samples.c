/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "container/perf-format.h"
#include "perf-details.h"
#include "perf-samples.h"
#include "records/perf-sample.h"
#include "sched/perf-offcpu.h"
#include "sched/perf-syscalls.h"
#include "stacks/perf-stacks.h"
#include "world/perf-view.h"

enum { BYTES_BETWEEN_CHECKS = 1 << 18 };

struct _PerfSamples {
  const PerfShared *shared;
  PerfFile *file;
  PpvProfileBuilder *builder;
  PerfView *view;
  PerfUnwind *unwind;
  PerfStacks *stacks;
  PerfChains *chains;
  PerfCgroupCounts *cgroups;
  PerfSchedRows sched;
  GString *scratch;
};

PerfSamples *
perf_samples_new (const PerfShared *shared, PpvProfileBuilder *builder)
{
  PerfSamples *self = g_new0 (PerfSamples, 1);
  PerfFile *file = shared->file;

  self->shared = shared;
  self->file = file;
  self->builder = builder;
  self->view = perf_view_new (shared->world, builder);
  self->unwind = perf_unwind_new (shared->unwinder, self->view, file->swap);
  self->stacks = perf_stacks_new (builder, self->view, self->unwind);
  self->chains = perf_chains_new (file, shared->deferred);
  self->cgroups = perf_cgroup_counts_new (shared->cgroups);
  perf_sched_rows_init (&self->sched);
  self->scratch = g_string_new (NULL);
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
  perf_sched_rows_clear (&self->sched);
  g_string_free (self->scratch, TRUE);
  g_free (self);
}

static PerfPlace
find_place (PerfSamples *self, const PerfSample *sample, const PerfEvent *event, guint64 order)
{
  if (!(event->sample_type & PERF_SAMPLE_TID))
    return perf_view_nobody (self->view, order);
  if (G_LIKELY (sample->machine == 0))
    return perf_view_find (self->view, sample->pid, sample->tid, order);
  return perf_view_find_inside (self->view, sample->machine, sample->pid, sample->tid, order);
}

/* In the place of a sample that a machine took of itself nothing is of a guest any more. */
static guint16
misc_of (const PerfSample *sample, const PerfRecord *record)
{
  guint mode = record->misc & PERF_MISC_CPUMODE;

  if (G_LIKELY (sample->machine == 0))
    return record->misc;
  if (mode == PERF_CPUMODE_GUEST_KERNEL)
    mode = PERF_CPUMODE_KERNEL;
  else if (mode == PERF_CPUMODE_GUEST_USER)
    mode = PERF_CPUMODE_USER;
  return (guint16) ((record->misc & ~(guint) PERF_MISC_CPUMODE) | mode);
}

/* Gives the next sample its label and keeps what tells of switches and system calls. */
static void
add_details (PerfSamples *self, const PerfSample *sample, guint32 event, PpvStackId stack)
{
  PpvStringId label = 0;

  if (self->shared->details)
    {
      label = perf_details_make (self->shared->trace, perf_events_get (&self->file->events, event),
                                 event, sample, self->builder, self->scratch);
      ppv_profile_builder_label (self->builder, label);
    }
  if (perf_sched_wants (self->shared->sched, event) && sample->machine == 0)
    perf_sched_note_sample (self->shared->sched, &self->sched, event, sample, stack, label);
}

static void
add_sample (PerfSamples *self,
            const PerfSample *sample,
            const PerfRecord *record,
            guint32 index,
            guint64 period)
{
  const PerfEvent *event = perf_events_get (&self->file->events, index);
  guint64 order = self->shared->timed ? sample->time : record->offset;
  PerfPlace place = find_place (self, sample, event, order);
  /* the second is of the sets that have a latency */
  gint64 weights[] = { (gint64) MIN (period, G_MAXINT64),
                       (gint64) MIN (sample->weight, G_MAXINT64) };
  PpvStackId stack;

  stack = perf_stacks_find (self->stacks, sample, misc_of (sample, record), &place);
  add_details (self, sample, index, stack);
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
    add_sample (self, read->sample, read->record, known->event, period);
}

/* FALSE for an error of the system. */
static gboolean
read_fields (PerfSamples *self,
             PerfRecords *records,
             PerfRecord *record,
             const PerfEvent *event,
             PerfSample *sample,
             GError **error)
{
  gsize n_body = record->size - (gsize) PERF_RECORD_HEADER;

  if (record->tail != NULL &&
      perf_sample_skim (record->body, n_body - ppv_reader_left (&record->body),
                        ppv_reader_over (record->tail, records->skim.n_last, 0, self->file->swap),
                        event, sample))
    return TRUE;
  if (!perf_records_complete (records, record, error))
    return FALSE;
  if (!perf_sample_decode (record->body, event, sample))
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "short-sample", record->offset,
                              _ ("A sample is shorter than its fields; what it has was kept"));
  return TRUE;
}

static gboolean
decode_sample (PerfSamples *self, PerfRecords *records, PerfRecord *record, GError **error)
{
  guint32 index = perf_sample_event (&self->file->events, record->body);
  const PerfEvent *event;
  PerfSample sample;

  if (index == PPV_NONE)
    {
      ppv_profile_builder_warn (self->builder, PPV_LOSS, "unknown-event", record->offset,
                                _ ("A sample is of no known event and was left out"));
      return TRUE;
    }
  event = perf_events_get (&self->file->events, index);
  if (!read_fields (self, records, record, event, &sample, error))
    return FALSE;
  sample.machine = perf_events_get_machine (
      &self->file->events,
      event->sample_type & PERF_SAMPLE_IDENTIFIER ? sample.identifier : sample.id);
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
    add_sample (self, &sample, record, index, sample.period);
  return TRUE;
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

  records->skim = perf_skim_stacks;
  perf_unwind_read_from (self->unwind, records->input);
  while (perf_records_next (records, &record, &failure))
    {
      if (record.type != PERF_RECORD_SAMPLE)
        {
          perf_sched_note_record (self->shared->sched, &self->sched, &record);
          perf_records_skip (records, perf_record_payload (&record));
        }
      else if (!decode_sample (self, records, &record, error))
        return FALSE;
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
  g_auto (PpvMergedRows) rows = { 0 };

  if (!ppv_profile_builder_merge (self->builder, later->builder, &rows))
    return FALSE;
  perf_sched_rows_append (&self->sched, &later->sched, rows.stacks, rows.strings);
  perf_unwind_merge (self->unwind, later->unwind);
  perf_chains_merge (self->chains, later->chains);
  perf_cgroup_counts_merge (self->cgroups, later->cgroups);
  return TRUE;
}

void
perf_samples_settle (PerfSamples *self)
{
  perf_offcpu_settle (self->sched.switches, self->view, self->builder);
  perf_syscalls_settle (self->shared->sched, self->sched.syscalls, self->view, self->builder);
}

void
perf_samples_tell (PerfSamples *self)
{
  perf_unwind_tell (self->unwind, self->builder);
  perf_chains_tell (self->chains, self->builder);
  perf_cgroup_counts_tell (self->cgroups, self->builder);
}
