/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-jit-maker.h"

enum { LOAD = 0, MOVE = 1, DEBUG_INFO = 2 };

static void
put (JitMaker *self, guint64 value, guint n_bytes)
{
  for (guint i = 0; i < n_bytes; i++)
    {
      guint shift = 8 * (self->big ? n_bytes - 1 - i : i);

      g_byte_array_append (self->bytes, &(guint8){ (guint8) (value >> shift) }, 1);
    }
}

static void
put_text (JitMaker *self, const char *text)
{
  g_byte_array_append (self->bytes, (const guint8 *) text, (guint) strlen (text) + 1);
}

static void
begin_record (JitMaker *self, guint32 id, gsize size, guint64 time)
{
  put (self, id, 4);
  put (self, size, 4);
  put (self, time, 8);
}

void
jit_maker_init (JitMaker *self, gboolean big, guint64 flags)
{
  *self = (JitMaker){ big, g_byte_array_new () };
  put (self, 0x4a695444, 4);
  put (self, 1, 4);
  put (self, 40, 4);
  put (self, 62, 4); /* x86-64 */
  put (self, 0, 4);
  put (self, 77, 4);
  put (self, 0, 8);
  put (self, flags, 8);
}

guint64
jit_maker_load (
    JitMaker *self, guint64 time, guint64 start, guint64 size, guint64 index, const char *name)
{
  static const guint8 code[4096] = { 0 };

  begin_record (self, LOAD, 16 + 40 + strlen (name) + 1 + size, time);
  put (self, 77, 4);
  put (self, 77, 4);
  put (self, start, 8);
  put (self, start, 8);
  put (self, size, 8);
  put (self, index, 8);
  put_text (self, name);
  g_byte_array_append (self->bytes, code, (guint) size);
  return self->bytes->len - size;
}

void
jit_maker_move (JitMaker *self, guint64 time, guint64 start, guint64 size, guint64 index)
{
  begin_record (self, MOVE, 16 + 48, time);
  put (self, 77, 4);
  put (self, 77, 4);
  put (self, start, 8);
  put (self, 0, 8); /* where it was, which its index tells */
  put (self, start, 8);
  put (self, size, 8);
  put (self, index, 8);
}

void
jit_maker_lines (JitMaker *self, guint64 start, const char *file, guint32 line, guint n_lines)
{
  begin_record (self, DEBUG_INFO, 16 + 16 + n_lines * 18 + strlen (file) - 1, 0);
  put (self, start, 8);
  put (self, n_lines, 8);
  for (guint i = 0; i < n_lines; i++)
    {
      put (self, start + 4 * i, 8);
      put (self, line + i, 4);
      put (self, 0, 4);
      put_text (self, i == 0 ? file : "\xff");
    }
}

void
jit_maker_clear (JitMaker *self)
{
  g_byte_array_unref (self->bytes);
}
