/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ppv-lines.h"

/* How much more of a line is asked for when its end is not in the window. */
enum { FIRST_STEP = 4096 };

/**
 * ppv_lines_init: (skip)
 * @self: the lines to set to the beginning
 * @input: a text file; must outlive @self and not be read by others meanwhile
 * @limit: the longest line, in bytes
 */
void
ppv_lines_init (PpvLines *self, PpvInput *input, gsize limit)
{
  g_return_if_fail (self != NULL && input != NULL);

  *self = (PpvLines){ .input = input, .limit = limit };
}

/**
 * ppv_lines_seek: (skip)
 * @self: lines
 * @offset: where a line begins, as after the binary part of a file
 */
void
ppv_lines_seek (PpvLines *self, guint64 offset)
{
  g_return_if_fail (self != NULL && self->input != NULL);

  *self = (PpvLines){ .input = self->input, .limit = self->limit, .next = offset };
}

/* Points the window at @next and at least @want bytes after it; FALSE for an error. */
static gboolean
fill (PpvLines *self, gsize want, GError **error)
{
  gsize got;

  self->window = (const char *) ppv_input_window (self->input, self->next, want, &got, error);
  self->window_end = self->window != NULL ? self->window + got : NULL;
  return self->window != NULL;
}

static const char *
find_end (const PpvLines *self, gsize from)
{
  gsize size = (gsize) (self->window_end - self->window);

  return from < size ? memchr (self->window + from, '\n', size - from) : NULL;
}

/* Gives the line that begins the window and has its end at @end. */
static void
take_line (PpvLines *self, const char *end)
{
  gsize length = (gsize) (end - self->window);

  self->line = self->window;
  self->window = end + 1;
  self->next += length + 1;
  if (length > 0 && end[-1] == '\r')
    length--;
  self->ended = TRUE;
  self->cut = length > self->limit;
  self->length = self->cut ? self->limit : length;
}

/* Gives what the window holds of a line without an end in sight. */
static void
take_rest (PpvLines *self, gsize size)
{
  self->line = self->window;
  self->cut = size > self->limit;
  self->length = self->cut ? self->limit : size;
  self->skipping = self->cut;
  self->ended = self->cut;
  self->next += size;
  self->window = self->window_end;
}

/* Reads past what is left of a line that was cut before its end was seen. */
static gboolean
skip_line (PpvLines *self, GError **error)
{
  while (self->skipping)
    {
      const char *end;

      if (!fill (self, 1, error))
        return FALSE;
      if (self->window == self->window_end)
        break;
      end = find_end (self, 0);
      self->skipping = end == NULL;
      end = end != NULL ? end + 1 : self->window_end;
      self->next += (guint64) (end - self->window);
      self->window = end;
    }
  self->skipping = FALSE;
  return TRUE;
}

/*
 * The end of the line is beyond the window, and so perhaps is its beginning.
 * Asking for twice as much each time keeps the work in proportion to the line.
 */
static gboolean
next_across_windows (PpvLines *self, GError **error)
{
  gsize size = (gsize) (self->window_end - self->window);
  gsize longest = self->limit < G_MAXSIZE / 2 ? self->limit + 2 : self->limit;

  while (TRUE)
    {
      gsize searched = size;
      gsize want = size <= G_MAXSIZE / 2 - FIRST_STEP ? 2 * size + FIRST_STEP : size;
      const char *end;

      if (!fill (self, want, error))
        return FALSE;
      size = (gsize) (self->window_end - self->window);
      end = find_end (self, searched);
      if (end != NULL)
        take_line (self, end);
      else if (size == 0)
        return FALSE;
      else if (size < want || size >= longest)
        take_rest (self, size);
      else
        continue;
      return TRUE;
    }
}

/**
 * ppv_lines_next: (skip)
 * @self: lines
 * @error: return location for an error
 *
 * Goes to the next line, whose bytes stay valid until the next call.
 *
 * Returns: TRUE, or FALSE at the end of the file or with @error set
 */
gboolean
ppv_lines_next (PpvLines *self, GError **error)
{
  const char *end;

  g_return_val_if_fail (self != NULL && self->input != NULL, FALSE);

  if (G_UNLIKELY (self->skipping) && !skip_line (self, error))
    return FALSE;
  self->offset = self->next;
  end = find_end (self, 0);
  if (G_LIKELY (end != NULL))
    take_line (self, end);
  else if (!next_across_windows (self, error))
    return FALSE;
  self->number++;
  return TRUE;
}
