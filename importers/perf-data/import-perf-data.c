/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * perf.data, as perf record writes it to a file: linux/perf_event.h of Linux 6.18
 * and tools/perf/util/header.c.
 *
 * Two passes.  The first collects what describes the world (processes, threads,
 * mappings) and counts records; the second decodes the samples and asks the world
 * by (pid, time), so the samples need no sorting.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "perf-features.h"
#include "perf-file.h"
#include "perf-format.h"
#include "perf-inflate.h"
#include "perf-pipe.h"
#include "perf-records.h"
#include "perf-sample.h"
#include "perf-stacks.h"
#include "perf-world.h"

enum { BYTES_BETWEEN_CHECKS = 1 << 18 };

typedef struct {
  PpvLoadContext *context;
  PpvProfileBuilder *builder;
  PerfFile file;
  GHashTable *build_ids; /* path -> hex */
  PerfWorld *world;
  PerfStacks *stacks;
  PerfRecordCounts counts;
  gboolean timed;        /* whether all records tell their time; else they are as in the file */
  guint64 checked;       /* the offset of the last check for cancellation */
  guint64 n_stack_bytes; /* of user stacks, which are not unwound */
  guint64 n_stack_samples;
} Import;

/* PERFILE2 is eight bytes; the byte-swapped and the old magic are ours to refuse. */
static guint
sniff_perf_data (const PpvSniff *sniff)
{
  if (sniff->head_length < 8)
    return 0;
  return memcmp (sniff->head, "PERFILE2", 8) == 0 || memcmp (sniff->head, "2ELIFREP", 8) == 0 ||
                 memcmp (sniff->head, "PERFFILE", 8) == 0
             ? 64
             : 0;
}

static gboolean
keep_going (Import *self, const PerfRecord *record, guint pass, GError **error)
{
  guint64 size = ppv_input_get_size (perf_file_get_records (&self->file));

  /* the second pass begins before it, which wraps around and is far off as well */
  if (record->offset - self->checked < BYTES_BETWEEN_CHECKS)
    return TRUE;
  self->checked = record->offset;
  return ppv_load_context_advance (self->context, size * pass + record->offset, size * 2, error);
}

/* --- first pass -------------------------------------------------------------------- */

static gboolean
have_all_times (PerfEvents *events)
{
  for (guint i = 0; i < perf_events_count (events); i++)
    {
      const PerfEvent *event = perf_events_get (events, i);

      if (!(event->sample_type & PERF_SAMPLE_TIME) ||
          !perf_event_has_flag (event, PERF_ATTR_SAMPLE_ID_ALL))
        return FALSE;
    }
  return TRUE;
}

static void
note_record (Import *self, const PerfRecord *record)
{
  guint64 order = record->offset;

  perf_record_counts_add (&self->counts, record);
  if (record->type >= PERF_RECORD_USER_FIRST || record->type == PERF_RECORD_SAMPLE)
    return;
  if (self->timed)
    order = perf_sample_id (&self->file.events, record->body).time;
  perf_world_note (self->world, record, order);
}

static gboolean
learn_world (Import *self, GError **error)
{
  PerfRecords records;
  PerfRecord record;
  GError *failure = NULL;

  perf_records_init (&records, &self->file);
  while (perf_records_next (&records, &record, &failure))
    {
      note_record (self, &record);
      perf_records_skip (&records, perf_record_payload (&record));
      if (!keep_going (self, &record, 0, error))
        return FALSE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  perf_world_settle (self->world);
  return TRUE;
}

/* --- second pass ------------------------------------------------------------------- */

static void
add_sample (Import *self,
            const PerfSample *sample,
            const PerfRecord *record,
            const PerfEvent *event,
            guint64 period)
{
  guint64 order = self->timed ? sample->time : record->offset;
  PerfPlace place = { PPV_NONE, PERF_EPOCH_NOBODY };
  gint64 weight = (gint64) MIN (period, G_MAXINT64);
  PpvStackId stack;

  if (event->sample_type & PERF_SAMPLE_TID)
    place = perf_world_find (self->world, sample->pid, sample->tid, order);
  stack = perf_stacks_find (self->stacks, sample, record->misc, place.epoch);
  ppv_profile_builder_sample (self->builder, event->set, stack,
                              (gint64) MIN (sample->time, G_MAXINT64), place.thread, sample->cpu,
                              &weight);
}

/* A sample of a group's leader counts for each member by how far its counter went. */
typedef struct {
  Import *import;
  const PerfSample *sample;
  const PerfRecord *record;
} GroupRead;

static void
add_group_member (guint64 value, guint64 id, gpointer user_data)
{
  GroupRead *read = user_data;
  PerfEvents *events = &read->import->file.events;
  PerfId *known = perf_events_find_id (events, id);
  guint64 period;

  if (known == NULL)
    {
      ppv_profile_builder_warn (read->import->builder, PPV_LOSS, "unknown-event",
                                read->record->offset, _ ("A counter is of no known event"));
      return;
    }
  period = value > known->last_value ? value - known->last_value : 0;
  if (value < known->last_value)
    ppv_profile_builder_warn (read->import->builder, PPV_LOSS, "counter-back", read->record->offset,
                              _ ("A counter went back; the sample counts nothing for it"));
  known->last_value = value;
  if (period > 0)
    add_sample (read->import, read->sample, read->record, perf_events_get (events, known->event),
                period);
}

static void
decode_sample (Import *self, const PerfRecord *record)
{
  guint32 index = perf_sample_event (&self->file.events, record->body);
  const PerfEvent *event;
  PerfSample sample;

  if (index == PPV_NONE)
    {
      ppv_profile_builder_warn (self->builder, PPV_LOSS, "unknown-event", record->offset,
                                _ ("A sample is of no known event and was left out"));
      return;
    }
  event = perf_events_get (&self->file.events, index);
  if (!perf_sample_decode (record->body, event, &sample))
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "short-sample", record->offset,
                              _ ("A sample is shorter than its fields; what it has was kept"));
  if (sample.stack_size > 0)
    {
      self->n_stack_bytes += sample.stack_size;
      self->n_stack_samples++;
    }
  if (event->sample_type & PERF_SAMPLE_READ && event->read_format & PERF_READ_ID)
    perf_read_values (sample.read, event->read_format, add_group_member,
                      &(GroupRead){ self, &sample, record });
  else
    add_sample (self, &sample, record, event, sample.period);
}

