/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * gzip without libarchive, whose blocks of 64 KiB come whole or not at all: of a
 * small file that is cut nothing would be left.
 */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ppv-unwrap-private.h"

/* What the converter has made of a block is lost where damage follows in it, so they are small. */
enum { IN_BYTES = 64 * 1024, OUT_BYTES = 4096 };

typedef struct {
  PpvStream *stream;
  const PpvLimits *limits;
  PpvSpool *into;
  GConverter *converter;
  gboolean at_end; /* of the stream */
  gboolean damaged;
  gboolean within; /* a member, that is, not behind the last one */
  gsize at;        /* the next byte of @in */
  gsize end;       /* of what is in @in */
  guint8 in[IN_BYTES];
  guint8 out[OUT_BYTES];
} Gunzip;

static gboolean
refill (Gunzip *self, GError **error)
{
  gsize got;

  memmove (self->in, self->in + self->at, self->end - self->at);
  self->end -= self->at;
  self->at = 0;
  if (!ppv_stream_read (self->stream, self->in + self->end, IN_BYTES - self->end, &got, error))
    return FALSE;
  self->end += got;
  self->at_end = got == 0;
  return TRUE;
}

/* One step of the converter; its errors are damage or the wish for more bytes. */
static gboolean
convert (Gunzip *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gsize n_read = 0, n_written = 0;
  GConverterResult result = g_converter_convert (
      self->converter, self->in + self->at, self->end - self->at, self->out, OUT_BYTES,
      self->at_end ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &n_read, &n_written,
      &failure);

  self->at += n_read;
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) && !self->at_end)
    return refill (self, error);
  self->damaged = result == G_CONVERTER_ERROR;
  if (result == G_CONVERTER_FINISHED)
    {
      g_converter_reset (self->converter);
      self->within = FALSE;
    }
  return n_written == 0 ||
         ppv_unwrap_append (self->stream, self->limits, self->into, self->out, n_written, error);
}

/* Behind a member: another one, zeros as tapes have them, or what does not belong there. */
static gboolean
look_behind (Gunzip *self, GError **error)
{
  while (self->at < self->end && self->in[self->at] == 0)
    self->at++;
  if (self->end - self->at < 2 && !self->at_end)
    return refill (self, error);
  if (self->end - self->at >= 2 && self->in[self->at] == 0x1f && self->in[self->at + 1] == 0x8b)
    self->within = TRUE;
  else
    self->damaged = self->at < self->end;
  return TRUE;
}

gboolean
ppv_gunzip (
    PpvStream *stream, const PpvLimits *limits, PpvSpool *into, char **damage, GError **error)
{
  g_autoptr (GZlibDecompressor) zlib = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autofree Gunzip *self = g_new0 (Gunzip, 1);

  self->stream = stream;
  self->limits = limits;
  self->into = into;
  self->converter = G_CONVERTER (zlib);
  self->within = TRUE;
  while (!self->damaged && (self->within || !self->at_end || self->at < self->end))
    if (!(self->within ? convert (self, error) : look_behind (self, error)))
      return FALSE;
  if (self->damaged)
    *damage = g_strdup_printf (
        _ ("The gzip file is cut or damaged: only %" PRIu64 " bytes could be unpacked"),
        into->size);
  return TRUE;
}
