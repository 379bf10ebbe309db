/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Text of two bytes a character, which PowerShell writes when output goes to a file.
 * All text formats are read as UTF-8, so it is a wrapping like those that compress.
 */

#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "ppv-unwrap-private.h"

enum { IN_BYTES = 64 * 1024, LONGEST_CHARACTER = 4 };

/* What stands for half of a pair without the other half. */
static const gunichar replacement = 0xfffd;

typedef struct {
  gboolean is_big;
  gunichar high; /* the first half of a pair, 0 for none */
  gsize n_in;    /* bytes of @in that are there */
  gsize n_out;
  guint8 in[IN_BYTES];
  /* each unit makes three bytes at most, and a half that waits three more */
  char out[IN_BYTES / 2 * 3 + 2 * LONGEST_CHARACTER];
} Utf16;

static void
put (Utf16 *self, gunichar character)
{
  self->n_out += (gsize) g_unichar_to_utf8 (character, self->out + self->n_out);
}

static void
give_up_half (Utf16 *self)
{
  if (self->high != 0)
    put (self, replacement);
  self->high = 0;
}

static void
take_unit (Utf16 *self, gunichar unit)
{
  gboolean is_high = unit >= 0xd800 && unit < 0xdc00;
  gboolean is_low = unit >= 0xdc00 && unit < 0xe000;

  if (is_low && self->high != 0)
    {
      put (self, 0x10000 + ((self->high - 0xd800) << 10) + (unit - 0xdc00));
      self->high = 0;
      return;
    }
  give_up_half (self);
  if (is_high)
    self->high = unit;
  else
    put (self, is_low ? replacement : unit);
}

/* Leaves the one byte that has no other yet. */
static void
take_units (Utf16 *self)
{
  gsize i;

  self->n_out = 0;
  for (i = 0; i + 1 < self->n_in; i += 2)
    take_unit (self, (gunichar) (self->is_big ? self->in[i] << 8 | self->in[i + 1]
                                              : self->in[i + 1] << 8 | self->in[i]));
  if (i < self->n_in)
    self->in[0] = self->in[i];
  self->n_in -= i;
}

static gboolean
skip_mark (Utf16 *self, PpvStream *stream, GError **error)
{
  gsize got;

  if (!ppv_stream_read (stream, self->in, 2, &got, error))
    return FALSE;
  self->is_big = self->in[0] == 0xfe;
  return TRUE;
}

gboolean
ppv_utf16_unwrap (
    PpvStream *stream, const PpvLimits *limits, PpvSpool *into, char **damage, GError **error)
{
  g_autofree Utf16 *self = g_new0 (Utf16, 1);
  gsize got;

  if (!skip_mark (self, stream, error))
    return FALSE;
  do
    {
      if (!ppv_stream_read (stream, self->in + self->n_in, IN_BYTES - self->n_in, &got, error))
        return FALSE;
      self->n_in += got;
      take_units (self);
      if (got == 0)
        give_up_half (self);
      if (self->n_out > 0 &&
          !ppv_unwrap_append (stream, limits, into, self->out, self->n_out, error))
        return FALSE;
    }
  while (got > 0);
  if (self->n_in > 0)
    *damage = g_strdup_printf (
        _ ("The UTF-16 text ends within a character, after %" PRIu64 " bytes of UTF-8"),
        into->size);
  return TRUE;
}
