/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "container/perf-format.h"
#include "perf-aux.h"
#include "perf-notes.h"
#include "perf-sample.h"
#include "perf-stat.h"

struct _PerfNotes {
  PerfFile *file;         /* borrowed */
  PerfFeatures *features; /* borrowed */
  PerfAux aux;
  PerfStat *stat;
  PerfCgroups *cgroups;
  PerfNamespaces *namespaces;
  guint64 n_lost; /* records of any kind */
  guint64 n_lost_samples;
  guint64 n_filtered; /* samples a BPF filter dropped */
  guint64 n_throttled;
  guint64 n_pokes;      /* changes of the kernel's code */
  guint64 poke_offset;  /* of the first */
  guint64 n_foreign;    /* records of simpleperf */
  guint64 n_merged_ids; /* of virtual machines, put in by perf inject */
};

PerfNotes *
perf_notes_new (PerfFeatures *features)
{
  PerfFile *file = features->file;
  PerfNotes *self = g_new0 (PerfNotes, 1);

  self->file = file;
  self->features = features;
  self->stat = perf_stat_new (file);
  self->cgroups = perf_cgroups_new ();
  self->namespaces = perf_namespaces_new ();
  self->aux.n_bytes = file->n_trace_bytes;
  return self;
}

void
perf_notes_free (PerfNotes *self)
{
  perf_stat_free (self->stat);
  perf_cgroups_free (self->cgroups);
  perf_namespaces_free (self->namespaces);
  perf_aux_clear (&self->aux);
  g_free (self);
}

static void
take_lost (PerfNotes *self, const PerfRecord *record)
{
  PpvReader body = record->body;
  guint64 count;

  if (record->type == PERF_RECORD_LOST)
    ppv_reader_skip (&body, 8); /* the event's id */
  count = ppv_reader_u64 (&body);
  if (record->type == PERF_RECORD_LOST)
    self->n_lost = perf_sum (self->n_lost, count);
  else if (record->misc & PERF_MISC_LOST_SAMPLES_BPF)
    self->n_filtered = perf_sum (self->n_filtered, count);
  else
    self->n_lost_samples = perf_sum (self->n_lost_samples, count);
}

/* PERF_RECORD_READ: how far a counter was when its thread ended. */
static void
take_read (PerfNotes *self, const PerfRecord *record)
{
  PpvReader body = record->body;
  const PerfEvent *event = perf_sample_trailer_event (&self->file->events, body);

  ppv_reader_skip (&body, 8); /* pid and tid */
  perf_read_losses (&self->file->events, body, event->read_format);
}

/* Ids that were not recorded on this machine but put in from a virtual one's recording. */
static void
take_ids (PerfNotes *self, const PerfRecord *record)
{
  enum { ENTRY = 32, MACHINE = 16 };
  PpvReader body = record->body;
  guint64 n_ids = ppv_reader_u64 (&body);
  PpvReader machines = body;

  if (n_ids > ppv_reader_left (&body) / (ENTRY + MACHINE))
    return;
  ppv_reader_skip (&machines, n_ids * ENTRY);
  for (guint64 i = 0; i < n_ids; i++)
    {
      guint64 id = ppv_reader_u64 (&body);
      gint32 machine = (gint32) ppv_reader_u64 (&machines);

      ppv_reader_skip (&body, ENTRY - 8);       /* event, processor, thread */
      ppv_reader_skip (&machines, MACHINE - 8); /* the virtual processor */
      perf_events_set_machine (&self->file->events, id, machine);
      self->n_merged_ids += machine != 0;
    }
}

static void
take_kernel_record (PerfNotes *self, const PerfRecord *record)
{
  switch (record->type)
    {
    case PERF_RECORD_LOST:
    case PERF_RECORD_LOST_SAMPLES:
      take_lost (self, record);
      break;
    case PERF_RECORD_THROTTLE:
      self->n_throttled++;
      break;
    case PERF_RECORD_READ:
      take_read (self, record);
      break;
    case PERF_RECORD_AUX:
      perf_aux_take (&self->aux, record);
      break;
    case PERF_RECORD_NAMESPACES:
      perf_namespaces_take (self->namespaces, record);
      break;
    case PERF_RECORD_CGROUP:
      perf_cgroups_take (self->cgroups, record);
      break;
    case PERF_RECORD_TEXT_POKE:
      if (self->n_pokes++ == 0)
        self->poke_offset = record->offset;
      break;
    default:
      break;
    }
}

