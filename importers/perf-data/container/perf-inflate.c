/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * COMPRESSED and COMPRESSED2 records (tools/perf/util/zstd.c): pieces of one zstd
 * stream, whose bytes are records again.  A record may begin in one piece and end
 * in the next, with plain records between them, so what is not whole waits.
 *
 * perf record --threads writes a folder: records in data and, from each processor's
 * buffer, in data.0, data.1 … (tools/perf/util/data.c).  Each is a stream of its own,
 * and all records are put one behind the other: their order is that of their times.
 */

#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>
#include <zstd.h>

#include "perf-format.h"
#include "perf-inflate.h"
#include "perf-walk.h"
#include "ppv-spool.h"

/* What is unpacked at once: more than most pieces hold. */
enum { BLOCK_BYTES = 1 << 17 };

/* Parts are counted up to here; so many in a row must be missing to be the last ones. */
enum { MOST_PARTS = 4096, PARTS_TO_TRY = 64 };

typedef struct {
  PpvLoadContext *context;
  PerfFile *file; /* the one whose records are taken: of the input or of a part */
  ZSTD_DStream *stream;
  PpvSpool plain;      /* the records that are whole */
  GByteArray *waiting; /* the beginning of one that is not */
  guint64 ceiling;     /* bytes that may be unpacked in any case */
  guint64 allowed;     /* and for so many bytes of files */
  guint64 n_unpacked;
  guint64 n_pieces[2]; /* of COMPRESSED and COMPRESSED2 */
  gboolean broken;     /* nothing can be unpacked any more */
  guint64 n_trace_bytes;
  guint64 end; /* of the last whole record of @file */
} Inflate;

static void
give_up (Inflate *self, guint64 offset, const char *why)
{
  self->broken = TRUE;
  ppv_profile_builder_warn (self->file->builder, PPV_LOSS, "bad-compression", offset,
                            _ ("The compressed records end here: %s"), why);
}

/* How much of @waiting are whole records; damage ends the unpacking. */
static guint
count_whole (Inflate *self, guint64 offset)
{
  guint at = 0;

  while (self->waiting->len - at >= PERF_RECORD_HEADER)
    {
      PpvReader header =
          ppv_reader_over (self->waiting->data + at, PERF_RECORD_HEADER, offset, self->file->swap);
      guint16 size;

      ppv_reader_skip (&header, 6);
      size = ppv_reader_u16 (&header);
      if (size < PERF_RECORD_HEADER)
        {
          give_up (self, offset, _ ("a record inside has an impossible size"));
          break;
        }
      if (size > self->waiting->len - at)
        break;
      at += size;
    }
  return at;
}

/* Whole records of @waiting move on, all at once. */
static gboolean
pass_whole_records (Inflate *self, guint64 offset, GError **error)
{
  guint n_bytes = count_whole (self, offset);

  if (!ppv_spool_append (&self->plain, self->waiting->data, n_bytes, error))
    return FALSE;
  g_byte_array_remove_range (self->waiting, 0, n_bytes);
  return TRUE;
}

/* One block of what comes out; @more tells whether there may be another. */
static gboolean
unpack_block (Inflate *self, ZSTD_inBuffer *in, guint64 offset, gboolean *more, GError **error)
{
  guint n_waiting = self->waiting->len;
  ZSTD_outBuffer out = { .size = BLOCK_BYTES };
  size_t left;

  g_byte_array_set_size (self->waiting, n_waiting + BLOCK_BYTES);
  out.dst = self->waiting->data + n_waiting;
  left = ZSTD_decompressStream (self->stream, &out, in);
  g_byte_array_set_size (self->waiting, n_waiting + (guint) out.pos);
  *more = in->pos < in->size || out.pos == out.size;
  self->n_unpacked += out.pos;
  if (!pass_whole_records (self, offset, error))
    return FALSE;
  if (ZSTD_isError (left))
    give_up (self, offset, ZSTD_getErrorName (left));
  else if (self->n_unpacked > MAX (self->ceiling, self->allowed))
    give_up (self, offset, _ ("they unpack to more than is allowed (see --limit-inflate-bytes)"));
  return TRUE;
}

static gboolean
unpack (Inflate *self, guint64 offset, PpvReader piece, GError **error)
{
  ZSTD_inBuffer in = { piece.at, ppv_reader_left (&piece), 0 };
  gboolean more = TRUE;

  while (more && !self->broken)
    if (!unpack_block (self, &in, offset, &more, error))
      return FALSE;
  return TRUE;
}

