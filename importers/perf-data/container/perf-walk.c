/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From record to record through the data section. */

#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "perf-format.h"
#include "perf-walk.h"

/* Windows of the input are asked for so many bytes: more than the longest record. */
enum { RECORD_WINDOW = 1 << 17 };

const PerfSkim perf_skim_others = { .longer_than = 12 * 1024, .n_first = 64, .n_last = 0 };
const PerfSkim perf_skim_stacks = { .longer_than = 32 * 1024,
                                    .n_first = PERF_HEAD_BYTES,
                                    .n_last = PERF_TAIL_BYTES };

void
perf_records_init (PerfRecords *self, PerfFile *file)
{
  guint64 size = ppv_input_get_size (perf_file_get_records (file));

  self->file = file;
  self->input = perf_file_get_records (file);
  self->offset = file->data.offset;
  self->at = self->window_end = NULL;
  self->silent = FALSE;
  self->skim = (PerfSkim){ 0 };
  self->head = 0;
  if (self->offset > size || file->data.size > size - self->offset || file->data.size == 0)
    self->end = MAX (size, self->offset);
  else
    self->end = self->offset + file->data.size;
}

void
perf_records_init_part (
    PerfRecords *self, PerfFile *file, PpvInput *input, guint64 from, guint64 to)
{
  perf_records_init (self, file);
  self->input = input;
  self->offset = MAX (self->offset, from);
  self->end = MIN (self->end, to);
}

static gsize
bytes_at_hand (const PerfRecords *self)
{
  return (gsize) (self->window_end - self->at);
}

static gboolean
refill (PerfRecords *self, GError **error)
{
  gsize wanted = (gsize) MIN (self->end - self->offset, RECORD_WINDOW);
  gsize got;

  self->at = ppv_input_window (self->input, self->offset, wanted, &got, error);
  self->window_end = self->at != NULL ? self->at + MIN (got, self->end - self->offset) : NULL;
  return self->at != NULL;
}

/* Fewer bytes are left than a record needs: the end, or damage. */
static gboolean
break_off (PerfRecords *self, const char *code, const char *why)
{
  if (!self->silent)
    ppv_profile_builder_warn (self->file->builder, PPV_LOSS, code, self->offset,
                              _ ("%s: the last %" PRIu64 " bytes of the records are not "
                                 "read"),
                              why, self->end - self->offset);
  self->offset = self->end;
  return FALSE;
}

/* The header of the record in the window; FALSE when not even that is there. */
static gboolean
read_header (const PerfRecords *self, PerfRecord *record)
{
  PpvReader header =
      ppv_reader_over (self->at, bytes_at_hand (self), self->offset, self->file->swap);

  record->offset = self->offset;
  record->type = ppv_reader_u32 (&header);
  record->misc = ppv_reader_u16 (&header);
  record->size = ppv_reader_u16 (&header);
  record->body = header;
  record->tail = NULL;
  return !header.failed;
}

static gboolean
does_with_beginning (const PerfRecords *self, const PerfRecord *record)
{
  return self->skim.longer_than > 0 && record->type == PERF_RECORD_SAMPLE &&
         record->size > self->skim.longer_than;
}

/* The window becomes a small one at @offset, which may lie before the next record. */
static gboolean
read_head (PerfRecords *self, guint64 offset, gsize *got, GError **error)
{
  gsize wanted = (gsize) MIN (self->end - offset, self->skim.n_first + (self->offset - offset));

  self->head = 1 - self->head;
  self->at = self->heads[self->head];
  self->window_end = self->at;
  if (!ppv_input_read (self->input, offset, self->heads[self->head], wanted, got, error))
    return FALSE;
  self->window_end += *got;
  return TRUE;
}

/* Makes as much of the next record be at hand as there is of it, or as is wanted. */
static gboolean
provide (PerfRecords *self, GError **error)
{
  PerfRecord record;
  gsize got;

  if (self->skim.longer_than > 0 && read_header (self, &record))
    {
      if (bytes_at_hand (self) >= record.size)
        return TRUE;
      if (does_with_beginning (self, &record))
        return bytes_at_hand (self) >= self->skim.n_first ||
               read_head (self, self->offset, &got, error);
    }
  return refill (self, error);
}

/*
 * Goes behind a long sample and leaves its beginning where it is.  One read brings
 * its last bytes, which say how much of the stack is real, and the next record's first.
 */
static gboolean
take_beginning (PerfRecords *self, PerfRecord *record, GError **error)
{
  gsize got;

  if (record->size > self->end - self->offset)
    return break_off (self, "truncated-record", _ ("A record is cut off"));
  self->offset += record->size;
  if (!read_head (self, self->offset - self->skim.n_last, &got, error))
    return FALSE;
  if (got < self->skim.n_last) /* the file was longer a moment ago */
    {
      self->offset = record->offset;
      return break_off (self, "truncated-record", _ ("A record is cut off"));
    }
  record->tail = self->at;
  self->at += self->skim.n_last;
  return TRUE;
}

gboolean
perf_records_next (PerfRecords *self, PerfRecord *record, GError **error)
{
  if (self->offset >= self->end)
    return FALSE;
  if (self->window_end - self->at < G_MAXUINT16 && !provide (self, error))
    return FALSE;
  if (!read_header (self, record))
    return break_off (self, "truncated-record", _ ("A record is cut off"));
  if (record->size < PERF_RECORD_HEADER)
    return break_off (self, "bad-record", _ ("A record has an impossible size"));
  if (record->size > bytes_at_hand (self) && does_with_beginning (self, record))
    return take_beginning (self, record, error);
  record->body = ppv_reader_sub (&record->body, (gsize) record->size - PERF_RECORD_HEADER);
  if (record->body.failed)
    return break_off (self, "truncated-record", _ ("A record is cut off"));
  self->at += record->size;
  self->offset += record->size;
  return TRUE;
}

gboolean
perf_records_complete (PerfRecords *self, PerfRecord *record, GError **error)
{
  gsize got;
  const guint8 *bytes;

  if (record->tail == NULL)
    return TRUE;
  bytes = ppv_input_window (self->input, record->offset, record->size, &got, error);
  if (bytes == NULL)
    return FALSE;
  record->body = ppv_reader_over (bytes, MIN (got, record->size), record->offset, self->file->swap);
  ppv_reader_skip (&record->body, PERF_RECORD_HEADER);
  record->tail = NULL;
  return TRUE;
}

gboolean
perf_records_seek (PerfRecords *self, guint64 offset, GError **error)
{
  gsize got;

  if (offset >= self->offset && offset - self->offset < bytes_at_hand (self))
    {
      self->at += offset - self->offset;
      self->offset = offset;
      return TRUE;
    }
  self->offset = offset;
  self->at = self->window_end = NULL;
  return self->skim.longer_than == 0 || offset >= self->end ||
         read_head (self, offset, &got, error);
}

guint64
perf_record_payload (const PerfRecord *record)
{
  PpvReader body = record->body;

  if (record->type == PERF_RECORD_AUXTRACE)
    return ppv_reader_u64 (&body);
  if (record->type == PERF_RECORD_TRACING_DATA)
    return ((guint64) ppv_reader_u32 (&body) + 7) & ~(guint64) 7;
  return 0;
}

void
perf_records_skip (PerfRecords *self, guint64 length)
{
  if (length == 0)
    return;
  if (length > self->end - self->offset)
    (void) break_off (self, "truncated-trace", _ ("Hardware trace data is cut off"));
  else
    self->offset += length;
  self->at = self->window_end = NULL;
}
