/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

#include "ppv-macros.h"

G_BEGIN_DECLS

/**
 * PpvReader: (skip)
 * @begin: first byte
 * @at: next byte to read
 * @end: byte after the last
 * @offset: where @begin stands in the file, for messages
 * @swap: whether numbers are of the other byte order
 * @failed: whether anything asked for was not there; never reset
 *
 * A cursor over bytes somebody else owns, and the only way to touch the bytes
 * of a binary file.  A read past the end gives zeros and sets @failed, so a
 * parser reads a whole record and then asks once.
 */
typedef struct {
  const guint8 *begin;
  const guint8 *at;
  const guint8 *end;
  guint64       offset;
  gboolean      swap;
  gboolean      failed;
} PpvReader;

#ifndef __GI_SCANNER__

static inline PpvReader
ppv_reader_over (gconstpointer bytes,
                 gsize         length,
                 guint64       offset,
                 gboolean      swap)
{
  const guint8 *begin = bytes != NULL ? bytes : (gconstpointer) "";

  return (PpvReader) { begin, begin, begin + length, offset, swap, FALSE };
}

static inline gsize
ppv_reader_left (const PpvReader *self)
{
  return (gsize) (self->end - self->at);
}

/* Where the next byte stands in the file. */
static inline guint64
ppv_reader_offset (const PpvReader *self)
{
  return self->offset + (guint64) (self->at - self->begin);
}

/* The next @length bytes, or NULL with the cursor moved to the end. */
static inline const guint8 *
ppv_reader_take (PpvReader *self,
                 guint64    length)
{
  const guint8 *taken = self->at;

  if (G_UNLIKELY (length > ppv_reader_left (self)))
    {
      self->failed = TRUE;
      self->at = self->end;
      return NULL;
    }
  self->at += length;
  return taken;
}

static inline void
ppv_reader_skip (PpvReader *self,
                 guint64    length)
{
  (void) ppv_reader_take (self, length);
}

/* A reader fenced to the next @length bytes; empty and failed when there are fewer. */
static inline PpvReader
ppv_reader_sub (PpvReader *self,
                guint64    length)
{
  guint64 offset = ppv_reader_offset (self);
  const guint8 *bytes = ppv_reader_take (self, length);
  PpvReader sub = ppv_reader_over (bytes, bytes != NULL ? (gsize) length : 0, offset, self->swap);

  sub.failed = bytes == NULL;
  return sub;
}

static inline guint8
ppv_reader_u8 (PpvReader *self)
{
  const guint8 *bytes = ppv_reader_take (self, 1);

  return bytes != NULL ? *bytes : 0;
}

static inline guint16
ppv_reader_u16 (PpvReader *self)
{
  const guint8 *bytes = ppv_reader_take (self, sizeof (guint16));
  guint16 value = 0;

  if (bytes != NULL)
    memcpy (&value, bytes, sizeof value);
  return (guint16) (self->swap ? GUINT16_SWAP_LE_BE (value) : value);
}

static inline guint32
ppv_reader_u32 (PpvReader *self)
{
  const guint8 *bytes = ppv_reader_take (self, sizeof (guint32));
  guint32 value = 0;

  if (bytes != NULL)
    memcpy (&value, bytes, sizeof value);
  return self->swap ? GUINT32_SWAP_LE_BE (value) : value;
}

static inline guint64
ppv_reader_u64 (PpvReader *self)
{
  const guint8 *bytes = ppv_reader_take (self, sizeof (guint64));
  guint64 value = 0;

  if (bytes != NULL)
    memcpy (&value, bytes, sizeof value);
  return self->swap ? GUINT64_SWAP_LE_BE (value) : value;
}

/* An unsigned LEB128 number; bits beyond 64 are lost. */
static inline guint64
ppv_reader_uleb (PpvReader *self)
{
  guint64 value = 0;
  guint shift = 0;
  guint8 byte;

  do
    {
      byte = ppv_reader_u8 (self);
      if (shift < 64)
        value |= (guint64) (byte & 0x7f) << shift;
      shift = MIN (shift + 7, 64);
    }
  while (byte & 0x80);
  return value;
}

/* A signed one. */
static inline gint64
ppv_reader_sleb (PpvReader *self)
{
  guint64 value = 0;
  guint shift = 0;
  guint8 byte;

  do
    {
      byte = ppv_reader_u8 (self);
      if (shift < 64)
        value |= (guint64) (byte & 0x7f) << shift;
      shift = MIN (shift + 7, 64);
    }
  while (byte & 0x80);
  if (shift < 64 && byte & 0x40)
    value |= G_MAXUINT64 << shift;
  return (gint64) value;
}

/*
 * A string in a field of @size bytes: up to its NUL, or all of the field when
 * there is none.  Not terminated; @length is set.
 */
static inline const char *
ppv_reader_text (PpvReader *self,
                 guint64    size,
                 gsize     *length)
{
  const guint8 *bytes = ppv_reader_take (self, size);
  const guint8 *nul = bytes != NULL ? memchr (bytes, 0, (gsize) size) : NULL;

  *length = bytes == NULL ? 0 : nul != NULL ? (gsize) (nul - bytes) : (gsize) size;
  return bytes != NULL ? (const char *) bytes : "";
}

#endif

G_END_DECLS
