/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * perf.data, as perf record writes it to a file: linux/perf_event.h of Linux 6.18
 * and tools/perf/util/header.c.
 *
 * Two passes.  The first collects what describes the world (processes, threads,
 * mappings) and counts records; the second (perf-parts.h) decodes the samples and asks
 * the world by (pid, time), so the samples need no sorting.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "container/perf-file.h"
#include "container/perf-format.h"
#include "container/perf-inflate.h"
#include "features/perf-features.h"
#include "features/perf-pipe.h"
#include "records/perf-notes.h"
#include "records/perf-quality.h"
#include "records/perf-records.h"
#include "records/perf-sample.h"
#include "samples/perf-parts.h"
#include "samples/perf-scout.h"
#include "world/perf-jit.h"
#include "world/perf-world.h"

enum { BYTES_BETWEEN_CHECKS = 1 << 18 };

typedef struct {
  PpvLoadContext *context;
  PpvProfileBuilder *builder;
  PerfFile file;
  PerfFeatures features;
  PerfWorld *world;
  PerfTrace *trace;
  PerfSched *sched;
  PerfRecordCounts counts;
  PerfQuality quality;
  PerfCuts cuts;
  PerfNotes *notes;
  PerfDeferred *deferred;
  gboolean timed;  /* whether all records tell their time; else they are as in the file */
  guint64 checked; /* the offset of the last check for cancellation */
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
keep_going (Import *self, guint64 offset, GError **error)
{
  guint64 size = ppv_input_get_size (perf_file_get_records (&self->file));

  if (offset - self->checked < BYTES_BETWEEN_CHECKS)
    return TRUE;
  self->checked = offset;
  return ppv_load_context_advance (self->context, offset, size * 2, error);
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
  PerfSampleId id;

  perf_record_counts_add (&self->counts, record);
  perf_notes_take (self->notes, record);
  if (record->type >= PERF_RECORD_USER_FIRST || record->type == PERF_RECORD_SAMPLE)
    return;
  if (perf_quality_wants (record->type))
    perf_quality_note (&self->quality, &self->file.events, record);
  id = perf_sample_id (&self->file.events, record->body);
  if (self->timed)
    order = id.time;
  if (record->type == PERF_RECORD_DEFERRED)
    perf_deferred_take (self->deferred, record, id.tid);
  if (G_UNLIKELY (id.machine != 0))
    perf_world_note_guest (self->world, record, order, id.machine);
  else
    perf_world_note (self->world, record, order);
}

/* Takes over what another thread has seen of the records behind this one. */
static void
take_scouted (Import *self, PerfRecords *records, const PerfScouted *scouted, GError **error)
{
  PerfRecord record;

  for (guint i = 0; i < scouted->others->len; i++)
    {
      if (!perf_records_seek (records, g_array_index (scouted->others, guint64, i), error) ||
          !perf_records_next (records, &record, error))
        return; /* it failed, or the file was longer a moment ago */
      note_record (self, &record);
    }
  self->counts.kinds[PERF_RECORD_SAMPLE] += scouted->n_samples;
  perf_cuts_append (&self->cuts, &scouted->cuts);
  perf_records_seek (records, scouted->end, error);
}

static gboolean
walk_records (Import *self, PerfRecords *records, GError **error)
{
  g_autoptr (PerfScout) scout =
      perf_scout_new (&self->file, ppv_load_context_get_n_threads (self->context));
  PerfRecord record;
  GError *failure = NULL;

  while (failure == NULL && perf_records_next (records, &record, &failure))
    {
      perf_cuts_note (&self->cuts, &record);
      note_record (self, &record);
      perf_records_skip (records, perf_record_payload (&record));
      if (!keep_going (self, record.offset, error))
        return FALSE;
      if (G_LIKELY (records->offset < perf_scout_begin (scout)))
        continue;
      if (records->offset == perf_scout_begin (scout))
        take_scouted (self, records, perf_scout_finish (scout), &failure);
      g_clear_pointer (&scout, perf_scout_free);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
learn_world (Import *self, GError **error)
{
  PerfRecords records;

  perf_records_init (&records, &self->file);
  records.skim = perf_skim_others;
  perf_cuts_init (&self->cuts, ppv_input_get_size (perf_file_get_records (&self->file)));
  if (!walk_records (self, &records, error))
    return FALSE;
  perf_jit_learn (self->world, &self->file.events, self->timed, self->context, self->builder);
  perf_world_settle (self->world);
  perf_deferred_settle (self->deferred);
  return TRUE;
}

/* --- together ---------------------------------------------------------------------- */

/* What perf mem sorts by: how long the accesses took that were sampled. */
static void
add_latency (Import *self, const PerfEvent *event)
{
  g_autofree char *name = g_strconcat (event->name, " latency", NULL);

  ppv_profile_builder_metric (self->builder, event->set, name, "cycles", PPV_METRIC_FLOW);
}

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
      if (ppv_load_context_get_details (self->context))
        columns |= PPV_SET_LABEL;
      event->set = ppv_profile_builder_set (self->builder, columns);
      ppv_profile_builder_metric (self->builder, event->set, event->name, perf_event_unit (event),
                                  PPV_METRIC_FLOW);
      if (event->sample_type & (PERF_SAMPLE_WEIGHT | PERF_SAMPLE_WEIGHT_STRUCT))
        add_latency (self, event);
    }
}

static gboolean
decode_samples (Import *self, GError **error)
{
  PerfShared shared = { .file = &self->file,
                        .world = self->world,
                        .trace = self->trace,
                        .sched = self->sched,
                        .deferred = self->deferred,
                        .cgroups = perf_notes_get_cgroups (self->notes),
                        .timed = self->timed,
                        .details = ppv_load_context_get_details (self->context) };

  return perf_parts_decode (&shared, self->builder, &self->cuts, self->context, error);
}

static void
say_what_is_missing (Import *self)
{
  perf_record_counts_tell (&self->counts, self->builder);
  perf_quality_tell (&self->quality, &self->file.events, self->builder);
  perf_notes_tell (self->notes);
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
      !perf_features_read (&self->features, error) ||
      (self->file.is_pipe && !perf_pipe_learn (&self->features, self->context, error)) ||
      ((perf_file_has_feature (&self->file, PERF_FEATURE_COMPRESSED) ||
        perf_file_has_feature (&self->file, PERF_FEATURE_DIR_FORMAT)) &&
       !perf_inflate (&self->file, self->context, error)))
    return FALSE;
  perf_file_check_events (&self->file);
  self->timed = have_all_times (&self->file.events);
  self->world = perf_world_new (self->builder, self->features.build_ids);
  self->notes = perf_notes_new (&self->features);
  perf_bpf_tell (self->features.bpf, self->builder, self->world);
  if (!learn_world (self, error))
    return FALSE;
  self->trace = perf_trace_new (&self->file);
  if (ppv_load_context_get_details (self->context))
    perf_trace_name_functions (self->trace, self->builder,
                               ppv_load_context_get_symbol_options (self->context));
  add_metrics (self);
  self->sched = perf_sched_new (&self->file, self->trace, &self->counts);
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

  perf_features_init (&self.features, &self.file);
  self.deferred = perf_deferred_new ();
  perf_quality_init (&self.quality);
  done = import_file (&self, error);
  perf_quality_clear (&self.quality);
  perf_cuts_clear (&self.cuts);
  g_clear_pointer (&self.notes, perf_notes_free);
  g_clear_pointer (&self.sched, perf_sched_free);
  g_clear_pointer (&self.trace, perf_trace_free);
  g_clear_pointer (&self.world, perf_world_free);
  perf_deferred_free (self.deferred);
  perf_features_clear (&self.features);
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
