/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * perf record -o -: 16 bytes of header, then nothing but records
 * (tools/perf/util/header.c, perf_event__process_attr and its neighbours).
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "container/perf-format.h"
#include "container/perf-walk.h"
#include "perf-pipe.h"
#include "tracing/perf-trace.h"

/* perf_event_attr, whose own size stands in its second word, then the event's ids. */
static void
read_attr (PerfFile *file, PpvReader body)
{
  PpvReader peek = body;
  guint32 size, event;

  ppv_reader_skip (&peek, 4);
  size = ppv_reader_u32 (&peek);
  if (size == 0) /* of a kernel that did not fill it in yet */
    size = PERF_ATTR_SIZE_VER0;
  event = perf_file_add_event (file, ppv_reader_sub (&body, size));
  while (ppv_reader_left (&body) >= 8)
    perf_events_add_id (&file->events, ppv_reader_u64 (&body), event);
  if (body.failed)
    ppv_profile_builder_warn (file->builder, PPV_LOSS, "bad-events", body.offset,
                              _ ("The description of event %u is cut off"), event);
}

static void
read_update (PerfFile *file, PpvReader body)
{
  guint64 type = ppv_reader_u64 (&body);
  const PerfId *id = perf_events_find_id (&file->events, ppv_reader_u64 (&body));
  gsize length;
  const char *name = ppv_reader_text (&body, ppv_reader_left (&body), &length);

  if (type != PERF_UPDATE_NAME || id == NULL || length == 0)
    return;
  g_free (perf_events_get (&file->events, id->event)->name);
  perf_events_get (&file->events, id->event)->name = g_strndup (name, length);
}

/* A record with one build id has the form of an entry of the feature, header and all. */
static PpvReader
with_header (const PerfRecord *record)
{
  return ppv_reader_over (record->body.begin - PERF_RECORD_HEADER,
                          ppv_reader_left (&record->body) + PERF_RECORD_HEADER, record->offset,
                          record->body.swap);
}

static void
read_record (PerfFeatures *features, const PerfRecord *record)
{
  PerfFile *file = features->file;
  PpvReader body = record->body;
  guint64 feature;

  switch (record->type)
    {
    case PERF_RECORD_HEADER_ATTR:
      read_attr (file, body);
      break;
    case PERF_RECORD_EVENT_UPDATE:
      read_update (file, body);
      break;
    case PERF_RECORD_BUILD_ID:
      body = with_header (record);
      perf_features_read_one (features, PERF_FEATURE_BUILD_ID, &body);
      break;
    case PERF_RECORD_FEATURE:
      feature = ppv_reader_u64 (&body);
      /* a mark behind the last one, with the number of a section that later perfs have */
      if (ppv_reader_left (&body) == 0 && feature != PERF_FEATURE_BRANCH_STACK)
        break;
      if (feature < PERF_FEATURE_LIMIT)
        file->features[feature / 64] |= G_GUINT64_CONSTANT (1) << (feature % 64);
      perf_features_read_one (features, (guint) MIN (feature, PERF_FEATURE_LIMIT), &body);
      break;
    case PERF_RECORD_COMPRESSED:
    case PERF_RECORD_COMPRESSED2:
      file->features[0] |= G_GUINT64_CONSTANT (1) << PERF_FEATURE_COMPRESSED;
      break;
    default:
      break;
    }
}

/*
 * perf record marks the end of each round through its buffers, so a recording
 * that it wrote to the end has nothing behind the last mark.  Perf before 4.17
 * wrote no marks into some pipes, nor does perf inject -b, which adds build ids.
 */
typedef struct {
  gboolean has_features;
  gboolean has_build_ids;
  gboolean has_rounds;
  gboolean is_open; /* something was recorded since the last mark */
} Rounds;

static void
follow_rounds (Rounds *rounds, guint32 type)
{
  rounds->has_features |= type == PERF_RECORD_FEATURE;
  rounds->has_build_ids |= type == PERF_RECORD_BUILD_ID;
  rounds->has_rounds |= type == PERF_RECORD_ROUND;
  if (type == PERF_RECORD_ROUND)
    rounds->is_open = FALSE;
  else if (type < PERF_RECORD_HEADER_ATTR || type == PERF_RECORD_COMPRESSED ||
           type == PERF_RECORD_COMPRESSED2)
    rounds->is_open = TRUE;
}

static gboolean
is_cut_off (const Rounds *rounds)
{
  if (rounds->has_rounds)
    return rounds->is_open;
  return rounds->has_features && !rounds->has_build_ids;
}

/* What follows a record of tracing data. */
static gboolean
keep_tracing (PerfFile *file, const PerfRecord *record, guint64 offset, GError **error)
{
  PerfSection section = { offset, perf_record_payload (record) };

  return record->type != PERF_RECORD_TRACING_DATA || section.size == 0 ||
         perf_trace_keep (file, section, error);
}

gboolean
perf_pipe_learn (PerfFeatures *features, PpvLoadContext *context, GError **error)
{
  PerfFile *file = features->file;
  PerfRecords records;
  PerfRecord record;
  Rounds rounds = { 0 };
  guint64 payload;
  GError *failure = NULL;

  perf_records_init (&records, file);
  records.skim = perf_skim_others;
  records.silent = TRUE; /* the walk for the samples says what is wrong */
  while (perf_records_next (&records, &record, &failure))
    {
      follow_rounds (&rounds, record.type);
      read_record (features, &record);
      payload = perf_record_payload (&record);
      if (!keep_tracing (file, &record, records.offset, error))
        return FALSE;
      perf_records_skip (&records, payload);
      if (!ppv_load_context_advance (context, 0, 1, error))
        return FALSE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (is_cut_off (&rounds))
    ppv_profile_builder_warn (file->builder, PPV_LOSS, "unfinished",
                              ppv_input_get_size (file->input),
                              _ ("The recording was not finished, or its end is lost"));
  if (perf_events_count (&file->events) > 0)
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT, _ ("offset %d: the recording has no events"),
               PERF_PIPE_HEADER_SIZE);
  return FALSE;
}
