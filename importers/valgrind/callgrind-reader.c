/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "callgrind-reader.h"
#include "common/text-lines.h"
#include "ppv-number.h"

void
callgrind_reader_init (CallgrindReader *self,
                       PpvLoadContext *context,
                       PpvProfileBuilder *builder,
                       gboolean is_cachegrind)
{
  *self =
      (CallgrindReader){ .context = context, .builder = builder, .is_cachegrind = is_cachegrind };
  callgrind_events_init (&self->events, builder);
  callgrind_costs_init (&self->costs, &self->events);
  self->caches = g_string_new (NULL);
}

void
callgrind_reader_clear (CallgrindReader *self)
{
  callgrind_costs_clear (&self->costs);
  callgrind_events_clear (&self->events);
  g_string_free (self->caches, TRUE);
}

static void
begin_file (CallgrindReader *self, PpvInput *input)
{
  const PpvLimits *limits = ppv_load_context_get_limits (self->context);

  ppv_lines_init (&self->lines, input, (gsize) MIN (limits->line_bytes, G_MAXINT32));
  callgrind_names_init (&self->names, self->builder, ppv_input_get_size (input));
  self->cut = self->by_valgrind = self->has_events = FALSE;
  self->n_positions = 1;
  self->line_position = 0;
  memset (self->position, 0, sizeof self->position);
  self->object = PPV_NONE;
  self->function_file = self->line_file = 0;
  self->function = self->called = PPV_NONE;
  self->epoch++;
  self->has_called_file = self->has_called_object = FALSE;
}

static void
warn_of_bad_line (CallgrindReader *self)
{
  ppv_profile_builder_warn (self->builder, PPV_LOSS, "malformed-line", self->lines.offset,
                            _ ("Lines were left out because they are not of this format; the first "
                               "is line %" PRIu64),
                            self->lines.number);
}

/* "key: value", or "key=value", of a kind that a later version may have. */
static gboolean
is_foreign (CallgrindScan line)
{
  static const char *const known[] = { "calls=", "rcalls=",  "jump=",   "jcnd=",
                                       "event:", "summary:", "totals:", "fn=" };
  const char *first = line.at;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (callgrind_scan_prefix (&line, known[i]))
      return FALSE;
  while (line.at < line.end && (g_ascii_isalnum (*line.at) || *line.at == '_'))
    line.at++;
  return line.at > first && line.at < line.end && (*line.at == ':' || *line.at == '=') &&
         g_ascii_isalpha (*first);
}

static void
read_line (CallgrindReader *self)
{
  CallgrindScan line = { self->lines.line, self->lines.line + self->lines.length };

  if (!self->lines.ended)
    {
      self->cut = self->by_valgrind || self->is_cachegrind;
      if (self->cut)
        return;
      ppv_profile_builder_warn (self->builder, PPV_NOTE, "unended-line", self->lines.offset,
                                _ ("The last line has no end, so something may be missing"));
    }
  if (line.at < line.end && line.at[0] == '#')
    return;
  if (!self->lines.cut && (callgrind_read_body (self, line) || callgrind_read_header (self, line)))
    return;
  callgrind_scan_blanks (&line);
  if (line.at == line.end)
    return;
  if (!self->lines.cut && is_foreign (line))
    ppv_profile_builder_warn (self->builder, PPV_NOTE, "unknown-line", self->lines.offset,
                              _ ("Lines of an unknown kind were passed over; the first is line "
                                 "%" PRIu64),
                              self->lines.number);
  else
    warn_of_bad_line (self);
}

static gboolean
take_line (gpointer self, GError **error)
{
  read_line (self);
  callgrind_read_plain (self);
  return TRUE;
}

static gboolean
read_lines (CallgrindReader *self, GError **error)
{
  TextLines lines = { self->context, &self->lines, self->bytes_before, self->bytes_total };

  return text_lines_read (&lines, take_line, self, error);
}

static void
end_file (CallgrindReader *self, guint64 size)
{
  if (self->cut || self->next != CALLGRIND_SELF)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", size,
                              _ ("The file ends within a line or before what belongs to it"));
  if (self->has_events)
    callgrind_end_part (self);
}

gboolean
callgrind_reader_read (CallgrindReader *self, PpvInput *input, GError **error)
{
  guint64 size = ppv_input_get_size (input);
  gboolean done;

  begin_file (self, input);
  self->bytes_total = self->bytes_before + size;
  done = read_lines (self, error);
  if (done)
    end_file (self, size);
  callgrind_names_clear (&self->names);
  self->bytes_before += size;
  return done;
}

static void
tell_records (CallgrindReader *self)
{
  ppv_profile_builder_record (self->builder, "part", self->n_parts);
  ppv_profile_builder_record (self->builder, "cost line", self->n_cost_lines);
  if (self->n_calls > 0)
    ppv_profile_builder_record (self->builder, "call", self->n_calls);
  if (self->n_jumps > 0)
    ppv_profile_builder_record (self->builder, "jump", self->n_jumps);
  if (self->n_conditional > 0)
    ppv_profile_builder_record (self->builder, "conditional jump", self->n_conditional);
}

gboolean
callgrind_reader_finish (CallgrindReader *self, GError **error)
{
  if (self->events.set == PPV_NONE)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_TRUNCATED,
                   _ ("the file does not say what it counts"));
      return FALSE;
    }
  if (self->costs.failed)
    {
      g_set_error (error, PPV_ERROR, PPV_ERROR_LIMIT, _ ("there is not enough memory"));
      return FALSE;
    }
  if (self->events.saturated)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "overflow", PPV_NO_ADDRESS,
                              _ ("Costs are larger than 64 bits and were cut"));
  if (self->is_cachegrind)
    ppv_profile_builder_fact (self->builder, "tool", "cachegrind", -1);
  if (self->caches->len > 0)
    ppv_profile_builder_fact (self->builder, "caches", self->caches->str,
                              (gssize) self->caches->len);
  tell_records (self);
  return TRUE;
}
