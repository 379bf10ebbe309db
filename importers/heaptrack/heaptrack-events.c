/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The lines of a file, by their first letters. */

#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "heaptrack-events.h"
#include "heaptrack-results.h"
#include "ppv-error.h"

enum { LAST_VERSION = 3, NS_PER_MS = 1000000, MOST_HELD = 4000000 };

void
heaptrack_events_init (HeaptrackEvents *self, PpvProfileBuilder *builder)
{
  const PpvLimits *limits = ppv_profile_builder_get_limits (builder);

  *self = (HeaptrackEvents){ .builder = builder, .by_address = TRUE };
  heaptrack_names_init (&self->names, builder);
  heaptrack_modules_init (&self->modules);
  heaptrack_costs_init (&self->costs);
  heaptrack_blocks_init (&self->blocks);
  heaptrack_history_init (&self->history, MIN (limits->rows / 4, MOST_HELD));
  heaptrack_suppressions_init (&self->suppressions);
  /* times count from the start of the program, where nothing is in use */
  heaptrack_history_add (&self->history, &self->costs, 0);
}

void
heaptrack_events_clear (HeaptrackEvents *self)
{
  heaptrack_names_clear (&self->names);
  heaptrack_modules_clear (&self->modules);
  heaptrack_costs_clear (&self->costs);
  heaptrack_blocks_clear (&self->blocks);
  heaptrack_history_clear (&self->history);
  heaptrack_suppressions_clear (&self->suppressions);
}

/* 1.2.0 wrote files of version 1 and did not say so. */
static gboolean
read_version (HeaptrackEvents *self, HeaptrackText line, GError **error)
{
  enum { SILENT_RELEASE = 0x010200 };

  if (self->has_version || !heaptrack_text_hex (&line, &self->release))
    return FALSE;
  self->has_version = TRUE;
  if (!heaptrack_text_index (&line, &self->version))
    self->version = self->release == SILENT_RELEASE;
  self->by_address = self->raw || self->version == 0;
  if (self->version <= LAST_VERSION)
    return TRUE;
  g_set_error (error, PPV_ERROR, PPV_ERROR_UNSUPPORTED,
               _ ("the file is of version %" PRIu32 " of heaptrack's format, and versions up to "
                  "%d can be read"),
               self->version, LAST_VERSION);
  return FALSE;
}

/* A second program means that two wrote into one file; heaptrack gives up there, too. */
static gboolean
read_command (HeaptrackEvents *self, HeaptrackText line, guint64 offset)
{
  if (self->has_command)
    {
      self->stopped = TRUE;
      ppv_profile_builder_warn (self->builder, PPV_LOSS, "second-program", offset,
                                _ ("The file is that of two programs, and only the first was "
                                   "read"));
      return TRUE;
    }
  self->has_command = TRUE;
  ppv_profile_builder_fact (self->builder, "command", line.at, line.end - line.at);
  return TRUE;
}

static gboolean
read_string (HeaptrackEvents *self, HeaptrackText line)
{
  gboolean good = TRUE;
  HeaptrackText text = line;

  if (self->version >= 3)
    good = heaptrack_text_sized (&line, &text) && line.at == line.end;
  /* a damaged one still has its number */
  if (!good)
    text.end = text.at;
  (void) heaptrack_names_add_string (&self->names, text.at, (gsize) (text.end - text.at));
  return good;
}

static gboolean
read_trace (HeaptrackEvents *self, HeaptrackText line, guint64 offset)
{
  guint64 place = 0;
  guint32 parent = 0;
  gboolean good = heaptrack_text_hex (&line, &place) && heaptrack_text_index (&line, &parent);

  if (good && self->raw)
    place = heaptrack_modules_find_place (&self->modules, &self->names, place);
  return heaptrack_names_add_trace (&self->names, (guint32) MIN (place, G_MAXUINT32),
                                    good ? parent : G_MAXUINT32, offset);
}