static gboolean
decode_samples (Import *self, GError **error)
{
  PerfRecords records;
  PerfRecord record;
  GError *failure = NULL;

  perf_records_init (&records, &self->file);
  records.silent = TRUE; /* the first pass has said what is wrong */
  while (perf_records_next (&records, &record, &failure))
    {
      if (record.type == PERF_RECORD_SAMPLE)
        decode_sample (self, &record);
      else
        perf_records_skip (&records, perf_record_payload (&record));
      if (!keep_going (self, &record, 1, error))
        return FALSE;
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/* --- together ---------------------------------------------------------------------- */

static void
add_metrics (Import *self)
{
  PerfEvents *events = &self->file.events;

  for (guint i = 0; i < perf_events_count (events); i++)
    {
      PerfEvent *event = perf_events_get (events, i);
      PpvSetColumns columns = 0;

      if (event->name == NULL)
        event->name = perf_event_dup_name (event);
      if (event->sample_type & PERF_SAMPLE_TIME)
        columns |= PPV_SET_TIME;
      if (event->sample_type & PERF_SAMPLE_TID)
        columns |= PPV_SET_THREAD;
      if (event->sample_type & PERF_SAMPLE_CPU)
        columns |= PPV_SET_CPU;
      event->set = ppv_profile_builder_set (self->builder, columns);
      ppv_profile_builder_metric (self->builder, event->set, event->name, perf_event_unit (event),
                                  PPV_METRIC_FLOW);
    }
}

static void
say_what_is_missing (Import *self)
{
  perf_record_counts_tell (&self->counts, self->builder);
  if (self->n_stack_samples > 0)
    ppv_profile_builder_warn_many (self->builder, PPV_NOTE, "stacks-not-unwound", PPV_NO_ADDRESS,
                                   self->n_stack_samples,
                                   _ ("Samples have copies of the user stack (--call-graph dwarf), "
                                      "which this version does not "
                                      "unwind: their callers are missing"));
  if (!self->timed)
    ppv_profile_builder_warn (
        self->builder, PPV_NOTE, "no-record-times", PPV_NO_ADDRESS,
        _ ("Records do not tell their time; they are taken as they stand in the "
           "file"));
}

static gboolean
import_file (Import *self, GError **error)
{
  PpvInput *input = ppv_load_context_get_input (self->context);

  if (!perf_file_open (&self->file, input, self->builder, error) ||
      !perf_features_read (&self->file, self->build_ids, error) ||
      (self->file.is_pipe &&
       !perf_pipe_learn (&self->file, self->build_ids, self->context, error)) ||
      (perf_file_has_feature (&self->file, PERF_FEATURE_COMPRESSED) &&
       !perf_inflate (&self->file, self->context, error)))
    return FALSE;
  self->timed = have_all_times (&self->file.events);
  self->world = perf_world_new (self->builder, self->build_ids);
  if (!learn_world (self, error))
    return FALSE;
  add_metrics (self);
  self->stacks = perf_stacks_new (self->builder, self->world);
  if (!decode_samples (self, error))
    return FALSE;
  say_what_is_missing (self);
  return TRUE;
}

static gboolean
load_perf_data (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  Import self = { .context = context, .builder = builder };
  gboolean done;

  self.build_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  done = import_file (&self, error);
  g_clear_pointer (&self.stacks, perf_stacks_free);
  g_clear_pointer (&self.world, perf_world_free);
  g_hash_table_unref (self.build_ids);
  perf_file_clear (&self.file);
  return done;
}

static const PpvImporter perf_data = {
  .size = sizeof (PpvImporter),
  .id = "perf-data",
  .name = N_ ("perf.data recording"),
  .mime_types = (const char *const[]){ "application/x-perf-data", NULL },
  .suffixes = (const char *const[]){ "*.data", "*.perf", NULL },
  .sniff = sniff_perf_data,
  .load = load_perf_data,
};

G_MODULE_EXPORT const PpvPlugin ppv_plugin = {
  .abi = PPV_PLUGIN_ABI,
  .version = PACKAGE_VERSION,
  .license = "LGPL-2.1-or-later",
  .domain = GETTEXT_PACKAGE,
  .importers = (const PpvImporter *const[]){ &perf_data, NULL },
};
