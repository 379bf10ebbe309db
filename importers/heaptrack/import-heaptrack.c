/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * heaptrack: what KDE's heap profiler records, in versions 0 to 3 of its format, as
 * src/track/libheaptrack.cpp of heaptrack 1.5 writes it (raw, addresses without names) and
 * src/interpret/heaptrack_interpret.cpp (with names).  Lines of a letter and hexadecimal
 * numbers:
 *
 *     v 10400 3                    of which version of heaptrack and of the format
 *     s 4 main                     text, with its length from version 3 on
 *     i 4005d0 1 2 3 1f            address, module, function, file, line, inlined into …
 *     t 1 0                        a call stack: place, called from
 *     a 40 1                       allocations of a size at a stack
 *     + 0, - 0                     one more of these, one less
 *     c a, R 15f3                  the time in ms, resident pages
 *
 * Raw files name blocks by their addresses ("+ SIZE STACK ADDRESS", "- ADDRESS") and places
 * in the code, too ("m" tells which module is where).
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "heaptrack-events.h"
#include "ppv-plugin.h"

enum { WINDOW_BYTES = 1 << 17 };

typedef struct {
  PpvLoadContext *context;
  PpvInput *input;
  HeaptrackEvents events;
  guint64 offset;       /* of the next line */
  gboolean is_too_long; /* whether that line began before and is to be left out */
} Import;

/*
 * "+ 1f" and "- 1f" are nearly all lines: no need to look for their ends first.  Returns the
 * line after, or @begin when it is another line.
 */
static const char *
read_event (HeaptrackEvents *events, const char *begin)
{
  const char *at = begin + 2;
  guint64 kind = 0;
  guint digit;

  if ((begin[0] != '+' && begin[0] != '-') || begin[1] != ' ' || events->by_address)
    return begin;
  while ((digit = heaptrack_digit (*at)) < 16)
    {
      kind = kind << 4 | digit;
      at++;
    }
  if (*at != '\n' || at == begin + 2 || at - begin > 2 + 16)
    return begin;
  if (begin[0] == '+' ? heaptrack_costs_allocate (&events->costs, kind, kind)
                      : heaptrack_costs_free (&events->costs, kind, kind))
    return at + 1;
  return begin;
}

/* All lines of @begin … @end, which is behind a line feed. */
static gboolean
read_lines (Import *self, const char *begin, const char *end, GError **error)
{
  const char *at = begin;

  while (at < end && !self->events.stopped)
    {
      const char *next = read_event (&self->events, at);
      const char *stop;

      if (next == at)
        {
          stop = memchr (at, '\n', (gsize) (end - at));
          next = stop + 1;
          stop -= stop > at && stop[-1] == '\r';
          if (!heaptrack_events_line (&self->events, at, stop,
                                      self->offset + (guint64) (at - begin), error))
            return FALSE;
        }
      at = next;
    }
  return TRUE;
}

static void
skip_long_line (Import *self, gsize length)
{
  if (!self->is_too_long)
    ppv_profile_builder_warn (self->events.builder, PPV_LOSS, "long-line", self->offset,
                              _ ("Lines were left out because they are too long "
                                 "(--limit-line-bytes)"));
  self->is_too_long = TRUE;
  self->offset += length;
}

/* What is behind the last line feed: a line that was cut. */
static void
read_rest (Import *self, gsize length)
{
  self->offset += length;
  if (length > 0 || self->is_too_long)
    ppv_profile_builder_warn (self->events.builder, PPV_LOSS, "truncated", self->offset,
                              _ ("The file ends within a line"));
}

