/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "container/perf-format.h"
#include "perf-scout.h"

/* Shorter files are walked through before a thread has begun. */
enum { LEAST_BYTES = 4 << 20 };

/* What is looked at for a record, and how many must follow each other to be believed. */
enum { SEARCH_BYTES = 1 << 18, LIKELY_RECORDS = 16 };

/*
 * Each record that is no sample is read again by the first pass: where there are many,
 * it does better alone.
 */
enum { FREE_OTHERS = 4096, RECORDS_PER_OTHER = 16 };

enum { BYTES_BETWEEN_CHECKS = 1 << 18 };

struct _PerfScout {
  PerfFile *file;
  PpvInput *input;
  guint64 begin;
  gint stop; /* atomic */
  GThread *thread;
  PerfScouted scouted;
};

/* --- where to begin ----------------------------------------------------------------- */

static gboolean
is_likely (PpvReader *reader)
{
  guint32 type = ppv_reader_u32 (reader);
  guint16 size;

  ppv_reader_skip (reader, 2);
  size = ppv_reader_u16 (reader);
  if (size < PERF_RECORD_HEADER || size % 8 != 0 || type == 0 || type >= PERF_RECORD_KINDS)
    return FALSE;
  ppv_reader_skip (reader, size - (guint) PERF_RECORD_HEADER);
  return !reader->failed;
}

static gboolean
are_likely (PpvReader reader)
{
  for (guint i = 0; i < LIKELY_RECORDS; i++)
    if (!is_likely (&reader))
      return FALSE;
  return TRUE;
}

/* The first place from @from on where records seem to follow each other; 0 for none. */
static guint64
find_records (PerfFile *file, guint64 from)
{
  gsize got;
  const guint8 *bytes =
      ppv_input_window (perf_file_get_records (file), from, SEARCH_BYTES, &got, NULL);

  for (gsize i = 0; bytes != NULL && i + PERF_RECORD_HEADER <= got; i += 8)
    if (are_likely (ppv_reader_over (bytes + i, got - i, from + i, file->swap)))
      return from + i;
  return 0;
}

/* --- the walk --------------------------------------------------------------------- */

static gboolean
note (PerfScouted *self, const PerfRecord *record)
{
  perf_cuts_note (&self->cuts, record);
  if (record->type == PERF_RECORD_SAMPLE)
    {
      self->n_samples++;
      return TRUE;
    }
  g_array_append_val (self->others, record->offset);
  return self->others->len < FREE_OTHERS ||
         self->n_samples / RECORDS_PER_OTHER >= self->others->len;
}

/* What is wrong with the file ends it, and is met again by the first pass. */
static gpointer
walk (gpointer data)
{
  PerfScout *self = data;
  PerfRecords records;
  PerfRecord record;
  guint64 checked = self->begin;
  gboolean go_on = TRUE;

  perf_records_init_part (&records, self->file, self->input, self->begin, G_MAXUINT64);
  records.silent = TRUE;
  records.skim = perf_skim_others;
  while (go_on && perf_records_next (&records, &record, NULL))
    {
      guint64 payload = perf_record_payload (&record);

      if (payload > records.end - records.offset)
        break;
      perf_records_skip (&records, payload);
      go_on = note (&self->scouted, &record);
      self->scouted.end = records.offset;
      if (records.offset - checked < BYTES_BETWEEN_CHECKS)
        continue;
      checked = records.offset;
      go_on = go_on && !g_atomic_int_get (&self->stop);
    }
  return NULL;
}

PerfScout *
perf_scout_new (PerfFile *file, guint n_threads)
{
  PerfRecords all;
  PerfScout *self;
  guint64 n_bytes, begin;

  perf_records_init (&all, file);
  n_bytes = all.end - all.offset;
  if (n_threads < 2 || n_bytes < LEAST_BYTES)
    return NULL;
  begin = find_records (file, all.offset + n_bytes / 2 / 8 * 8);
  if (begin == 0)
    return NULL;
  self = g_new0 (PerfScout, 1);
  self->file = file;
  self->input = ppv_input_dup (perf_file_get_records (file));
  self->begin = self->scouted.end = begin;
  self->scouted.others = g_array_new (FALSE, FALSE, sizeof (guint64));
  perf_cuts_init (&self->scouted.cuts, ppv_input_get_size (self->input));
  self->thread = g_thread_try_new ("perf-scout", walk, self, NULL);
  return self;
}

void
perf_scout_free (PerfScout *self)
{
  if (self == NULL)
    return;
  g_atomic_int_set (&self->stop, 1);
  (void) perf_scout_finish (self);
  g_array_unref (self->scouted.others);
  perf_cuts_clear (&self->scouted.cuts);
  ppv_input_free (self->input);
  g_free (self);
}

guint64
perf_scout_begin (const PerfScout *self)
{
  return self != NULL ? self->begin : G_MAXUINT64;
}

const PerfScouted *
perf_scout_finish (PerfScout *self)
{
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
  return &self->scouted;
}