/* "SIZE TRACE" */
static gboolean
read_size (HeaptrackEvents *self, HeaptrackText *line, gint64 *size, guint32 *row)
{
  guint64 bytes;
  guint32 trace;

  if (!heaptrack_text_hex (line, &bytes) || bytes > G_MAXINT64 ||
      !heaptrack_text_index (line, &trace) ||
      !heaptrack_names_find_trace (&self->names, trace, row))
    return FALSE;
  *size = (gint64) bytes;
  return TRUE;
}

static gboolean
read_kind (HeaptrackEvents *self, HeaptrackText line)
{
  gint64 size = 0;
  guint32 row = 0;
  gboolean good = read_size (self, &line, &size, &row);

  (void) heaptrack_costs_add_kind (&self->costs, row, size);
  return good;
}

/* "+ SIZE TRACE ADDRESS": in raw files a free is temporary by kind, for so it is written later. */
static gboolean
read_allocation_at (HeaptrackEvents *self, HeaptrackText line)
{
  gint64 size;
  guint32 row, kind;
  guint64 address;

  if (!read_size (self, &line, &size, &row) || !heaptrack_text_hex (&line, &address))
    return FALSE;
  kind = heaptrack_costs_find_kind (&self->costs, row, size);
  heaptrack_blocks_put (&self->blocks, address, kind);
  return heaptrack_costs_allocate (&self->costs, kind, self->raw ? kind : address);
}

static gboolean
read_free_at (HeaptrackEvents *self, HeaptrackText line)
{
  guint64 address;
  guint32 kind;

  if (!heaptrack_text_hex (&line, &address))
    return FALSE;
  kind = heaptrack_blocks_take (&self->blocks, address);
  if (kind == PPV_NONE)
    {
      self->n_unknown++;
      return TRUE;
    }
  return heaptrack_costs_free (&self->costs, kind, self->raw ? kind : address);
}

static gboolean
read_allocation (HeaptrackEvents *self, HeaptrackText line)
{
  guint64 kind;

  if (self->by_address)
    return read_allocation_at (self, line);
  return heaptrack_text_hex (&line, &kind) && heaptrack_costs_allocate (&self->costs, kind, kind);
}

static gboolean
read_free (HeaptrackEvents *self, HeaptrackText line)
{
  guint64 kind;

  if (self->by_address)
    return read_free_at (self, line);
  return heaptrack_text_hex (&line, &kind) && heaptrack_costs_free (&self->costs, kind, kind);
}

/* In ms since the start; one that goes back is damage. */
static gboolean
read_time (HeaptrackEvents *self, HeaptrackText line)
{
  guint64 ms;

  if (!heaptrack_text_hex (&line, &ms) || ms > G_MAXINT64 / NS_PER_MS ||
      (gint64) ms * NS_PER_MS < self->time)
    return FALSE;
  self->time = (gint64) ms * NS_PER_MS;
  heaptrack_costs_at (&self->costs, self->time);
  heaptrack_history_add (&self->history, &self->costs, self->time);
  return TRUE;
}

static gboolean
read_rss (HeaptrackEvents *self, HeaptrackText line)
{
  guint64 n_pages;
  gint64 bytes;

  if (!heaptrack_text_hex (&line, &n_pages) ||
      __builtin_mul_overflow (n_pages, self->page_bytes, &bytes))
    return FALSE;
  self->most_rss = MAX (self->most_rss, bytes);
  heaptrack_history_rss (&self->history, self->time, bytes);
  return TRUE;
}

/* "I PAGE-SIZE PAGES" */
static gboolean
read_system (HeaptrackEvents *self, HeaptrackText line)
{
  guint64 n_pages, bytes;
  g_autofree char *text = NULL;

  if (!heaptrack_text_hex (&line, &self->page_bytes) || !heaptrack_text_hex (&line, &n_pages) ||
      __builtin_mul_overflow (n_pages, self->page_bytes, &bytes))
    return FALSE;
  text = g_strdup_printf ("%" PRIu64, bytes / 1024);
  ppv_profile_builder_fact (self->builder, "total_memory_kb", text, -1);
  return TRUE;
}

static gboolean
read_attached (HeaptrackEvents *self)
{
  /* once, for it takes as long as there are kinds */
  if (self->attached)
    return FALSE;
  self->attached = TRUE;
  heaptrack_costs_restart (&self->costs);
  ppv_profile_builder_fact (self->builder, "attached", "yes", -1);
  return TRUE;
}