/*
 * A record as it is.  What stands behind it without being a record stays out, so the
 * copy says that there is none: a count in its first word.
 */
static gboolean
copy_record (Inflate *self, const PerfRecord *record, GError **error)
{
  static const guint8 none[8];
  const guint8 *begin = record->body.begin - PERF_RECORD_HEADER;
  gsize length = ppv_reader_left (&record->body) + PERF_RECORD_HEADER;

  if (perf_record_payload (record) == 0)
    return ppv_spool_append (&self->plain, begin, length, error);
  return ppv_spool_append (&self->plain, begin, PERF_RECORD_HEADER, error) &&
         ppv_spool_append (&self->plain, none, sizeof none, error) &&
         ppv_spool_append (&self->plain, begin + 2 * PERF_RECORD_HEADER,
                           length - 2 * PERF_RECORD_HEADER, error);
}

/* COMPRESSED2 is padded to eight bytes and says how many of its bytes count. */
static PpvReader
piece_of (const PerfRecord *record)
{
  PpvReader body = record->body;

  if (record->type == PERF_RECORD_COMPRESSED2)
    {
      guint64 size = ppv_reader_u64 (&body);

      return ppv_reader_sub (&body, size);
    }
  return body;
}

static gboolean
take_record (Inflate *self, const PerfRecord *record, GError **error)
{
  gboolean compressed =
      record->type == PERF_RECORD_COMPRESSED || record->type == PERF_RECORD_COMPRESSED2;
  PpvReader piece;

  if (compressed)
    self->n_pieces[record->type == PERF_RECORD_COMPRESSED2]++;
  else
    return copy_record (self, record, error);
  if (self->broken)
    return TRUE;
  piece = piece_of (record);
  if (piece.failed)
    give_up (self, record->offset, _ ("a record is shorter than it says"));
  return self->broken || unpack (self, record->offset, piece, error);
}

