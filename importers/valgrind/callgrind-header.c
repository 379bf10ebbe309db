/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What stands before and after the costs of a part: lines of "key: value". */

#include "config.h"

#include <inttypes.h>

#include <glib/gi18n-lib.h>

#include "callgrind-reader.h"
#include "ppv-number.h"

static void
add_fact (CallgrindReader *self, const char *key, CallgrindScan value)
{
  ppv_profile_builder_fact (self->builder, key, value.at, value.end - value.at);
}

static void
read_creator (CallgrindReader *self, CallgrindScan value)
{
  static const char *const ours[] = { "callgrind-", "xtree-" };

  add_fact (self, "tool", value);
  self->by_valgrind = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    self->by_valgrind |= callgrind_scan_prefix (&value, ours[i]);
}

/* The program's name is what comes before the first blank, without the folders. */
static void
read_command (CallgrindReader *self, CallgrindScan value)
{
  const char *word;
  gsize length;
  const char *slash;

  if (!self->has_command)
    add_fact (self, "command", value);
  self->has_command = TRUE;
  length = callgrind_scan_word (&value, &word);
  slash = memrchr (word, '/', length);
  if (slash != NULL)
    {
      length -= (gsize) (slash + 1 - word);
      word = slash + 1;
    }
  self->command_name = ppv_profile_builder_string (self->builder, word, (gssize) length);
}

/* "I1 cache: 32768 B, 64 B, 8-way associative", "Timerange: Basic block 0 - 674113" … */
static void
read_description (CallgrindReader *self, CallgrindScan value)
{
  static const char *const caches[] = { "I1 cache:", "D1 cache:", "LL cache:", "L2 cache:" };
  CallgrindScan rest = value;

  if (callgrind_scan_prefix (&rest, "Option:"))
    {
      callgrind_scan_blanks (&rest);
      add_fact (self, "options", rest);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (caches); i++)
    if (self->n_parts == 0 && callgrind_scan_prefix (&rest, caches[i]))
      {
        callgrind_scan_blanks (&rest);
        if (rest.at == rest.end)
          return;
        g_string_append_printf (self->caches, "%s%.2s ", self->caches->len > 0 ? "; " : "",
                                caches[i]);
        g_string_append_len (self->caches, rest.at, rest.end - rest.at);
        return;
      }
}

static void
read_positions (CallgrindReader *self, CallgrindScan value)
{
  const char *word;
  gsize length;

  self->n_positions = 0;
  self->line_position = CALLGRIND_MOST_POSITIONS;
  while ((length = callgrind_scan_word (&value, &word)) > 0 &&
         self->n_positions < CALLGRIND_MOST_POSITIONS)
    {
      if (length == 4 && memcmp (word, "line", 4) == 0)
        self->line_position = self->n_positions;
      self->position[self->n_positions++] = 0;
    }
}

static gint32
read_id (CallgrindScan value)
{
  guint64 id;

  return callgrind_scan_number (&value, &id) && id <= G_MAXINT32 ? (gint32) id : 0;
}

static void
read_events (CallgrindReader *self, CallgrindScan value)
{
  callgrind_events_list (&self->events, value, self->lines.offset);
  self->has_events = self->events.n_events > 0;
}

static gboolean
read_totals (CallgrindReader *self, CallgrindScan value)
{
  self->has_totals = TRUE;
  return callgrind_scan_costs (self, &value, self->totals);
}

static gboolean
read_summary (CallgrindReader *self, CallgrindScan value)
{
  if (self->is_cachegrind)
    return read_totals (self, value);
  self->has_summary = TRUE;
  return callgrind_scan_costs (self, &value, self->summary);
}

