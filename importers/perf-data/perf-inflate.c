/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * COMPRESSED and COMPRESSED2 records (tools/perf/util/zstd.c): pieces of one zstd
 * stream, whose bytes are records again.  A record may begin in one piece and end
 * in the next, with plain records between them, so what is not whole waits.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <zstd.h>

#include "perf-format.h"
#include "perf-inflate.h"
#include "ppv-spool.h"

enum { BLOCK_BYTES = 1 << 15 };

typedef struct {
  PerfFile *file;
  ZSTD_DStream *stream;
  PpvSpool plain;      /* the records that are whole */
  GByteArray *waiting; /* the beginning of one that is not */
  guint64 ceiling;     /* bytes that may be unpacked */
  guint64 n_unpacked;
  guint64 n_pieces[2]; /* of COMPRESSED and COMPRESSED2 */
  gboolean broken;     /* nothing can be unpacked any more */
} Inflate;

static void
give_up (Inflate *self, guint64 offset, const char *why)
{
  self->broken = TRUE;
  ppv_profile_builder_warn (self->file->builder, PPV_LOSS, "bad-compression", offset,
                            _ ("The compressed records end here: %s"), why);
}

/* Whole records of @waiting move on; damage ends the unpacking. */
static gboolean
pass_whole_records (Inflate *self, guint64 offset, GError **error)
{
  gsize at = 0;

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
      if (!ppv_spool_append (&self->plain, self->waiting->data + at, size, error))
        return FALSE;
      at += size;
    }
  g_byte_array_remove_range (self->waiting, 0, (guint) at);
  return TRUE;
}

/* One block of what comes out; @more tells whether there may be another. */
static gboolean
unpack_block (Inflate *self, ZSTD_inBuffer *in, guint64 offset, gboolean *more, GError **error)
{
  guint8 block[BLOCK_BYTES];
  ZSTD_outBuffer out = { block, sizeof block, 0 };
  size_t left = ZSTD_decompressStream (self->stream, &out, in);

  *more = in->pos < in->size || out.pos == out.size;
  self->n_unpacked += out.pos;
  g_byte_array_append (self->waiting, block, (guint) out.pos);
  if (!pass_whole_records (self, offset, error))
    return FALSE;
  if (ZSTD_isError (left))
    give_up (self, offset, ZSTD_getErrorName (left));
  else if (self->n_unpacked > self->ceiling)
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

static gboolean
inflate_records (Inflate *self, PpvLoadContext *context, GError **error)
{
  guint64 size = ppv_input_get_size (self->file->input);
  PerfRecords records;
  PerfRecord record;
  GError *failure = NULL;

  perf_records_init (&records, self->file);
  while (perf_records_next (&records, &record, &failure))
    {
      if (!take_record (self, &record, error) ||
          !ppv_load_context_advance (context, record.offset, size * 3, error))
        return FALSE;
      perf_records_skip (&records, perf_record_payload (&record));
    }
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (self->waiting->len > 0 && !self->broken)
    give_up (self, records.offset, _ ("the last record inside is cut off"));
  return TRUE;
}

static void
tell (Inflate *self)
{
  PpvProfileBuilder *builder = self->file->builder;

  if (self->n_pieces[0] > 0)
    ppv_profile_builder_record (builder, "COMPRESSED", self->n_pieces[0]);
  if (self->n_pieces[1] > 0)
    ppv_profile_builder_record (builder, "COMPRESSED2", self->n_pieces[1]);
}

gboolean
perf_inflate (PerfFile *file, PpvLoadContext *context, GError **error)
{
  const PpvLimits *limits = ppv_load_context_get_limits (context);
  guint64 size = ppv_input_get_size (file->input);
  Inflate self = { .file = file, .waiting = g_byte_array_new () };
  gboolean done;

  self.ceiling = size > G_MAXUINT64 / MAX (limits->inflate_ratio, 1) ? G_MAXUINT64
                                                                     : size * limits->inflate_ratio;
  self.ceiling = MAX (self.ceiling, limits->inflate_bytes);
  self.stream = ZSTD_createDStream ();
  ppv_spool_init (&self.plain);
  done = inflate_records (&self, context, error);
  if (done)
    {
      tell (&self);
      perf_file_take_records (file, ppv_spool_finish (&self.plain, "records"));
    }
  ppv_spool_clear (&self.plain);
  g_byte_array_unref (self.waiting);
  ZSTD_freeDStream (self.stream);
  return done;
}