/* Hands each record over; when it ends before the file does, @silent leaves that to the caller. */
static gboolean
take_records (Inflate *self, gboolean silent, GError **error)
{
  guint64 size = ppv_input_get_size (self->file->input);
  PerfRecords records;
  PerfRecord record;
  GError *failure = NULL;

  perf_records_init (&records, self->file);
  records.silent = silent;
  while (perf_records_next (&records, &record, &failure))
    {
      guint64 payload = perf_record_payload (&record);

      self->end = records.offset;
      if (record.type == PERF_RECORD_AUXTRACE)
        self->n_trace_bytes += MIN (payload, records.end - records.offset);
      if (!take_record (self, &record, error) ||
          !ppv_load_context_advance (self->context, record.offset, size * 3, error))
        return FALSE;
      perf_records_skip (&records, payload);
      self->end += MIN (payload, records.end - self->end);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/* What a file may unpack to, in proportion to its size. */
static guint64
allowance (const Inflate *self, guint64 size)
{
  guint64 ratio = ppv_load_context_get_limits (self->context)->inflate_ratio;
  guint64 most;

  return __builtin_mul_overflow (size, ratio, &most) ? G_MAXUINT64 : most;
}

/* The records of one file, which have a stream of their own. */
static gboolean
inflate_records (Inflate *self, PerfFile *file, gboolean silent, GError **error)
{
  guint64 allowed = allowance (self, ppv_input_get_size (file->input));

  self->file = file;
  self->allowed += MIN (allowed, G_MAXUINT64 - self->allowed);
  self->broken = FALSE;
  self->end = file->data.offset;
  g_byte_array_set_size (self->waiting, 0);
  ZSTD_initDStream (self->stream);
  if (!take_records (self, silent, error))
    return FALSE;
  if (self->waiting->len > 0 && !self->broken)
    give_up (self, self->end, _ ("the last record inside is cut off"));
  return TRUE;
}

/* --- folders ----------------------------------------------------------------------- */

static gboolean
inflate_part (Inflate *self, const PerfFile *whole, PpvInput *input, GError **error)
{
  guint64 size = ppv_input_get_size (input);
  PerfFile part = *whole;

  part.input = input;
  part.plain = NULL;
  part.data = (PerfSection){ 0, size };
  if (!inflate_records (self, &part, TRUE, error))
    return FALSE;
  if (self->end < size)
    ppv_profile_builder_warn (whole->builder, PPV_LOSS, "damaged-part", self->end,
                              _ ("The last %" PRIu64 " bytes of the part “%s” are not read"),
                              size - self->end, ppv_input_get_name (input));
  if (ppv_input_get_damage (input) != NULL)
    ppv_profile_builder_warn (whole->builder, PPV_LOSS, "damaged-part", size,
                              _ ("The part “%s” ends early: %s"), ppv_input_get_name (input),
                              ppv_input_get_damage (input));
  return TRUE;
}

/* What cannot be opened is missing; FALSE only when it was cancelled or the system failed. */
static gboolean
inflate_numbered (
    Inflate *self, const PerfFile *whole, guint number, gboolean *found, GError **error)
{
  g_autofree char *name = g_strdup_printf ("data.%u", number);
  g_autoptr (GError) failure = NULL;
  g_autoptr (PpvInput) input = ppv_load_context_open_sibling (self->context, name, &failure);

  *found = input != NULL || failure != NULL;
  if (input != NULL)
    return inflate_part (self, whole, input, error);
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (failure != NULL)
    ppv_profile_builder_warn (whole->builder, PPV_LOSS, "missing-part", PPV_NO_ADDRESS, "%s",
                              failure->message);
  return TRUE;
}

/*
 * There is a part for each buffer: one a processor, and no more than an event has
 * ids.  The recording itself tells neither how many nor which.
 */
static guint
count_expected (const PerfFile *whole)
{
  const GArray *ids = whole->events.ids;
  g_autofree guint *n_ids = g_new0 (guint, perf_events_count (&whole->events));
  guint most = 0;

  for (guint i = 0; i < ids->len; i++)
    {
      guint32 event = g_array_index (ids, PerfId, i).event;

      most = MAX (most, ++n_ids[event]);
    }
  return CLAMP (MIN (most, whole->n_cpus), 1, MOST_PARTS);
}

static void
warn_of_missing (const PerfFile *whole, guint64 count, guint first)
{
  if (count > 0)
    ppv_profile_builder_warn_many (whole->builder, PPV_LOSS, "missing-part", PPV_NO_ADDRESS, count,
                                   _ ("The part “data.%u” of the recording is missing"), first);
}

static gboolean
inflate_parts (Inflate *self, const PerfFile *whole, GError **error)
{
  guint n_expected = count_expected (whole);
  guint next = 0; /* behind the last part that is there */

  for (guint i = 0; i < MOST_PARTS && i < MAX (n_expected, next + PARTS_TO_TRY); i++)
    {
      gboolean found;

      if (!inflate_numbered (self, whole, i, &found, error))
        return FALSE;
      if (!found)
        continue;
      warn_of_missing (whole, i - next, next);
      next = i + 1;
    }
  if (n_expected > next)
    warn_of_missing (whole, n_expected - next, next);
  return TRUE;
}

/* --- together ---------------------------------------------------------------------- */

static void
tell (Inflate *self)
{
  PpvProfileBuilder *builder = self->file->builder;

  if (self->n_pieces[0] > 0)
    ppv_profile_builder_record (builder, "COMPRESSED", self->n_pieces[0]);
  if (self->n_pieces[1] > 0)
    ppv_profile_builder_record (builder, "COMPRESSED2", self->n_pieces[1]);
}

static gboolean
inflate_all (Inflate *self, PerfFile *file, GError **error)
{
  PpvInput *plain;

  if (!inflate_records (self, file, FALSE, error) ||
      (perf_file_has_feature (file, PERF_FEATURE_DIR_FORMAT) && !inflate_parts (self, file, error)))
    return FALSE;
  plain = ppv_spool_finish (&self->plain, "records", error);
  if (plain == NULL)
    return FALSE;
  self->file = file;
  tell (self);
  file->n_trace_bytes = self->n_trace_bytes;
  perf_file_take_records (file, plain);
  return TRUE;
}

gboolean
perf_inflate (PerfFile *file, PpvLoadContext *context, GError **error)
{
  Inflate self = { .context = context, .file = file, .waiting = g_byte_array_new () };
  gboolean done;

  self.ceiling = ppv_load_context_get_limits (context)->inflate_bytes;
  self.stream = ZSTD_createDStream ();
  ppv_spool_init (&self.plain);
  done = inflate_all (&self, file, error);
  ppv_spool_clear (&self.plain);
  g_byte_array_unref (self.waiting);
  ZSTD_freeDStream (self.stream);
  return done;
}
