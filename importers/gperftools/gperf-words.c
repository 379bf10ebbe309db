/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "gperf-words.h"

enum { WINDOW_BYTES = 1 << 16 };

gboolean
gperf_words_find (GperfWords *self, const guint8 *head, gsize length)
{
  static const struct {
    gsize size;
    int order;
    guint8 begin[16]; /* 0, and 3 words of header that follow */
  } forms[] = {
    { 8, G_LITTLE_ENDIAN, { [8] = 3 } },
    { 8, G_BIG_ENDIAN, { [15] = 3 } },
    { 4, G_LITTLE_ENDIAN, { [4] = 3 } },
    { 4, G_BIG_ENDIAN, { [7] = 3 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (length >= 5 * forms[i].size && memcmp (head, forms[i].begin, 2 * forms[i].size) == 0)
      {
        *self = (GperfWords){ .size = forms[i].size, .swap = forms[i].order != G_BYTE_ORDER };
        return TRUE;
      }
  return FALSE;
}

void
gperf_words_seek (GperfWords *self, PpvInput *input, guint64 offset)
{
  self->input = input;
  self->failed = FALSE;
  self->window = ppv_reader_over (NULL, 0, offset, self->swap);
}

guint64
gperf_words_tell (const GperfWords *self)
{
  return ppv_reader_offset (&self->window);
}

void
gperf_words_skip (GperfWords *self, guint64 n_words)
{
  guint64 offset = gperf_words_tell (self);
  guint64 left = (ppv_input_get_size (self->input) - offset) / self->size;

  if (n_words > left)
    self->failed = TRUE;
  else if (n_words <= ppv_reader_left (&self->window) / self->size)
    ppv_reader_skip (&self->window, (gsize) n_words * self->size);
  else
    self->window = ppv_reader_over (NULL, 0, offset + n_words * self->size, self->swap);
}

gboolean
gperf_words_next (GperfWords *self, guint64 *word, GError **error)
{
  *word = 0;
  if (ppv_reader_left (&self->window) < self->size)
    {
      guint64 offset = gperf_words_tell (self);
      gsize got;
      const guint8 *bytes = ppv_input_window (self->input, offset, WINDOW_BYTES, &got, error);

      if (bytes == NULL)
        return FALSE;
      self->window = ppv_reader_over (bytes, got, offset, self->swap);
    }
  self->failed = self->failed || ppv_reader_left (&self->window) < self->size;
  if (!self->failed)
    *word = self->size == 8 ? ppv_reader_u64 (&self->window) : ppv_reader_u32 (&self->window);
  return TRUE;
}