/* "x PROGRAM" and "m MODULE ADDRESS …" are only in files of the recorder. */
static gboolean
read_module (HeaptrackEvents *self, char letter, HeaptrackText line)
{
  self->raw = TRUE;
  self->by_address = TRUE;
  if (letter == 'x')
    return heaptrack_modules_set_program (&self->modules, line, self->version);
  return heaptrack_modules_add (&self->modules, &self->names, line, self->version);
}

/* heaptrack_interpret ends a file with comments on how much it wrote. */
static gboolean
read_comment (HeaptrackEvents *self, HeaptrackText line)
{
  static const char last[] = "ips: ";

  self->ended |=
      (gsize) (line.end - line.at) > strlen (last) && memcmp (line.at, last, strlen (last)) == 0;
  return TRUE;
}

static gboolean
read_by_letter (
    HeaptrackEvents *self, char letter, HeaptrackText line, guint64 offset, GError **error)
{
  switch (letter)
    {
    case '+':
      return read_allocation (self, line);
    case '-':
      return read_free (self, line);
    case 'a':
      return read_kind (self, line);
    case 't':
      return read_trace (self, line, offset);
    case 'i':
      return heaptrack_names_add_place (&self->names, line);
    case 's':
      return read_string (self, line);
    case 'c':
      return read_time (self, line);
    case 'R':
      return read_rss (self, line);
    case 'v':
      return read_version (self, line, error);
    case 'X':
      return read_command (self, line, offset);
    case 'I':
      return read_system (self, line);
    case 'A':
      return read_attached (self);
    case 'S':
      return heaptrack_suppressions_add (&self->suppressions, line.at,
                                         (gsize) (line.end - line.at));
    case 'x':
    case 'm':
      return read_module (self, letter, line);
    case '#':
      return read_comment (self, line);
    default:
      return FALSE;
    }
}

gboolean
heaptrack_events_line (
    HeaptrackEvents *self, const char *begin, const char *end, guint64 offset, GError **error)
{
  HeaptrackText line = { MIN (begin + 2, end), end };
  GError *failure = NULL;

  if (begin == end)
    return TRUE;
  if ((end - begin == 1 || begin[1] == ' ') &&
      read_by_letter (self, *begin, line, offset, &failure))
    return TRUE;
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  ppv_profile_builder_warn (self->builder, PPV_LOSS, "malformed-line", offset,
                            _ ("Lines were left out because they are not as heaptrack writes "
                               "them"));
  return TRUE;
}

static void
warn_of_losses (HeaptrackEvents *self, guint64 file_size)
{
  if (!self->raw && !self->ended && !self->stopped)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", file_size,
                              _ ("The file ends before what heaptrack writes at its end"));
  if (self->costs.saturated)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "saturated", PPV_NO_ADDRESS,
                              _ ("Sums are larger than 64 bits can hold"));
  if (self->raw)
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "raw-names", PPV_NO_ADDRESS,
                              _ ("The recording is raw, without names: leaks that heaptrack "
                                 "suppresses by function are counted, too (heaptrack_interpret "
                                 "gives it names)"));
  if (self->n_unknown > 0)
    ppv_profile_builder_warn_many (self->builder, PPV_NOTE, "unknown-block", PPV_NO_ADDRESS,
                                   self->n_unknown,
                                   _ ("Blocks were freed that had been allocated before the "
                                      "recording began"));
}

void
heaptrack_events_finish (HeaptrackEvents *self, guint64 file_size)
{
  HeaptrackResults results = {
    .builder = self->builder,
    .names = &self->names,
    .costs = &self->costs,
    .history = &self->history,
    .suppressions = &self->suppressions,
  };

  warn_of_losses (self, file_size);
  heaptrack_results_write (&results, self->time);
  ppv_profile_builder_fact (self->builder, "tool", "heaptrack", -1);
  if (self->most_rss > 0)
    {
      g_autofree char *text = g_strdup_printf ("%" PRId64, self->most_rss);

      ppv_profile_builder_fact (self->builder, "peak_rss_bytes", text, -1);
    }
}