/* Lines that begin another part when costs have been seen. */
static gboolean
read_part_line (CallgrindReader *self, CallgrindScan line)
{
  static const char *const keys[] = { "version:", "creator:",   "pid:",   "thread:",
                                      "part:",    "positions:", "events:" };
  enum { KEY_VERSION, KEY_CREATOR, KEY_PID, KEY_THREAD, KEY_PART, KEY_POSITIONS, KEY_EVENTS };
  guint key = 0;

  while (key < G_N_ELEMENTS (keys) && !callgrind_scan_prefix (&line, keys[key]))
    key++;
  if (key == G_N_ELEMENTS (keys))
    return FALSE;
  if (self->in_body || self->has_totals)
    callgrind_end_part (self);
  callgrind_scan_blanks (&line);
  if (key == KEY_CREATOR)
    read_creator (self, line);
  else if (key == KEY_PID)
    self->pid = read_id (line);
  else if (key == KEY_THREAD)
    self->tid = read_id (line);
  else if (key == KEY_PART)
    self->last_part = MAX (self->last_part, (guint) read_id (line));
  else if (key == KEY_POSITIONS)
    read_positions (self, line);
  else if (key == KEY_EVENTS)
    read_events (self, line);
  return TRUE;
}

gboolean
callgrind_read_header (CallgrindReader *self, CallgrindScan line)
{
  static const char *const plain[] = { "arch:", "timeframe", "magic:" };

  if (read_part_line (self, line))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (callgrind_scan_prefix (&line, plain[i]))
      return TRUE;
  if (callgrind_scan_prefix (&line, "event:"))
    return callgrind_events_define (&self->events, line);
  if (callgrind_scan_prefix (&line, "summary:"))
    return read_summary (self, line);
  if (callgrind_scan_prefix (&line, "totals:"))
    return read_totals (self, line);
  if (callgrind_scan_prefix (&line, "cmd:"))
    {
      callgrind_scan_blanks (&line);
      read_command (self, line);
      return TRUE;
    }
  if (!callgrind_scan_prefix (&line, "desc:"))
    return FALSE;
  callgrind_scan_blanks (&line);
  read_description (self, line);
  return TRUE;
}

/* The thread of the samples of this part: who does not tell has one for the process. */
static PpvThreadId
find_thread (CallgrindReader *self)
{
  PpvProcessId process;

  if (self->pid == 0)
    return PPV_NONE;
  process = ppv_profile_builder_process (self->builder, self->pid);
  ppv_profile_builder_name_process (self->builder, process, self->command_name);
  return ppv_profile_builder_thread (self->builder, process, self->tid != 0 ? self->tid : self->pid,
                                     0);
}

void
callgrind_begin_body (CallgrindReader *self)
{
  if (self->in_body || self->events.n_events == 0)
    return;
  self->in_body = TRUE;
  callgrind_events_begin (&self->events, self->pid != 0 ? PPV_SET_THREAD : 0, self->lines.offset);
  self->costs.thread = find_thread (self);
}

static gboolean
is_zero (const gint64 *values, guint n_values)
{
  gint64 any = 0;

  for (guint i = 0; i < n_values; i++)
    any |= values[i];
  return any == 0;
}

/* Totals are what callgrind added up of the same lines; its summary may be a little more. */
static void
compare_totals (CallgrindReader *self)
{
  guint n_events = self->events.n_events;
  const gint64 *told = self->totals;

  if (!self->has_totals)
    {
      if (!self->has_summary || is_zero (self->summary, n_events))
        return;
      told = self->summary;
    }
  for (guint i = 0; i < n_events; i++)
    if (told[i] != self->sums[i])
      {
        ppv_profile_builder_warn (self->builder, PPV_NOTE, "totals-differ", self->lines.offset,
                                  _ ("The file says that %s is %" PRId64
                                     " in all, but its lines add up to "
                                     "%" PRId64),
                                  self->events.event[i], told[i], self->sums[i]);
        return;
      }
}

void
callgrind_end_part (CallgrindReader *self)
{
  callgrind_begin_body (self);
  if (self->in_body)
    {
      callgrind_costs_flush (&self->costs);
      compare_totals (self);
      self->n_parts++;
    }
  if ((self->by_valgrind || self->is_cachegrind) && !self->has_totals)
    ppv_profile_builder_warn (self->builder, PPV_LOSS, "truncated", self->lines.offset,
                              _ ("The file ends before its totals, so something is missing"));
  self->in_body = self->has_totals = self->has_summary = FALSE;
  self->next = CALLGRIND_SELF;
  self->tid = 0;
  memset (self->sums, 0, sizeof self->sums);
}
