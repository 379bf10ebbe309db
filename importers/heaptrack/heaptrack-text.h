/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* What is left of a line: hexadecimal numbers and texts with a blank between. */
typedef struct {
  const char *at;
  const char *end;
} HeaptrackText;

/* What a character is worth as a digit, more than 15 when it is none; looked up, for speed. */
static inline guint
heaptrack_digit (char digit)
{
  static const guint8 worth[256] = {
    ['0'] = 0xf0, ['1'] = 0xf1, ['2'] = 0xf2, ['3'] = 0xf3, ['4'] = 0xf4, ['5'] = 0xf5,
    ['6'] = 0xf6, ['7'] = 0xf7, ['8'] = 0xf8, ['9'] = 0xf9, ['a'] = 0xfa, ['b'] = 0xfb,
    ['c'] = 0xfc, ['d'] = 0xfd, ['e'] = 0xfe, ['f'] = 0xff,
  };

  return worth[(guchar) digit] ^ 0xf0;
}

/* The next number, and the blank after it; FALSE, with nothing taken, when there is none. */
static inline gboolean
heaptrack_text_hex (HeaptrackText *self,
                    guint64       *value)
{
  const char *at = self->at;
  guint64 sum = 0;

  while (at < self->end && heaptrack_digit (*at) < 16 && at - self->at < 16)
    sum = sum << 4 | heaptrack_digit (*at++);
  if (at == self->at || (at < self->end && *at != ' '))
    return FALSE;
  self->at = at < self->end ? at + 1 : at;
  *value = sum;
  return TRUE;
}

/* The same for a number of 32 bits, as indices and lines of source are. */
static inline gboolean
heaptrack_text_index (HeaptrackText *self,
                      guint32       *value)
{
  HeaptrackText before = *self;
  guint64 wide;

  if (heaptrack_text_hex (self, &wide) && wide <= G_MAXUINT32)
    {
      *value = (guint32) wide;
      return TRUE;
    }
  *self = before;
  return FALSE;
}

/* A text after its length in bytes, which files from version 3 on have. */
static inline gboolean
heaptrack_text_sized (HeaptrackText *self,
                      HeaptrackText *text)
{
  guint64 length;

  if (!heaptrack_text_hex (self, &length) || length > (guint64) (self->end - self->at))
    return FALSE;
  *text = (HeaptrackText) { self->at, self->at + length };
  self->at = text->end < self->end ? text->end + 1 : text->end;
  return TRUE;
}

/* One that ends before the next blank. */
static inline gboolean
heaptrack_text_word (HeaptrackText *self,
                     HeaptrackText *text)
{
  const char *blank = memchr (self->at, ' ', (gsize) (self->end - self->at));

  *text = (HeaptrackText) { self->at, blank != NULL ? blank : self->end };
  self->at = blank != NULL ? blank + 1 : self->end;
  return text->end > text->at;
}

G_END_DECLS