/* The lines that are whole in the next @want bytes, which are more when there are none. */
static gboolean
read_window (Import *self, gsize *want, gboolean *more, GError **error)
{
  const PpvLimits *limits = ppv_load_context_get_limits (self->context);
  gsize got;
  const char *window =
      (const char *) ppv_input_window (self->input, self->offset, *want, &got, error);
  const char *last = window != NULL ? memrchr (window, '\n', got) : NULL;
  const char *begin = window;

  *more = window != NULL && (last != NULL || got >= *want);
  if (window == NULL)
    return FALSE;
  if (last == NULL && *more && *want < limits->line_bytes)
    *want *= 2;
  else if (last == NULL && *more)
    skip_long_line (self, got);
  else if (last == NULL)
    read_rest (self, got);
  else
    {
      if (self->is_too_long)
        begin = (const char *) memchr (window, '\n', got) + 1;
      self->is_too_long = FALSE;
      self->offset += (guint64) (begin - window);
      if (!read_lines (self, begin, last + 1, error))
        return FALSE;
      self->offset += (guint64) (last + 1 - begin);
      *want = WINDOW_BYTES;
    }
  return TRUE;
}

static gboolean
read_file (Import *self, GError **error)
{
  guint64 size = ppv_input_get_size (self->input);
  gsize want = WINDOW_BYTES;
  gboolean more = TRUE;

  while (more && !self->events.stopped)
    if (!read_window (self, &want, &more, error) ||
        !ppv_load_context_advance (self->context, self->offset, size, error))
      return FALSE;
  if (self->events.costs.sites->len > 0 || self->events.has_version)
    {
      heaptrack_events_finish (&self->events, self->offset);
      return TRUE;
    }
  g_set_error (error, PPV_ERROR, PPV_ERROR_CORRUPT, _ ("there is no line of heaptrack in it"));
  return FALSE;
}

static gboolean
load_heaptrack (PpvLoadContext *context, PpvProfileBuilder *builder, GError **error)
{
  Import import = { .context = context, .input = ppv_load_context_get_input (context) };
  gboolean done;

  heaptrack_events_init (&import.events, builder);
  done = read_file (&import, error);
  heaptrack_events_clear (&import.events);
  return done;
}

/* "v 10400 3": how many bytes of a line, 0 when it is none such. */
static gsize
sniff_version (const char *line, gsize length)
{
  HeaptrackText text = { line + 2, line + length };
  guint64 release, version;

  if (length < 3 || memcmp (line, "v ", 2) != 0 || !heaptrack_text_hex (&text, &release) ||
      (text.at < text.end && !heaptrack_text_hex (&text, &version)) || text.at < text.end)
    return 0;
  return length;
}

/*
 * The first line, and how those after it begin: text that happens to have the one has not the
 * others.  A file that ends within the first line is none of stacks, either.
 */
static guint
sniff_heaptrack (const PpvSniff *sniff)
{
  enum { MOST_LINES = 4, BITS_OF_LINE = 8 };
  const char *at = (const char *) sniff->head;
  const char *end = at + sniff->head_length;
  const char *stop = memchr (at, '\n', sniff->head_length);
  gsize length = sniff_version (at, (gsize) ((stop != NULL ? stop : end) - at));
  guint n_bits = (guint) MIN (8 * length, 64);

  if (length == 0)
    return 0;
  for (guint i = 0; i < MOST_LINES && stop != NULL && end - stop > 2; i++)
    {
      if (strchr ("XxIsmitacRAS+-", stop[1]) == NULL || stop[1] == '\0' || stop[2] != ' ')
        return n_bits / 2;
      n_bits += BITS_OF_LINE;
      stop = memchr (stop + 1, '\n', (gsize) (end - stop - 1));
    }
  return n_bits;
}

static const PpvImporter heaptrack = {
  .size = sizeof (PpvImporter),
  .id = "heaptrack",
  .name = N_ ("heaptrack"),
  .mime_types = (const char *const[]){ "application/x-heaptrack", NULL },
  .suffixes = (const char *const[]){ "heaptrack.*", NULL },
  .sniff = sniff_heaptrack,
  .load = load_heaptrack,
};

G_MODULE_EXPORT const PpvPlugin ppv_plugin = {
  .abi = PPV_PLUGIN_ABI,
  .version = PACKAGE_VERSION,
  .license = "LGPL-2.1-or-later",
  .domain = GETTEXT_PACKAGE,
  .importers = (const PpvImporter *const[]){ &heaptrack, NULL },
};