static void
take_build_id (PerfNotes *self, const PerfRecord *record)
{
  PpvReader entry = ppv_reader_over (record->body.begin - PERF_RECORD_HEADER,
                                     ppv_reader_left (&record->body) + PERF_RECORD_HEADER,
                                     record->offset, record->body.swap);

  perf_features_read_one (self->features, PERF_FEATURE_BUILD_ID, &entry);
}

static void
take_user_record (PerfNotes *self, const PerfRecord *record)
{
  switch (record->type)
    {
    case PERF_RECORD_BUILD_ID:
      take_build_id (self, record);
      break;
    case PERF_RECORD_ID_INDEX:
      take_ids (self, record);
      break;
    case PERF_RECORD_AUXTRACE_INFO:
    case PERF_RECORD_AUXTRACE:
    case PERF_RECORD_AUXTRACE_ERROR:
      perf_aux_take (&self->aux, record);
      break;
    default:
      if (record->type >= PERF_RECORD_SIMPLEPERF_FIRST &&
          record->type <= PERF_RECORD_SIMPLEPERF_LAST)
        self->n_foreign++;
      else
        perf_stat_take (self->stat, record);
    }
}

const PerfCgroups *
perf_notes_get_cgroups (const PerfNotes *self)
{
  return self->cgroups;
}

void
perf_notes_take (PerfNotes *self, const PerfRecord *record)
{
  if (record->type < PERF_RECORD_USER_FIRST)
    take_kernel_record (self, record);
  else
    take_user_record (self, record);
}

static void
warn_if (PerfNotes *self, guint64 count, const char *code, const char *message)
{
  if (count > 0)
    ppv_profile_builder_warn_many (self->file->builder, PPV_NOTE, code, PPV_NO_ADDRESS, count, "%s",
                                   message);
}

/* How often it was sampled. */
static void
tell_rate (PerfNotes *self)
{
  for (guint i = 0; i < perf_events_count (&self->file->events); i++)
    {
      const PerfEvent *event = perf_events_get (&self->file->events, i);
      g_autofree char *rate = g_strdup_printf ("%" PRIu64, event->sample_period);

      if (event->sample_period == 0)
        continue;
      ppv_profile_builder_fact (self->file->builder,
                                perf_event_has_flag (event, PERF_ATTR_FREQ) ? "sample_frequency"
                                                                            : "sample_period",
                                rate, -1);
      return;
    }
}

static void
tell_losses (PerfNotes *self)
{
  guint64 n_read_losses = perf_events_sum_losses (&self->file->events);

  warn_if (self, self->n_lost, "lost",
           _ ("The kernel had no room for records while recording and lost them (perf record -m "
              "makes the buffer larger)"));
  /* what reads tell is told again at the end by perf record itself, if it can */
  warn_if (self, MAX (self->n_lost_samples, n_read_losses), "lost-samples",
           _ ("The kernel had no room for samples while recording and lost them (perf record -m "
              "makes the buffer larger)"));
  warn_if (self, self->n_filtered, "filtered-samples",
           _ ("Samples were left out by a filter (perf record --filter) while recording"));
  warn_if (self, self->n_throttled, "throttled",
           _ ("The kernel stopped sampling for a while because samples came too fast"));
}

void
perf_notes_tell (PerfNotes *self)
{
  PpvProfileBuilder *builder = self->file->builder;

  tell_rate (self);
  tell_losses (self);
  perf_aux_tell (&self->aux, builder);
  perf_stat_tell (self->stat, builder);
  perf_namespaces_tell (self->namespaces, builder);
  warn_if (self, self->file->events.n_multiplexed, "multiplexed",
           _ ("Counters shared the hardware and did not count all the time; their values are as "
              "they were read, not scaled"));
  if (self->n_pokes > 0)
    ppv_profile_builder_warn_many (builder, PPV_NOTE, "text-poke", self->poke_offset, self->n_pokes,
                                   _ ("The kernel changed its own code while recording"));
  warn_if (self, self->n_foreign, "simpleperf",
           _ ("Records of simpleperf, which name functions of its own samples, were skipped"));
  if (self->n_merged_ids > 0)
    ppv_profile_builder_warn_many (
        builder, PPV_NOTE, "merged-guest", PPV_NO_ADDRESS, self->n_merged_ids,
        _ ("Events of a virtual machine were put into the recording (perf inject --guest-data); "
           "times off the CPU are of the host alone"));
}
